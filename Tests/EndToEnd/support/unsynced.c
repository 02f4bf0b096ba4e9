/* Kills the program at its Nth fsync, before it is done, as a machine that stops there would leave the file: what was
   written since the last one is gone.

   Preloaded; UNSYNCED_AT is N, counted from 1. Of a file that was never synchronised the bytes stay that it had when it
   was opened. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES 4096
static off_t kept[FILES]; /* by descriptor, one more than the length; 0 is unknown */
static int count;

static void opened(int descriptor) {
  struct stat facts;
  if (descriptor >= 0 && descriptor < FILES && fstat(descriptor, &facts) == 0) kept[descriptor] = facts.st_size + 1;
}

static int open_as(const char *name, const char *path, int flags, va_list more) {
  int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, name);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
  int descriptor = real(path, flags, mode);
  opened(descriptor);
  return descriptor;
}

int open(const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  int descriptor = open_as("open", path, flags, more);
  va_end(more);
  return descriptor;
}

int open64(const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  int descriptor = open_as("open64", path, flags, more);
  va_end(more);
  return descriptor;
}

int openat(int folder, const char *path, int flags, ...) {
  int (*real)(int, const char *, int, ...) = dlsym(RTLD_NEXT, "openat");
  va_list more;
  va_start(more, flags);
  int descriptor = real(folder, path, flags, flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0);
  va_end(more);
  opened(descriptor);
  return descriptor;
}

static int synchronise(const char *name, int descriptor) {
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  const char *wanted = getenv("UNSYNCED_AT");
  if (wanted && __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST) == atoi(wanted)) {
    struct stat facts;
    off_t length = descriptor < FILES ? kept[descriptor] - 1 : -1;
    if (length >= 0 && fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) && length < facts.st_size)
      if (ftruncate(descriptor, length) != 0) abort();
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  int result = real(descriptor);
  if (result == 0) opened(descriptor);
  return result;
}

int fsync(int descriptor) { return synchronise("fsync", descriptor); }
int fdatasync(int descriptor) { return synchronise("fdatasync", descriptor); }

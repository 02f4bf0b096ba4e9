/* Signals, crashes and waiting: the roads on which news reaches the loop, and those that end it. */

#define _GNU_SOURCE
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int pipe_ends[2] = {-1, -1};
static int errors_before = -1, errors_during = -1;
static off_t errors_mark;
static atomic_int pending;

int terminal_open_pipe(void) {
  return pipe_ends[0] >= 0 || pipe2(pipe_ends, O_NONBLOCK | O_CLOEXEC) == 0;
}

void terminal_say(const char *text, size_t count) {
  while (count > 0) {
    ssize_t sent = write(STDOUT_FILENO, text, count);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return;
    text += sent;
    count -= (size_t)sent;
  }
}


static void note(int signal) {
  int kept = errno, bit = 0;
  switch (signal) {
    case SIGWINCH: bit = TERMINAL_RESIZED; break;
    case SIGTSTP: bit = TERMINAL_STOPPED; break;
    case SIGCONT: bit = TERMINAL_CONTINUED; break;
    case SIGINT: bit = TERMINAL_INTERRUPTED; break;
    case SIGTERM: bit = TERMINAL_TERMINATED; break;
    case SIGHUP: bit = TERMINAL_HUNG_UP; break;
  }
  /* The flag carries the news and the pipe only wakes, so a full pipe loses nothing. */
  atomic_fetch_or(&pending, bit);
  terminal_wake();
  errno = kept;
}

void terminal_wake(void) {
  if (pipe_ends[1] < 0) return;
  ssize_t sent = write(pipe_ends[1], "", 1);
  (void)sent;
}

/* Runs on the way to a crash: async-signal-safe calls only. */
static void crash(int signal) {
  static const char restore[] =
      "\033[?2004l\033[?1000l\033[?1002l\033[?1006l\033[0m\033[?25h\033[?1049l\r\n";
  if (terminal_is_up) {
    terminal_is_up = 0;
    terminal_say(restore, sizeof restore - 1);
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal_found);
    if (errors_before >= 0) dup2(errors_before, STDERR_FILENO);
    /* What the runtime said of the crash went to the log: show it, now that there is a screen for it. */
    if (errors_during >= 0) {
      char last[2048];
      off_t size = lseek(errors_during, 0, SEEK_END);
      off_t from = size - errors_mark > (off_t)sizeof last ? size - (off_t)sizeof last : errors_mark;
      ssize_t count = pread(errors_during, last, sizeof last, from);
      if (count > 0) count = write(STDERR_FILENO, last, (size_t)count);
    }
  }
  if (terminal_is_hiding) tcsetattr(STDIN_FILENO, TCSANOW, &terminal_found);
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(signal, &plain, NULL);
  raise(signal);
}

/* nohup wants SIGHUP ignored, and so it stays; whoever sits at the terminal may press Ctrl-C, whatever was inherited. */
static int is_not_ours(int signal) {
  struct sigaction found;
  return signal == SIGHUP && sigaction(signal, NULL, &found) == 0 && found.sa_handler == SIG_IGN;
}

static void catch_all(const int *signals, size_t count) {
  struct sigaction act = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigemptyset(&act.sa_mask);
  for (size_t i = 0; i < count; i++)
    if (!is_not_ours(signals[i])) sigaction(signals[i], &act, NULL);
  signal(SIGPIPE, SIG_IGN);
}

void terminal_catch_signals(void) {
  static const int noted[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP};
  catch_all(noted, sizeof noted / sizeof *noted);
  terminal_catch_crashes();
}

void terminal_catch_crashes(void) {
  static const int fatal[] = {SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGQUIT};
  static char room[32768];
  stack_t aside = {.ss_sp = room, .ss_size = sizeof room};
  sigaltstack(&aside, NULL);
  struct sigaction act = {.sa_handler = crash, .sa_flags = SA_ONSTACK | SA_NODEFER};
  sigemptyset(&act.sa_mask);
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &act, NULL);
}

void terminal_catch_ends(void) {
  static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
  catch_all(ends, sizeof ends / sizeof *ends);
}

void terminal_release_signals(void) {
  static const int all[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT,  SIGTERM, SIGHUP, SIGSEGV,
                            SIGILL,   SIGTRAP, SIGABRT, SIGBUS, SIGFPE,  SIGQUIT};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (!is_not_ours(all[i])) signal(all[i], SIG_DFL);
}

void terminal_take_errors(int descriptor) {
  if (descriptor < 0) return;
  errors_mark = lseek(descriptor, 0, SEEK_END);
  errors_before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  errors_during = descriptor;
  dup2(descriptor, STDERR_FILENO);
}

void terminal_give_errors_back(void) {
  if (errors_before < 0) return;
  dup2(errors_before, STDERR_FILENO);
  close(errors_before);
  errors_before = errors_during = -1;
}

int terminal_wait_beside(struct pollfd *door, int milliseconds) {
  struct pollfd doors[2] = {*door, {.fd = pipe_ends[0], .events = POLLIN}};
  int count = poll(doors, 2, milliseconds);
  door->revents = count > 0 ? doors[0].revents : 0;
  if (count <= 0) return atomic_load(&pending) ? TERMINAL_WOKEN : 0;
  return doors[1].revents ? TERMINAL_WOKEN : 0;
}

int terminal_wait(int milliseconds) {
  struct pollfd door = {.fd = STDIN_FILENO, .events = POLLIN};
  int out = terminal_wait_beside(&door, milliseconds);
  if (door.revents & (POLLHUP | POLLERR | POLLNVAL)) out |= TERMINAL_GONE;
  if (door.revents & POLLIN) {
    int waiting = 0;
    if (ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting == 0)
      out |= TERMINAL_GONE; /* readable and empty is the end of the file */
    else
      out |= TERMINAL_INPUT;
  }
  return out;
}

int terminal_signals(void) {
  char bytes[256];
  while (pipe_ends[0] >= 0 && read(pipe_ends[0], bytes, sizeof bytes) > 0) {}
  return atomic_exchange(&pending, 0);
}

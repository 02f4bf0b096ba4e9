/* Runs a command and says what it cost: `measure FILE COMMAND [ARGUMENT ...]`.

   Small, because the peak of a child begins with that of whoever started it. FILE gets one JSON object: seconds on the
   clock and on the processor, KiB at the peak (of the largest single process), how it ended. */

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
  if (count < 3) return 2;
  double start = now();
  pid_t child = fork();
  if (child == 0) {
    execvp(arguments[2], arguments + 2);
    perror(arguments[2]);
    _exit(127);
  }
  int status = 0;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child) return 2;
  double wall = now() - start;
  FILE *file = fopen(arguments[1], "w");
  if (!file) return 2;
  fprintf(file, "{\"wall\":%.6f,\"cpu\":%.6f,\"memory\":%ld,\"code\":%d}\n", wall,
          (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
              (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6,
          usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return fclose(file) != 0;
}

/* For pthread_clockjoin_np. */
#define _GNU_SOURCE
#include "CCurl.h"

#include <pthread.h>
#include <time.h>

bool door_thread_join(unsigned long thread, int milliseconds) {
  struct timespec end;
  clock_gettime(CLOCK_MONOTONIC, &end);
  end.tv_sec += milliseconds / 1000;
  end.tv_nsec += milliseconds % 1000 * 1000000L;
  if (end.tv_nsec >= 1000000000L) {
    end.tv_sec += 1;
    end.tv_nsec -= 1000000000L;
  }
  return pthread_clockjoin_np(thread, NULL, CLOCK_MONOTONIC, &end) == 0;
}

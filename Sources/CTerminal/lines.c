/* A terminal as a printer: nothing is painted, so there is little to set up and nothing to give back. */

#include "inside.h"

#include <poll.h>
#include <unistd.h>

int terminal_lines_start(void) {
  if (!terminal_open_pipe()) return -1;
  terminal_catch_ends();
  return terminal_choose_locale();
}

int terminal_lines_wait(int milliseconds, int reading) {
  /* Not listening still tells of a terminal that is gone. */
  struct pollfd door = {.fd = STDIN_FILENO, .events = reading ? POLLIN : 0};
  int out = terminal_wait_beside(&door, milliseconds);
  if (door.revents & POLLIN) out |= TERMINAL_INPUT;
  if (door.revents & (POLLHUP | POLLERR | POLLNVAL)) out |= TERMINAL_GONE;
  return out;
}

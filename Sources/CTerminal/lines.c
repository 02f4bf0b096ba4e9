/* A terminal as a printer: nothing is painted, so there is little to set up and nothing to give back. */

#include "inside.h"

#include <poll.h>
#include <unistd.h>

int terminal_lines_start(void) {
  if (!terminal_open_pipe()) return -1;
  terminal_catch_ends();
  terminal_catch_crashes();
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

void terminal_lines_hide(int on) {
  if (on == terminal_is_hiding) return;
  if (on) {
    if (tcgetattr(STDIN_FILENO, &terminal_found) != 0) return;
    struct termios hidden = terminal_found;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    hidden.c_lflag |= ECHONL;
    hidden.c_cc[VSUSP] = hidden.c_cc[VQUIT] = _POSIX_VDISABLE;
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0) terminal_is_hiding = 1;
  } else {
    tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal_found);
    terminal_is_hiding = 0;
  }
}

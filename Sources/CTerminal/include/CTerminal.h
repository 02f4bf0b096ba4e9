#ifndef ONRAMP_CTERMINAL_H
#define ONRAMP_CTERMINAL_H

#include <stdint.h>

/* The terminal in our own words: a grid that is painted a row at a time, keys, signals, and the promise
 * that the terminal is left as it was found on every road out. ncurses stays behind this header: its
 * macros and globals do not survive being imported into Swift.
 *
 * All functions belong to the main thread, except terminal_wake. */

enum {
  TERMINAL_STARTED = 0,
  TERMINAL_NOT_A_TTY = 1,
  TERMINAL_UNKNOWN_TYPE = 2,
  TERMINAL_CANNOT_MOVE = 3, /* no cursor addressing, as on TERM=dumb */
  TERMINAL_FAILED = 4
};

struct terminal_options {
  int errors;       /* descriptor that takes stderr while the screen is up, or -1 */
  uint8_t colour;   /* whether colours may be used */
  uint8_t mouse;    /* whether clicks are asked for */
};

struct terminal_facts {
  int columns, rows;
  uint8_t unicode;  /* the locale draws UTF-8 */
  uint8_t colours;  /* colours are in use */
  uint8_t mouse;    /* clicks will arrive */
  char type[64];    /* the terminal type in use, which may be a stand-in for TERM */
};

int terminal_start(const struct terminal_options *options, struct terminal_facts *facts);
void terminal_stop(void);
/* Stops the screen, then dies of the signal as if it had never been caught. Does not return. */
_Noreturn void terminal_die(int signal);

/* Painting. A cell of width 0 is the right half of the one before it. */
enum { TERMINAL_BOLD = 1, TERMINAL_DIM = 2, TERMINAL_REVERSE = 4, TERMINAL_UNDERLINE = 8 };

struct terminal_cell {
  uint32_t scalars[4];
  uint8_t count, width;
  uint8_t colour; /* 0 the terminal's own, 1 red, 2 green, 3 yellow, 4 blue, 5 magenta, 6 cyan */
  uint8_t attributes;
};

void terminal_paint(int row, const struct terminal_cell *cells, int count);
/* Shows the cursor there, or hides it when row is negative; then sends what changed. */
void terminal_show(int row, int column);
/* Paints a row anew whatever the terminal may still show there. */
void terminal_forget(int row);
void terminal_redraw(void);
/* Takes clicks, or leaves them to the terminal; does nothing where it tells of none. */
void terminal_mouse(int on);
void terminal_resize(int *columns, int *rows);
/* Stops the process with the terminal given back, and returns when it goes on. */
void terminal_suspend(int *columns, int *rows);
/* Sends bytes past ncurses: only for requests that move nothing on the screen. */
void terminal_send(const char *bytes, int count);

/* Waiting. */
enum { TERMINAL_INPUT = 1, TERMINAL_WOKEN = 2, TERMINAL_GONE = 4 };
int terminal_wait(int milliseconds);
/* Makes terminal_wait return; may be called from any thread and before terminal_start. */
void terminal_wake(void);

/* Lines instead of a screen. Start returns whether the locale draws UTF-8, or -1. */
int terminal_lines_start(void);
/* Like terminal_wait; input is reported only while reading. */
int terminal_lines_wait(int milliseconds, int reading);
/* Hides what is typed, or shows it again. Until then the keys that stop or kill are letters: the terminal must not be
   left without an echo. */
void terminal_lines_hide(int on);

enum {
  TERMINAL_RESIZED = 1,
  TERMINAL_STOPPED = 2,
  TERMINAL_CONTINUED = 4,
  TERMINAL_INTERRUPTED = 8,
  TERMINAL_TERMINATED = 16,
  TERMINAL_HUNG_UP = 32
};
/* The signals since the last call, and an empty pipe. */
int terminal_signals(void);

enum {
  TERMINAL_NO_KEY = 0,
  TERMINAL_CHARACTER,
  TERMINAL_UP, TERMINAL_DOWN, TERMINAL_LEFT, TERMINAL_RIGHT,
  TERMINAL_HOME, TERMINAL_END, TERMINAL_PAGE_UP, TERMINAL_PAGE_DOWN,
  TERMINAL_INSERT, TERMINAL_DELETE, TERMINAL_BACKSPACE, TERMINAL_BACK_TAB, TERMINAL_ENTER,
  TERMINAL_FUNCTION, /* value is its number */
  TERMINAL_CLICK, TERMINAL_WHEEL_UP, TERMINAL_WHEEL_DOWN,
  TERMINAL_PASTE_BEGINS, TERMINAL_PASTE_ENDS,
  TERMINAL_OTHER
};

struct terminal_key {
  int kind;
  uint32_t value;
  int column, row; /* of a click */
};

struct terminal_key terminal_key(void);

#endif

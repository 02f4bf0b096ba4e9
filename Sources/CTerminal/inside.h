#ifndef ONRAMP_CTERMINAL_INSIDE_H
#define ONRAMP_CTERMINAL_INSIDE_H

/* What the files of this target share, and nobody else sees. */

#include "CTerminal.h"

#include <signal.h>
#include <stddef.h>
#include <termios.h>

/* Key codes of our own for the ends of a paste; they must lie below KEY_MAX. */
#define PASTE_BEGINS (KEY_MAX - 2)
#define PASTE_ENDS (KEY_MAX - 1)

/* The screen is up, and these are the settings to give back. */
extern volatile sig_atomic_t terminal_is_up;
extern struct termios terminal_found;
/* Lines are read and not echoed; the settings above are to be given back then too. */
extern volatile sig_atomic_t terminal_is_hiding;
extern int terminal_has_colours;
/* Keys are read through a pad of their own: reading through the screen would refresh it half painted. */
extern struct _win_st *terminal_ears;

/* Writes to the terminal past ncurses. Safe in a signal handler. */
void terminal_say(const char *text, size_t count);

int terminal_open_pipe(void);
void terminal_catch_signals(void);
void terminal_release_signals(void);
/* What a crash leaves: the settings that were found. */
void terminal_catch_crashes(void);
/* Only the signals that end the program: suspending and resizing are the kernel's affair. */
void terminal_catch_ends(void);

/* Sleeps until the door or the pipe has something. */
struct pollfd;
int terminal_wait_beside(struct pollfd *door, int milliseconds);

/* Takes the locale of the environment, or C.UTF-8 for one that is not installed; whether it draws UTF-8. */
int terminal_choose_locale(void);

/* Sends stderr to a descriptor while the screen is up, and back. */
void terminal_take_errors(int descriptor);
void terminal_give_errors_back(void);

void terminal_measure(int *columns, int *rows);

#endif

/* Taking the terminal over, in an order that was found by trying, and giving it back. */

#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "inside.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#undef columns
#undef lines

volatile sig_atomic_t terminal_is_up;
volatile sig_atomic_t terminal_is_hiding;
struct termios terminal_found;
int terminal_has_colours;
WINDOW *terminal_ears;

static SCREEN *screen;

static int contains_any(const char *text, const char *const *parts) {
  for (; *parts; parts++)
    if (strstr(text, *parts)) return 1;
  return 0;
}

/* Whether terminfo knows the type, and whether it can address the cursor. */
static int judge_type(const char *type) {
  int error = 0;
  if (!type || !*type || setupterm((char *)type, STDOUT_FILENO, &error) != OK) return TERMINAL_UNKNOWN_TYPE;
  const char *move = tigetstr("cup");
  int able = move && move != (char *)-1 && *move;
  del_curterm(cur_term);
  return able ? TERMINAL_STARTED : TERMINAL_CANNOT_MOVE;
}

/* Debian has no entry for several modern terminals; all of them understand xterm-256color. */
static int choose_type(char *type, size_t room) {
  static const char *const modern[] = {"kitty", "ghostty", "foot", "wezterm", "alacritty", "rio", NULL};
  const char *wanted = getenv("TERM");
  int verdict = judge_type(wanted);
  if (verdict == TERMINAL_UNKNOWN_TYPE) {
    if (!wanted) wanted = "";
    if (contains_any(wanted, modern) || strncmp(wanted, "xterm", 5) == 0)
      wanted = "xterm-256color";
    else if (strncmp(wanted, "tmux", 4) == 0 || strncmp(wanted, "screen", 6) == 0)
      wanted = "screen";
    else
      wanted = "vt100";
    verdict = judge_type(wanted);
  }
  strncpy(type, wanted ? wanted : "", room - 1);
  type[room - 1] = 0;
  return verdict;
}

/* A locale that ssh forwards but this machine lacks would draw nothing: C.UTF-8 is always there. */
int terminal_choose_locale(void) {
  setlocale(LC_ALL, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return 1;
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG", NULL};
  const char *value = NULL;
  for (int i = 0; names[i] && !(value && *value); i++) value = getenv(names[i]);
  if (value && (strstr(value, "UTF-8") || strstr(value, "utf8") || strstr(value, "UTF8")))
    setlocale(LC_CTYPE, "C.UTF-8");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

void terminal_measure(int *columns, int *rows) {
  struct winsize size = {0};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 || size.ws_col == 0) {
    size.ws_row = 24; /* a serial line does not know */
    size.ws_col = 80;
  }
  *columns = size.ws_col;
  *rows = size.ws_row;
}

/* In East Asian locales some terminals draw lines and signs of ambiguous width two columns wide. The terminal
 * itself knows: draw one and ask where the cursor is. No answer within 300 ms means what is usual, one. */
static int draws_ambiguous_wide(void) {
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG", NULL};
  const char *value = NULL;
  for (int i = 0; names[i] && !(value && *value); i++) value = getenv(names[i]);
  if (!value || (strncmp(value, "ja", 2) && strncmp(value, "ko", 2) && strncmp(value, "zh", 2))) return 0;
  struct termios raw = terminal_found;
  raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  static const char ask[] = "\r\xe2\x94\x80\033[6n";
  terminal_say(ask, sizeof ask - 1);
  char answer[32] = {0};
  size_t used = 0;
  struct pollfd door = {.fd = STDIN_FILENO, .events = POLLIN};
  while (used + 1 < sizeof answer && !strchr(answer, 'R') && poll(&door, 1, 300) > 0) {
    ssize_t count = read(STDIN_FILENO, answer + used, 1);
    if (count <= 0) break;
    used += (size_t)count;
  }
  terminal_say("\r\033[K", 4);
  tcsetattr(STDIN_FILENO, TCSANOW, &terminal_found);
  int row = 0, column = 0;
  const char *start = strstr(answer, "\033[");
  return start && sscanf(start, "\033[%d;%dR", &row, &column) == 2 && column > 2;
}

/* ncurses knows nothing of bracketed paste, so it would not undo it. */
static void modes(int on) {
  terminal_say(on ? "\033[?2004h" : "\033[?2004l", 8);
}

static void prepare_input(void) {
  cbreak();
  noecho();
  nonl();
  terminal_ears = newpad(1, 1);
  nodelay(terminal_ears, TRUE);
  keypad(terminal_ears, TRUE);
  intrflush(stdscr, FALSE);
  struct termios now;
  if (tcgetattr(STDIN_FILENO, &now) == 0) {
    now.c_iflag &= ~(tcflag_t)(IXON | IXOFF); /* Ctrl-S saves, it does not freeze */
    tcsetattr(STDIN_FILENO, TCSANOW, &now);
    def_prog_mode();
  }
  /* Terminals that ignore the keypad mode send the other form of the arrows. */
  static const struct { const char *bytes; int key; } arrows[] = {
      {"\033[A", KEY_UP},   {"\033[B", KEY_DOWN},  {"\033[C", KEY_RIGHT}, {"\033[D", KEY_LEFT},
      {"\033OA", KEY_UP},   {"\033OB", KEY_DOWN},  {"\033OC", KEY_RIGHT}, {"\033OD", KEY_LEFT},
      {"\033[H", KEY_HOME}, {"\033[F", KEY_END},   {"\033OH", KEY_HOME},  {"\033OF", KEY_END},
      {"\033[1~", KEY_HOME}, {"\033[4~", KEY_END}, {"\033[Z", KEY_BTAB},  {"\033[3~", KEY_DC}};
  for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++) {
    if (key_defined(arrows[i].bytes) == 0) define_key(arrows[i].bytes, arrows[i].key);
  }
  define_key("\033[200~", PASTE_BEGINS);
  define_key("\033[201~", PASTE_ENDS);
}

static int prepare_colours(int wanted) {
  if (!wanted || !has_colors() || start_color() != OK || use_default_colors() != OK) return 0;
  static const short colours[] = {COLOR_RED, COLOR_GREEN, COLOR_YELLOW, COLOR_BLUE, COLOR_MAGENTA, COLOR_CYAN};
  for (short i = 0; i < 6; i++) init_pair((short)(i + 1), colours[i], -1);
  return 1;
}

static int prepare_mouse(int wanted) {
  const char *report = tigetstr("kmous");
  if (!wanted || !report || report == (char *)-1) return 0;
  mouseinterval(0); /* or every click waits to become a double click */
  return mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL) != 0;
}

void terminal_mouse(int on) {
  mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}

int terminal_start(const struct terminal_options *options, struct terminal_facts *facts) {
  memset(facts, 0, sizeof *facts);
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return TERMINAL_NOT_A_TTY;
  facts->unicode = (uint8_t)terminal_choose_locale();
  unsetenv("LINES");
  unsetenv("COLUMNS");
  int verdict = choose_type(facts->type, sizeof facts->type);
  if (verdict != TERMINAL_STARTED) return verdict;
  if (!terminal_open_pipe()) return TERMINAL_FAILED;
  if (tcgetattr(STDIN_FILENO, &terminal_found) < 0) return TERMINAL_FAILED;
  if (facts->unicode && draws_ambiguous_wide()) facts->unicode = 0;
  terminal_catch_signals(); /* before newterm, which would install its own where the default still stands */
  if (!getenv("ESCDELAY")) set_escdelay(25);
  screen = newterm(facts->type, stdout, stdin);
  if (!screen) {
    terminal_release_signals();
    return TERMINAL_UNKNOWN_TYPE;
  }
  set_term(screen);
  terminal_is_up = 1;
  terminal_take_errors(options->errors);
  prepare_input();
  terminal_has_colours = prepare_colours(options->colour);
  facts->colours = (uint8_t)terminal_has_colours;
  facts->mouse = (uint8_t)prepare_mouse(options->mouse);
  modes(1);
  terminal_resize(&facts->columns, &facts->rows);
  return TERMINAL_STARTED;
}

void terminal_stop(void) {
  if (!terminal_is_up) return;
  modes(0);
  curs_set(1);
  endwin();
  tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal_found);
  terminal_is_up = 0;
  delscreen(screen);
  screen = NULL;
  terminal_give_errors_back();
  terminal_release_signals();
}

void terminal_die(int signal) {
  terminal_stop();
  terminal_lines_hide(0);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(signal, &plain, NULL);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(signal);
  _exit(128 + signal);
}

void terminal_suspend(int *columns, int *rows) {
  modes(0);
  curs_set(1);
  endwin();
  tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal_found);
  struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
  sigaction(SIGTSTP, &plain, &ours);
  /* A thread that blocks the signal would keep it pending for ever. */
  sigset_t only, before;
  sigemptyset(&only);
  sigaddset(&only, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &only, &before);
  /* Not SIGSTOP: where no shell could wake us again the kernel ignores this one, and we go on. */
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  sigaction(SIGTSTP, &ours, NULL);
  reset_prog_mode(); /* the next refresh takes the screen again, at the size it has by then */
  modes(1);
  terminal_resize(columns, rows);
}

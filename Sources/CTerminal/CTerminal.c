#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CTerminal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#undef columns
#undef lines

enum { PASTE_BEGINS = KEY_MAX - 2, PASTE_ENDS = KEY_MAX - 1 };

static SCREEN *screen;
static struct termios found;
static int pipe_ends[2] = {-1, -1};
static int errors_before = -1, errors_during = -1;
static off_t errors_mark;
static atomic_int pending;
static volatile sig_atomic_t up;
static int coloured, mouse_wanted;

static void say(const char *text, size_t count) {
  while (count > 0) {
    ssize_t sent = write(STDOUT_FILENO, text, count);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return;
    text += sent;
    count -= (size_t)sent;
  }
}

/* ---- Signals ---- */

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
  if (up) {
    up = 0;
    say(restore, sizeof restore - 1);
    tcsetattr(STDIN_FILENO, TCSANOW, &found);
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
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(signal, &plain, NULL);
  raise(signal);
}

static void catch_signals(void) {
  static const int noted[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP};
  static const int fatal[] = {SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGQUIT};
  static char room[32768];
  stack_t aside = {.ss_sp = room, .ss_size = sizeof room};
  sigaltstack(&aside, NULL);
  struct sigaction act = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigemptyset(&act.sa_mask);
  for (size_t i = 0; i < sizeof noted / sizeof *noted; i++) sigaction(noted[i], &act, NULL);
  act.sa_handler = crash;
  act.sa_flags = SA_ONSTACK | SA_NODEFER;
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &act, NULL);
  signal(SIGPIPE, SIG_IGN);
}

static void release_signals(void) {
  static const int all[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT,  SIGTERM, SIGHUP, SIGSEGV,
                            SIGILL,   SIGTRAP, SIGABRT, SIGBUS, SIGFPE,  SIGQUIT};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) signal(all[i], SIG_DFL);
}

/* ---- Start and stop ---- */

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
static int choose_locale(void) {
  setlocale(LC_ALL, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return 1;
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG", NULL};
  const char *value = NULL;
  for (int i = 0; names[i] && !(value && *value); i++) value = getenv(names[i]);
  if (value && (strstr(value, "UTF-8") || strstr(value, "utf8") || strstr(value, "UTF8")))
    setlocale(LC_CTYPE, "C.UTF-8");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static void measure(int *columns, int *rows) {
  struct winsize size = {0};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 || size.ws_col == 0) {
    size.ws_row = 24; /* a serial line does not know */
    size.ws_col = 80;
  }
  *columns = size.ws_col;
  *rows = size.ws_row;
}

/* ncurses knows nothing of bracketed paste, so it would not undo it. */
static void modes(int on) {
  say(on ? "\033[?2004h" : "\033[?2004l", 8);
}

static void take_errors(int descriptor) {
  if (descriptor < 0) return;
  errors_mark = lseek(descriptor, 0, SEEK_END);
  errors_before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  errors_during = descriptor;
  dup2(descriptor, STDERR_FILENO);
}

static void give_errors_back(void) {
  if (errors_before < 0) return;
  dup2(errors_before, STDERR_FILENO);
  close(errors_before);
  errors_before = errors_during = -1;
}

static void prepare_input(void) {
  cbreak();
  noecho();
  nonl();
  nodelay(stdscr, TRUE);
  keypad(stdscr, TRUE);
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

int terminal_start(const struct terminal_options *options, struct terminal_facts *facts) {
  memset(facts, 0, sizeof *facts);
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return TERMINAL_NOT_A_TTY;
  facts->unicode = (uint8_t)choose_locale();
  unsetenv("LINES");
  unsetenv("COLUMNS");
  int verdict = choose_type(facts->type, sizeof facts->type);
  if (verdict != TERMINAL_STARTED) return verdict;
  if (pipe_ends[0] < 0 && pipe2(pipe_ends, O_NONBLOCK | O_CLOEXEC) < 0) return TERMINAL_FAILED;
  if (tcgetattr(STDIN_FILENO, &found) < 0) return TERMINAL_FAILED;
  catch_signals(); /* before newterm, which would install its own where the default still stands */
  if (!getenv("ESCDELAY")) set_escdelay(25);
  screen = newterm(facts->type, stdout, stdin);
  if (!screen) {
    release_signals();
    return TERMINAL_UNKNOWN_TYPE;
  }
  set_term(screen);
  up = 1;
  take_errors(options->errors);
  prepare_input();
  coloured = prepare_colours(options->colour);
  mouse_wanted = prepare_mouse(options->mouse);
  facts->colours = (uint8_t)coloured;
  facts->mouse = (uint8_t)mouse_wanted;
  modes(1);
  terminal_resize(&facts->columns, &facts->rows);
  return TERMINAL_STARTED;
}

void terminal_stop(void) {
  if (!up) return;
  modes(0);
  curs_set(1);
  endwin();
  tcsetattr(STDIN_FILENO, TCSADRAIN, &found);
  up = 0;
  delscreen(screen);
  screen = NULL;
  give_errors_back();
  release_signals();
}

void terminal_die(int signal) {
  terminal_stop();
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(signal, &plain, NULL);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(signal);
  _exit(128 + signal);
}

/* ---- Painting ---- */

static attr_t attributes_of(const struct terminal_cell *cell) {
  attr_t out = A_NORMAL;
  if (cell->attributes & TERMINAL_BOLD) out |= A_BOLD;
  if (cell->attributes & TERMINAL_DIM) out |= A_DIM;
  if (cell->attributes & TERMINAL_REVERSE) out |= A_REVERSE;
  if (cell->attributes & TERMINAL_UNDERLINE) out |= A_UNDERLINE;
  return out;
}

void terminal_paint(int row, const struct terminal_cell *cells, int count) {
  if (row < 0 || row >= LINES || count <= 0) return;
  cchar_t *line = calloc((size_t)count * 2 + 1, sizeof *line);
  if (!line) return;
  int used = 0;
  for (int i = 0; i < count && i < COLS; i++) {
    const struct terminal_cell *cell = &cells[i];
    if (cell->width == 0) continue;
    wchar_t text[5] = {0};
    for (int s = 0; s < cell->count && s < 4; s++) text[s] = (wchar_t)cell->scalars[s];
    short pair = coloured ? cell->colour : 0;
    attr_t attributes = attributes_of(cell);
    /* The C library draws; where its idea of the width differs from ours the row would shift. */
    int fits = wcwidth(text[0]) == cell->width && i + cell->width <= COLS;
    if (!fits) text[0] = L'?', text[1] = 0;
    setcchar(&line[used++], text, attributes, pair, NULL);
    for (int more = 1; !fits && more < cell->width && i + more < COLS; more++)
      setcchar(&line[used++], L"?", attributes, pair, NULL);
  }
  mvadd_wchnstr(row, 0, line, used);
  free(line);
}

void terminal_show(int row, int column) {
  curs_set(row >= 0);
  move(row >= 0 ? row : LINES - 1, row >= 0 ? column : 0);
  refresh();
}

void terminal_forget(int row) { wredrawln(stdscr, row, 1); }

void terminal_redraw(void) { clearok(curscr, TRUE); }

void terminal_resize(int *columns, int *rows) {
  measure(columns, rows);
  resizeterm(*rows, *columns);
  clearok(curscr, TRUE);
}

void terminal_suspend(int *columns, int *rows) {
  modes(0);
  curs_set(1);
  endwin();
  tcsetattr(STDIN_FILENO, TCSADRAIN, &found);
  struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
  sigaction(SIGTSTP, &plain, &ours);
  /* Not SIGSTOP: where no shell could wake us again the kernel ignores this one, and we go on. */
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
  reset_prog_mode(); /* the next refresh takes the screen again, at the size it has by then */
  modes(1);
  terminal_resize(columns, rows);
}

void terminal_send(const char *bytes, int count) {
  if (count > 0) say(bytes, (size_t)count);
}

/* ---- Waiting and keys ---- */

int terminal_wait(int milliseconds) {
  struct pollfd doors[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = pipe_ends[0], .events = POLLIN}};
  int count = poll(doors, 2, milliseconds), out = 0;
  if (count <= 0) return atomic_load(&pending) ? TERMINAL_WOKEN : 0;
  if (doors[1].revents) out |= TERMINAL_WOKEN;
  if (doors[0].revents & (POLLHUP | POLLERR | POLLNVAL)) out |= TERMINAL_GONE;
  if (doors[0].revents & POLLIN) {
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

static struct terminal_key mouse_key(void) {
  struct terminal_key key = {.kind = TERMINAL_OTHER};
  MEVENT event;
  if (getmouse(&event) != OK) return key;
  key.column = event.x;
  key.row = event.y;
  if (event.bstate & BUTTON1_PRESSED) key.kind = TERMINAL_CLICK;
  if (event.bstate & BUTTON4_PRESSED) key.kind = TERMINAL_WHEEL_UP;
  if (event.bstate & BUTTON5_PRESSED) key.kind = TERMINAL_WHEEL_DOWN;
  return key;
}

struct terminal_key terminal_key(void) {
  struct terminal_key key = {.kind = TERMINAL_NO_KEY};
  wint_t value = 0;
  int result = get_wch(&value);
  if (result == ERR) return key;
  if (result == OK) {
    key.kind = value == 13 || value == 10 ? TERMINAL_ENTER : value == 127 || value == 8 ? TERMINAL_BACKSPACE
                                                                                        : TERMINAL_CHARACTER;
    key.value = (uint32_t)value;
    return key;
  }
  switch (value) {
    case KEY_UP: key.kind = TERMINAL_UP; break;
    case KEY_DOWN: key.kind = TERMINAL_DOWN; break;
    case KEY_LEFT: key.kind = TERMINAL_LEFT; break;
    case KEY_RIGHT: key.kind = TERMINAL_RIGHT; break;
    case KEY_HOME: key.kind = TERMINAL_HOME; break;
    case KEY_END: key.kind = TERMINAL_END; break;
    case KEY_PPAGE: key.kind = TERMINAL_PAGE_UP; break;
    case KEY_NPAGE: key.kind = TERMINAL_PAGE_DOWN; break;
    case KEY_IC: key.kind = TERMINAL_INSERT; break;
    case KEY_DC: key.kind = TERMINAL_DELETE; break;
    case KEY_BACKSPACE: key.kind = TERMINAL_BACKSPACE; break;
    case KEY_BTAB: key.kind = TERMINAL_BACK_TAB; break;
    case KEY_ENTER: key.kind = TERMINAL_ENTER; break;
    case KEY_MOUSE: return mouse_key();
    case PASTE_BEGINS: key.kind = TERMINAL_PASTE_BEGINS; break;
    case PASTE_ENDS: key.kind = TERMINAL_PASTE_ENDS; break;
    default:
      key.kind = TERMINAL_OTHER;
      if (value > KEY_F0 && value <= KEY_F0 + 24) key.kind = TERMINAL_FUNCTION, key.value = value - KEY_F0;
  }
  return key;
}

/* Keys, clicks and the ends of a paste, in our own words. */

#define NCURSES_WIDECHAR 1
#include "inside.h"

#include <curses.h>

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
  int result = wget_wch(terminal_ears, &value);
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

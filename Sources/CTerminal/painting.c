/* Rows of cells onto the screen. */

#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "inside.h"

#include <curses.h>
#include <stdlib.h>
#include <wchar.h>

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
    short pair = terminal_has_colours ? cell->colour : 0;
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
  terminal_measure(columns, rows);
  resizeterm(*rows, *columns);
  clearok(curscr, TRUE);
}

void terminal_send(const char *bytes, int count) {
  if (count > 0) terminal_say(bytes, (size_t)count);
}

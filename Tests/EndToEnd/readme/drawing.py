"""Screens as SVG: the cells a terminal would show, one text element a run of equal style, nothing that changes
from run to run."""

import html
import re

import pyte.graphics

# pyte forgets faint text; no page of ours is in italics, so that attribute carries it.
pyte.graphics.TEXT[2] = "+italics"

CELL, LINE, SIZE = 8.4, 18, 14
MARGIN, BAR = 14, 34
PAPER, INK, FAINT = "#16181d", "#d5d9e0", "#8a919e"
COLOURS = {
    "default": INK,
    "black": "#2b2f38",
    "red": "#f07178",
    "green": "#a5d46a",
    "brown": "#f0c674",
    "yellow": "#f0c674",
    "blue": "#6cb6ff",
    "magenta": "#cf8ef4",
    "cyan": "#5ccfe6",
    "white": "#eceff4",
    "brightblack": FAINT,
}


def cells(screen):
    """The rows of a screen, each a list of (column, text, style), without what is blank and plain."""
    return [runs(screen.buffer[row], screen.columns) for row in range(screen.lines)]


def style(cell):
    """What sets a cell apart: ink, paper, bold, underlined."""
    ink, paper = colour(cell.fg, INK), colour(cell.bg, PAPER)
    if cell.italics:
        ink = FAINT
    if cell.reverse:
        ink, paper = paper, ink
    return ink, paper, cell.bold, cell.underscore


def colour(name, default):
    """A colour by pyte's name for it."""
    return default if name == "default" else COLOURS.get(name, f"#{name}")


def runs(row, columns):
    """One row as runs of equal style."""
    found, start = [], 0
    while start < columns:
        end = start
        while end < columns and style(row[end]) == style(row[start]):
            end += 1
        text = "".join(row[column].data for column in range(start, end))
        if text.strip() or style(row[start])[1] != PAPER:
            found.append((start, text, style(row[start])))
        start = end
    return found


def drawn(row, number):
    """One row as SVG elements."""
    top, elements = BAR + number * LINE, []
    for column, text, (ink, paper, bold, underlined) in row:
        left, width = MARGIN + column * CELL, len(text) * CELL
        if paper != PAPER:
            elements.append(f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{LINE}" fill="{paper}"/>')
        more = ' font-weight="bold"' * bold + ' text-decoration="underline"' * underlined
        # SVG makes one blank of several: what stands apart is put in its place by itself.
        for match in re.finditer(r"\S+(?: \S+)*", text):
            word = match.group()
            elements.append(
                f'<text x="{left + match.start() * CELL:.1f}" y="{top + 13.5:.1f}" fill="{ink}"{more} '
                f'textLength="{len(word) * CELL:.1f}" lengthAdjust="spacingAndGlyphs">'
                f"{html.escape(word, quote=False)}</text>"
            )
    return "".join(elements)


def page(columns, lines, title, body, style_text=""):
    """The whole picture around its rows: a window with three dots, for those who see it and those who hear it."""
    width, height = columns * CELL + 2 * MARGIN, lines * LINE + BAR + MARGIN
    dots = "".join(f'<circle cx="{20 + 18 * n}" cy="17" r="5" fill="#3a3f4b"/>' for n in range(3))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" '
            f'viewBox="0 0 {width:.0f} {height}" role="img" aria-label="{html.escape(title)}">',
            f"<title>{html.escape(title)}</title>",
            *([f"<style>{style_text}</style>"] if style_text else []),
            f'<rect width="100%" height="100%" rx="9" fill="{PAPER}"/>{dots}',
            f'<g font-family="DejaVu Sans Mono,Menlo,Consolas,monospace" font-size="{SIZE}">',
            body,
            "</g>",
            "</svg>",
            "",
        ]
    )


def still(shot, title):
    """One screen as a picture."""
    rows = [drawn(row, number) for number, row in enumerate(shot.rows)]
    return page(shot.columns, len(rows), title, "\n".join(row for row in rows if row))


def moving(shots, title, seconds=3):
    """Several screens as one picture that plays them in a circle.

    A row that stays the same over some frames is drawn once. Where nothing moves, by the reader's wish or in a
    program that plays no animation, the last frame stands.
    """
    count = len(shots)
    rules, body = {}, []

    def shown(first, past):
        """The name of the rule by which something is visible in the frames first..<past."""
        if (first, past) == (0, count):
            return ""
        start, end = 100 * first / count, 100 * past / count
        steps = [f"0%{{opacity:{int(first == 0)}}}"]
        steps += [f"{start:.2f}%{{opacity:1}}"] if first else []
        steps += [f"{end:.2f}%{{opacity:0}}"] if past < count else []
        rules[f"f{first}-{past}"] = "".join(steps), int(past == count)
        return f' class="f{first}-{past}"'

    def over_time(values, draw):
        """Draws what is there in each frame, once for each stretch of equal frames."""
        first = 0
        while first < count:
            past = first
            while past < count and values[past] == values[first]:
                past += 1
            if content := draw(values[first]):
                body.append(f"<g{shown(first, past)}>{content}</g>")
            first = past

    over_time([shot.caption for shot in shots], lambda text: f'<text x="84" y="22" fill="{FAINT}">{html.escape(text, quote=False)}</text>')
    for number in range(len(shots[0].rows)):
        over_time([shot.rows[number] for shot in shots], lambda row, number=number: drawn(row, number))
    length = count * seconds
    text = "".join(
        f"@keyframes {name}{{{steps}}}.{name}{{opacity:{last};animation:{name} {length}s step-end infinite}}"
        for name, (steps, last) in sorted(rules.items())
    )
    still_text = "@media (prefers-reduced-motion:reduce){*{animation:none!important}}"
    return page(shots[0].columns, len(shots[0].rows), title, "\n".join(body), text + still_text)

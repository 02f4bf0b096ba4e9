"""Random keys, clicks, pastes and sizes with a fixed seed: the screen is always what a fresh drawing shows."""

import random

import pytest

from test_terminal import ROOT_PAGE, is_restored

KEYS = (
    ["\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1bOP", "\x1b", "\r", "\t", "\x1b[Z", "\x7f"]
    + [chr(code) for code in range(0x20, 0x7F)]
    + [
        "\x13",
        "\x15",
        "\x01",
        "\x05",
        "\x02",
        "\x06",
        "日",
        "é",
        "👩‍👩‍👧",
        "\x1b[200~two\rlines\x1b[201~",
        "\x1b[<64;5;5M",
        "\x1b[<65;5;5M",
    ]
)
# What opens pages is pressed more often than chance would have it.
ROADS = ["\r", "j", "j", "n", "p", "a", "f", "c", "?", "/", "i", "r", "R", "v", "x", "l", "L", "\x1b", "\x1b", "b", "3", "1"]


def looks(screen):
    """Every cell with its attributes, and the cursor."""
    rows = range(screen.screen.lines)
    cells = [[screen.screen.buffer[y][x] for x in range(screen.screen.columns)] for y in rows]
    cursor = screen.screen.cursor
    return cells, (cursor.x, cursor.y, cursor.hidden) if not cursor.hidden else None


def settle(screen):
    """Reads until the demo has nothing more to tell."""
    screen.read(0.25)
    while any(sign in screen.text for sign in ("looking", "Stopping")) or " left  [" in screen.text:
        if not screen.read(0.25):
            break


@pytest.mark.parametrize("seed, glyphs", [(1, "unicode"), (2, "ascii")])
def test_the_screen_is_what_a_fresh_drawing_shows(terminal, seed, glyphs):
    dice = random.Random(seed)
    options = {"DEMO_GLYPHS": glyphs, "DEMO_DELAY": "0"}
    screen = terminal(**options).wait(ROOT_PAGE)
    pressed = []
    for _ in range(40):
        if dice.random() < 0.25:
            size = dice.choice([(80, 24), (120, 40), (60, 16), (59, 15), (100, 30), (dice.randint(2, 200), dice.randint(2, 60))])
            pressed.append(size)
            screen.resize(*size)
        keys = [dice.choice(ROADS if dice.random() < 0.6 else KEYS) for _ in range(dice.randint(1, 8))]
        pressed.append(keys)
        screen.child.send("".join(key if key != "\x1b" else "\x1b" for key in keys))
        settle(screen)
        if not screen.child.isalive():
            status, number = screen.end()
            assert number is None and status in (0, 3, 5, 6, 130), (status, number, pressed)
            assert is_restored(screen.raw)
            screen = terminal(**options).wait(ROOT_PAGE)
            pressed = []
            continue
        before = looks(screen)
        seen = screen.text
        screen.press("\x0c")
        assert looks(screen) == before, f"after {pressed}:\n{seen}\n--- drawn afresh:\n{screen.text}"
    if glyphs == "ascii":
        assert all(byte < 0x80 for byte in screen.raw)
    assert b"Fatal error" not in screen.raw

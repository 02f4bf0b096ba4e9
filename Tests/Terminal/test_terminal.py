"""The last metre: start, keys, size, signals, and a terminal that is left as it was found."""

import os
import signal
import subprocess
import time

import pexpect
import pytest

from screen import demo, environment

LEAVES_ALTERNATE_SCREEN = b"\x1b[?1049l"
ENDS_PASTE_MODE = b"\x1b[?2004l"
ROOT_PAGE = "Found on this machine"


def is_restored(raw):
    """Whether every mode that was set was taken back, the last word being the normal one."""
    modes = {b"1049": (b"h", b"l"), b"2004": (b"h", b"l"), b"25": (b"l", b"h"), b"1000": (b"h", b"l")}
    for mode, (during, after) in modes.items():
        on, off = raw.rfind(b"?" + mode + during), raw.rfind(b"?" + mode + after)
        if on > off:
            return False
    return True


# Start and end


def test_starts_and_quits(terminal):
    screen = terminal().wait(ROOT_PAGE)
    assert b"\x1b[?1049h" in screen.raw and b"\x1b[?2004h" in screen.raw
    screen.press("q")
    assert screen.end() == (0, None)
    assert is_restored(screen.raw)


def test_a_check_ends_with_its_code(terminal):
    screen = terminal().wait(ROOT_PAGE)
    screen.press("\r")
    screen.wait("requests in")
    screen.press("q")
    assert screen.end() == (3, None)


@pytest.mark.parametrize("stdin, stdout", [("pipe", "tty"), ("tty", "pipe"), ("pipe", "pipe")])
def test_without_a_terminal_nothing_is_painted(terminal, tmp_path, stdin, stdout):
    taken = tmp_path / "out"
    command = demo() + (" < /dev/null" if stdin == "pipe" else "") + (f" > {taken}" if stdout == "pipe" else "")
    screen = terminal(command=["sh", "-c", command])
    assert screen.end() == (2, None)
    written = screen.raw + (taken.read_bytes() if taken.exists() else b"")
    assert b"notATerminal" in written
    assert b"\x1b" not in written


@pytest.mark.parametrize(
    "kind, shown",
    [
        ("xterm-256color", True),
        ("xterm-kitty", True),
        ("xterm-ghostty", True),
        ("foot", True),
        ("tmux-unknown", True),
        ("screen.xterm-new", True),
        ("linux", True),
        ("vt220", True),
        ("nonsense", True),
        (None, True),
        ("", True),
        ("dumb", False),
    ],
)
def test_every_terminal_type_has_a_screen_or_a_reason(terminal, kind, shown):
    screen = terminal(TERM=kind)
    if shown:
        screen.wait(ROOT_PAGE)
        screen.press("q")
        assert screen.end() == (0, None)
    else:
        assert screen.end() == (2, None)
        assert b"cannotMove" in screen.raw and b"\x1b" not in screen.raw


@pytest.mark.parametrize(
    "variables, unicode",
    [
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LC_ALL": "xx_YY.utf8"}, True),
        ({"LANG": "C"}, False),
        ({"LANG": None}, False),
        ({"DEMO_GLYPHS": "ascii"}, False),
    ],
)
def test_glyphs_follow_the_locale(terminal, variables, unicode):
    screen = terminal(**variables).wait(ROOT_PAGE)
    screen.press("\r")
    screen.wait("requests in")
    assert ("✓" in screen.text) == unicode
    if not unicode:
        assert "[ok]" in screen.text
        assert all(byte < 0x80 for byte in screen.raw)


@pytest.mark.parametrize("answer, unicode", [(b"\x1b[1;3R", False), (b"\x1b[1;2R", True), (b"", True)])
def test_where_signs_may_be_wide_the_terminal_is_asked(terminal, answer, unicode):
    screen = terminal(LANG="ja_JP.UTF-8")
    screen.child.expect_exact(b"\x1b[6n")
    screen.child.send(answer)
    screen.wait(ROOT_PAGE)
    assert ("─" in screen.text) == unicode
    screen.press("q")
    assert screen.end() == (0, None)


def test_without_colours_what_is_loud_is_bold(terminal):
    screen = terminal(NO_COLOR="1").wait(ROOT_PAGE)
    hint = screen.screen.buffer[23][screen.text.splitlines()[23].index("?")]
    assert hint.bold and hint.fg == "default"


def test_no_colour_is_no_colour(terminal):
    screen = terminal(NO_COLOR="1").wait(ROOT_PAGE)
    screen.press("\r")
    screen.wait("requests in")
    assert {cell.fg for row in screen.screen.buffer.values() for cell in row.values()} == {"default"}


def test_lines_and_columns_of_the_environment_do_not_count(terminal):
    screen = terminal(80, 24, LINES="50", COLUMNS="200").wait(ROOT_PAGE)
    assert "q quit" in screen.text.splitlines()[23]


# Keys


def test_arrows_and_escape(terminal):
    screen = terminal().wait(ROOT_PAGE)
    screen.press("\x1b[B", "\x1bOB")
    assert "▸  3  Tear down" in screen.text
    screen.press("?")
    assert "Help: Welcome" in screen.text
    screen.press("\x1b")
    assert ROOT_PAGE in screen.text


def test_control_s_saves_and_freezes_nothing(terminal):
    screen = terminal().wait(ROOT_PAGE)
    screen.press("i", "\r", "\x7f", "4", "\x13")
    assert "Answers written to onramp.yaml" in screen.text
    screen.press("q")
    assert screen.end()[1] is None


def test_a_paste_of_two_lines_presses_nothing(terminal):
    screen = terminal().wait(ROOT_PAGE)
    screen.press("i", "j", "j", "\r", "\x15")
    screen.press("\x1b[200~octo\rorg\x1b[201~")
    assert "[octo org" in screen.text
    assert "accept" in screen.text


def test_a_click_selects_and_a_hint_acts(terminal):
    screen = terminal().wait(ROOT_PAGE)
    rows = screen.text.splitlines()
    row = next(number for number, line in enumerate(rows) if "Tear down" in line)
    screen.press(f"\x1b[<0;10;{row + 1}M\x1b[<0;10;{row + 1}m")
    assert "▸  3  Tear down" in screen.text
    column = rows[23].index("i inputs")
    screen.press(f"\x1b[<0;{column + 1};24M\x1b[<0;{column + 1};24m")
    assert "Identity" in screen.text


def test_the_command_goes_to_the_clipboard(terminal):
    screen = terminal().wait(ROOT_PAGE)
    screen.press("\r")
    screen.wait("requests in")
    screen.press("c")
    assert b"\x1b]52;c;" in screen.raw
    assert "aws iam" in screen.text


# Size


def test_a_new_size_is_drawn_at_once(terminal):
    screen = terminal().wait(ROOT_PAGE)
    screen.press("\r")
    screen.wait("requests in")
    screen.resize(120, 40)
    screen.wait("│")
    screen.wait_last("q quit")
    screen.resize(40, 10)
    screen.wait("This page needs 60 x 16")
    screen.resize(80, 24)
    screen.wait_last("? help  q quit")


def test_a_storm_of_sizes_leaves_a_whole_screen(terminal):
    screen = terminal().wait(ROOT_PAGE)
    for step in range(60):
        screen.child.setwinsize(1 + step * 7 % 50, 1 + step * 13 % 200)
    screen.resize(90, 30)
    screen.wait_last("q quit")
    screen.read(1.0)
    seen = screen.text
    screen.press("\x0c")
    assert screen.text == seen


# Bytes


PAGE, SCROLL, MOVE, TICK = 5_000, 2_000, 1_100, 64
# A look fills the page more than once as its answers arrive: every check of every step stands in the samples.
FILLING = 8_000


@pytest.mark.parametrize("columns, rows", [(80, 24), (120, 40)])
def test_bytes_stay_inside_their_budgets(terminal, columns, rows):
    screen = terminal(columns, rows, DEMO_DELAY="0").wait(ROOT_PAGE)
    assert len(screen.raw) < PAGE
    costs = {"inputs": screen.bring("i", "GitHub"), "welcome": screen.bring("\x1b", ROOT_PAGE)}
    costs["checks"] = screen.bring("\x1b[H\r", "requests in")
    # From the top, where moving does not scroll.
    screen.press("g")
    moves = [screen.press("j") for _ in range(4)] + [screen.press("k") for _ in range(4)]
    scrolls = [screen.press("j") for _ in range(12)]
    for name, key in [("help", "?"), ("no help", "\x1b"), ("plan", "p"), ("question", "a"), ("no question", "\x1b")]:
        costs[name] = screen.press(key)
    assert costs.pop("checks") < FILLING
    assert max(costs.values()) < PAGE, costs
    assert max(moves) < (MOVE if columns == 80 else SCROLL) and sorted(moves)[len(moves) // 2] < MOVE, moves
    assert max(scrolls) < SCROLL, scrolls
    assert screen.read(1.0) == 0


def test_a_tick_costs_little_and_the_rest_of_the_screen_stands_still(terminal):
    screen = terminal(DEMO_DELAY="60").wait(ROOT_PAGE)
    screen.press("\r")
    ticks = []
    while len(ticks) < 12:
        try:
            ticks.append(len(screen.child.read_nonblocking(65536, timeout=60)))
        except pexpect.TIMEOUT:
            break
    # The turn of a second is drawn too.
    assert len(ticks) == 12 and max(ticks) <= TICK, ticks


# Signals


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_and_is_died_of(terminal, number):
    screen = terminal().wait(ROOT_PAGE)
    screen.child.kill(number)
    assert screen.end() == (None, number)
    assert is_restored(screen.raw)


def test_a_quit_signal_restores(terminal):
    screen = terminal().wait(ROOT_PAGE)
    screen.child.send("\x1c")
    assert screen.end() == (None, signal.SIGQUIT)
    assert is_restored(screen.raw)


def test_control_c_twice_leaves_with_130(terminal):
    screen = terminal().wait(ROOT_PAGE)
    screen.press("\x03")
    assert "Ctrl-C again" in screen.text
    screen.press("\x03")
    assert screen.end() == (130, None)
    assert is_restored(screen.raw)


def test_a_crash_restores_and_says_why(terminal, tmp_path):
    screen = terminal(DEMO_CRASH="1", DEMO_LOG=str(tmp_path / "log")).wait(ROOT_PAGE)
    screen.press("3")
    screen.child.send("\r")
    status, number = screen.end()
    assert status is None and number in (signal.SIGILL, signal.SIGTRAP)
    assert is_restored(screen.raw)
    after = screen.raw[screen.raw.rfind(LEAVES_ALTERNATE_SCREEN) :]
    assert b"asked to crash" in after


def test_a_terminal_that_vanishes_ends_the_program(tmp_path):
    controller, line = os.openpty()
    child = subprocess.Popen([demo()], stdin=line, stdout=line, stderr=subprocess.DEVNULL, env=environment(), start_new_session=True)
    os.close(line)
    assert os.read(controller, 1)
    os.close(controller)
    assert child.wait(20) == -signal.SIGHUP


# Suspend, under a shell, as only a shell can bring it back


class Tmux:
    def __init__(self, folder):
        self.folder = folder
        (folder / "conf").write_text('set -g status off\nset -s escape-time 0\nset -g default-terminal "tmux-256color"\n')
        self.run("-f", folder / "conf", "new-session", "-d", "-s", "t", "-x", "80", "-y", "24", "sh", "-i")

    def run(self, *arguments):
        return subprocess.run(
            ["tmux", "-S", self.folder / "socket", *arguments],
            env=environment(PS1="shell$ "),
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def send(self, *keys):
        self.run("send-keys", "-t", "t", *keys)

    def wait(self, *words):
        end = time.monotonic() + 60
        while True:
            text = self.run("capture-pane", "-p", "-t", "t")
            if all(word in text for word in words):
                return text
            assert time.monotonic() < end, f"{words} never came:\n{text}"
            time.sleep(0.05)

    def state(self):
        return self.run("display", "-p", "-t", "t", "#{alternate_on} #{cursor_flag}").strip()


@pytest.fixture
def tmux(tmp_path):
    session = Tmux(tmp_path)
    yield session
    session.run("kill-server")


def test_suspend_gives_the_terminal_back_and_fg_takes_it_again(tmux):
    tmux.wait("shell$")
    tmux.send(demo(), "Enter")
    tmux.wait(ROOT_PAGE)
    assert tmux.state() == "1 0"
    tmux.send("C-z")
    tmux.wait("shell$")
    assert tmux.state() == "0 1"
    tmux.send("stty -a | grep -c ' icanon' | sed 's/^/canonical=/'", "Enter")
    tmux.wait("canonical=1")
    tmux.run("resize-window", "-t", "t", "-x", "100", "-y", "30")
    tmux.send("fg", "Enter")
    tmux.wait(ROOT_PAGE, "\n" * 2 + " ↑↓ move   Enter start")
    assert tmux.run("capture-pane", "-p", "-t", "t", "-S", "29", "-E", "29").startswith(" ↑↓ move")
    assert tmux.state() == "1 0"
    tmux.send("q")
    tmux.wait("ended with 0")
    assert tmux.state() == "0 1"

"""A program at a pseudo terminal, and the screen it paints, cell by cell."""

import contextlib
import os
import pathlib
import time

import pexpect
import pyte

# Ends a test that would hang, on a busy machine too.
LIMIT = 60
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def demo():
    """The demo binary: `WIZARD_DEMO`, else the newest one that was built."""
    named = os.environ.get("WIZARD_DEMO")
    if named:
        return named
    built = sorted(ROOT.glob(".build*/*/wizard-demo"), key=lambda path: path.stat().st_mtime)
    return str(built[-1]) if built else None


def environment(**more):
    """A small environment of its own; a value of None leaves a variable out."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    kept |= {"LANG": "C.UTF-8", "TERM": "xterm-256color", "DEMO_DELAY": "0.02", "SWIFT_BACKTRACE": "enable=no"}
    kept |= more
    return {name: value for name, value in kept.items() if value is not None}


class Screen:
    def __init__(self, columns=80, rows=24, command=None, **more):
        arguments = command or [demo()]
        self.child = pexpect.spawn(
            arguments[0], arguments[1:], dimensions=(rows, columns), env=environment(**more), encoding=None, timeout=LIMIT
        )
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def is_working(self):
        """Whether a thread of the program runs, or would if the machine had time for it."""
        for stat in pathlib.Path(f"/proc/{self.child.pid}/task").glob("*/stat"):
            with contextlib.suppress(OSError):
                if stat.read_text().rpartition(")")[2].split()[0] in "RD":
                    return True
        return False

    def read(self, quiet=0.3):
        """Takes what was written until it is quiet and has nothing to do; returns the number of bytes."""
        before = len(self.raw)
        while True:
            try:
                piece = self.child.read_nonblocking(65536, timeout=quiet)
            except pexpect.TIMEOUT:
                if self.is_working():
                    continue
                return len(self.raw) - before
            except pexpect.EOF:
                return len(self.raw) - before
            self.raw += piece
            self.stream.feed(piece)

    def wait(self, words, limit=LIMIT):
        """Waits until the words stand on the screen."""
        end = time.monotonic() + limit
        while words not in self.text:
            assert time.monotonic() < end, f"{words!r} never came:\n{self.text}"
            self.read(0.05)
        self.read()
        return self

    def wait_last(self, words):
        """Waits until the words stand on the last row."""
        end = time.monotonic() + LIMIT
        while words not in self.screen.display[-1]:
            assert time.monotonic() < end, f"{words!r} never came to the last row:\n{self.text}"
            self.read(0.05)
        self.read()
        return self

    def press(self, *keys):
        """Presses keys one after the other; returns the bytes that the last one cost."""
        cost = 0
        for key in keys:
            self.child.send(key)
            cost = self.read()
        return cost

    def bring(self, keys, words):
        """Sends keys and waits until the words stand on the screen; returns the bytes it took."""
        before = len(self.raw)
        self.child.send(keys)
        self.wait(words)
        return len(self.raw) - before

    def resize(self, columns, rows):
        self.child.setwinsize(rows, columns)
        self.screen.resize(rows, columns)

    def end(self):
        """Waits for the end; returns the exit status and the signal."""
        self.read()
        try:
            self.child.expect(pexpect.EOF)
            self.raw += self.child.before
        except pexpect.TIMEOUT as late:
            raise AssertionError(f"still there:\n{self.text}") from late
        self.child.close()
        return self.child.exitstatus, self.child.signalstatus

    def close(self):
        self.child.close(force=True)

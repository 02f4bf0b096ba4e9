"""What the program costs on a terminal: its first page, its frames, its keys while it works, its idling."""

import os
import select
import time

import pexpect
import pyte

SIZE = (32, 110)


class Terminal:
    """The program on a pseudo-terminal, with every byte and moment at hand."""

    def __init__(self, program, env, folder):
        self.screen = pyte.Screen(SIZE[1], SIZE[0])
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = 0
        self.child = pexpect.spawn(
            str(program), dimensions=SIZE, cwd=str(folder), encoding=None, env={**env, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        )
        self.child.delaybeforesend = None

    def take(self, seconds):
        """Takes what is written within some seconds at most; false when nothing was."""
        ready, _, _ = select.select([self.child.child_fd], [], [], max(0, seconds))
        if not ready:
            return False
        new = os.read(self.child.child_fd, 65536)
        self.bytes += len(new)
        self.stream.feed(new)
        return True

    def until(self, holds, limit=60):
        """Reads until something holds of the screen; the seconds it took."""
        start = time.perf_counter()
        while not holds():
            assert time.perf_counter() - start < limit, "\n".join(self.screen.display)
            self.take(0.05)
        return time.perf_counter() - start

    def shows(self, *words):
        """Whether all words are on the screen."""
        text = "\n".join(self.screen.display)
        return all(word in text for word in words)

    def settle(self, seconds=0.4):
        """Reads until nothing has come for a while."""
        while self.take(seconds):
            pass

    def during(self, seconds):
        """Reads for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.take(left)

    def selected(self):
        """The selected row, by its mark."""
        return next((row for row, line in enumerate(self.screen.display[2:]) if line.lstrip().startswith("▸")), None)

    def key(self, letter):
        """Presses a key that moves the selection; the seconds until the moved selection is drawn."""
        before = self.selected()
        self.child.send(letter)
        return self.until(lambda: self.selected() != before)

    def start_checks(self):
        """From the first page to the page of checks."""
        self.until(lambda: self.shows("Set up", "quit"))
        self.during(0.3)
        self.child.send("1")
        self.during(0.3)
        self.child.send("\r")
        self.until(lambda: self.shows("Checks", "GitHub repository"))

    def close(self):
        """Ends it."""
        self.child.close(force=True)


def first_page(start, times):
    """Milliseconds from the start of the process to a whole first page, and its bytes."""
    numbers, sizes = [], []
    for _ in range(times + 1):
        began = time.perf_counter()
        terminal = start()
        terminal.until(lambda terminal=terminal: terminal.shows("Set up", "quit"))
        numbers.append(1000 * (time.perf_counter() - began))
        sizes.append(terminal.bytes)
        terminal.close()
    # The first run finds nothing in the memory of the machine yet.
    return numbers[1:], sizes[1:]


def frames(start):
    """The bytes of keys that move the selection once nothing is under way, and of 10 s in which nothing happens."""
    terminal = start()
    terminal.start_checks()
    terminal.until(lambda: terminal.shows("requests in"))
    terminal.settle()
    sizes = []
    for letter in "j" * 10 + "k" * 10:
        terminal.bytes = 0
        terminal.key(letter)
        terminal.settle(0.1)
        sizes.append(terminal.bytes)
    terminal.bytes = 0
    terminal.during(10)
    idle = terminal.bytes
    terminal.close()
    return sizes, idle


def keys_under_load(start, in_flight, least):
    """Milliseconds from key to frame while so many calls are in flight, and how many were at the first and last key."""
    terminal = start()
    terminal.start_checks()
    end = time.perf_counter() + 60
    while in_flight() < least:
        assert time.perf_counter() < end, f"{in_flight()} calls in flight at most"
        terminal.take(0.05)
    numbers, seen = [], [in_flight()]
    for letter in ("j" * 5 + "k" * 5) * 3:
        numbers.append(1000 * terminal.key(letter))
        terminal.during(0.03)
    seen.append(in_flight())
    terminal.close()
    return numbers, seen

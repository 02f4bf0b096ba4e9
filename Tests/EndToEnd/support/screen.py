"""The program under a pseudo-terminal: keys in, and the screen an operator sees, cell by cell."""

import re
import time

import pexpect
import pyte

from support.waiting import LIMIT, is_working


class Screen:
    """One run of the program on a terminal of a given size."""

    def __init__(self, world, *arguments, columns=80, rows=24, env=None):
        from support.world import ONRAMP

        environment = {**world.env, "LANG": "C.UTF-8", "TERM": "xterm-256color", **(env or {})}
        environment = {name: value for name, value in environment.items() if value is not None}
        self.child = pexpect.spawn(
            str(ONRAMP), list(arguments), dimensions=(rows, columns), env=environment, cwd=str(world.home), encoding=None
        )
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = b""

    def read(self, quiet=0.1):
        """Takes in what the program writes, until it is quiet for a moment and has nothing more to do."""
        while True:
            try:
                new = self.child.read_nonblocking(65536, timeout=quiet)
            except pexpect.TIMEOUT:
                if is_working(self.child.pid):
                    continue
                return self
            except pexpect.EOF:
                return self
            self.bytes += new
            self.stream.feed(new)

    @property
    def lines(self):
        """The rows of the screen."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self):
        """The whole screen."""
        return "\n".join(self.lines)

    def wait(self, *words, limit=LIMIT):
        """Waits until all of these words are on the screen: the barrier of every step, in place of a pause."""
        end = time.monotonic() + limit
        while not all(word in self.read().text for word in words):
            assert time.monotonic() < end, f"never saw {words} on\n{self.text}"
            assert self.child.isalive() or all(word in self.read().text for word in words), f"ended at\n{self.text}"
        return self

    def looked(self):
        """Waits until the look around has ended: the number of its requests, one or many, stands on the screen."""
        end = time.monotonic() + LIMIT
        while not re.search(r" \d+ requests? in ", self.read().text):
            assert time.monotonic() < end, f"the look never ended:\n{self.text}"
        return self

    def gone(self, words):
        """Waits until the words are no longer on the screen."""
        end = time.monotonic() + LIMIT
        while words in self.text:
            assert time.monotonic() < end, f"{words!r} never went:\n{self.text}"
            self.read()
        return self

    def press(self, *keys):
        """Presses keys, one after the other, each once the screen has settled after the one before.

        Enter is ignored for a moment after a page has changed, as it should be; a person waits that long too.
        """
        for key in keys:
            if key == "\r":
                time.sleep(0.2)
            self.child.send(key)
            self.read()
        return self

    def resize(self, columns, rows):
        """Gives the terminal another size."""
        self.child.setwinsize(rows, columns)
        self.screen.resize(rows, columns)
        return self.read()

    def end(self):
        """Waits for the program to end; its exit code, or minus the signal it died of."""
        self.child.expect(pexpect.EOF, timeout=LIMIT)
        self.bytes += self.child.before or b""
        self.child.close()
        return -self.child.signalstatus if self.child.signalstatus else self.child.exitstatus

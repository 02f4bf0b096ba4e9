"""The program in plain mode at a terminal: a question, an answer, and every byte that was written."""

import re

import pexpect

from support.waiting import LIMIT


class Conversation:
    """One run of the program without a screen; each answer is given when its question stands there."""

    def __init__(self, world, *arguments, env=None):
        from support.world import ONRAMP

        environment = {**world.env, "LANG": "C.UTF-8", "TERM": "xterm-256color", **(env or {})}
        environment = {name: value for name, value in environment.items() if value is not None}
        self.child = pexpect.spawn(
            str(ONRAMP), list(arguments), dimensions=(24, 80), env=environment, cwd=str(world.home), encoding=None, timeout=LIMIT
        )
        self.bytes = b""

    @property
    def text(self):
        """All that was said and answered so far."""
        return self.bytes.decode().replace("\r\n", "\n")

    def hear(self, words):
        """Waits for words; what came before them is kept."""
        try:
            self.child.expect_exact(words)
        except (pexpect.TIMEOUT, pexpect.EOF) as late:
            self.bytes += self.child.before if isinstance(self.child.before, bytes) else b""
            raise AssertionError(f"never heard {words!r}:\n{self.text}") from late
        self.bytes += self.child.before + self.child.after
        return self

    def answer(self, question, line=""):
        """Waits for a question and answers it."""
        self.hear(question)
        self.child.send(line + "\n")
        return self

    def agree(self, *, to=lambda group: True, before_the_last_word=lambda: None):
        """Answers every group of the plan, and the last question; returns the groups."""
        groups = []
        while True:
            index = self.child.expect([r"Make (?:this change|these changes)\? yes or no \[no\]: ", r"Type (\w+) to go ahead \[no\]: "])
            self.bytes += self.child.before + self.child.after
            if index == 1:
                before_the_last_word()
                self.child.send(self.child.match[1].decode() + "\n")
                return groups
            groups.append(re.findall(r"Group \d+ of \d+, (.*): ", self.child.before.decode())[-1])
            self.child.send(("yes" if to(groups[-1]) else "no") + "\n")

    def end(self):
        """Waits for the end; the exit code, or minus the signal."""
        self.child.expect(pexpect.EOF)
        self.bytes += self.child.before or b""
        self.child.close()
        return -self.child.signalstatus if self.child.signalstatus else self.child.exitstatus

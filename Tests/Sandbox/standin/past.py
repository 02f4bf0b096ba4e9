"""The world as it stood: a copy of this process, forked at that moment, which answers reads from there.

The emulator keeps no snapshots, and its services reach into each other. A fork is a snapshot of all of it, costs some
milliseconds, and answers what nobody had asked before.
"""

from __future__ import annotations

import os
import signal
import stat
import traceback
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any


class Past:
    """One moment. It is asked, and ended, by the thread that made it: nobody else may be within the emulator then."""

    def __init__(self, answer: Callable[[Any], Any]) -> None:
        self._line, theirs = Pipe()
        self._process = os.fork()
        if self._process == 0:
            _serve(theirs, answer)
        theirs.close()

    def ask(self, question: Any) -> Any:
        """What `answer` says there; EOFError when it failed, with the reason on stderr."""
        self._line.send(question)
        return self._line.recv()

    def end(self) -> None:
        """Lets go of it."""
        self._line.close()
        os.waitpid(self._process, 0)


def _serve(line: Connection, answer: Callable[[Any], Any]) -> None:
    """Answers until the other end is closed, be it because that process ended."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _close_sockets(line.fileno())
        while True:
            line.send(answer(line.recv()))
    except EOFError:
        os._exit(0)
    except BaseException:
        # Never up the stack: there the copy would go on as if it were the sandbox.
        traceback.print_exc()
        os._exit(1)


def _close_sockets(but: int) -> None:
    """A connection ends when the sandbox closes it, and not when its copies do too."""
    for name in os.listdir("/proc/self/fd"):
        try:
            if int(name) != but and stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                os.close(int(name))
        except OSError:
            continue

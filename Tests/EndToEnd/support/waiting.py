"""Waiting for what another process does, and reading what it writes.

Limits are there to end a test that would hang, on a busy machine too: nothing is measured with them.
"""

import contextlib
import pathlib
import time

LIMIT = 60


def whole_lines(path):
    """The lines of a file that another process writes: what follows the last line feed is still on its way."""
    return path.read_bytes().decode(errors="replace").split("\n")[:-1] if path.exists() else []


def until(holds, what, limit=LIMIT):
    """Waits until `holds()` gives something true, and returns that."""
    end = time.monotonic() + limit
    while not (found := holds()):
        assert time.monotonic() < end, f"{what}: waited for {limit} s"
        time.sleep(0.01)
    return found


def is_working(pid):
    """Whether a thread of the process runs, or would if the machine had time for it."""
    for stat in pathlib.Path(f"/proc/{pid}/task").glob("*/stat"):
        with contextlib.suppress(OSError):
            if stat.read_text().rpartition(")")[2].split()[0] in "RD":
                return True
    return False


def is_connecting(pid):
    """Whether the process holds a socket."""
    with contextlib.suppress(OSError):
        return any(str(link.readlink()).startswith("socket:") for link in pathlib.Path(f"/proc/{pid}/fd").iterdir())
    return False

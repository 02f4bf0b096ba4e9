"""What went by: one JSON line a request, flushed before its answer is sent.

The order matters: a harness that kills a client at its n-th write reads the
line, and the client must not yet have heard that the write succeeded.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from .message import Request


@dataclass
class Entry:
    """What the recorder says about one request."""

    service: str
    operation: str
    write: bool
    # Answered from before the last write of the service.
    stale: bool = False


class Record:
    """An append-only file of requests; without a path it keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666) if path else None

    def write(self, entry: Entry, request: Request, status: int | None) -> None:
        """Adds a line; `status` is None where no answer was ever formed.

        The line goes out in one write, whatever its length: a reader meets it whole or not at all.
        """
        if self._file is None:
            return
        line = {
            "time": round(time.time(), 6),
            "service": entry.service,
            "operation": entry.operation,
            "method": request.method,
            "path": request.raw_path,
            "write": entry.write,
            "attempt": request.attempt,
            "status": status,
            **({"stale": True} if entry.stale else {}),
        }
        text = json.dumps(line).encode() + b"\n"
        if os.write(self._file, text) != len(text):
            raise OSError("the record could not be written")

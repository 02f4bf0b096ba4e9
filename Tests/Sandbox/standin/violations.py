"""The list of everything that was not as the published models say."""

from __future__ import annotations

import sys
import threading


class Violations:
    """Collects them from every thread; a test asserts that the list is empty.

    Kinds: `credentials` and `signature` (who signed, and how), `shape` (a
    request that the model refuses), `response` (an answer of ours that the
    model refuses), `emulator` (moto could not answer at all).
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: list[dict[str, str]] = []

    def add(self, kind: str, service: str, operation: str, message: str) -> None:
        """Notes one, and says it on stderr for whoever watches."""
        seen = {"kind": kind, "service": service, "operation": operation, "message": message}
        with self._lock:
            self._seen.append(seen)
        print(f"sandbox: {kind}: {service} {operation}: {message}", file=sys.stderr, flush=True)

    def all(self) -> list[dict[str, str]]:
        """Everything since the last `clear`."""
        with self._lock:
            return list(self._seen)

    def clear(self) -> None:
        """Forgets them, for a test that broke a rule on purpose."""
        with self._lock:
            self._seen.clear()

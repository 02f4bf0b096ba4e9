"""Misfortune on request: denials, throttling, broken and lost connections, reads that lag behind the writes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

STALE = "stale"
DOES = {"deny", "throttle", "status", "reset", "stall", "drop_answer", STALE}
KEYS = {"service", "operation", "times", "skip", "do", "status", "write", "headers", "message", "inner"}


class BadFault(ValueError):
    """A fault description that a test spelt wrong."""


@dataclass
class Fault:
    """One rule. `times` 0 means always; `skip` lets that many matches pass first.

    `inner` is about the calls that AWS's services make themselves, and about no other. Of `stale` both count for each read (the same operation with the same input) after each write of its service.
    """

    do: str
    service: str = "*"
    operation: str = "*"
    times: int = 0
    skip: int = 0
    status: int = 500
    write: bool | None = None
    headers: dict[str, str] | None = None
    message: str = "The sandbox was told to say this"
    inner: bool = False
    fired: int = 0
    # How often each read, as (service, what is asked), was asked since the last write of its service.
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)

    def matches(self, service: str, operation: str, write: bool, inner: bool = False) -> bool:
        """Whether this rule is about such a request, and still has firings left."""
        return (
            self.inner == inner
            and self.service in ("*", service)
            and self.operation in ("*", operation)
            and self.write in (None, write)
            and (self.times == 0 or self.fired < self.times)
        )


def parse(rules: Any) -> tuple[list[Fault], dict[str, bool]]:
    """Reads what a test put: faults, and switches as {"switch": NAME, "on": true}."""
    if not isinstance(rules, list):
        raise BadFault("faults are a list")
    found, switches = [], {}
    for rule in rules:
        if "switch" in rule:
            switches[rule["switch"]] = bool(rule.get("on", True))
            continue
        unknown = rule.keys() - KEYS
        if unknown or rule.get("do") not in DOES or (rule["do"] == STALE and "write" in rule):
            raise BadFault(f"not a fault: {rule}")
        found.append(Fault(**rule))
    return found, switches


class Faults:
    """The rules in force. Used from the event loop only, but for those of inner calls, which only the worker counts: no lock."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []

    def pick(self, service: str, operation: str, write: bool, inner: bool = False) -> Fault | None:
        """The first rule that strikes this request; counts its firing."""
        for rule in self.rules:
            if rule.do == STALE or not rule.matches(service, operation, write, inner):
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            rule.fired += 1
            return rule
        return None

    def looks_back(self, service: str) -> bool:
        """Whether some read of this service may be answered from before its last write."""
        return any(rule.do == STALE and rule.service in ("*", service) for rule in self.rules)

    def is_stale(self, service: str, operation: str, asked: str) -> bool:
        """Whether a read is answered from before the last write of its service; counts that it was asked."""
        struck = False
        for rule in self.rules:
            if rule.do == STALE and rule.matches(service, operation, write=False):
                rule.asked[service, asked] += 1
                number = rule.asked[service, asked] - rule.skip
                struck = struck or (number > 0 and (rule.times == 0 or number <= rule.times))
        return struck

    def written(self, service: str) -> None:
        """A write of this service was done: its reads count anew."""
        for rule in self.rules:
            for read in [read for read in rule.asked if read[0] == service]:
                del rule.asked[read]

"""Misfortune on request: denials, throttling, broken and lost connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

DOES = {"deny", "throttle", "status", "reset", "stall", "drop_answer"}
KEYS = {"service", "operation", "times", "skip", "do", "status", "write", "headers"}


class BadFault(ValueError):
    """A fault description that a test spelt wrong."""


@dataclass
class Fault:
    """One rule. `times` 0 means always; `skip` lets that many matches pass first."""

    do: str
    service: str = "*"
    operation: str = "*"
    times: int = 0
    skip: int = 0
    status: int = 500
    write: bool | None = None
    headers: dict[str, str] | None = None
    fired: int = 0

    def matches(self, service: str, operation: str, write: bool) -> bool:
        """Whether this rule is about such a request, and still has firings left."""
        return (
            self.service in ("*", service)
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
        if unknown or rule.get("do") not in DOES:
            raise BadFault(f"not a fault: {rule}")
        found.append(Fault(**rule))
    return found, switches


class Faults:
    """The rules in force. Used from the event loop only, so counting needs no lock."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []

    def pick(self, service: str, operation: str, write: bool) -> Fault | None:
        """The first rule that strikes this request; counts its firing."""
        for rule in self.rules:
            if not rule.matches(service, operation, write):
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            rule.fired += 1
            return rule
        return None

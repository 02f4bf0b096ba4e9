"""The table of operations: path, rights it needs, and the models it must keep to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..message import Request
from .store import Store


class Problem(Exception):
    """An error answer, in GitHub's words."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers or {}


@dataclass
class Visit:
    """One authenticated request, as a handler sees it."""

    request: Request
    store: Store
    base: str
    path: dict[str, str]
    token: dict[str, Any] | None
    body: Any = None

    @property
    def name(self) -> str:
        """The repository's name as it is really spelt."""
        return self.path["full_name"]

    @property
    def repository(self) -> dict[str, Any]:
        """The repository of the path."""
        found: dict[str, Any] = self.store.state["repositories"][self.name]
        return found


Outcome = tuple[int, Any]
Handler = Callable[[Visit], Outcome]


@dataclass
class Route:
    """One operation. `rights` are (fine-grained permission, level); `scopes` the classic ones."""

    method: str
    template: str
    handler: Handler
    rights: tuple[str, str] | None
    scopes: tuple[str, ...]
    answers: str | None
    takes: str | None
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        wild = re.sub(r"\{path\}", "(?P<path>.+)", self.template)
        self.pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", wild))

    @property
    def name(self) -> str:
        """How the record and the faults call this operation."""
        return f"{self.method} {self.template}"

    @property
    def write(self) -> bool:
        """Whether it could change the state."""
        return self.method not in ("GET", "HEAD") and not self.template.endswith("/dispatches")


ROUTES: list[Route] = []


def route(
    operation: str,
    *,
    rights: tuple[str, str] | None = None,
    scopes: tuple[str, ...] = ("repo",),
    answers: str | None = None,
    takes: str | None = None,
) -> Callable[[Handler], Handler]:
    """Registers a handler for `METHOD /path/{label}`."""

    def register(handler: Handler) -> Handler:
        method, _, template = operation.partition(" ")
        ROUTES.append(Route(method, template, handler, rights, scopes, answers, takes))
        return handler

    return register


def page(visit: Visit, items: list[Any]) -> list[Any]:
    """The part of a list that `per_page` and `page` ask for."""
    query = dict(visit.request.query)
    size = min(int(query.get("per_page", 30)), 100)
    start = (max(int(query.get("page", 1)), 1) - 1) * size
    return items[start : start + size]

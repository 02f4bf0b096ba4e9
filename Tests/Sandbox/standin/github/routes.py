"""The table of operations: path, rights it needs, and the models it must keep to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from ..message import Request
from .store import Store


class Problem(Exception):
    """An error answer, in GitHub's words."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None, errors: list[Any] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers, self.errors = status, message, headers or {}, errors


@dataclass
class Visit:
    """One authenticated request, as a handler sees it."""

    request: Request
    store: Store
    base: str
    path: dict[str, str]
    token: dict[str, Any] | None
    body: Any = None
    # What the answer's headers say beside the usual: the next page.
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The repository's name as it is really spelt."""
        return self.path["full_name"]

    @property
    def repository(self) -> dict[str, Any]:
        """The repository of the path."""
        found: dict[str, Any] = self.store.state["repositories"][self.name]
        return found

    @property
    def query(self) -> dict[str, str]:
        """The query, the last of each key."""
        return dict(self.request.query)


Outcome = tuple[int, Any]
Handler = Callable[[Visit], Outcome]


@dataclass
class Route:
    """One operation. `rights` are (fine-grained permission, level); `scopes` the classic ones.

    A `hidden` one answers 404 to whoever is no administrator, as if there were nothing.
    """

    method: str
    template: str
    handler: Handler
    rights: tuple[str, str] | None
    scopes: tuple[str, ...]
    answers: str | None
    takes: str | None
    hidden: bool
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        wild = re.sub(r"\{path\}", "(?P<path>.+)", self.template)
        self.pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", wild))

    def match(self, method: str, raw_path: str) -> dict[str, str] | None:
        """What stands for each label, decoded: a slash in a name comes as %2F and parts nothing."""
        found = self.pattern.fullmatch(raw_path) if method == self.method else None
        return {name: unquote(value) for name, value in found.groupdict().items()} if found else None

    @property
    def name(self) -> str:
        """How the record and the faults call this operation."""
        return f"{self.method} {self.template}"

    @property
    def write(self) -> bool:
        """Whether it could change the state."""
        # Objects of git stand in no dump until a branch points at them; a dispatch makes a run.
        unseen = self.template.endswith(("/dispatches", "/git/blobs", "/git/trees", "/git/commits"))
        return self.method not in ("GET", "HEAD") and not unseen


ROUTES: list[Route] = []


def route(
    operation: str,
    *,
    rights: tuple[str, str] | None = None,
    scopes: tuple[str, ...] = ("repo",),
    answers: str | None = None,
    takes: str | None = None,
    hidden: bool = False,
) -> Callable[[Handler], Handler]:
    """Registers a handler for `METHOD /path/{label}`."""

    def register(handler: Handler) -> Handler:
        method, _, template = operation.partition(" ")
        ROUTES.append(Route(method, template, handler, rights, scopes, answers, takes, hidden))
        return handler

    return register


def page(visit: Visit, items: list[Any], size: int = 30, most: int = 100) -> list[Any]:
    """The part of a list that `per_page` and `page` ask for; the answer's Link leads to the next."""
    query = visit.query
    # What is no number counts as not said.
    size, number = (int(text) if (text := query.get(key, "")).isdigit() else usual for key, usual in (("per_page", size), ("page", 1)))
    size, number = min(size, most), max(number, 1)
    start = (number - 1) * size
    if start + size < len(items):
        others = "".join(f"{key}={value}&" for key, value in query.items() if key != "page")
        last = -(-len(items) // size)
        address = f"{visit.base}{visit.request.raw_path.removeprefix('/api/v3')}?{others}"
        visit.headers["Link"] = f'<{address}page={number + 1}>; rel="next", <{address}page={last}>; rel="last"'
    return items[start : start + size]

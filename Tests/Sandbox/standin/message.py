"""HTTP requests and answers as plain values, shared by every part."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass
class Request:
    """One request as it came off the wire; `target` keeps its exact spelling."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path, decoded."""
        return unquote(self.raw_path)

    @property
    def raw_path(self) -> str:
        """The path as it was sent."""
        return self.target.partition("?")[0]

    @property
    def raw_query(self) -> str:
        """The query as it was sent, without the question mark."""
        return self.target.partition("?")[2]

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query, decoded, keeping keys without a value."""
        return parse_qsl(self.raw_query, keep_blank_values=True)

    def header(self, name: str, default: str = "") -> str:
        """The first value of a header; names are stored in lower case."""
        return next((value for key, value in self.headers if key == name), default)

    @property
    def attempt(self) -> int:
        """Which try this is, as the client says in `amz-sdk-request`."""
        for part in self.header("amz-sdk-request").split(";"):
            key, _, value = part.strip().partition("=")
            if key == "attempt" and value.isdigit():
                return int(value)
        return 1


@dataclass
class Answer:
    """One response; the front adds the framing headers."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str, default: str = "") -> str:
        """The first value of a header, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name), default)


@dataclass
class Later(Answer):
    """An answer that takes its time: `finish` gives it, on a thread that holds up nobody."""

    finish: Callable[[], Answer] | None = None


class Cut(enum.Enum):
    """Ways to end an exchange without an answer."""

    RESET = "reset"
    STALL = "stall"
    CLOSE = "close"


def json_answer(status: int, content: object, headers: list[tuple[str, str]] | None = None) -> Answer:
    """An answer with a JSON body."""
    body = json.dumps(content, indent=1, sort_keys=True).encode() + b"\n"
    return Answer(status, [("Content-Type", "application/json; charset=utf-8"), *(headers or [])], body)


def origin_form(target: str) -> tuple[str, str]:
    """Splits a request target into host (empty unless sent to a proxy) and path."""
    if not target.startswith(("http://", "https://")):
        return "", target
    parts = urlsplit(target)
    return parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

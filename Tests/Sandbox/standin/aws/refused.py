"""The form of a refusal: the service's code and status, and the switches some wait for."""

from __future__ import annotations

import json
from typing import Any


class Refused(Exception):
    """A refusal with the service's own code and HTTP status."""

    def __init__(self, code: str, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.code, self.status, self.message, self.headers = code, status, message, headers or {}


class Switches:
    """What only AWS does and a test turns on by name."""

    def __init__(self) -> None:
        self.on: set[str] = set()


def policy(text: str) -> dict[str, Any]:
    """A policy document, if it is one at all."""
    try:
        document = json.loads(text)
    except ValueError:
        raise Refused("MalformedPolicyDocument", 400, "This policy contains invalid Json") from None
    if not isinstance(document, dict) or not statements(document):
        raise Refused("MalformedPolicyDocument", 400, "Syntax errors in policy.")
    if any(statement.get("Effect") not in ("Allow", "Deny") for statement in statements(document)):
        raise Refused("MalformedPolicyDocument", 400, "Missing required field Effect")
    return document


def statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The statements of a document, which may hold one outside a list."""
    found = document.get("Statement", [])
    found = found if isinstance(found, list) else [found]
    return [statement for statement in found if isinstance(statement, dict)]

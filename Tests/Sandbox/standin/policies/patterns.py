"""Wildcards and policy variables, as IAM reads them."""

from __future__ import annotations

import functools
import re

Keys = dict[str, list[str]]
VARIABLE = re.compile(r"\$\{([^}]*)\}")
LITERAL = {"*": "\\*", "?": "\\?", "$": "$"}


@functools.lru_cache(maxsize=4096)
def _compiled(pattern: str, any_case: bool) -> re.Pattern[str]:
    parts = re.split(r"(\\[*?]|[*?])", pattern)
    special = {"*": ".*", "?": ".", "\\*": r"\*", "\\?": r"\?"}
    return re.compile("".join(special.get(part, re.escape(part)) for part in parts), re.DOTALL | (re.IGNORECASE if any_case else 0))


def matches(pattern: str, text: str, any_case: bool = False) -> bool:
    """Whether `*` (any letters) and `?` (one) make the pattern fit; nothing else is special."""
    return _compiled(pattern, any_case).fullmatch(text) is not None


def arn_matches(pattern: str, text: str) -> bool:
    """The same for ARNs, whose first five colons part what wildcards cannot cross."""
    if pattern == "*":
        return True
    wanted, given = pattern.split(":", 5), text.split(":", 5)
    return len(wanted) == len(given) and all(matches(part, found) for part, found in zip(wanted, given, strict=True))


def filled(text: str, keys: Keys) -> str | None:
    """A text with its `${...}` replaced; None where one has no single value, and no default after a comma."""
    found: list[str | None] = []

    def value(match: re.Match[str]) -> str:
        name, _, default = match[1].partition(",")
        if name in LITERAL:
            return LITERAL[name]
        values = keys.get(name.strip().lower(), [])
        found.append(values[0] if len(values) == 1 else default.strip().strip("'") if default else None)
        return found[-1] or ""

    replaced = VARIABLE.sub(value, text)
    return None if None in found else replaced

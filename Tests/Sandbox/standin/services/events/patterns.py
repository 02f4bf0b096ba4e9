"""Event patterns, as EventBridge documents them: whether one is any, and whether an event fits."""

from __future__ import annotations

import fnmatch
import ipaddress
import operator
import re
from typing import Any

COMPARED = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}
TESTS = ("prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "exists", "cidr")


def problem(pattern: Any, top: bool = True) -> str | None:
    """What makes it no pattern; None for one that is."""
    if not isinstance(pattern, dict):
        return "Filter is not an object"
    if not pattern:
        return "Empty objects are not allowed" if not top else None
    for name, wanted in pattern.items():
        if name == "$or" and isinstance(wanted, list):
            found = next((said for part in wanted if (said := problem(part, False))), None)
        elif isinstance(wanted, dict):
            found = problem(wanted, False)
        elif not isinstance(wanted, list):
            found = f'"{name}" must be an object or an array'
        elif not wanted:
            found = "Empty arrays are not allowed"
        else:
            found = next((said for one in wanted if (said := _one(one))), None)
        if found:
            return found
    return None


def _one(wanted: Any) -> str | None:
    if isinstance(wanted, list):
        return "Match value must be String, number, true, false, or null"
    if not isinstance(wanted, dict):
        return None
    if len(wanted) != 1 or next(iter(wanted)) not in TESTS:
        return f"Unrecognized match type {next(iter(wanted), '')}"
    return None


def matches(pattern: dict[str, Any], event: Any) -> bool:
    """Whether an event has every field of a pattern with one of its values. Objects in arrays count each."""
    if isinstance(event, list):
        return any(matches(pattern, inner) for inner in event)
    if not isinstance(event, dict):
        event = {}
    for name, wanted in pattern.items():
        if name == "$or":
            if not any(matches(part, event) for part in wanted):
                return False
        elif isinstance(wanted, dict):
            if not matches(wanted, event.get(name)):
                return False
        elif not _any(wanted, name in event, event.get(name)):
            return False
    return True


def _any(wanted: list[Any], there: bool, given: Any) -> bool:
    values = given if isinstance(given, list) else [given]
    return any(_fits(one, there, value) for one in wanted for value in values or [None])


def _fits(wanted: Any, there: bool, value: Any) -> bool:
    if not isinstance(wanted, dict):
        return there and value == wanted and isinstance(value, bool) == isinstance(wanted, bool)
    test, argument = next(iter(wanted.items()))
    if test == "exists":
        return (there and not isinstance(value, dict)) == argument
    if not there:
        return False
    if test == "anything-but":
        return not _is_but(argument, value)
    if test == "numeric":
        return not isinstance(value, bool) and isinstance(value, (int, float)) and _compares(argument, value)
    return isinstance(value, str) and _of_text(test, argument, value)


def _is_but(argument: Any, value: Any) -> bool:
    if isinstance(argument, dict):
        test, several = next(iter(argument.items()))
        texts = several if isinstance(several, list) else [several]
        return isinstance(value, str) and any(_of_text(test, text, value) for text in texts)
    return value in (argument if isinstance(argument, list) else [argument])


def _compares(argument: list[Any], value: float) -> bool:
    pairs = zip(argument[::2], argument[1::2], strict=True)
    return all(COMPARED[name](value, limit) for name, limit in pairs)


def _of_text(test: str, argument: Any, value: str) -> bool:
    if isinstance(argument, dict):
        return _of_text(test, str(argument["equals-ignore-case"]).lower(), value.lower())
    if test == "cidr":
        try:
            return ipaddress.ip_address(value) in ipaddress.ip_network(argument)
        except ValueError:
            return False
    if test == "wildcard":
        return re.fullmatch(fnmatch.translate(str(argument).replace("[", "[[]").replace("?", "[?]")), value) is not None
    tests = {"prefix": value.startswith, "suffix": value.endswith, "equals-ignore-case": lambda text: text.lower() == value.lower()}
    return bool(tests[test](argument))

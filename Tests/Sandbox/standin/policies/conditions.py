"""The condition block of a statement, over keys that have one value, several, or are not there."""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Callable
from typing import Any

from .patterns import Keys, arn_matches, filled, matches

Test = Callable[[str, str], bool]


def _number(compare: Callable[[float, float], bool]) -> Test:
    def test(wanted: str, given: str) -> bool:
        try:
            return compare(float(given), float(wanted))
        except ValueError:
            return False

    return test


def _moment(text: str) -> float:
    """Seconds since 1970, of a number or of an ISO date."""
    try:
        return float(text)
    except ValueError:
        found = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        return (found if found.tzinfo else found.replace(tzinfo=datetime.UTC)).timestamp()


def _date(compare: Callable[[float, float], bool]) -> Test:
    def test(wanted: str, given: str) -> bool:
        try:
            return compare(_moment(given), _moment(wanted))
        except ValueError:
            return False

    return test


def _address(wanted: str, given: str) -> bool:
    try:
        return ipaddress.ip_address(given) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False


# What a value has to do to fit; `Not` in a name turns it round.
TESTS: dict[str, Test] = {
    "StringEquals": lambda wanted, given: wanted == given,
    "StringEqualsIgnoreCase": lambda wanted, given: wanted.lower() == given.lower(),
    "StringLike": matches,
    "ArnEquals": arn_matches,
    "ArnLike": arn_matches,
    "Bool": lambda wanted, given: wanted.lower() == given.lower(),
    "BinaryEquals": lambda wanted, given: wanted == given,
    "IpAddress": _address,
    "NumericEquals": _number(lambda given, wanted: given == wanted),
    "NumericLessThan": _number(lambda given, wanted: given < wanted),
    "NumericLessThanEquals": _number(lambda given, wanted: given <= wanted),
    "NumericGreaterThan": _number(lambda given, wanted: given > wanted),
    "NumericGreaterThanEquals": _number(lambda given, wanted: given >= wanted),
    "DateEquals": _date(lambda given, wanted: given == wanted),
    "DateLessThan": _date(lambda given, wanted: given < wanted),
    "DateLessThanEquals": _date(lambda given, wanted: given <= wanted),
    "DateGreaterThan": _date(lambda given, wanted: given > wanted),
    "DateGreaterThanEquals": _date(lambda given, wanted: given >= wanted),
}
TURNED = {"NotIpAddress": "IpAddress"}


def hold(block: dict[str, dict[str, Any]], keys: Keys) -> bool:
    """Whether every test of a block holds. `keys` are in lower case."""
    return all(
        _holds(operator, [str(value).lower() if isinstance(value, bool) else str(value) for value in listed(wanted)], keys, name)
        for operator, tests in block.items()
        for name, wanted in tests.items()
    )


def listed(value: Any) -> list[Any]:
    """One value or several, as several."""
    return [] if value is None else value if isinstance(value, list) else [value]


def _holds(operator: str, wanted: list[str], keys: Keys, name: str) -> bool:
    quantifier, _, plain = operator.rpartition(":")
    given = keys.get(name.lower())
    if plain == "Null":
        return (given is None) == (wanted[0].lower() == "true")
    if given is None and (plain.endswith("IfExists") or quantifier == "ForAllValues"):
        return True
    if given is None and quantifier == "ForAnyValue":
        return False
    plain = plain.removesuffix("IfExists")
    turned = plain in TURNED or "Not" in plain
    # An operator that is none fits nothing: IAM takes no such policy.
    test = TESTS.get(TURNED.get(plain, plain.replace("Not", "")), lambda wanted, given: False)
    patterns = [text for pattern in wanted if (text := filled(pattern, keys)) is not None]
    fits = [any(test(pattern, value) for pattern in patterns) != turned for value in given or []]
    if given is None:
        return turned
    if quantifier == "ForAllValues":
        return all(fits)
    # A negated test without a quantifier is about all values, any other about one.
    return all(fits) if turned and not quantifier else any(fits)

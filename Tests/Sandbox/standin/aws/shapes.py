"""Judges a parsed value by a botocore shape: members, types, lengths, patterns."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import regex
from botocore.model import Shape

NUMBERS = {"integer", "long", "float", "double"}


def faults(shape: Shape, value: Any, path: str = "", request: bool = True) -> Iterator[str]:
    """Everything about `value` that the shape forbids, in AWS's way of wording it.

    A response is judged by members and types only: what AWS stores may be
    older than the pattern that a request must meet today.
    """
    if shape.type_name == "structure":
        yield from _structure(shape, value, path, request)
    elif shape.type_name == "list":
        yield from _list(shape, value, path, request)
    elif shape.type_name == "map":
        yield from _map(shape, value, path, request)
    else:
        yield from _scalar(shape, value, path, request)


def _structure(shape: Any, value: Any, path: str, request: bool) -> Iterator[str]:
    if shape.metadata.get("document"):
        return
    if not isinstance(value, dict):
        yield f"'{path}' is not a structure"
        return
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"Value null at '{_join(path, name)}' failed to satisfy constraint: Member must not be null"
    for name, member in value.items():
        if name not in shape.members:
            yield f"unknown member '{_join(path, name)}'"
        elif member is not None:
            yield from faults(shape.members[name], member, _join(path, name), request)
    given = [name for name, member in value.items() if member is not None]
    if shape.is_tagged_union and len(given) != 1:
        yield f"'{path}' must have exactly one member, not {given}"


def _list(shape: Any, value: Any, path: str, request: bool) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"'{path}' is not a list"
        return
    if request:
        yield from _size(shape, len(value), path)
    for number, item in enumerate(value, 1):
        yield from faults(shape.member, item, f"{path}.{number}.member", request)


def _map(shape: Any, value: Any, path: str, request: bool) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"'{path}' is not a map"
        return
    if request:
        yield from _size(shape, len(value), path)
    for key, item in value.items():
        yield from faults(shape.key, key, f"{path}.key", request)
        yield from faults(shape.value, item, f"{path}.{key}", request)


def _scalar(shape: Any, value: Any, path: str, request: bool) -> Iterator[str]:
    kind = shape.type_name
    if kind == "string":
        if not isinstance(value, str):
            yield f"'{path}' is not a string"
        elif request:
            yield from _string(shape, value, path)
    elif kind in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield f"'{path}' is not a number"
        elif request:
            yield from _size(shape, value, path)
    elif kind == "boolean" and not isinstance(value, bool):
        yield f"'{path}' is not a boolean"
    elif kind == "blob" and not isinstance(value, (str, bytes)):
        yield f"'{path}' is not a blob"
    elif kind == "timestamp" and not isinstance(value, (str, int, float)):
        yield f"'{path}' is not a timestamp"


def _string(shape: Any, value: str, path: str) -> Iterator[str]:
    if shape.enum and value not in shape.enum:
        yield (
            f"Value '{value[:80]}' at '{path}' failed to satisfy constraint: Member must satisfy enum value set: [{', '.join(shape.enum)}]"
        )
    yield from _size(shape, len(value), path)
    pattern = shape.metadata.get("pattern")
    if pattern and not _compiled(pattern).fullmatch(value):
        yield (f"Value '{value[:80]}' at '{path}' failed to satisfy constraint: Member must satisfy regular expression pattern: {pattern}")


def _size(shape: Any, size: float, path: str) -> Iterator[str]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < float(low):
        yield f"Value at '{path}' failed to satisfy constraint: Member must have length or value greater than or equal to {low}"
    if high is not None and size > float(high):
        yield f"Value at '{path}' failed to satisfy constraint: Member must have length or value less than or equal to {high}"


@functools.cache
def _compiled(pattern: str) -> Any:
    # AWS writes patterns for Java; `regex` knows its \p{...} classes, `re` does not.
    return regex.compile(pattern, regex.DOTALL)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name

"""What GitHub's own description says of an operation: its query, the body it takes and what it answers.

The client generated from that description (`githubkit-schemas`) is its only form on PyPI, so that is what is read here.
"""

from __future__ import annotations

import ast
import functools
import pathlib
import re
from dataclasses import dataclass

import githubkit_schemas.v2022_11_28 as published

_HEAD = re.compile(r"^        ((?:GET|PUT|POST|PATCH|DELETE) /\S*)$", re.MULTILINE)


@dataclass(frozen=True)
class Operation:
    """One operation. `takes` and `answers` are models' names; `answers` names each that a 200 or 201 may be."""

    query: dict[str, ast.expr]
    takes: frozenset[str]
    answers: frozenset[str]

    def problems(self, query: list[tuple[str, str]]) -> list[str]:
        """What the description has against a query."""
        unknown = [f"unknown query parameter {name}" for name, _ in query if name not in self.query]
        return unknown + [
            f"query parameter {name}: {value!r} is no {ast.unparse(self.query[name])}"
            for name, value in query
            if name in self.query and not _fits(value, self.query[name])
        ]


def operation(name: str) -> Operation | None:
    """What is described of `METHOD /path/{label}`, however the labels are called."""
    found = _blocks().get(_plain(name))
    return _read(found) if found else None


def _plain(name: str) -> str:
    return re.sub(r"\{\w+\}", "{}", name)


@functools.cache
def _blocks() -> dict[str, str]:
    """The function of the client that asks for an operation, by the operation."""
    folder = pathlib.Path(published.__path__[0]) / "rest"
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.py")):
        for block in re.split(r"\n    (?:@overload\n    )?(?:async )?(?=def )", file.read_text()):
            head = _HEAD.search(block)
            if head and "self._github.request(" in block:
                # The first is the plain one; its asynchronous twin says the same.
                found.setdefault(_plain(head[1]), block)
    return found


@functools.cache
def _read(block: str) -> Operation:
    function = ast.parse(block).body[0]
    assert isinstance(function, ast.FunctionDef)
    types = {argument.arg: argument.annotation for argument in (*function.args.args, *function.args.kwonlyargs)}
    query: dict[str, ast.expr] = {}
    takes: set[str] = set()
    answers: set[str] = set()
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name("params")], value=ast.Dict(keys=keys, values=values)):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(value, ast.Name) and (kind := types[value.id]):
                        query[str(key.value)] = kind
            case ast.Call(func=ast.Name("type_validate_python"), args=[model, *_]):
                takes |= _models(model)
            case ast.keyword(arg="response_model", value=model):
                answers |= _models(model)
    return Operation(query, frozenset(takes), frozenset(answers))


def _models(node: ast.expr) -> set[str]:
    """The names of `A`, `list[A]` as `list:A`, `Union[A, list[B]]`."""
    match node:
        case ast.Subscript(value=ast.Name("list"), slice=inner):
            return {f"list:{name}" for name in _models(inner)}
        case ast.Subscript(slice=ast.Tuple(elts=several)):
            return {name for one in several for name in _models(one)}
        case ast.BinOp(left=left, right=right):
            return _models(left) | _models(right)
        case ast.Name(name):
            return {name}
    return set()


def _fits(value: str, kind: ast.expr) -> bool:
    match kind:
        case ast.Subscript(value=ast.Name("Missing"), slice=inner):
            return _fits(value, inner)
        case ast.Subscript(value=ast.Name("Literal"), slice=ast.Tuple(elts=several)):
            return value in [ast.literal_eval(one) for one in several]
        case ast.Subscript(value=ast.Name("Literal"), slice=one):
            return value == ast.literal_eval(one)
        case ast.Name("int"):
            return value.isdigit()
        case ast.Name("bool"):
            return value in ("true", "false")
    return True

"""Answers as GitHub's own description allows them, made from an answer that was given.

The description's models come as JSON schemas from the client that is generated from it. Each member that may be missing
is taken out, each that is missing put in; whatever may be null is null; every value of an enumeration, lists of none, one
and many.
"""

import functools
import json
import re
import sys

import githubkit_schemas.v2022_11_28.models as published

from support.generated import changed
from support.world import ROOT

sys.path.insert(0, str(ROOT / "Tests" / "Sandbox"))
from standin.github import api, description  # noqa: E402

# What a member holds that nobody ever filled: a terminal obeys it.
TEXT = "gen\u009b2J\u202e"
DEEP = 4
GONE = object()
# How the client says that a member may be missing.
UNSET = "<UNSET>"


def route(request):
    """The operation that a request asks for; None where GitHub describes none."""
    method, target, *_ = request
    path = target.partition("?")[0]
    fitting = [one for one in api.ROUTES if one.match(method, path) is not None and one.template != "/graphql"]
    return min(fitting, key=lambda one: one.template.count("{"), default=None)


@functools.cache
def schema(operation):
    """The JSON schema of what an operation answers; None where its answer is not described."""
    described = description.operation(operation)
    several = [_one(name) for name in sorted(described.answers)] if described else []
    definitions = {name: one for found in several for name, one in found.pop("$defs", {}).items()}
    return {"anyOf": several, "$defs": definitions} if several else None


def _one(name):
    if name.startswith("list:"):
        inner = _one(name.removeprefix("list:"))
        return {"type": "array", "items": inner, "$defs": inner.pop("$defs", {})}
    return getattr(published, name).model_json_schema()


class Changes:
    """Everything that may be another way in a value, as (path, what is there then)."""

    def __init__(self, whole):
        self.definitions = whole["$defs"]
        self.whole = whole

    def of(self, value):
        return self._changes(self.whole, value, ())

    def _kinds(self, schema):
        """The alternatives of a schema, none of them a reference."""
        if "$ref" in schema:
            return self._kinds(self.definitions[schema["$ref"].rpartition("/")[2]])
        if "anyOf" in schema:
            return [kind for one in schema["anyOf"] for kind in self._kinds(one)]
        return [] if schema.get("const") == UNSET or schema.get("enum") == [UNSET] else [schema]

    def _fitting(self, kinds, value):
        """The alternative that a value is of: of structures the one that shares most members."""
        names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", type(None): "null"}
        same = [kind for kind in kinds if kind.get("type") == names.get(type(value))]
        return max(
            same, key=lambda kind: len(kind.get("properties", {}).keys() & value.keys()) if isinstance(value, dict) else 0, default={}
        )

    def _changes(self, schema, value, path):
        kinds = self._kinds(schema)
        here = self._fitting(kinds, value)
        for kind in kinds:
            if kind is not here:
                yield path, self.made(kind, len(path))
        for other in here.get("enum", []):
            if other != value:
                yield path, other
        if isinstance(value, dict):
            required = here.get("required", [])
            for name, member in here.get("properties", {}).items():
                if name not in value:
                    yield (*path, name), self.made(member, len(path))
                    continue
                if name not in required:
                    yield (*path, name), GONE
                yield from self._changes(member, value[name], (*path, name))
        elif isinstance(value, list):
            for items in ([], value[:1], value * 3, [self.made(here.get("items", {}), len(path))]):
                if items != value:
                    yield path, items
            for place, one in enumerate(value[:2]):
                yield from self._changes(here.get("items", {}), one, (*path, place))
        elif isinstance(value, str) and not here.keys() & {"enum", "const", "format", "minLength"}:
            yield path, "" if value else TEXT

    def made(self, schema, depth=0):
        """A value for a schema that no answer gave one for."""
        kind = self._kinds(schema)[0]
        if "const" in kind or "enum" in kind:
            return kind.get("const", kind.get("enum", [None])[0])
        if kind.get("type") == "object":
            required = kind.get("required", [])
            members = kind.get("properties", {}).items()
            return {name: self.made(one, depth + 1) for name, one in members if depth < DEEP or name in required}
        if kind.get("type") == "array":
            return [self.made(kind.get("items", {}), depth + 1)] if depth < DEEP or kind.get("minItems") else []
        dated = "2026-11-01T08:00:00Z" if kind.get("format") == "date-time" else TEXT
        return {"string": dated, "boolean": True, "integer": 5, "number": 5, "null": None}.get(kind.get("type"))


def fits(operation, value):
    """Whether the models really allow that, by the client's own reading."""
    from standin.github import schema as models

    answers = description.operation(operation).answers
    return any(not [text for text in models.problems(name, value) if not text.startswith("unknown member")] for name in answers)


def variants(operation, body):
    """Every other answer of an operation, as (where, its body)."""
    found = schema(operation)
    if not found or not body:
        return
    value = json.loads(body)
    for path, new in Changes(found).of(value):
        there = "gone" if new is GONE else re.sub(r"\s+", " ", json.dumps(new))[:60]
        yield (".".join(map(str, path)), there), json.dumps(changed(value, path, new, gone=GONE)).encode()

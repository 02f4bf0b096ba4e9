"""Holds requests and answers against the models generated from GitHub's description."""

from __future__ import annotations

import functools
import operator
import re
from typing import Any

import githubkit_schemas.v2022_11_28.models as published
from pydantic import BaseModel, TypeAdapter, ValidationError


@functools.cache
def _model(name: str) -> tuple[TypeAdapter[Any], set[str]]:
    if name.endswith("*"):
        # One of several, which the description does not name together.
        several = [getattr(published, found) for found in dir(published) if re.fullmatch(re.escape(name[:-1]) + r"\d+", found)]
        return TypeAdapter(functools.reduce(operator.or_, several)), set()
    model: type[BaseModel] = getattr(published, name)
    return TypeAdapter(model), {field.alias or key for key, field in model.model_fields.items()}


def problems(name: str, content: Any) -> list[str]:
    """What the published model `name` has against a value; `list:NAME` for arrays, `ONE|list:MANY` for either."""
    if "|" in name:
        one, _, many = name.partition("|")
        return problems(many if isinstance(content, list) else one, content)
    if name.startswith("list:"):
        if not isinstance(content, list):
            return ["the content is no array"]
        return [text for item in content for text in problems(name.removeprefix("list:"), item)]
    adapter, known = _model(name)
    found = [f"unknown member {key}" for key in sorted(content.keys() - known)] if isinstance(content, dict) and known else []
    try:
        adapter.validate_python(content)
    except ValidationError as error:
        found += [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()]
    return found

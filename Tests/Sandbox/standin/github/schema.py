"""Holds requests and answers against the models generated from GitHub's description."""

from __future__ import annotations

import functools
from typing import Any

import githubkit_schemas.v2022_11_28.models as published
from pydantic import BaseModel, TypeAdapter, ValidationError


@functools.cache
def _model(name: str) -> tuple[type[BaseModel], TypeAdapter[Any], set[str]]:
    model = getattr(published, name)
    known = {field.alias or key for key, field in model.model_fields.items()}
    return model, TypeAdapter(model), known


def problems(name: str, content: Any) -> list[str]:
    """What the published model `name` has against a value; `list:NAME` for arrays."""
    if name.startswith("list:"):
        return [text for item in content for text in problems(name.removeprefix("list:"), item)]
    _, adapter, known = _model(name)
    found = [f"unknown member {key}" for key in sorted(content.keys() - known)] if isinstance(content, dict) and known else []
    try:
        adapter.validate_python(content)
    except ValidationError as error:
        found += [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()]
    return found

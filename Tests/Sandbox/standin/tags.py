"""moto keeps tags in three ways; the dump shows one."""

from __future__ import annotations

from typing import Any


def plain(tags: Any) -> dict[str, str]:
    """Tags as key and value, from a list of pairs, a map of pairs, or a map."""
    if isinstance(tags, dict):
        return {key: value["Value"] if isinstance(value, dict) else value for key, value in tags.items()}
    return {tag.get("Key", tag.get("key")): tag.get("Value", tag.get("value")) for tag in tags or []}

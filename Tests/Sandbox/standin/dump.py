"""The live state as plain values, read from the emulator and not through its API.

Dates, counters and random ids are left out: a dump answers "is the account as
it was", and two accounts made alike must read alike.
"""

from __future__ import annotations

from typing import Any

from . import services
from .aws.credentials import OPERATOR, STRANGER


def state(github: dict[str, Any]) -> dict[str, Any]:
    """The whole world: the operator's account, a stranger's if it holds anything, GitHub."""
    whole = {**services.account(OPERATOR.account), "github": github}
    stranger = pruned(services.account(STRANGER.account))
    if stranger:
        whole["stranger"] = stranger
    return pruned(whole) or {}


def pruned(value: Any) -> Any:
    """Without empty members: absent and empty read alike."""
    if isinstance(value, dict):
        kept = {key: pruned(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None and item != {} and item != [] and item != ""}
    if isinstance(value, list):
        return [pruned(item) for item in value]
    return value

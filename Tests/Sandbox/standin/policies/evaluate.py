"""What policies decide: explicit deny, then allow, then implicit deny, over (Not)Action, (Not)Resource and conditions."""

from __future__ import annotations

from typing import Any

from .conditions import hold, listed
from .patterns import Keys, filled, matches

# A policy with the name it goes by.
Document = tuple[str, dict[str, Any]]


def decide(documents: list[Document], action: str, resource: str, keys: Keys) -> tuple[str, list[str]]:
    """The decision of some policies, and the names of those that made it."""
    effects: dict[str, list[str]] = {"Allow": [], "Deny": []}
    for label, document in documents:
        for statement in listed(document.get("Statement")):
            if speaks(statement, action, resource, keys) and hold(statement.get("Condition", {}), keys):
                effects[statement["Effect"]].append(label)
    if effects["Deny"]:
        return "explicitDeny", effects["Deny"]
    return ("allowed", effects["Allow"]) if effects["Allow"] else ("implicitDeny", [])


def speaks(statement: dict[str, Any], action: str, resource: str, keys: Keys) -> bool:
    """Whether a statement is about an action on a resource, whatever its conditions."""
    return acts(statement, action) and _reaches(statement, resource, keys)


def acts(statement: dict[str, Any], action: str) -> bool:
    """Whether a statement is about an action."""
    if "Action" in statement:
        return any(matches(pattern, action, any_case=True) for pattern in listed(statement["Action"]))
    return not any(matches(pattern, action, any_case=True) for pattern in listed(statement.get("NotAction")))


def _reaches(statement: dict[str, Any], resource: str, keys: Keys) -> bool:
    if "Resource" not in statement and "NotResource" not in statement:
        # A trust policy has none: the role is the resource.
        return True
    wanted = [filled(pattern, keys) for pattern in listed(statement.get("Resource", statement.get("NotResource")))]
    hit = any(pattern is not None and matches(pattern, resource) for pattern in wanted)
    return hit == ("Resource" in statement)

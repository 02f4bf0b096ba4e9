"""What a role's trust policy says of somebody who wants to be that role."""

from __future__ import annotations

import json
from typing import Any

from ...policies.conditions import hold, listed
from ...policies.evaluate import acts
from ...policies.patterns import Keys


def admits(role: Any, kind: str, named: set[str], action: str, keys: Keys) -> bool:
    """Whether the role may be assumed by a principal of a kind (`AWS`, `Federated`) that goes by any of these names."""
    effects = {
        statement["Effect"]
        for statement in listed(json.loads(role.assume_role_policy_document).get("Statement"))
        if acts(statement, action) and _names(statement, kind, named) and hold(statement.get("Condition", {}), keys)
    }
    return effects == {"Allow"}


def _names(statement: dict[str, Any], kind: str, named: set[str]) -> bool:
    if "NotPrincipal" in statement:
        return not _lists(statement["NotPrincipal"], kind, named)
    return _lists(statement.get("Principal"), kind, named)


def _lists(principal: Any, kind: str, named: set[str]) -> bool:
    if principal == "*":
        return True
    wanted = set(listed(principal.get(kind))) if isinstance(principal, dict) else set()
    return bool(wanted & {"*", *named})

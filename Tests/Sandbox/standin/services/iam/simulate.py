"""A small policy evaluator, for iam:SimulatePrincipalPolicy and for bucket policies.

Explicit deny, then allow, then implicit deny, over Action/NotAction,
Resource/NotResource and the string, ARN and boolean conditions, with a
permissions boundary as a second fence. Resource policies, service control
policies and session policies are not looked at.
"""

from __future__ import annotations

import fnmatch
import json
import re
from typing import Any

from moto.iam.models import IAMBackend

Document = tuple[str, dict[str, Any]]


def documents_of(backend: IAMBackend, arn: str) -> tuple[list[Document], list[Document] | None] | None:
    """The identity policies of a role or user, and its boundary; None if absent."""
    kind, _, path = arn.rpartition(":")[2].partition("/")
    name = path.rpartition("/")[2]
    owners = backend.users if kind == "user" else {role.name: role for role in backend.roles.values()}
    owner: Any = owners.get(name)
    if owner is None:
        return None
    found = [(label, json.loads(text)) for label, text in owner.policies.items()]
    found += [(policy.name, _in_force(backend, policy.arn)) for policy in owner.managed_policies.values()]
    boundary = getattr(owner, "permissions_boundary_arn", None)
    if not boundary:
        return found, None
    return found, [("boundary", _in_force(backend, boundary))]


def _in_force(backend: IAMBackend, arn: str) -> dict[str, Any]:
    version = backend.get_policy(arn).default_version_id
    document: dict[str, Any] = json.loads(backend.get_policy_version(arn, version).document)
    return document


def context(entries: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The condition keys of a simulation, by lower-case name."""
    return {entry["ContextKeyName"].lower(): entry.get("ContextKeyValues", []) for entry in entries}


def evaluate(
    documents: tuple[list[Document], list[Document] | None], action: str, resource: str, keys: dict[str, list[str]]
) -> dict[str, Any]:
    """One EvaluationResult: the decision, and the statements that made it."""
    identity, boundary = documents
    decision, matched = decide(identity, action, resource, keys)
    result: dict[str, Any] = {
        "EvalActionName": action,
        "EvalResourceName": resource,
        "EvalDecision": decision,
        "MatchedStatements": [{"SourcePolicyId": label, "SourcePolicyType": "IAM Policy"} for label in matched],
        "MissingContextValues": _missing(identity + (boundary or []), action, resource, keys),
    }
    if boundary is not None:
        fence, _ = decide(boundary, action, resource, keys)
        result["PermissionsBoundaryDecisionDetail"] = {"AllowedByPermissionsBoundary": fence == "allowed"}
        if fence != "allowed" and decision == "allowed":
            result["EvalDecision"] = fence
    return result


def evaluate_all(
    documents: tuple[list[Document], list[Document] | None], action: str, resources: list[str], keys: dict[str, list[str]]
) -> dict[str, Any]:
    """One EvaluationResult for an action: of several resources each has its own result inside, and the most restrictive
    decision stands on top (IAM API Reference, EvaluationResult)."""
    results = [evaluate(documents, action, resource, keys) for resource in resources]
    worst = max(results, key=lambda result: ["allowed", "implicitDeny", "explicitDeny"].index(result["EvalDecision"]))
    if len(results) == 1:
        return worst
    inner = [
        {("EvalResourceDecision" if name == "EvalDecision" else name): value for name, value in result.items() if name != "EvalActionName"}
        for result in results
    ]
    return {**worst, "EvalResourceName": "*", "ResourceSpecificResults": inner}


def decide(documents: list[Document], action: str, resource: str, keys: dict[str, list[str]]) -> tuple[str, list[str]]:
    """The decision of some policies, and the names of those that made it."""
    effects: dict[str, list[str]] = {"Allow": [], "Deny": []}
    for label, document in documents:
        for statement in _list(document.get("Statement")):
            if _applies(statement, action, resource, keys):
                effects[statement["Effect"]].append(label)
    if effects["Deny"]:
        return "explicitDeny", effects["Deny"]
    return ("allowed", effects["Allow"]) if effects["Allow"] else ("implicitDeny", [])


def _missing(documents: list[Document], action: str, resource: str, keys: dict[str, list[str]]) -> list[str]:
    """The condition keys that statements on this action look at and the simulation was not given."""
    asked = {
        name
        for _, document in documents
        for statement in _list(document.get("Statement"))
        if _speaks(statement, action, resource)
        for tests in statement.get("Condition", {}).values()
        for name in tests
    }
    return sorted(name for name in asked if name.lower() not in keys)


def _applies(statement: dict[str, Any], action: str, resource: str, keys: dict[str, list[str]]) -> bool:
    return _speaks(statement, action, resource) and _conditions(statement.get("Condition", {}), keys)


def _speaks(statement: dict[str, Any], action: str, resource: str) -> bool:
    if "Action" in statement:
        acts = any(_glob(pattern.lower(), action.lower()) for pattern in _list(statement["Action"]))
    else:
        acts = not any(_glob(pattern.lower(), action.lower()) for pattern in _list(statement["NotAction"]))
    if "Resource" in statement:
        reaches = any(_glob(pattern, resource) for pattern in _list(statement["Resource"]))
    else:
        reaches = not any(_glob(pattern, resource) for pattern in _list(statement.get("NotResource")))
    return acts and reaches


def _conditions(block: dict[str, dict[str, Any]], keys: dict[str, list[str]]) -> bool:
    return all(
        _condition(operator, [str(value) for value in _list(wanted)], keys.get(name.lower()))
        for operator, tests in block.items()
        for name, wanted in tests.items()
    )


def _condition(operator: str, wanted: list[str], given: list[str] | None) -> bool:
    lenient = operator.endswith("IfExists")
    name = operator.removesuffix("IfExists").rpartition(":")[2]
    if name == "Null":
        return (given is None) == (wanted[0].lower() == "true")
    negated = "Not" in name
    if given is None:
        return lenient or negated
    if "Like" in name or name.startswith("Arn"):
        hit = any(_glob(pattern, value) for pattern in wanted for value in given)
    elif name == "Bool" or "IgnoreCase" in name:
        hit = any(pattern.lower() == value.lower() for pattern in wanted for value in given)
    else:
        hit = any(pattern == value for pattern in wanted for value in given)
    return hit != negated


def _glob(pattern: str, text: str) -> bool:
    # Only * and ? are wildcards in IAM; fnmatch would also read brackets.
    return re.fullmatch(fnmatch.translate(re.sub(r"\[", "[[]", pattern)), text) is not None


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]

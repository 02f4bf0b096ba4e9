"""What iam:SimulatePrincipalPolicy answers: identity policies, and a permissions boundary as a second fence.

Resource policies, service control policies and session policies are not looked at.
"""

from __future__ import annotations

import json
from typing import Any

from moto.iam.models import IAMBackend

from ...policies.conditions import listed
from ...policies.evaluate import Document, decide, speaks


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


def _missing(documents: list[Document], action: str, resource: str, keys: dict[str, list[str]]) -> list[str]:
    """The condition keys that statements on this action look at and the simulation was not given."""
    asked = {
        name
        for _, document in documents
        for statement in listed(document.get("Statement"))
        if speaks(statement, action, resource, keys)
        for tests in statement.get("Condition", {}).values()
        for name in tests
    }
    return sorted(name for name in asked if name.lower() not in keys)

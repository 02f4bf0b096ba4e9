"""The decision: an explicit deny anywhere refuses; then identity or resource must allow, and boundary and session besides."""

from __future__ import annotations

import json
from typing import Any

from moto.ecr.models import ecr_backends
from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends

from ..aws import context, envelopes
from ..aws.call import Call
from ..aws.credentials import PARTITION
from ..message import Answer
from ..policies.conditions import listed
from ..policies.evaluate import Document, decide
from ..policies.patterns import Keys
from ..services.sts import trust
from . import Turn, principal
from .asked import Demand, demands, keys_of_request
from .principal import Principal


def denial(call: Call) -> Answer | None:
    """AWS's refusal, in the words and the protocol of the service; None where the call may go on."""
    caller = principal.of_key(call.key)
    Turn.judged = caller is not None
    if caller is None:
        return None
    for demand in demands(call, caller.account):
        keys = {**context.of_request(call), **caller.keys, **keys_of_request(call), **demand.keys}
        reason = _reason(caller, demand, keys)
        if reason:
            what = f"User: {caller.arn} is not authorized to perform: {demand.action} on resource: {_spelt(demand)}"
            return envelopes.error(call.model, call.request, "deny", f"{what} {reason}")
    return None


def _spelt(demand: Demand) -> str:
    """A resource as the service writes it into its refusal."""
    if demand.action.startswith("s3:"):
        return f'"{demand.resource}"'
    kind, _, path = demand.resource.rpartition(":")[2].partition("/")
    if demand.action.startswith("iam:") and demand.action != "iam:PassRole" and kind in ("role", "user"):
        return f"{kind} {path.rpartition('/')[2]}"
    return demand.resource


def _reason(caller: Principal, demand: Demand, keys: Keys) -> str | None:
    """Why not, as AWS says it; None where it is allowed."""
    action, resource = demand.action, demand.resource
    if action == "sts:AssumeRole":
        return _of_trust(caller, resource, keys)
    allows, denies = _of_resource(caller, resource)
    kinds = (
        ("identity-based", caller.identity),
        ("resource-based", denies),
        ("permissions boundary", caller.boundary),
        ("session", caller.session),
    )
    for kind, documents in kinds:
        if decide(documents or [], action, resource, keys)[0] == "explicitDeny":
            return f"with an explicit deny in {'an' if kind[0] == 'i' else 'a'} {kind}{'' if kind == 'permissions boundary' else ' policy'}"
    for missing, documents in (("permissions boundary", caller.boundary), ("session policy", caller.session)):
        if documents is not None and decide(documents, action, resource, keys)[0] != "allowed":
            return f"because no {missing} allows the {action} action"
    allowed = "allowed" in (decide(caller.identity, action, resource, keys)[0], decide(allows, action, resource, keys)[0])
    return None if allowed else f"because no identity-based policy allows the {action} action"


def _of_trust(caller: Principal, arn: str, keys: Keys) -> str | None:
    """A role is assumed where its trust policy names the caller, or the account and the caller's own policies allow it."""
    no = "because no identity-based policy allows the sts:AssumeRole action"
    role = (
        next((role for role in iam_backends[arn.split(":")[4]][PARTITION].roles.values() if role.arn == arn), None) if arn != "*" else None
    )
    if role is None:
        return no
    own = decide(caller.identity, "sts:AssumeRole", arn, keys)[0]
    root = {caller.account, f"arn:{PARTITION}:iam::{caller.account}:root"}
    direct = trust.admits(role, "AWS", caller.names, "sts:AssumeRole", keys)
    through = own == "allowed" and trust.admits(role, "AWS", root | caller.names, "sts:AssumeRole", keys)
    return None if own != "explicitDeny" and (direct or through) else no


def _of_resource(caller: Principal, resource: str) -> tuple[list[Document], list[Document]]:
    """A resource's own policy: what in it may allow this caller, and what may deny them.

    The account as principal only leaves it to identity policies, so it allows nothing here; it denies everybody in it.
    """
    document = _policy(caller.account, resource)
    whole = {caller.account, f"arn:{PARTITION}:iam::{caller.account}:root"}
    statements = listed((document or {}).get("Statement"))
    allows = [statement for statement in statements if _names(statement, caller.names)]
    denies = [statement for statement in statements if _names(statement, caller.names | whole)]
    return [("resource", {"Statement": allows})], [("resource", {"Statement": denies})]


def _names(statement: dict[str, Any], names: set[str]) -> bool:
    if "NotPrincipal" in statement:
        return not _names({"Principal": statement["NotPrincipal"]}, names)
    named = statement.get("Principal")
    return named == "*" or isinstance(named, dict) and bool({"*", *names} & set(listed(named.get("AWS"))))


def _policy(account: str, resource: str) -> dict[str, Any] | None:
    """The policy of a bucket, a secret or a repository of images, where it has one."""
    parts = resource.split(":", 5)
    if len(parts) < 6:
        return None
    service, region, name = parts[2], parts[3], parts[5]
    text: Any = None
    if service == "s3":
        bucket = s3_backends[account][PARTITION].buckets.get(name.partition("/")[0])
        text = bucket.policy if bucket else None
    elif service == "secretsmanager":
        secret = next((secret for secret in secretsmanager_backends[account][region].secrets.values() if secret.arn == resource), None)
        text = getattr(secret, "policy", None)
    elif service == "ecr":
        repository = ecr_backends[account][region].repositories.get(name.removeprefix("repository/"))
        text = repository.policy if repository else None
    return dict(json.loads(text)) if text else None

"""Who calls, and the policies that bound them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from ..aws.credentials import OPERATOR, PARTITION, ROOT, STRANGER
from ..policies.evaluate import Document
from ..policies.patterns import Keys
from ..tags import plain

UNBOUNDED = {OPERATOR.key, STRANGER.key, ROOT.key, ""}


@dataclass
class Principal:
    """A session of a role, or a user."""

    arn: str
    account: str
    names: set[str]
    """What a resource's policy may call them."""
    identity: list[Document]
    boundary: list[Document] | None
    session: list[Document] | None
    keys: Keys


def of_key(key: str) -> Principal | None:
    """Whoever holds an access key that moto handed out; None for those whom nothing bounds."""
    if key in UNBOUNDED:
        return None
    for account in list(iam_backends):
        for session in sts_backends[account][PARTITION].assumed_roles:
            if session.access_key_id == key:
                return _session(account, session)
        found = iam_backends[account][PARTITION].access_keys.get(key)
        if found and found.user_name:
            return _user(account, found.user_name)
    return None


def _session(account: str, session: Any) -> Principal:
    iam = iam_backends[account][PARTITION]
    role = next((role for role in iam.roles.values() if role.arn == session.role_arn), None)
    limits = [("session policy", json.loads(session.policy))] if session.policy else []
    limits += [_in_force(iam, arn) for arn in getattr(session, "policy_arns", [])]
    keys = {"aws:userid": [session.user_id], "aws:principalarn": [session.role_arn], "aws:principaltype": ["AssumedRole"]}
    tags = plain(role.tags) if role else {}
    # A role that is gone leaves sessions that may do nothing.
    identity = _own(iam, role) if role else []
    names = {session.role_arn, session.arn}
    return Principal(session.arn, account, names, identity, _boundary(iam, role), limits or None, _keys(account, keys, tags))


def _user(account: str, name: str) -> Principal:
    iam = iam_backends[account][PARTITION]
    user = iam.users[name]
    identity = _own(iam, user)
    for group in iam.groups.values():
        if user in group.users:
            identity += _own(iam, group)
    keys = {"aws:userid": [user.id], "aws:username": [name], "aws:principalarn": [user.arn], "aws:principaltype": ["User"]}
    tags = plain(iam.tagger.get_tag_dict_for_resource(user.arn))
    return Principal(user.arn, account, {user.arn}, identity, _boundary(iam, user), None, _keys(account, keys, tags))


def _keys(account: str, keys: Keys, tags: dict[str, str]) -> Keys:
    tagged = {f"aws:principaltag/{name.lower()}": [value] for name, value in tags.items()}
    return {**keys, **tagged, "aws:principalaccount": [account], "aws:principalisawsservice": ["false"]}


def _own(iam: Any, holder: Any) -> list[Document]:
    inline = [(name, text if isinstance(text, dict) else json.loads(text)) for name, text in holder.policies.items()]
    return inline + [_in_force(iam, policy.arn) for policy in holder.managed_policies.values()]


def _boundary(iam: Any, holder: Any) -> list[Document] | None:
    arn = getattr(holder, "permissions_boundary_arn", None) or (getattr(holder, "permissions_boundary", None) or {})
    arn = arn.get("PermissionsBoundaryArn") if isinstance(arn, dict) else arn
    return [_in_force(iam, arn)] if arn else None


def _in_force(iam: Any, arn: str) -> Document:
    version = iam.get_policy(arn).default_version_id
    return arn, json.loads(iam.get_policy_version(arn, version).document)

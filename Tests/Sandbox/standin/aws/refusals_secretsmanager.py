"""Secrets Manager: what is scheduled for deletion can only be looked at and restored."""

from __future__ import annotations

import json
from typing import Any

from moto.secretsmanager.models import FakeSecret, secretsmanager_backends

from .call import Call
from .credentials import caller
from .refused import Refused, Switches

DELETED = "You can't perform this operation on the secret because it was marked for deletion."
SCHEDULED = "You can't create this secret because a secret with this name is already scheduled for deletion."


def _secret(call: Call, member: str) -> Any:
    backend = secretsmanager_backends[caller(call.key)[0]][call.region]
    return backend.secrets.get(call.input.get(member, ""))


def _there(call: Call, _: Switches) -> None:
    """Absent is 400 here; moto says 404."""
    if _secret(call, "SecretId") is None:
        raise Refused("ResourceNotFoundException", 400, "Secrets Manager can't find the specified secret.")


def _alive(call: Call, switches: Switches) -> None:
    _there(call, switches)
    found = _secret(call, "SecretId")
    if isinstance(found, FakeSecret) and found.is_deleted():
        raise Refused("InvalidRequestException", 400, DELETED)


def _name_is_free(call: Call, _: Switches) -> None:
    found = _secret(call, "Name")
    if isinstance(found, FakeSecret) and found.is_deleted():
        raise Refused("InvalidRequestException", 400, SCHEDULED)


def _policy(call: Call, switches: Switches) -> None:
    _alive(call, switches)
    try:
        document = json.loads(call.input["ResourcePolicy"])
    except ValueError:
        document = None
    if not isinstance(document, dict) or "Statement" not in document:
        raise Refused("MalformedPolicyDocumentException", 400, "This resource policy contains an unsupported or malformed statement.")


RULES = {
    "CreateSecret": _name_is_free,
    "DescribeSecret": _there,
    "RestoreSecret": _there,
    "DeleteSecret": _there,
    "GetSecretValue": _alive,
    "PutSecretValue": _alive,
    "UpdateSecret": _alive,
    "UpdateSecretVersionStage": _alive,
    "TagResource": _alive,
    "UntagResource": _alive,
    "GetResourcePolicy": _there,
    "PutResourcePolicy": _policy,
    "DeleteResourcePolicy": _alive,
}

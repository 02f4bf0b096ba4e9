"""Secrets Manager: labels are followed, replicas can be read, and a deleted secret only looked at and restored."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from moto.secretsmanager.models import FakeSecret, ReplicaSecret, SecretsManagerBackend, secretsmanager_backends

from ..aws.call import Call
from ..aws.credentials import OPERATOR, caller
from ..aws.refused import Refused, Switches
from ..service import Service, Unknown, by_region
from ..tags import plain

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


REFUSALS = {
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


def _install() -> None:
    """moto moves the label and goes on handing out the version that had it before."""
    move = SecretsManagerBackend.update_secret_version_stage

    def followed(
        self: SecretsManagerBackend, secret_id: str, version_stage: str, remove_from_version_id: str, move_to_version_id: str
    ) -> tuple[str, str]:
        answer = move(self, secret_id, version_stage, remove_from_version_id, move_to_version_id)
        secret = self.secrets[secret_id]
        if not isinstance(secret, ReplicaSecret):
            current = (name for name, version in secret.versions.items() if "AWSCURRENT" in version["version_stages"])
            secret.set_default_version_id(next(current, None))
        return answer

    SecretsManagerBackend.update_secret_version_stage = followed  # type: ignore[method-assign]
    read = SecretsManagerBackend.get_resource_policy

    def shown(self: SecretsManagerBackend, secret_id: str) -> str:
        """moto refuses reads of a replica's policy as if they were changes; the policy is copied with the secret."""
        secret = self.secrets.get(secret_id)
        if isinstance(secret, ReplicaSecret):
            home = secretsmanager_backends[self.account_id][secret.source.region]
            return json.dumps({**json.loads(read(home, secret.source.name)), "ARN": secret.arn})
        return read(self, secret_id)

    SecretsManagerBackend.get_resource_policy = shown  # type: ignore[method-assign]


def _age(body: Any) -> None:
    """Makes a secret and its values older by so many days."""
    name, days = body["name"], int(body["days"])
    for backend in list(secretsmanager_backends[OPERATOR.account].values()):
        secret = backend.secrets.get(name)
        if secret is not None and hasattr(secret, "last_changed_date"):
            secret.last_changed_date -= days * 86400
            secret.created_date -= days * 86400
            for version in secret.versions.values():
                version["createdate"] -= days * 86400
            return
    raise Unknown(f"no secret '{name}' in any Region")


def _secrets(backend: Any) -> dict[str, Any]:
    return {
        secret.name: {
            "description": secret.description,
            "kms_key": getattr(secret, "kms_key_id", None),
            "policy": getattr(secret, "policy", None),
            "tags": plain(secret.tags),
            "value_sha256": _hash(secret),
        }
        for secret in backend.secrets.values()
        if not secret.is_deleted()
    }


def _hash(secret: Any) -> str | None:
    version = secret.versions.get(secret.default_version_id) or {}
    value = version.get("secret_string") or version.get("secret_binary")
    if value is None:
        return None
    return hashlib.sha256(value if isinstance(value, bytes) else str(value).encode()).hexdigest()


SERVICE = Service(
    filled={"UpdateSecretVersionStage", "GetResourcePolicy"},
    install=_install,
    refusals=REFUSALS,
    dump=by_region(secretsmanager_backends, _secrets),
    controls={"secret": _age},
)

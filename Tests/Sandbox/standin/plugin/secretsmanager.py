"""Secrets Manager: the version in use follows the label AWSCURRENT, and a replica has a policy that can be read."""

from __future__ import annotations

import json

from moto.secretsmanager.models import ReplicaSecret, SecretsManagerBackend, secretsmanager_backends

FILLED = {("secretsmanager", "UpdateSecretVersionStage"), ("secretsmanager", "GetResourcePolicy")}


def install() -> None:
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

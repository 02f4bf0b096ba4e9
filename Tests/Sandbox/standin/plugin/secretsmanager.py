"""Secrets Manager: the version in use follows the label AWSCURRENT, wherever it is moved."""

from __future__ import annotations

from moto.secretsmanager.models import ReplicaSecret, SecretsManagerBackend

FILLED = {("secretsmanager", "UpdateSecretVersionStage")}


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

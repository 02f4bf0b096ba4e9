"""Who may sign: the operator, a stranger, and every key that moto handed out.

The operator is a session of a role, as people who sign in through an identity
centre are; so the session token is exercised with every request. The stranger
owns another account, for what must be refused across accounts.
"""

from __future__ import annotations

from dataclasses import dataclass

from moto.iam.models import AccessKey, iam_backends
from moto.sts.models import AssumedRole, sts_backends

REGION = "us-east-1"
PARTITION = "aws"


@dataclass(frozen=True)
class Identity:
    """A fixed set of session credentials."""

    account: str
    role: str
    session: str
    key: str
    secret: str
    token: str


OPERATOR = Identity(
    account="123456789012",
    role="MLOpsAdmin",
    session="ana",
    key="ASIASANDBOXOPERATOR1",
    secret="sandbox/operator/secret/key/0123456789ab",
    token="sandbox-operator-session-token",
)
STRANGER = Identity(
    account="999999999999",
    role="Stranger",
    session="sam",
    key="ASIASANDBOXSTRANGER1",
    secret="sandbox/stranger/secret/key/0123456789ab",
    token="sandbox-stranger-session-token",
)


def admit(identity: Identity) -> None:
    """Tells moto about a session, so that it resolves account and caller by itself."""
    iam = iam_backends[identity.account][PARTITION]
    key = AccessKey(user_name=None, prefix="ASIA", account_id=identity.account)
    key.access_key_id, key.secret_access_key = identity.key, identity.secret
    key.role_arn = f"arn:{PARTITION}:iam::{identity.account}:role/{identity.role}"
    iam.access_keys[identity.key] = key
    session = AssumedRole(
        account_id=identity.account,
        region_name=REGION,
        access_key=key,
        role_session_name=identity.session,
        role_arn=key.role_arn,
        policy="",
        duration=43200,
        external_id="",
    )
    session.session_token = identity.token
    sts_backends[identity.account][PARTITION].assumed_roles.append(session)


def keys(key: str) -> tuple[str, str | None] | None:
    """The secret and session token behind an access key that is in use."""
    for account in list(iam_backends):
        for session in sts_backends[account][PARTITION].assumed_roles:
            if session.access_key_id == key:
                return session.secret_access_key, session.session_token
        found = iam_backends[account][PARTITION].access_keys.get(key)
        if found and found.status == "Active":
            return found.secret_access_key, None
    return None


def caller(key: str) -> tuple[str, str]:
    """Account and ARN of whoever holds an access key."""
    for account in list(iam_backends):
        for session in sts_backends[account][PARTITION].assumed_roles:
            if session.access_key_id == key:
                return account, session.arn
        found = iam_backends[account][PARTITION].access_keys.get(key)
        if found:
            return account, f"arn:{PARTITION}:iam::{account}:user/{found.user_name}"
    return OPERATOR.account, f"arn:{PARTITION}:iam::{OPERATOR.account}:root"

"""Who may sign: the operator, a stranger, the root user, and every key that moto handed out.

The operator is a session of a role, as people who sign in through an identity
centre are; so the session token is exercised with every request. The stranger
owns another account, for what must be refused across accounts. The root user owns
the operator's account and has a long-term key, so no session token: a client
that warns of it, or refuses to work as it, has to meet it first.
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


@dataclass(frozen=True)
class Root:
    """The owner of an account, with an access key that is nobody else's."""

    account: str
    key: str
    secret: str

    @property
    def arn(self) -> str:
        """How AWS names the root user of an account."""
        return f"arn:{PARTITION}:iam::{self.account}:root"


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
ROOT = Root(
    account=OPERATOR.account,
    key="AKIASANDBOXROOTUSER1",
    secret="sandbox/root/secret/key/0123456789abcdef",
)


def admit(identity: Identity) -> None:
    """Tells moto about a session, so that it resolves account and caller by itself."""
    key = _own(identity.account, identity.key, identity.secret)
    key.role_arn = f"arn:{PARTITION}:iam::{identity.account}:role/{identity.role}"
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


def admit_root(root: Root) -> None:
    """Tells moto about a root user: a key of an account that belongs to no user in it."""
    _own(root.account, root.key, root.secret)


def _own(account: str, key_id: str, secret: str) -> AccessKey:
    key = AccessKey(user_name=None, prefix=key_id[:4], account_id=account)
    key.access_key_id, key.secret_access_key = key_id, secret
    iam_backends[account][PARTITION].access_keys[key_id] = key
    return key


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
    if key == ROOT.key:
        return ROOT.account, ROOT.arn
    for account in list(iam_backends):
        for session in sts_backends[account][PARTITION].assumed_roles:
            if session.access_key_id == key:
                return account, session.arn
        found = iam_backends[account][PARTITION].access_keys.get(key)
        if found:
            return account, f"arn:{PARTITION}:iam::{account}:user/{found.user_name}"
    return ROOT.account, ROOT.arn

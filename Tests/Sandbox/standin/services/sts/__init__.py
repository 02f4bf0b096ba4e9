"""STS: the root user is told who it is, and a web identity is believed only when it is one.

moto calls every key without a user `user/moto`, and gives any token the role that it asks for.
"""

from __future__ import annotations

from moto.sts.models import STSBackend

from ...aws.credentials import ROOT
from ...service import Service
from . import web_identity


def _install() -> None:
    """Answers for the root user, and leaves everybody else to moto."""
    identify = STSBackend.get_caller_identity

    def with_root(self: STSBackend, access_key_id: str, region: str) -> tuple[str, str, str]:
        if access_key_id == ROOT.key:
            return ROOT.account, ROOT.arn, ROOT.account
        return identify(self, access_key_id, region)

    STSBackend.get_caller_identity = with_root  # type: ignore[method-assign]
    web_identity.install()


SERVICE = Service(
    filled={"GetCallerIdentity", "AssumeRoleWithWebIdentity"},
    install=_install,
    refusals={"AssumeRoleWithWebIdentity": web_identity.judge},
    unseen={"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"},
)

"""IAM: what moto lacks, what AWS refuses, what the dump shows."""

from __future__ import annotations

from ...aws.call import Call
from ...service import Service
from . import dump, operations, refusals


def _resource(call: Call) -> str | None:
    return f"role {call.input['RoleName']}" if "RoleName" in call.input else None


SERVICE = Service(
    filled=operations.FILLED,
    install=operations.install,
    refusals=refusals.RULES,
    unseen={"GenerateCredentialReport", "GenerateServiceLastAccessedDetails"},
    dump=dump.state,
    switches=[refusals.NEEDS_SUBJECT],
    resource=_resource,
)

"""What AWS refuses and moto lets pass, where a client could come to rely on it.

These are answers, not violations: a correct client may well meet them.
"""

from __future__ import annotations

from ..message import Answer
from . import envelopes, refusals_iam, refusals_s3, refusals_secretsmanager
from .call import Call
from .refused import Refused, Switches

RULES = {"iam": refusals_iam.RULES, "s3": refusals_s3.RULES, "secretsmanager": refusals_secretsmanager.RULES}


def refusal(call: Call, switches: Switches) -> Answer | None:
    """AWS's refusal of a well-formed request, if it has one that moto lacks."""
    try:
        if call.service == "s3":
            refusals_s3.bucket_of_caller(call)
        rule = RULES.get(call.service, {}).get(call.name)
        if rule:
            rule(call, switches)
    except Refused as refused:
        answer = envelopes.coded(call.model, call.request, refused.code, refused.status, refused.message)
        answer.headers += list(refused.headers.items())
        return answer
    return None

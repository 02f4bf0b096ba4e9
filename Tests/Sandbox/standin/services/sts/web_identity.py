"""AssumeRoleWithWebIdentity: the token is verified, the provider looked up, the role's trust policy evaluated.

The order of refusals and their words are those that clients of AWS report; what is not reported is ours.
"""

from __future__ import annotations

import base64
import json
import time
from typing import Any

from joserfc.errors import JoseError
from moto.core.responses import ActionResult
from moto.iam.models import iam_backends
from moto.sts.responses import TokenResponse

from ...aws import context
from ...aws.call import Call
from ...aws.credentials import PARTITION
from ...aws.refused import Refused, Switches
from ...issuer import keys
from .. import cloudtrail
from . import trust

ACTION = "sts:AssumeRoleWithWebIdentity"
NO_JWT = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
NO_KEY = "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"
NOT_YOU = f"Not authorized to perform {ACTION}"
# The claims of GitHub's that STS makes condition keys of, beside those that every issuer has.
EVERYBODYS = ("sub", "aud", "amr")
GITHUBS = ("actor", "actor_id", "job_workflow_ref", "repository", "repository_id", "workflow", "ref", "environment", "enterprise_id")


def judge(call: Call, _: Switches) -> None:
    """Refuses, or lets moto make the session; CloudTrail keeps what was refused."""
    given = call.input
    account = _account(given["RoleArn"])
    claims: dict[str, Any] = {}
    try:
        claims = _said(given["WebIdentityToken"])
        _judge(call, account, claims)
    except Refused as refused:
        cloudtrail.sign_in(
            call.region, account, provider_of(account, claims), claims, given, call.request.header("user-agent"), refused=refused.code
        )
        raise


def _account(arn: str) -> str:
    parts = arn.split(":")
    if len(parts) != 6 or parts[:3] != ["arn", PARTITION, "iam"] or not parts[5].startswith("role/"):
        raise Refused("ValidationError", 400, "Request ARN is invalid")
    return parts[4]


def _said(token: str) -> dict[str, Any]:
    """The claims of a token as it says them, believed or not."""
    try:
        _, body, _ = token.split(".")
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        assert isinstance(claims, dict)
    except (ValueError, AssertionError):
        raise Refused("InvalidIdentityToken", 400, NO_JWT) from None
    return claims


def _judge(call: Call, account: str, claims: dict[str, Any]) -> None:
    missing = next((name for name in ("iss", "sub", "aud", "exp", "iat") if name not in claims), None)
    if missing:
        raise Refused("InvalidIdentityToken", 400, f"Missing a required claim: {missing}")
    now = int(time.time())
    if int(claims["exp"]) <= now:
        raise Refused(
            "ExpiredTokenException", 400, f"Token expired: current date/time {now} must be before the expiration date/time {claims['exp']}"
        )
    provider = provider_of(account, claims)
    if provider is None:
        raise Refused("InvalidIdentityToken", 400, f"No OpenIDConnect provider found in your account for {claims['iss']}")
    try:
        keys.verified(call.input["WebIdentityToken"])
    except (JoseError, ValueError):
        raise Refused("InvalidIdentityToken", 400, NO_KEY) from None
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if not set(audiences) & set(provider.client_id_list):
        raise Refused("InvalidIdentityToken", 400, "Incorrect token audience")
    role = next((role for role in iam_backends[account][PARTITION].roles.values() if role.arn == call.input["RoleArn"]), None)
    if role is None or not trust.admits(role, "Federated", {provider.arn}, ACTION, _keys(call, provider, claims)):
        raise Refused("AccessDenied", 403, NOT_YOU)
    if call.input.get("DurationSeconds", 3600) > int(role.max_session_duration or 3600):
        raise Refused("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")


def provider_of(account: str, claims: dict[str, Any]) -> Any:
    """The identity provider of an account for a token's issuer; None where there is none."""
    url = str(claims.get("iss", "")).removeprefix("https://")
    providers = iam_backends[account][PARTITION].open_id_providers.values()
    return next((provider for provider in providers if provider.url.removeprefix("https://") == url), None)


def _keys(call: Call, provider: Any, claims: dict[str, Any]) -> dict[str, list[str]]:
    prefix = provider.url.removeprefix("https://").lower()
    mapped = EVERYBODYS + (GITHUBS if prefix.startswith("token.actions.") else ())
    said = {name: claims[name] if isinstance(claims[name], list) else [claims[name]] for name in mapped if name in claims}
    return {
        **context.of_request(call),
        **{f"{prefix}:{name}": [str(value) for value in values] for name, values in said.items()},
        "aws:federatedprovider": [provider.arn],
        "sts:rolesessionname": [call.input["RoleSessionName"]],
    }


def _answer(self: TokenResponse) -> ActionResult:
    """The session, and what STS says of the token that it was made for."""
    given: dict[str, Any] = {
        name: self._get_param(name) for name in ("RoleArn", "RoleSessionName", "WebIdentityToken", "Policy", "PolicyArns")
    }
    given["DurationSeconds"] = self._get_int_param("DurationSeconds", 3600)
    claims = _said(given["WebIdentityToken"])
    account = _account(given["RoleArn"])
    session = self.backend.assume_role_with_web_identity(
        region_name=self.region, role_session_name=given["RoleSessionName"], role_arn=given["RoleArn"], policy=given["Policy"],
        duration=given["DurationSeconds"], external_id=None,
    )  # fmt: skip
    session.policy_arns = [entry["arn"] for entry in given["PolicyArns"] or []]
    provider = provider_of(account, claims)
    audience = claims["aud"][0] if isinstance(claims["aud"], list) else claims["aud"]
    assumed = {"AssumedRoleId": session.user_id, "Arn": session.arn}
    cloudtrail.sign_in(
        self.region, account, provider, claims, given, self.headers.get("User-Agent", ""), assumed=assumed, key=session.access_key_id
    )
    return ActionResult({
        "Credentials": session, "SubjectFromWebIdentityToken": claims["sub"], "AssumedRoleUser": assumed,
        "Provider": provider.arn, "Audience": audience, **({"PackedPolicySize": 6} if given["Policy"] else {}),
    })  # fmt: skip


def install() -> None:
    """Puts our answer in the place of moto's."""
    TokenResponse.assume_role_with_web_identity = _answer  # type: ignore[method-assign]

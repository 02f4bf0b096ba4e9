"""Signature Version 4, recomputed with botocore for every request."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from ..message import Request

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/, ]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request,"
    r"\s*SignedHeaders=(?P<headers>[^,]+),\s*Signature=(?P<signature>[0-9a-f]{64})"
)
SKEW = datetime.timedelta(minutes=15)
GLOBAL_SERVICES = {"iam": "us-east-1"}


@dataclass(frozen=True)
class Scope:
    """What an Authorization header claims."""

    key: str
    date: str
    region: str
    service: str
    headers: tuple[str, ...]
    signature: str


@dataclass(frozen=True)
class Fault:
    """Why a signature is not accepted; `kind` picks the wording of each protocol."""

    kind: str
    message: str


# Looks up the secret and the session token of an access key.
Keys = Callable[[str], "tuple[str, str | None] | None"]


def scope(request: Request) -> Scope | None:
    """Reads the Authorization header; None when it is absent or not Version 4."""
    found = AUTHORIZATION.fullmatch(request.header("authorization"))
    if not found:
        return None
    return Scope(**{**found.groupdict(), "headers": tuple(found["headers"].split(";"))})


def verify(request: Request, claimed: Scope, keys: Keys) -> Fault | None:
    """Judges a signed request; None means that it is good."""
    known = keys(claimed.key)
    if known is None:
        return Fault("unknown-key", "The security token included in the request is invalid.")
    secret, token = known
    # A long-term key goes without a token: one left over from a session is refused too.
    if request.header("x-amz-security-token") != (token or ""):
        return Fault("unknown-key", "The security token included in the request is invalid")
    return _date(request, claimed) or _headers(request, claimed) or _content(request, claimed) or _signature(request, claimed, secret)


def _date(request: Request, claimed: Scope) -> Fault | None:
    stamp = request.header("x-amz-date")
    try:
        when = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
    except ValueError:
        return Fault("incomplete", "Date must be in ISO-8601 'basic format'.")
    if stamp[:8] != claimed.date:
        return Fault("mismatch", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date.")
    if abs(datetime.datetime.now(datetime.UTC) - when) > SKEW:
        return Fault("skew", f"Signature expired or not yet valid: {stamp}")
    wanted = GLOBAL_SERVICES.get(claimed.service)
    if wanted and claimed.region != wanted:
        return Fault("mismatch", f"Credential should be scoped to a valid region, not '{claimed.region}'.")
    return None


def _headers(request: Request, claimed: Scope) -> Fault | None:
    present = {name for name, _ in request.headers}
    needed = {"host", "x-amz-date"} | {name for name in present if name.startswith("x-amz-")}
    unsigned = sorted(needed - set(claimed.headers))
    if unsigned:
        return Fault("mismatch", "There were headers present in the request which were not signed: " + ", ".join(unsigned))
    if list(claimed.headers) != sorted(claimed.headers):
        return Fault("mismatch", "SignedHeaders must be sorted.")
    return None


def _content(request: Request, claimed: Scope) -> Fault | None:
    """S3 wants the hash of the payload in a header, and wants it right."""
    stated = request.header("x-amz-content-sha256")
    if not stated:
        return Fault("content", "Missing required header for this request: x-amz-content-sha256") if claimed.service == "s3" else None
    if stated.startswith(("UNSIGNED-PAYLOAD", "STREAMING-")):
        return None
    if stated != hashlib.sha256(request.body).hexdigest():
        return Fault("content", "The provided 'x-amz-content-sha256' header does not match what was computed.")
    return None


def _signature(request: Request, claimed: Scope, secret: str) -> Fault | None:
    query = "&".join(f"{_encode(key)}={_encode(value)}" for key, value in request.query)
    url = f"http://{request.header('host')}{request.raw_path}" + (f"?{query}" if query else "")
    headers = {name: ",".join(v for n, v in request.headers if n == name) for name in claimed.headers}
    signed = AWSRequest(method=request.method, url=url, data=request.body, headers=headers)
    signed.context["timestamp"] = request.header("x-amz-date")
    signer = (S3SigV4Auth if claimed.service == "s3" else SigV4Auth)(Credentials(claimed.key, secret), claimed.service, claimed.region)
    text = signer.string_to_sign(signed, signer.canonical_request(signed))
    if signer.signature(text, signed) == claimed.signature:
        return None
    return Fault(
        "mismatch",
        "The request signature we calculated does not match the signature you provided. "
        "Check your AWS Secret Access Key and signing method.",
    )


def _encode(text: str) -> str:
    return quote(text, safe="-_.~")

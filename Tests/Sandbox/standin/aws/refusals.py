"""What AWS refuses and moto lets pass, where a client could come to rely on it.

These are answers, not violations: a correct client may well meet them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Callable
from typing import Any

from moto.iam.models import iam_backends
from moto.s3.models import FakeBucket, FakeDeleteMarker, s3_backends

from ..message import Answer
from . import envelopes
from .call import Call
from .credentials import PARTITION, caller


class Refused(Exception):
    """A refusal with the service's own code and HTTP status."""

    def __init__(self, code: str, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.code, self.status, self.message, self.headers = code, status, message, headers or {}


class Switches:
    """Refusals that only AWS makes and that a test turns on by name."""

    NAMES = ("trust-policy-needs-sub",)

    def __init__(self) -> None:
        self.on: set[str] = set()


def refusal(call: Call, switches: Switches) -> Answer | None:
    """AWS's refusal of a well-formed request, if it has one that moto lacks."""
    try:
        if call.service == "s3":
            _bucket_of_caller(call)
        rule = RULES.get((call.service, call.name))
        if rule:
            rule(call, switches)
    except Refused as refused:
        answer = envelopes.coded(call.model, call.request, refused.code, refused.status, refused.message)
        answer.headers += list(refused.headers.items())
        return answer
    return None


def _iam(call: Call) -> Any:
    return iam_backends[caller(call.key)[0]][PARTITION]


def _policy_not_attached(call: Call, _: Switches) -> None:
    policy = _iam(call).managed_policies.get(call.input["PolicyArn"])
    if policy is None:
        return
    iam = _iam(call)
    holders = [*iam.roles.values(), *iam.users.values(), *iam.groups.values()]
    if any(policy.arn in holder.managed_policies for holder in holders):
        raise Refused("DeleteConflict", 409, "Cannot delete a policy attached to entities.")
    if len(policy.versions) > 1:
        raise Refused("DeleteConflict", 409, "This policy has more than one version. Before you delete a policy, you must delete the policy's versions.")  # fmt: skip


def _user_is_bare(call: Call, _: Switches) -> None:
    user = _iam(call).users.get(call.input["UserName"])
    if user is not None and user.access_keys:
        raise Refused("DeleteConflict", 409, "Cannot delete entity, must delete access keys first.")
    if user is not None and user.policies:
        raise Refused("DeleteConflict", 409, "Cannot delete entity, must delete policies first.")


def _provider_exists(call: Call, _: Switches) -> None:
    arn = call.input["OpenIDConnectProviderArn"]
    if arn not in _iam(call).open_id_providers:
        raise Refused("NoSuchEntity", 404, f"OpenIDConnect Provider not found for arn {arn}")


def _provider_is_new(call: Call, _: Switches) -> None:
    url = call.input["Url"]
    if not url.startswith("https://"):
        raise Refused("InvalidInput", 400, "Invalid Open ID Connect Provider URL")
    if any(provider.url == url.removeprefix("https://") for provider in _iam(call).open_id_providers.values()):
        raise Refused("EntityAlreadyExists", 409, f"Provider with url {url} already exists.")


def _audiences_fit(call: Call, _: Switches) -> None:
    provider = _iam(call).open_id_providers.get(call.input["OpenIDConnectProviderArn"])
    if provider and len({*provider.client_id_list, call.input["ClientID"]}) > 100:
        raise Refused("LimitExceeded", 409, "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100")


def _trust_policy(member: str) -> Callable[[Call, Switches], None]:
    def rule(call: Call, switches: Switches) -> None:
        document = _policy(call.input[member])
        if len(call.input[member]) > 2048:
            raise Refused("LimitExceeded", 409, "Cannot exceed quota for ACLSizePerRole: 2048")
        for statement in _statements(document):
            if not statement.get("Principal") and not statement.get("NotPrincipal"):
                raise Refused("MalformedPolicyDocument", 400, "Missing required field Principal")
            if "Resource" in statement or "NotResource" in statement:
                raise Refused("MalformedPolicyDocument", 400, "Has prohibited field Resource")
            if "trust-policy-needs-sub" in switches.on:
                _needs_subject(statement)

    return rule


def _policy(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError:
        raise Refused("MalformedPolicyDocument", 400, "This policy contains invalid Json") from None
    if not isinstance(document, dict) or not _statements(document):
        raise Refused("MalformedPolicyDocument", 400, "Syntax errors in policy.")
    if any(statement.get("Effect") not in ("Allow", "Deny") for statement in _statements(document)):
        raise Refused("MalformedPolicyDocument", 400, "Missing required field Effect")
    return document


def _statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    found = document.get("Statement", [])
    found = found if isinstance(found, list) else [found]
    return [statement for statement in found if isinstance(statement, dict)]


def _needs_subject(statement: dict[str, Any]) -> None:
    """GitHub's issuer is shared by everyone; IAM wants to know which tenant is meant."""
    principal = statement.get("Principal", {})
    federated = principal.get("Federated", []) if isinstance(principal, dict) else []
    providers = [federated] if isinstance(federated, str) else federated
    if statement.get("Effect") != "Allow" or not any("token.actions.githubusercontent.com" in arn for arn in providers):
        return
    tested = {key.lower() for block in statement.get("Condition", {}).values() for key in block}
    if not any(key.endswith((":sub", ":job_workflow_ref")) for key in tested):
        raise Refused("MalformedPolicyDocument", 400, "The trust policy must evaluate the sub or job_workflow_ref condition key of the provider token.actions.githubusercontent.com.")  # fmt: skip


def _bucket(call: Call) -> FakeBucket | None:
    name = call.input.get("Bucket")
    partition, account = s3_backends.bucket_accounts.get(name, (None, None))
    return s3_backends[account][partition].buckets.get(name) if account else None


def _bucket_of_caller(call: Call) -> None:
    """Region first, then owner, as S3 does for every operation on a bucket."""
    bucket = _bucket(call)
    if bucket is None or call.name == "CreateBucket":
        return
    region = {"x-amz-bucket-region": bucket.region_name}
    if bucket.region_name != call.region and call.name != "GetBucketLocation":
        raise Refused("PermanentRedirect", 301, "The bucket you are attempting to access must be addressed using the specified endpoint.", region)  # fmt: skip
    expected = call.request.header("x-amz-expected-bucket-owner")
    if bucket.account_id != caller(call.key)[0] or expected not in ("", bucket.account_id):
        raise Refused("AccessDenied", 403, "Access Denied", region)


def _bucket_is_empty(call: Call, _: Switches) -> None:
    bucket = _bucket(call)
    if bucket is not None and any(bucket.keys.getlist(name) for name in list(bucket.keys)):
        raise Refused("BucketNotEmpty", 409, "The bucket you tried to delete is not empty")


def _bucket_may_be_made(call: Call, _: Switches) -> None:
    name = call.input["Bucket"]
    there = _bucket(call)
    if there is not None and there.account_id != caller(call.key)[0]:
        raise Refused("BucketAlreadyExists", 409, "The requested bucket name is not available. The bucket namespace is shared by all users of the system.")  # fmt: skip
    plain = all(part and set(part) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for part in name.split("."))
    if not (3 <= len(name) <= 63 and plain and name[0] != "-" and name[-1] != "-"):
        raise Refused("InvalidBucketName", 400, "The specified bucket is not valid.")


def _checksummed(call: Call, _: Switches) -> None:
    """S3 takes some configuration only with a checksum of the body, and verifies it."""
    body = call.request.body
    sums = {
        "content-md5": lambda: hashlib.md5(body, usedforsecurity=False).digest(),
        "x-amz-checksum-sha1": lambda: hashlib.sha1(body, usedforsecurity=False).digest(),
        "x-amz-checksum-sha256": lambda: hashlib.sha256(body).digest(),
        "x-amz-checksum-crc32": lambda: zlib.crc32(body).to_bytes(4, "big"),
    }
    for name, compute in sums.items():
        stated = call.request.header(name)
        if stated and stated != base64.b64encode(compute()).decode():
            raise Refused("BadDigest", 400, f"The {name} you specified did not match what we received.")
    given = any(name == "content-md5" or name.startswith("x-amz-checksum-") for name, _ in call.request.headers)
    if call.operation.http_checksum.get("requestChecksumRequired") and not given:
        raise Refused("InvalidRequest", 400, "Missing required header for this request: Content-MD5 OR x-amz-checksum-*")


def _bucket_policy(call: Call, switches: Switches) -> None:
    _checksummed(call, switches)
    try:
        document = _policy(call.input["Policy"])
    except Refused as refused:
        raise Refused("MalformedPolicy", 400, refused.message) from None
    for statement in _statements(document):
        if not statement.get("Principal") and not statement.get("NotPrincipal"):
            raise Refused("MalformedPolicy", 400, "Missing required field Principal")


def _distinct_tags(call: Call, switches: Switches) -> None:
    _checksummed(call, switches)
    keys = [tag["Key"] for tag in call.input["Tagging"]["TagSet"]]
    if len(set(keys)) != len(keys):
        raise Refused("InvalidTag", 400, "Cannot provide multiple Tags with the same key")


def _one_wildcard(call: Call, switches: Switches) -> None:
    _checksummed(call, switches)
    for rule in call.input["CORSConfiguration"]["CORSRules"]:
        for origin in rule["AllowedOrigins"]:
            if origin.count("*") > 1:
                raise Refused("InvalidRequest", 400, f'AllowedOrigin "{origin}" can not have more than one wildcard.')


def _object_exists_as_marker(call: Call, _: Switches) -> None:
    """A key whose newest version is a delete marker is absent for tagging."""
    bucket = _bucket(call)
    if bucket is not None and isinstance(bucket.keys.get(call.input["Key"]), FakeDeleteMarker):
        raise Refused("NoSuchKey", 404, "The specified key does not exist.")


RULES: dict[tuple[str, str], Callable[[Call, Switches], None]] = {
    ("iam", "DeletePolicy"): _policy_not_attached,
    ("iam", "DeleteUser"): _user_is_bare,
    ("iam", "DeleteOpenIDConnectProvider"): _provider_exists,
    ("iam", "CreateOpenIDConnectProvider"): _provider_is_new,
    ("iam", "AddClientIDToOpenIDConnectProvider"): _audiences_fit,
    ("iam", "CreateRole"): _trust_policy("AssumeRolePolicyDocument"),
    ("iam", "UpdateAssumeRolePolicy"): _trust_policy("PolicyDocument"),
    ("s3", "CreateBucket"): _bucket_may_be_made,
    ("s3", "DeleteBucket"): _bucket_is_empty,
    ("s3", "PutBucketPolicy"): _bucket_policy,
    ("s3", "PutBucketCors"): _one_wildcard,
    ("s3", "PutObjectTagging"): _distinct_tags,
    ("s3", "PutBucketTagging"): _distinct_tags,
    ("s3", "GetObjectTagging"): _object_exists_as_marker,
    **{
        ("s3", name): _checksummed
        for name in ("PutObject", "DeleteObjects", "PutBucketEncryption", "PutBucketVersioning", "PutPublicAccessBlock", "PutBucketOwnershipControls")  # fmt: skip
    },
}

"""S3: whose bucket, in which Region, is it empty, and does the checksum fit."""

from __future__ import annotations

import base64
import hashlib
import zlib

from moto.s3.models import OWNER, FakeBucket, FakeDeleteMarker, s3_backends

from ...aws.call import Call
from ...aws.credentials import caller
from ...aws.refused import Refused, Switches, policy, statements


def _bucket(call: Call) -> FakeBucket | None:
    name = call.input.get("Bucket")
    partition, account = s3_backends.bucket_accounts.get(name, (None, None))
    return s3_backends[account][partition].buckets.get(name) if account else None


def bucket_of_caller(call: Call, _: Switches) -> None:
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
        document = policy(call.input["Policy"])
    except Refused as refused:
        raise Refused("MalformedPolicy", 400, refused.message) from None
    for statement in statements(document):
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


def _newest_is_no_marker(call: Call, _: Switches) -> None:
    """A key whose newest version is a delete marker is absent for tagging."""
    bucket = _bucket(call)
    if bucket is not None and isinstance(bucket.keys.get(call.input["Key"]), FakeDeleteMarker):
        raise Refused("NoSuchKey", 404, "The specified key does not exist.")


def _owned(call: Call, switches: Switches) -> None:
    """Ownership is not enforced while an ACL lets somebody else in."""
    _checksummed(call, switches)
    rules = call.input["OwnershipControls"]["Rules"]
    bucket = _bucket(call)
    if bucket is None or bucket.acl is None or not any(rule["ObjectOwnership"] == "BucketOwnerEnforced" for rule in rules):
        return
    if any(grantee.id != OWNER for grant in bucket.acl.grants for grantee in grant.grantees):
        raise Refused("InvalidBucketAclWithObjectOwnership", 400, "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")  # fmt: skip


def _no_acl(call: Call, _: Switches) -> None:
    """An ACL is taken where ownership leaves room for one."""
    bucket, acl = _bucket(call), call.input.get("ACL")
    if bucket is not None and "Key" not in call.input and bucket.ownership_rule == "BucketOwnerEnforced" and acl != "private":
        raise Refused("AccessControlListNotSupported", 400, "The bucket does not allow ACLs")


def _versioned(call: Call, switches: Switches) -> None:
    """Versions stay where others depend on them."""
    _checksummed(call, switches)
    bucket = _bucket(call)
    if bucket is None or call.input["VersioningConfiguration"].get("Status") != "Suspended":
        return
    what = "An Object Lock" if bucket.object_lock_enabled else "A replication" if getattr(bucket, "replication", None) else None
    if what:
        raise Refused("InvalidBucketState", 409, f"{what} configuration is present on this bucket, so the versioning state cannot be changed.")  # fmt: skip


def _locked(call: Call, switches: Switches) -> None:
    """What a default retention will lock comes with a checksum."""
    bucket = _bucket(call)
    given = any(name == "content-md5" or name.startswith("x-amz-checksum-") for name, _ in call.request.headers)
    if bucket is not None and bucket.has_default_lock and not given:
        raise Refused("InvalidRequest", 400, "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters")  # fmt: skip
    _checksummed(call, switches)


def _ten_tags(call: Call, switches: Switches) -> None:
    _distinct_tags(call, switches)
    if len(call.input["Tagging"]["TagSet"]) > 10:
        raise Refused("BadRequest", 400, "Object tags cannot be greater than 10")


RULES = {
    "CreateBucket": _bucket_may_be_made,
    "DeleteBucket": _bucket_is_empty,
    "PutBucketPolicy": _bucket_policy,
    "PutBucketCors": _one_wildcard,
    "PutObjectTagging": _ten_tags,
    "PutBucketTagging": _distinct_tags,
    "GetObjectTagging": _newest_is_no_marker,
    "PutObject": _locked,
    "DeleteObjects": _checksummed,
    "PutBucketEncryption": _checksummed,
    "PutBucketVersioning": _versioned,
    "PutPublicAccessBlock": _checksummed,
    "PutBucketOwnershipControls": _owned,
    "PutBucketAcl": _no_acl,
}

"""S3: a new bucket is private, encrypted and owner-enforced, as since April 2023.

And bucket policies are judged with their conditions: moto denies whatever a
conditional statement names, so the common "deny unless TLS" would shut out
everybody. A loopback port stands for a TLS endpoint here.

And a deleted bucket is forgotten with its tags, and those of its objects: moto
keeps tags by ARN, so the next bucket of that name would come with them. All
else that is configured on a bucket goes with it in moto too.

And the answer to GetBucketVersioning has S3's own root (S3 API Reference), and
GetObjectRetention tells of a lock instead of the object.
"""

from __future__ import annotations

import json
from typing import Any

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket, PublicAccessBlock, S3Backend
from moto.s3.responses import S3Response

from ...access import Turn
from ...aws.credentials import OPERATOR
from ...policies.evaluate import decide

FILLED = {"GetPublicAccessBlock", "GetBucketEncryption", "GetBucketOwnershipControls", "GetObjectRetention"}


def default_encryption() -> dict[str, Any]:
    """The encryption every bucket falls back to, in the form moto parses from XML."""
    return {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}}


def _get_permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    if self.policy is None or Turn.judged:
        return PermissionResult.NEUTRAL
    policy = json.loads(self.policy)
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    about_caller = {"Statement": [s for s in statements if _names_caller(s.get("Principal"), self.account_id)]}
    context = {
        "aws:securetransport": ["true"],
        "aws:principalaccount": [self.account_id],
        "aws:principalarn": [f"arn:aws:iam::{self.account_id}:role/{OPERATOR.role}"],
        "s3:resourceaccount": [self.account_id],
    }
    decision, _ = decide([("bucket", about_caller)], action, resource, context)
    return {"explicitDeny": PermissionResult.DENIED, "allowed": PermissionResult.PERMITTED}.get(decision, PermissionResult.NEUTRAL)


def _names_caller(principal: Any, account: str) -> bool:
    """Whether a principal element means the operator; the root user is judged as one, others never get this far."""
    if principal == "*":
        return True
    named = principal.get("AWS", []) if isinstance(principal, dict) else []
    wanted = {"*", account, f"arn:aws:iam::{account}:root", f"arn:aws:iam::{account}:role/{OPERATOR.role}"}
    return bool(wanted & {named} if isinstance(named, str) else wanted & set(named))


def _forget_tags(backend: S3Backend, bucket: FakeBucket) -> None:
    for arn in list(backend.tagger.tags):
        if arn == bucket.arn or arn.startswith(f"{bucket.arn}/"):
            backend.tagger.delete_all_tags_for_resource(arn)


def install() -> None:
    """Gives new buckets AWS's defaults, returns to them when encryption is deleted, forgets what is deleted."""
    create, delete = FakeBucket.__init__, S3Backend.delete_bucket
    versioning = S3Response.get_bucket_versioning

    def with_defaults(self: FakeBucket, *args: Any, **kwargs: Any) -> None:
        create(self, *args, **kwargs)
        self.public_access_block = PublicAccessBlock(True, True, True, True)  # type: ignore[arg-type]
        self.encryption = default_encryption()
        self.ownership_rule = "BucketOwnerEnforced"  # type: ignore[assignment]

    def delete_encryption(self: S3Backend, bucket_name: str) -> None:
        self.get_bucket(bucket_name).encryption = default_encryption()

    def delete_bucket(self: S3Backend, bucket_name: str) -> FakeBucket | None:
        bucket = delete(self, bucket_name)
        if bucket is not None:
            _forget_tags(self, bucket)
        return bucket

    def get_bucket_versioning(self: S3Response) -> Any:
        status, headers, body = versioning(self)
        text = body.decode() if isinstance(body, bytes) else body
        return status, headers, text.replace("GetBucketVersioningResponse", "VersioningConfiguration")

    read = S3Response._key_response_get

    def read_or_tell(self: S3Response, query: dict[str, Any], key_name: str) -> Any:
        if "retention" not in query:
            return read(self, query, key_name)
        key, _ = self._get_key()
        if not key.lock_mode:
            text = (
                "<Error><Code>NoSuchObjectLockConfiguration</Code>"
                "<Message>The specified object does not have a ObjectLock configuration</Message></Error>"
            )
            return 404, {"Content-Type": "application/xml"}, text
        until = f"<RetainUntilDate>{key.lock_until}</RetainUntilDate>"
        text = f'<Retention xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Mode>{key.lock_mode}</Mode>{until}</Retention>'
        return 200, {"Content-Type": "application/xml"}, text

    S3Response._key_response_get = read_or_tell  # type: ignore[method-assign]
    S3Response.get_bucket_versioning = get_bucket_versioning  # type: ignore[method-assign]
    FakeBucket.__init__ = with_defaults  # type: ignore[method-assign]
    FakeBucket.get_permission = _get_permission  # type: ignore[method-assign]
    S3Backend.delete_bucket = delete_bucket  # type: ignore[method-assign]
    S3Backend.delete_bucket_encryption = delete_encryption  # type: ignore[method-assign]

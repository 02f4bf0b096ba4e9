"""S3: a new bucket is private, encrypted and owner-enforced, as since April 2023."""

from __future__ import annotations

from typing import Any

from moto.s3.models import FakeBucket, PublicAccessBlock, S3Backend

FILLED = {("s3", "GetPublicAccessBlock"), ("s3", "GetBucketEncryption"), ("s3", "GetBucketOwnershipControls")}


def default_encryption() -> dict[str, Any]:
    """The encryption every bucket falls back to, in the form moto parses from XML."""
    return {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}}


def install() -> None:
    """Gives new buckets AWS's defaults, and returns to them when encryption is deleted."""
    create = FakeBucket.__init__

    def with_defaults(self: FakeBucket, *args: Any, **kwargs: Any) -> None:
        create(self, *args, **kwargs)
        self.public_access_block = PublicAccessBlock(True, True, True, True)  # type: ignore[arg-type]
        self.encryption = default_encryption()
        self.ownership_rule = "BucketOwnerEnforced"  # type: ignore[assignment]

    def delete_encryption(self: S3Backend, bucket_name: str) -> None:
        self.get_bucket(bucket_name).encryption = default_encryption()

    FakeBucket.__init__ = with_defaults  # type: ignore[method-assign]
    S3Backend.delete_bucket_encryption = delete_encryption  # type: ignore[method-assign]

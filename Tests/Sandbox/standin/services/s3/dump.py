"""S3: buckets with their configuration, and every version of every object by hash."""

from __future__ import annotations

import hashlib
from typing import Any

from moto.s3.models import FakeDeleteMarker, s3_backends

from ...tags import plain


def state(account: str) -> dict[str, Any]:
    """The buckets of an account by name."""
    backend = s3_backends[account]["aws"]
    return {"buckets": {name: _bucket(backend, bucket) for name, bucket in backend.buckets.items()}}


def _bucket(backend: Any, bucket: Any) -> dict[str, Any]:
    policy = bucket.policy
    return {
        "region": bucket.region_name,
        "cors": [_cors(rule) for rule in bucket.cors],
        "policy": policy.decode() if isinstance(policy, bytes) else policy,
        "encryption": bucket.encryption,
        "versioning": bucket.versioning_status,
        "public_access_block": bucket.public_access_block and bucket.public_access_block.to_config_dict(),
        "ownership": bucket.ownership_rule,
        "logging": bucket.logging,
        "lifecycle": [rule.to_config_dict() for rule in bucket.rules],
        "tags": plain(backend.tagger.get_tag_dict_for_resource(bucket.arn)),
        "objects": {name: [_version(backend, version) for version in bucket.keys.getlist(name)] for name in list(bucket.keys)},
    }


def _cors(rule: Any) -> dict[str, Any]:
    return {
        "id": rule.id_,
        "methods": rule.allowed_methods,
        "origins": rule.allowed_origins,
        "headers": rule.allowed_headers,
        "expose": rule.exposed_headers,
        "max_age": rule.max_age_seconds and int(rule.max_age_seconds),
    }


def _version(backend: Any, version: Any) -> dict[str, Any]:
    if isinstance(version, FakeDeleteMarker):
        return {"delete_marker": True}
    return {
        "sha256": hashlib.sha256(version.value).hexdigest(),
        "size": len(version.value),
        "metadata": {name: text for name, text in version.metadata.items() if _told(name)},
        "encryption": version.encryption,
        "tags": plain(backend.tagger.get_tag_dict_for_resource(version.arn)),
    }


def _told(name: str) -> bool:
    """Whether a header is what the uploader said of the object, and not how it was sent."""
    return name.startswith("x-amz-meta-") or not name.startswith("x-amz-")

"""S3: the defaults of today's buckets, what AWS refuses, what the dump shows."""

from __future__ import annotations

from ...aws.call import Call
from ...service import Service
from . import dump, operations, refusals


def _resource(call: Call) -> str | None:
    if "Bucket" not in call.input:
        return None
    key = call.input.get("Key")
    return f'"arn:aws:s3:::{call.input["Bucket"]}' + (f'/{key}"' if key else '"')


SERVICE = Service(
    filled=operations.FILLED,
    install=operations.install,
    refusals=refusals.RULES,
    refuse=refusals.bucket_of_caller,
    dump=dump.state,
    resource=_resource,
)

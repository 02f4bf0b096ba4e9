"""SQS: moto's, and what of it the dump shows; messages are not."""

from __future__ import annotations

import json
from typing import Any

from moto.sqs.models import sqs_backends

from ..service import Service, by_region

SHOWN = (
    "delay_seconds", "maximum_message_size", "message_retention_period", "visibility_timeout", "kms_master_key_id",
    "sqs_managed_sse_enabled", "redrive_policy",
)  # fmt: skip


def _queues(backend: Any) -> dict[str, Any]:
    return {
        queue.name: {
            **{name: getattr(queue, name, None) for name in SHOWN},
            "policy": json.loads(queue.policy) if queue.policy else None,
            "tags": dict(queue.tags),
        }
        for queue in backend.queues.values()
    }


SERVICE = Service(
    unseen={
        "SendMessage", "SendMessageBatch", "ReceiveMessage", "DeleteMessage", "DeleteMessageBatch", "ChangeMessageVisibility",
        "ChangeMessageVisibilityBatch", "PurgeQueue",
    },
    dump=by_region(sqs_backends, _queues),
)  # fmt: skip

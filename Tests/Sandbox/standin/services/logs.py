"""CloudWatch Logs: moto's; groups are shown, what is written into them is not."""

from __future__ import annotations

from typing import Any

from moto.logs.models import logs_backends

from ..service import Service, by_region


def _groups(backend: Any) -> dict[str, Any]:
    tags = backend.tagger.get_tag_dict_for_resource
    # An ARN ends in `:*` where CreateLogGroup said it, and does not where TagResource does.
    return {
        name: {"retention": group.retention_in_days, "tags": {**tags(group.arn), **tags(group.arn.removesuffix(":*"))}}
        for name, group in backend.groups.items()
    }


SERVICE = Service(unseen={"PutLogEvents", "CreateLogStream", "StartQuery"}, dump=by_region(logs_backends, _groups))

"""CloudWatch Logs: moto's; groups are shown, what is written into them is not."""

from __future__ import annotations

from typing import Any

from moto.logs.models import logs_backends

from ..service import Service, by_region


def _groups(backend: Any) -> dict[str, Any]:
    return {name: {"retention": group.retention_in_days} for name, group in backend.groups.items()}


SERVICE = Service(unseen={"PutLogEvents", "CreateLogStream", "StartQuery"}, dump=by_region(logs_backends, _groups))

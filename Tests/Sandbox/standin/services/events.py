"""EventBridge: moto's, and what of it the dump shows."""

from __future__ import annotations

from typing import Any

from moto.events.models import events_backends

from ..service import Service, by_region
from ..tags import plain


def _rules(backend: Any) -> dict[str, Any]:
    return {
        rule.name: {
            "description": rule.description,
            "pattern": rule.event_pattern.dump(),
            "schedule": rule.scheduled_expression,
            "state": rule.state,
            "role": rule.role_arn,
            "targets": rule.targets,
            "tags": plain(backend.tagger.get_tag_dict_for_resource(rule.arn)),
        }
        for bus in backend.event_buses.values()
        for rule in bus.rules.values()
    }


SERVICE = Service(unseen={"PutEvents"}, dump=by_region(events_backends, _rules))

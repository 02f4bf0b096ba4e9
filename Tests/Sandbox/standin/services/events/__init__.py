"""EventBridge: rules are moto's; patterns are matched and events delivered here."""

from __future__ import annotations

import json
from typing import Any

from moto.events.models import Rule, events_backends

from ...aws.call import Call
from ...aws.refused import Refused, Switches
from ...service import Service, by_region
from ...tags import plain
from . import bus, patterns
from .bus import emit

__all__ = ["SERVICE", "emit"]


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


def _pattern(text: str) -> Any:
    try:
        pattern = json.loads(text)
    except ValueError:
        raise Refused("InvalidEventPatternException", 400, "Event pattern is not valid. Reason: Filter is not valid JSON") from None
    said = patterns.problem(pattern)
    if said:
        raise Refused("InvalidEventPatternException", 400, f"Event pattern is not valid. Reason: {said}")
    return pattern


def _pattern_is_one(call: Call, _: Switches) -> None:
    if call.input.get("EventPattern"):
        _pattern(call.input["EventPattern"])


def _test(call: Call) -> dict[str, Any]:
    """TestEventPattern: an event has to have the envelope of one."""
    pattern = _pattern(call.input["EventPattern"])
    try:
        event = json.loads(call.input["Event"])
    except ValueError:
        raise Refused("ValidationException", 400, "Parameter Event is not valid.") from None
    needed = ("id", "account", "source", "time", "region", "resources", "detail-type")
    missing = [name for name in needed if not isinstance(event, dict) or name not in event]
    if missing:
        raise Refused("ValidationException", 400, f"Parameter Event is not valid. Reason: {missing[0]} is a required field")
    return {"Result": patterns.matches(pattern, event)}


def _install() -> None:
    """Delivers what is put by anybody by our rules, and leaves to moto the targets that it alone knows."""
    send = Rule.send_to_targets

    def send_to_targets(self: Rule, original_event: Any, transform_input: bool = True) -> None:
        others, targets = bus.deliver(self, original_event), self.targets
        if not others:
            return
        self.targets = others
        try:
            send(self, original_event, transform_input)
        finally:
            self.targets = targets

    Rule.send_to_targets = send_to_targets  # type: ignore[method-assign]


SERVICE = Service(
    answers={"TestEventPattern": _test},
    install=_install,
    refusals={"PutRule": _pattern_is_one},
    unseen={"PutEvents"},
    dump=by_region(events_backends, _rules),
)

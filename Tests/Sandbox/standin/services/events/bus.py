"""From an event to the targets of the rules that it fits: functions and queues that let EventBridge in."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.events.models import Rule, events_backends
from moto.sqs.models import sqs_backends

from ...policies.conditions import hold, listed
from ...policies.patterns import Keys
from .. import lambda_
from . import patterns

WHO = "events.amazonaws.com"


class Muted:
    """While a seed is replayed nothing is delivered: what came of it was recorded itself."""

    on = False


def emit(account: str, region: str, source: str, kind: str, detail: dict[str, Any], resources: list[str]) -> None:
    """An event of a service of AWS, on the account's own bus."""
    event = {
        "version": "0", "id": str(uuid.uuid4()), "detail-type": kind, "source": source, "account": account, "region": region,
        "time": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "resources": resources, "detail": detail,
    }  # fmt: skip
    for rule in list(events_backends[account][region].event_buses["default"].rules.values()):
        deliver(rule, event)


def deliver(rule: Rule, event: dict[str, Any]) -> list[dict[str, Any]]:
    """Hands an event to what the rule aims at; the targets that are nobody's here."""
    pattern = rule.event_pattern.get_pattern()
    if Muted.on or rule.state == "DISABLED" or not pattern or not patterns.matches(pattern, event):
        return []
    others = []
    for target in rule.targets:
        service = target["Arn"].split(":")[2]
        shown = _shown(target, event)
        if service == "lambda":
            problem = _to_function(rule, target["Arn"], shown)
        elif service == "sqs":
            problem = to_queue(target["Arn"], json.dumps(shown), rule.arn)
        else:
            others.append(target)
            continue
        queue = (target.get("DeadLetterConfig") or {}).get("Arn")
        if problem and queue:
            about = {"RULE_ARN": rule.arn, "TARGET_ARN": target["Arn"], "ERROR_CODE": problem, "ERROR_MESSAGE": problem}
            to_queue(queue, json.dumps(event), rule.arn, about)
    return others


def _shown(target: dict[str, Any], event: dict[str, Any]) -> Any:
    """What a target is sent: the event, a part of it, or a text of the rule's."""
    if "Input" in target:
        return json.loads(target["Input"])
    if "InputPath" in target:
        return _part(target["InputPath"], event)
    transformer = target.get("InputTransformer")
    if not transformer:
        return event
    text = transformer["InputTemplate"]
    for name, path in (transformer.get("InputPathsMap") or {}).items():
        value = _part(path, event)
        text = text.replace(f'"<{name}>"', json.dumps(value)).replace(f"<{name}>", value if isinstance(value, str) else json.dumps(value))
    return json.loads(text)


def _part(path: str, event: Any) -> Any:
    for name in path.removeprefix("$").strip(".").split("."):
        event = event.get(name) if isinstance(event, dict) and name else event
    return event


def admits(statements: Any, action: str, source: str) -> bool:
    """Whether a resource's policy lets EventBridge in for a rule."""
    keys: Keys = {"aws:sourcearn": [source], "aws:sourceaccount": [source.split(":")[4]], "aws:securetransport": ["true"]}
    effects = set()
    for statement in listed(statements):
        who = statement.get("Principal")
        named = listed(who.get("Service")) if isinstance(who, dict) else []
        asked = {name.lower() for name in listed(statement.get("Action"))}
        spoken = asked & {action.lower(), "*", f"{action.split(':')[0]}:*".lower()}
        if (who == "*" or WHO in named) and spoken and hold(statement.get("Condition") or {}, keys):
            effects.add(statement["Effect"])
    return effects == {"Allow"}


def _to_function(rule: Rule, arn: str, event: Any) -> str | None:
    account, region, name = arn.split(":")[4], arn.split(":")[3], arn.split(":")[6]
    function = next((f for f in lambda_backends[account][region].list_functions() if f.function_name == name), None)
    if function is None:
        return "RESOURCE_NOT_FOUND"
    statements = function.policy.statements if function.policy else []
    if not admits(statements, "lambda:InvokeFunction", rule.arn):
        return "NO_PERMISSIONS"
    lambda_.begin(account, region, name, event)
    return None


def to_queue(arn: str, body: str, source: str, about: dict[str, str] | None = None) -> str | None:
    """Sends a message if the queue's policy lets EventBridge; why not, otherwise."""
    _, _, _, region, account, name = arn.split(":", 5)
    queue = sqs_backends[account][region].queues.get(name)
    if queue is None:
        return "RESOURCE_NOT_FOUND"
    policy = json.loads(queue.policy) if queue.policy else {}
    if not admits(policy.get("Statement"), "sqs:SendMessage", source):
        return "NO_PERMISSIONS"
    attributes = {key: {"DataType": "String", "StringValue": value} for key, value in (about or {}).items()}
    sqs_backends[account][region].send_message(queue.name, body, message_attributes=attributes)
    return None

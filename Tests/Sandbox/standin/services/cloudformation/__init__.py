"""CloudFormation: a stack engine of our own, whose resources are made by the calls that anybody could make."""

from __future__ import annotations

import hashlib
from typing import Any

from moto.cloudformation.models import cloudformation_backends

from ...aws.credentials import OPERATOR, REGION
from ...service import Service, by_region
from . import changes, flows, ledger, operations, parameters, summary, views
from .ledger import Fault, Ledger, Stack


def _stacks(backend: Any) -> dict[str, Any]:
    kept: Ledger | None = backend.__dict__.get("_ledger")
    return {
        stack.name: {
            "status": stack.status,
            "parameters": {shown["ParameterKey"]: shown["ParameterValue"] for shown in parameters.shown(stack.form.template, stack.form.parameters)},
            "template_sha256": hashlib.sha256(stack.form.text.encode()).hexdigest(),
            "tags": stack.form.tags,
            "role": stack.role,
            "protected": stack.protected or None,
            "outputs": {output["OutputKey"]: output["OutputValue"] for output in stack.outputs},
            "resources": {name: resource.type for name, resource in stack.resources.items() if resource.physical},
        }
        for stack in (kept.stacks.values() if kept else ())
        if stack.status != ledger.GONE
    }  # fmt: skip


def _pace(body: Any) -> None:
    """How fast stacks go, and which of their resources fail: replaces what was said before."""
    steps = body.get("steps")
    if steps is not None and (not isinstance(steps, int) or steps < 0):
        raise ValueError("steps is a number of resources, or null")
    faults = [
        Fault(str(f.get("stack", "*")), f["resource"], f.get("action", "*"), f.get("reason", "The sandbox was told to fail it"), int(f.get("times", 1)))
        for f in body.get("faults", [])
    ]  # fmt: skip
    for region in {REGION, *cloudformation_backends[OPERATOR.account]}:
        kept = ledger.in_region(OPERATOR.account, region)
        kept.steps, kept.faults = steps, faults


def look(account: str, region: str, name: str) -> Stack | None:
    """A stack as another service sees it: a look that brings it on as well."""
    stacks = ledger.in_region(account, region)
    found = stacks.find(name)
    if found is not None:
        flows.advance(stacks, found)
    return found


SERVICE = Service(
    answers={
        "GetTemplateSummary": summary.summary, "ValidateTemplate": summary.validate, **operations.ANSWERS, **views.ANSWERS, **changes.ANSWERS,
    },
    dump=by_region(cloudformation_backends, _stacks),
    controls={"stacks": _pace},
)  # fmt: skip

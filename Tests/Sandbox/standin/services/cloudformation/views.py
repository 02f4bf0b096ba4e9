"""What is told of stacks. A look at one that is under way brings it on, where a test slowed it down."""

from __future__ import annotations

from typing import Any

from ...aws.call import Call
from . import flows, ledger, parameters
from .ledger import Resource, Stack
from .refusal import refused

PAGE = 100
NEVER_CHECKED = {"DriftInformation": {"StackDriftStatus": "NOT_CHECKED"}}


def _seen(call: Call) -> Stack:
    """The stack that a call names, a step further."""
    stacks = ledger.of(call)
    stack = stacks.stack(call.input["StackName"])
    flows.advance(stacks, stack)
    return stack


def page(call: Call, found: list[Any], member: str) -> dict[str, Any]:
    """A part of a list; the token is the place to go on from."""
    try:
        start = int(call.input.get("NextToken") or 0)
    except ValueError:
        raise refused("NextToken is invalid") from None
    told: dict[str, Any] = {member: found[start : start + PAGE]}
    if start + PAGE < len(found):
        told["NextToken"] = str(start + PAGE)
    return told


def describe(call: Call) -> dict[str, Any]:
    """DescribeStacks: one by name or id, or all that are not gone."""
    if call.input.get("StackName"):
        return {"Stacks": [_stack(_seen(call))]}
    stacks = ledger.of(call)
    found = [stack for stack in stacks.stacks.values() if stack.status != ledger.GONE]
    for stack in found:
        flows.advance(stacks, stack)
    return page(call, [_stack(stack) for stack in reversed(found)], "Stacks")


def _stack(stack: Stack) -> dict[str, Any]:
    optional = {
        "RoleARN": stack.role, "StackStatusReason": stack.reason, "Description": stack.form.template.get("Description"),
        "LastUpdatedTime": stack.updated, "DeletionTime": stack.deleted, "Outputs": stack.outputs,
        "Parameters": parameters.shown(stack.form.template, stack.form.parameters), "Capabilities": stack.capabilities,
    }  # fmt: skip
    return {
        "StackId": stack.id, "StackName": stack.name, "CreationTime": stack.created, "StackStatus": stack.status,
        "DisableRollback": stack.on_failure == "DO_NOTHING", "NotificationARNs": stack.notifications, "RollbackConfiguration": {},
        "Tags": [{"Key": key, "Value": value} for key, value in stack.form.tags.items()],
        "EnableTerminationProtection": stack.protected, **NEVER_CHECKED,
        **{name: value for name, value in optional.items() if value},
    }  # fmt: skip


def events(call: Call) -> dict[str, Any]:
    """DescribeStackEvents, the latest first."""
    if not call.input.get("StackName"):
        raise refused("1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null")
    return page(call, _seen(call).events, "StackEvents")


def _resource(stack: Stack, resource: Resource) -> dict[str, Any]:
    reason = {"ResourceStatusReason": resource.reason} if resource.reason else {}
    physical = {"PhysicalResourceId": resource.physical} if resource.physical else {}
    drift = {"DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"}}
    return {"LogicalResourceId": resource.logical, "ResourceType": resource.type, "ResourceStatus": resource.status, **physical, **reason, **drift}  # fmt: skip


def _standing(stack: Stack) -> list[Resource]:
    return [resource for resource in stack.resources.values() if resource.status]


def resources(call: Call) -> dict[str, Any]:
    """DescribeStackResources, of a stack or of the one that a physical id belongs to."""
    wanted, stacks = call.input.get("PhysicalResourceId"), ledger.of(call)
    if call.input.get("StackName"):
        stack = _seen(call)
    elif wanted:
        owners = [s for s in stacks.stacks.values() if s.status != ledger.GONE and any(r.physical == wanted for r in s.resources.values())]
        if not owners:
            raise refused(f"Stack for {wanted} does not exist")
        stack = owners[0]
    else:
        raise refused("Either Stack Name or Physical Resource Id must be specified")
    found = [r for r in _standing(stack) if call.input.get("LogicalResourceId") in (None, r.logical)]
    told = [{"StackName": stack.name, "StackId": stack.id, "Timestamp": r.changed, **_resource(stack, r)} for r in found]
    return {"StackResources": told}


def resource(call: Call) -> dict[str, Any]:
    """DescribeStackResource."""
    stack = _seen(call)
    found = next((r for r in _standing(stack) if r.logical == call.input["LogicalResourceId"]), None)
    if found is None:
        raise refused(f"Resource {call.input['LogicalResourceId']} does not exist for stack {stack.name}")
    told = {
        "StackName": stack.name,
        "StackId": stack.id,
        "LastUpdatedTimestamp": found.changed,
        "Metadata": "{}",
        **_resource(stack, found),
    }
    return {"StackResourceDetail": told}


def listed_resources(call: Call) -> dict[str, Any]:
    """ListStackResources."""
    stack = _seen(call)
    found = [{"LastUpdatedTimestamp": r.changed, **_resource(stack, r)} for r in _standing(stack)]
    return page(call, found, "StackResourceSummaries")


def listed(call: Call) -> dict[str, Any]:
    """ListStacks, those that are gone too."""
    wanted, stacks = call.input.get("StackStatusFilter"), ledger.of(call)
    found = []
    for stack in reversed(stacks.stacks.values()):
        flows.advance(stacks, stack)
        if wanted and stack.status not in wanted:
            continue
        optional = {
            "StackStatusReason": stack.reason, "LastUpdatedTime": stack.updated, "DeletionTime": stack.deleted,
            "TemplateDescription": stack.form.template.get("Description"),
        }  # fmt: skip
        found.append({
            "StackId": stack.id, "StackName": stack.name, "CreationTime": stack.created, "StackStatus": stack.status, **NEVER_CHECKED,
            **{name: value for name, value in optional.items() if value},
        })  # fmt: skip
    return page(call, found, "StackSummaries")


def text(call: Call) -> dict[str, Any]:
    """GetTemplate: of a stack, or of one of its change sets."""
    stack = ledger.of(call).stack(call.input["StackName"])
    change = call.input.get("ChangeSetName")
    return {"TemplateBody": stack.changes[change].form.text if change else stack.form.text, "StagesAvailable": ["Original", "Processed"]}


def policy(call: Call) -> dict[str, Any]:
    """GetStackPolicy."""
    found = ledger.of(call).stack(call.input["StackName"]).policy
    return {"StackPolicyBody": found} if found else {}


def exports(call: Call) -> dict[str, Any]:
    """ListExports."""
    found = [{"ExportingStackId": owner, "Name": name, "Value": value} for name, (value, owner) in ledger.of(call).exports().items()]
    return page(call, found, "Exports")


ANSWERS = {
    "DescribeStacks": describe, "DescribeStackEvents": events, "DescribeStackResources": resources, "DescribeStackResource": resource,
    "ListStackResources": listed_resources, "ListStacks": listed, "GetTemplate": text, "GetStackPolicy": policy, "ListExports": exports,
}  # fmt: skip

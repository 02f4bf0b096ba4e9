"""Change sets: what an update would do, said before it is done."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

from ...aws.call import Call
from ...aws.credentials import PARTITION
from ...aws.refused import Refused
from . import flows, ledger, operations, parameters, scope, updates
from .ledger import Form, Ledger, Stack, now
from .refusal import refused

NOTHING = "The submitted information didn't contain changes. Submit different information to create a change set."


@dataclass
class ChangeSet:
    """One of them: what the stack shall be, and what that would do."""

    id: str
    name: str
    form: Form
    call: Call
    new: bool
    made: Any = field(default_factory=now)
    status: str = "CREATE_COMPLETE"
    reason: str = ""
    execution: str = "AVAILABLE"
    changes: list[dict[str, Any]] = field(default_factory=list)


def create(call: Call) -> dict[str, Any]:
    """CreateChangeSet, for a stack that stands or for one that does not."""
    stacks, name, kind = ledger.of(call), call.input["StackName"], call.input.get("ChangeSetType", "UPDATE")
    if kind == "IMPORT":
        raise refused("The sandbox imports no resources")
    stack = stacks.find(name)
    stack = None if stack is not None and stack.status == ledger.GONE else stack
    new = kind == "CREATE"
    if new and stack is not None and stack.status != "REVIEW_IN_PROGRESS":
        raise refused(f"Stack [{name}] already exists and cannot be created again with the changeSet [{call.input['ChangeSetName']}].")
    if not new and stack is None:
        raise refused(f"Stack [{name}] does not exist")
    if not new and stack is not None and stack.status not in operations.UPDATABLE:
        raise refused(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")
    asked = operations.form(call, None if new or stack is None else stack.form)
    role = call.input.get("RoleARN", stack.role if stack else None)
    client = operations.client(call, role)
    if stack is None:
        stack = stacks.new(name, asked, client)
        stack.say("REVIEW_IN_PROGRESS", "User Initiated")
    if call.input["ChangeSetName"] in stack.changes:
        raise Refused("AlreadyExistsException", 400, f"ChangeSet {call.input['ChangeSetName']} already exists")
    made = ChangeSet(_arn(stack, call.input["ChangeSetName"]), call.input["ChangeSetName"], asked, call, new)
    found = operations.changes(stacks, stack, asked)
    made.changes = [_change(stacks, stack, asked, *change) for change in found if change[0]]
    if not found:
        made.status, made.reason, made.execution = "FAILED", NOTHING, "UNAVAILABLE"
    stack.changes[made.name] = made
    return {"Id": made.id, "StackId": stack.id}


def _arn(stack: Stack, name: str) -> str:
    seed = f"{stack.id}/{name}/{len(stack.changes)}"
    ident = uuid.UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16], version=4)
    return f"arn:{PARTITION}:cloudformation:{stack.region}:{stack.account}:changeSet/{name}/{ident}"


def _change(stacks: Ledger, stack: Stack, asked: Form, action: str, name: str, members: list[str]) -> dict[str, Any]:
    resource = stack.resources.get(name)
    definition = asked.template["Resources"].get(name)
    told: dict[str, Any] = {"Action": action, "LogicalResourceId": name, "ResourceType": resource.type if resource else definition["Type"], "Scope": [], "Details": []}  # fmt: skip
    if resource:
        told["PhysicalResourceId"] = resource.physical
    if resource and action == "Modify":
        p = scope.properties(stacks, stack, asked, definition)
        told["Replacement"] = str(updates.anew(resource, p))
        told["Scope"] = ["Tags" if member == "Tags" else "Properties" for member in members]
        for member in members:
            target = {"Attribute": "Tags"} if member == "Tags" else {"Attribute": "Properties", "Name": member}
            again = updates.anew(resource, {**resource.properties, member: p.get(member)})
            told["Details"].append({"Target": {**target, "RequiresRecreation": "Always" if again else "Never"}, "Evaluation": "Static", "ChangeSource": "DirectModification"})  # fmt: skip
        told["Scope"] = sorted(set(told["Scope"]))
    return {"Type": "Resource", "ResourceChange": told}


def _found(call: Call) -> tuple[Ledger, Stack, ChangeSet]:
    stacks, name = ledger.of(call), call.input["ChangeSetName"]
    for stack in stacks.stacks.values():
        of_this = call.input.get("StackName") in (None, stack.name, stack.id) and stack.status != ledger.GONE
        for change in stack.changes.values():
            if change.id == name or (of_this and change.name == name and call.input.get("StackName")):
                return stacks, stack, change
    raise Refused("ChangeSetNotFound", 404, f"ChangeSet [{name}] does not exist")


def _told(stack: Stack, change: ChangeSet) -> dict[str, Any]:
    reason = {"StatusReason": change.reason} if change.reason else {}
    return {
        "ChangeSetName": change.name, "ChangeSetId": change.id, "StackId": stack.id, "StackName": stack.name, "CreationTime": change.made,
        "Status": change.status, "ExecutionStatus": change.execution, "IncludeNestedStacks": False, **reason,
    }  # fmt: skip


def describe(call: Call) -> dict[str, Any]:
    """DescribeChangeSet."""
    _, stack, change = _found(call)
    given = parameters.shown(change.form.template, change.form.parameters)
    tags = [{"Key": key, "Value": value} for key, value in change.form.tags.items()]
    capabilities = change.call.input.get("Capabilities") or []
    return {**_told(stack, change), "Changes": change.changes, "Parameters": given, "Tags": tags, "Capabilities": capabilities, "NotificationARNs": []}  # fmt: skip


def listed(call: Call) -> dict[str, Any]:
    """ListChangeSets."""
    stack = ledger.of(call).stack(call.input["StackName"])
    return {"Summaries": [_told(stack, change) for change in stack.changes.values()]}


def execute(call: Call) -> dict[str, Any]:
    """ExecuteChangeSet: the others of the stack are gone with it."""
    stacks, stack, change = _found(call)
    if change.execution != "AVAILABLE":
        raise Refused("InvalidChangeSetStatus", 400, f"ChangeSet [{change.id}] cannot be executed in its current status of [{change.status}]")  # fmt: skip
    stack.changes.clear()
    role = change.call.input.get("RoleARN", stack.role)
    if not change.new:
        operations.start_update(stacks, stack, change.form, change.call, role)
        return {}
    stack.form, stack.client = change.form, operations.client(change.call, role)
    operations.settle(stack, change.call, role)
    stack.on_failure = "DO_NOTHING" if call.input.get("DisableRollback") else change.call.input.get("OnStackFailure", "ROLLBACK")
    flows.begin(stacks, stack, flows.create(stacks, stack), call.input.get("ClientRequestToken"))
    return {}


def delete(call: Call) -> dict[str, Any]:
    """DeleteChangeSet."""
    try:
        _, stack, change = _found(call)
    except Refused:
        return {}
    del stack.changes[change.name]
    return {}


ANSWERS = {
    "CreateChangeSet": create, "DescribeChangeSet": describe, "ListChangeSets": listed, "ExecuteChangeSet": execute,
    "DeleteChangeSet": delete,
}  # fmt: skip

"""Stacks made, changed and deleted: what is refused at once, and what is set going."""

from __future__ import annotations

from typing import Any

from ...aws.call import Call
from ...aws.inner import Client, as_service
from ...aws.refused import Refused
from . import flows, ledger, parameters, scope, summary, template, updates
from .ledger import Form, Ledger, Stack
from .refusal import refused

UPDATABLE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE")


def form(call: Call, before: Form | None) -> Form:
    """What a stack shall be, by what a call says and, where it says so, by what stood."""
    text = template.text(call)
    if call.input.get("UsePreviousTemplate"):
        if before is None or text is not None:
            raise refused("You cannot specify both usePreviousTemplate and Template Body/Template URL." if before else "No template to use")
        text = before.text
    if text is None:
        raise refused("Either Template URL or Template Body must be specified.")
    parsed = template.parsed(text)
    template.references(parsed)
    if parsed.get("Transform"):
        raise refused("The sandbox does no transforms")
    values = parameters.resolved(parsed, call.input.get("Parameters") or [], before.parameters if before else None)
    tags = call.input.get("Tags")
    given = {tag["Key"]: tag["Value"] for tag in tags or []}
    if any(name.startswith("aws:") for name in given):
        raise refused("aws: prefixed tag key names are not allowed for external use.")
    missing = [name for name in summary.capabilities(parsed) if name not in acknowledged(call.input.get("Capabilities") or [])]
    if missing:
        raise Refused("InsufficientCapabilitiesException", 400, f"Requires capabilities : [{', '.join(missing)}]")
    return Form(text, parsed, values, before.tags if before and tags is None else given)


def acknowledged(given: list[str]) -> list[str]:
    """The one about names includes the other."""
    return [*given, "CAPABILITY_IAM"] if "CAPABILITY_NAMED_IAM" in given else given


def client(call: Call, role: str | None) -> Client:
    """Who makes the resources: the role, or whoever calls."""
    if role is None:
        return Client(call.region, call.key, "cloudformation.amazonaws.com")
    found = as_service("cloudformation", role, "AWSCloudFormation", call.region)
    if found is None:
        raise refused(f"Role {role} is invalid or cannot be assumed")
    return found


def create(call: Call) -> dict[str, Any]:
    """CreateStack."""
    stacks, name = ledger.of(call), call.input["StackName"]
    there = stacks.find(name)
    if there is not None and there.status != "REVIEW_IN_PROGRESS":
        raise Refused("AlreadyExistsException", 400, f"Stack [{name}] already exists")
    if there is not None:
        raise Refused("AlreadyExistsException", 400, f"Stack [{name}] already exists and is in REVIEW_IN_PROGRESS")
    if "DisableRollback" in call.input and "OnFailure" in call.input:
        raise refused("You can specify either DisableRollback or OnFailure, but not both.")
    asked = form(call, None)
    role = call.input.get("RoleARN")
    stack = Stack("", name, call.region, call.account, asked, client(call, role), ledger.now())
    scope.wanted(stacks, stack, asked)
    stack = stacks.new(name, asked, stack.client)
    settle(stack, call, role)
    stack.protected = bool(call.input.get("EnableTerminationProtection"))
    stack.on_failure = "DO_NOTHING" if call.input.get("DisableRollback") else call.input.get("OnFailure", "ROLLBACK")
    flows.begin(stacks, stack, flows.create(stacks, stack), call.input.get("ClientRequestToken"))
    return {"StackId": stack.id}


def settle(stack: Stack, call: Call, role: str | None) -> None:
    """What a call says of a stack beside its form."""
    stack.role = role
    stack.capabilities = call.input.get("Capabilities") or stack.capabilities
    stack.notifications = call.input.get("NotificationARNs") or stack.notifications
    stack.policy = call.input.get("StackPolicyBody") or stack.policy


def update(call: Call) -> dict[str, Any]:
    """UpdateStack."""
    stacks = ledger.of(call)
    stack = stacks.find(call.input["StackName"])
    if stack is None or stack.status == ledger.GONE:
        raise refused(f"Stack [{call.input['StackName']}] does not exist")
    if stack.status not in UPDATABLE:
        raise refused(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")
    asked = form(call, stack.form)
    if not changes(stacks, stack, asked):
        raise refused("No updates are to be performed.")
    start_update(stacks, stack, asked, call, call.input.get("RoleARN", stack.role))
    return {"StackId": stack.id}


def start_update(stacks: Ledger, stack: Stack, asked: Form, call: Call, role: str | None) -> None:
    """Sets an update going."""
    stack.client = client(call, role)
    settle(stack, call, role)
    flows.begin(stacks, stack, updates.update(stacks, stack, asked), call.input.get("ClientRequestToken"))


def changes(stacks: Ledger, stack: Stack, asked: Form) -> list[tuple[str, str, list[str]]]:
    """What an update would do: action, logical id and properties; outputs and policies count without a resource."""
    definitions = scope.wanted(stacks, stack, asked)
    found: list[tuple[str, str, list[str]]] = []
    for name, definition in definitions.items():
        resource = stack.resources.get(name)
        if resource is None:
            found.append(("Add", name, []))
            continue
        p = scope.properties(stacks, stack, asked, definition)
        differing = sorted(member for member in {*p, *resource.properties} if p.get(member) != resource.properties.get(member))
        if differing or resource.type != definition["Type"]:
            found.append(("Modify", name, differing))
        elif scope.policies(definition) != resource.policies:
            found.append(("", name, []))
    found += [("Remove", name, []) for name in stack.resources if name not in definitions]
    if scope.outputs(stacks, stack, asked) != stack.outputs or asked.tags != stack.form.tags:
        found.append(("", "", []))
    return found


def delete(call: Call) -> dict[str, Any]:
    """DeleteStack; one that is not there is gone as it should be."""
    stacks = ledger.of(call)
    stack = stacks.find(call.input["StackName"])
    if stack is None or stack.status == ledger.GONE:
        return {}
    if stack.protected:
        raise refused(f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
    if stack.busy and stack.status != "CREATE_IN_PROGRESS":
        raise refused(f"Stack [{stack.id}] cannot be deleted while in status {stack.status}")
    retain = call.input.get("RetainResources") or []
    if retain and stack.status != "DELETE_FAILED":
        raise refused("Invalid operation on stack. RetainResources is only valid for stacks in the DELETE_FAILED state.")
    unknown = [name for name in retain if name not in stack.resources]
    if unknown:
        raise refused(f"The following resources to retain do not exist in the stack: [{', '.join(unknown)}]")
    users = [other.name for other in stacks.stacks.values() if other.status != ledger.GONE and imports(other) & exported(stack)]
    if users:
        raise refused(f"Export {sorted(exported(stack))[0]} cannot be deleted as it is in use by {' and '.join(users)}")
    stack.role = call.input.get("RoleARN", stack.role)
    stack.client = client(call, stack.role)
    flows.begin(stacks, stack, flows.delete(stacks, stack, retain), call.input.get("ClientRequestToken"))
    return {}


def imports(stack: Stack) -> set[str]:
    """The names that a template imports, where they are plain."""

    def found(given: Any) -> set[str]:
        if isinstance(given, list):
            return set().union(*map(found, given))
        if not isinstance(given, dict):
            return set()
        own = {given["Fn::ImportValue"]} if isinstance(given.get("Fn::ImportValue"), str) else set()
        return own.union(*map(found, given.values()))

    return found(stack.form.template)


def exported(stack: Stack) -> set[str]:
    """The names that a stack exports."""
    return {output["ExportName"] for output in stack.outputs if "ExportName" in output}


def resume(call: Call) -> dict[str, Any]:
    """ContinueUpdateRollback."""
    stacks = ledger.of(call)
    stack = stacks.stack(call.input["StackName"])
    if stack.status != "UPDATE_ROLLBACK_FAILED":
        raise refused(f"Stack:{stack.id} is in {stack.status} state and can not continue rollback.")
    skipped = call.input.get("ResourcesToSkip") or []
    stack.role = call.input.get("RoleARN", stack.role)
    stack.client = client(call, stack.role)
    left, stack.left = [entry for entry in stack.left if entry[0] not in skipped], []
    flows.begin(stacks, stack, updates.resume(stacks, stack, left), call.input.get("ClientRequestToken"))
    return {}


def protect(call: Call) -> dict[str, Any]:
    """UpdateTerminationProtection."""
    stack = ledger.of(call).stack(call.input["StackName"])
    stack.protected = bool(call.input["EnableTerminationProtection"])
    return {"StackId": stack.id}


def set_policy(call: Call) -> dict[str, Any]:
    """SetStackPolicy: kept, and not asked."""
    stack = ledger.of(call).stack(call.input["StackName"])
    stack.policy = call.input.get("StackPolicyBody") or stack.policy
    return {}


ANSWERS = {
    "CreateStack": create, "UpdateStack": update, "DeleteStack": delete, "ContinueUpdateRollback": resume,
    "UpdateTerminationProtection": protect, "SetStackPolicy": set_policy,
}  # fmt: skip

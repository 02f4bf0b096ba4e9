"""What becomes of a stack that is updated: each resource changed where it stands or made anew, and the way back."""

from __future__ import annotations

import copy
from typing import Any

from ...aws.refused import Refused
from . import flows, kinds, scope, template
from .hands import Hands
from .ledger import Form, Ledger, Resource, Stack, now


def update(ledger: Ledger, stack: Stack, form: Form) -> flows.Flow:
    """UPDATE_COMPLETE, or all as it was."""
    stack.before, stack.form, stack.updated = stack.form, form, now()
    stack.say("UPDATE_IN_PROGRESS", "User Initiated")
    yield
    hands, definitions = Hands(ledger, stack), scope.wanted(ledger, stack, form)
    waits = template.references(form.template)
    done: list[tuple[str, Resource | None]] = []
    failed: dict[str, list[str]] = {"create": [], "update": []}
    for wave in flows.waves(definitions, waits):
        for name in wave:
            yield
            if any(failed.values()):
                break
            before = copy.copy(stack.resources[name]) if name in stack.resources else None
            action, reason = _changed(ledger, stack, hands, name, definitions[name])
            if action:
                done.append((name, before))
            if reason:
                failed[action].append(name)
        if any(failed.values()):
            break
    removed = [resource for name, resource in stack.resources.items() if name not in definitions]
    reason = " ".join(f"The following resource(s) failed to {a}: [{', '.join(names)}]." for a, names in failed.items() if names)
    reason = reason or flows.output(ledger, stack)
    if reason:
        stack.say("UPDATE_ROLLBACK_IN_PROGRESS", reason)
        yield from back(ledger, stack, done)
        return
    stack.say("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    replaced = [before for name, before in done if before and before.physical != stack.resources[name].physical]
    yield from flows.removed(ledger, stack, replaced, [], ("Retain",), "UpdateReplacePolicy")
    yield from flows.removed(ledger, stack, removed, [], flows.KEPT)
    for resource in removed:
        del stack.resources[resource.logical]
    stack.before = None
    stack.say("UPDATE_COMPLETE")


def _changed(ledger: Ledger, stack: Stack, hands: Hands, name: str, definition: dict[str, Any]) -> tuple[str, str | None]:
    """Brings one resource to what its definition says: what was done ("" for nothing), and why it failed."""
    resource = stack.resources.get(name)
    try:
        p = scope.properties(ledger, stack, stack.form, definition)
    except Refused as error:
        reason = error.message
        stack.resources[name] = resource or Resource(name, definition["Type"])
        stack.tell(stack.resources[name], "UPDATE_FAILED" if resource else "CREATE_FAILED", reason)
        return "update" if resource else "create", reason
    if resource is not None and resource.type == definition["Type"]:
        resource.policies = scope.policies(definition)
        if p == resource.properties:
            return "", None
        if not anew(resource, p):
            stack.tell(resource, "UPDATE_IN_PROGRESS")
            return "update", hands.update(resource, p)
        stack.tell(resource, "UPDATE_IN_PROGRESS", "Requested update requires the creation of a new physical resource; hence creating one.")
    fresh = Resource(name, definition["Type"], policies=scope.policies(definition), generation=resource.generation + 1 if resource else 0)
    stack.resources[name] = fresh
    if resource is None:
        stack.tell(fresh, "CREATE_IN_PROGRESS")
    return "update" if resource else "create", hands.create(fresh, p)


def anew(resource: Resource, p: kinds.Properties) -> bool:
    """Whether a change of properties makes another resource of it."""
    kind = kinds.ALL.get(resource.type)
    return kind is not None and any(resource.properties.get(name) != p.get(name) for name in kind.anew.split())


def back(ledger: Ledger, stack: Stack, done: list[tuple[str, Resource | None]]) -> flows.Flow:
    """Takes an update back; what cannot be is UPDATE_ROLLBACK_FAILED, and is tried again by `ContinueUpdateRollback`."""
    hands, fresh = Hands(ledger, stack), []
    assert stack.before is not None
    stack.form = stack.before
    while done:
        name, before = done.pop()
        now_there = stack.resources[name]
        yield
        if before is None:
            fresh.append(stack.resources.pop(name))
        elif before.physical != now_there.physical:
            fresh.append(now_there)
            stack.resources[name] = before
            stack.tell(before, "UPDATE_COMPLETE")
        else:
            stack.tell(now_there, "UPDATE_IN_PROGRESS")
            now_there.policies = before.policies
            if hands.update(now_there, before.properties):
                stack.say("UPDATE_ROLLBACK_FAILED", f"The following resource(s) failed to update: [{name}]. ")
                stack.left = [*done, (name, before)]
                return
    stack.say("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    yield from flows.removed(ledger, stack, fresh, [], ())
    stack.before = None
    stack.outputs = scope.outputs(ledger, stack, stack.form)
    stack.say("UPDATE_ROLLBACK_COMPLETE")


def resume(ledger: Ledger, stack: Stack, left: list[tuple[str, Resource | None]]) -> flows.Flow:
    """Goes on taking an update back."""
    stack.say("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")
    yield
    yield from back(ledger, stack, left)

"""What becomes of a stack that is made, changed or deleted: the order of its resources, and the way back.

Each flow is a generator that halts once a resource, so that a look at the stack can find it half done.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any

from ...aws.refused import Refused
from . import scope, template
from .hands import Hands
from .ledger import Ledger, Resource, Stack, now

Flow = Generator[None, None, None]
KEPT = ("Retain", "RetainExceptOnCreate")


def create(ledger: Ledger, stack: Stack) -> Flow:
    """CREATE_COMPLETE, or what `on_failure` says."""
    stack.say("CREATE_IN_PROGRESS", "User Initiated")
    yield
    hands, definitions = Hands(ledger, stack), scope.wanted(ledger, stack, stack.form)
    waits = template.references(stack.form.template)
    for name, definition in definitions.items():
        stack.resources[name] = Resource(name, definition["Type"], policies=scope.policies(definition))
    failed: list[str] = []
    for wave in waves(definitions, waits):
        for name in wave:
            stack.tell(stack.resources[name], "CREATE_IN_PROGRESS")
        for name in wave:
            yield
            if failed:
                stack.tell(stack.resources[name], "CREATE_FAILED", "Resource creation cancelled")
                failed.append(name)
            elif _made(ledger, stack, hands, name):
                failed.append(name)
        if failed:
            break
    reason = f"The following resource(s) failed to create: [{', '.join(failed)}]. " if failed else output(ledger, stack)
    if not reason:
        stack.say("CREATE_COMPLETE")
    elif stack.on_failure == "DO_NOTHING":
        stack.say("CREATE_FAILED", reason)
    else:
        word = "ROLLBACK" if stack.on_failure == "ROLLBACK" else "DELETE"
        stack.say(f"{word}_IN_PROGRESS", f"{reason}{'Rollback' if word == 'ROLLBACK' else 'Delete'} requested by user.")
        yield
        yield from _undo(ledger, stack, word, [], ("Retain",))


def _made(ledger: Ledger, stack: Stack, hands: Hands, name: str) -> str | None:
    resource = stack.resources[name]
    definition = stack.form.template["Resources"][name]
    try:
        p = scope.properties(ledger, stack, stack.form, definition)
    except Refused as error:
        reason = error.message
        stack.tell(resource, "CREATE_FAILED", reason)
        return reason
    return hands.create(resource, p)


def delete(ledger: Ledger, stack: Stack, retain: list[str]) -> Flow:
    """DELETE_COMPLETE, or DELETE_FAILED with what could not be deleted."""
    stack.say("DELETE_IN_PROGRESS", "User Initiated")
    yield
    yield from _undo(ledger, stack, "DELETE", retain, KEPT)


def _undo(ledger: Ledger, stack: Stack, word: str, retain: list[str], kept: tuple[str, ...]) -> Flow:
    failed = yield from removed(ledger, stack, [r for r in stack.resources.values() if r.status != "DELETE_COMPLETE"], retain, kept)
    if failed:
        stack.say(f"{word}_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}]. ")
        return
    stack.outputs = []
    if word == "DELETE":
        stack.deleted = now()
    stack.say(f"{word}_COMPLETE")


def removed(
    ledger: Ledger, stack: Stack, gone: Iterable[Resource], retain: list[str], kept: tuple[str, ...], told: str = "DeletionPolicy"
) -> Generator[None, None, list[str]]:
    """Deletes resources, those first that no other of them needs; the names of those that stay against the will."""
    hands, failed = Hands(ledger, stack), []
    left = {resource.logical: resource for resource in gone}
    forms = [form for form in (stack.form, stack.before) if form]
    waits = {name: set().union(*(template.references(form.template).get(name, set()) for form in forms)) for name in left}
    while left:
        needed = set().union(*(waits[name] for name in [*left, *failed]))
        wave = [name for name in left if name not in needed]
        if not wave:
            break
        for name in wave:
            if left[name].physical and not _keeps(left[name], retain, kept, told):
                stack.tell(left[name], "DELETE_IN_PROGRESS")
        for name in wave:
            resource = left.pop(name)
            if not resource.physical:
                resource.status = "DELETE_COMPLETE"
                continue
            yield
            if hands.delete(resource, _keeps(resource, retain, kept, told)):
                failed.append(name)
    return failed


def _keeps(resource: Resource, retain: list[str], kept: tuple[str, ...], told: str) -> bool:
    return resource.logical in retain or resource.policies.get(told) in kept


def output(ledger: Ledger, stack: Stack) -> str:
    """Sets the outputs; why not, where they cannot be said."""
    try:
        stack.outputs = scope.outputs(ledger, stack, stack.form)
    except Refused as error:
        return f"{error.message} "
    return ""


def waves(definitions: dict[str, Any], waits: dict[str, set[str]]) -> Generator[list[str], None, None]:
    """Names in an order in which each comes after what it waits for; those of a wave wait for none of each other."""
    left = list(definitions)
    while left:
        wave = [name for name in left if not waits[name] & set(left)]
        yield wave
        left = [name for name in left if name not in wave]


def advance(ledger: Ledger, stack: Stack) -> None:
    """Brings a stack on: to the end, or by the steps that a test asked for."""
    count = ledger.steps
    while stack.work is not None and (count is None or count > 0):
        count = None if count is None else count - 1
        try:
            next(stack.work)
        except StopIteration:
            stack.work = None


def begin(ledger: Ledger, stack: Stack, flow: Flow, token: str | None) -> None:
    """Sets something going; its first event is there at once."""
    stack.token, stack.work = token, flow
    next(flow)
    if ledger.steps is None:
        advance(ledger, stack)

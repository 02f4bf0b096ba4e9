"""The stacks of one account in one Region, with their resources and events."""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

from moto.cloudformation.models import cloudformation_backends

from ...aws.call import Call
from ...aws.credentials import PARTITION
from ...aws.inner import Client
from .refusal import refused

GONE = "DELETE_COMPLETE"


@dataclass
class Resource:
    """One resource of a stack; without `physical` it does not stand."""

    logical: str
    type: str
    physical: str = ""
    status: str = ""
    reason: str = ""
    changed: datetime.datetime | None = None
    properties: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    """DeletionPolicy and UpdateReplacePolicy, where they are said."""
    generation: int = 0
    """How many were made under this logical id: each gets a name of its own."""


@dataclass
class Form:
    """What a stack is asked to be: kept from the last time that it was."""

    text: str
    template: dict[str, Any]
    parameters: dict[str, str]
    tags: dict[str, str]


@dataclass
class Stack:
    """A stack. `work` is what is still under way: each step of it is one resource."""

    id: str
    name: str
    region: str
    account: str
    form: Form
    client: Client
    created: datetime.datetime
    status: str = ""
    reason: str = ""
    cause: str = ""
    """Why its last failure was one."""
    role: str | None = None
    capabilities: list[str] = field(default_factory=list)
    notifications: list[str] = field(default_factory=list)
    protected: bool = False
    on_failure: str = "ROLLBACK"
    policy: str | None = None
    token: str | None = None
    updated: datetime.datetime | None = None
    deleted: datetime.datetime | None = None
    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: list[dict[str, str]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    work: Generator[None, None, None] | None = None
    before: Form | None = None
    """What it was before the update that is under way, or that could not be taken back."""
    left: list[tuple[str, Resource | None]] = field(default_factory=list)
    """The resources that a failed rollback has still to take back, the last first."""

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    def say(self, status: str, reason: str = "") -> None:
        """A new status of the stack itself."""
        self.status, self.reason = status, reason
        if reason and status.endswith(("_FAILED", "ROLLBACK_IN_PROGRESS")):
            self.cause = reason
        self._event(self.name, self.id, "AWS::CloudFormation::Stack", status, reason, None)

    def tell(self, resource: Resource, status: str, reason: str = "") -> None:
        """A new status of one of its resources."""
        resource.status, resource.reason, resource.changed = status, reason, now()
        self._event(resource.logical, resource.physical, resource.type, status, reason, resource)

    def _event(self, logical: str, physical: str, kind: str, status: str, reason: str, resource: Resource | None) -> None:
        moment = now()
        ident = f"{logical}-{status}-{moment.strftime('%Y-%m-%dT%H:%M:%S.%f')[:-3]}Z" if resource else str(uuid.uuid4())
        self.events.insert(0, {
            "StackId": self.id, "EventId": ident, "StackName": self.name, "LogicalResourceId": logical, "PhysicalResourceId": physical,
            "ResourceType": kind, "Timestamp": moment, "ResourceStatus": status,
            **({"ResourceStatusReason": reason} if reason else {}),
            **({"ResourceProperties": json.dumps(resource.properties)} if resource and resource.properties else {}),
            **({"ClientRequestToken": self.token} if self.token else {}),
        })  # fmt: skip


@dataclass
class Fault:
    """A resource that is to fail: told by a test."""

    stack: str
    resource: str
    action: str
    reason: str
    times: int

    def strikes(self, stack: Stack, resource: Resource, action: str) -> bool:
        """Whether it is about this; counts that it was."""
        hit = self.stack in ("*", stack.name) and self.resource == resource.logical and self.action in ("*", action) and self.times != 0
        self.times -= hit and self.times > 0
        return hit


@dataclass
class Ledger:
    """What stands, by id; the order is that of making."""

    account: str
    region: str
    stacks: dict[str, Stack] = field(default_factory=dict)
    steps: int | None = None
    """How many resources a look at a stack brings it on; None: all is done before the next request."""
    faults: list[Fault] = field(default_factory=list)

    def find(self, name: str) -> Stack | None:
        """A stack by its id, though it is gone, or by the name of one that is not."""
        if name in self.stacks:
            return self.stacks[name]
        return next((stack for stack in self.stacks.values() if stack.name == name and stack.status != GONE), None)

    def stack(self, name: str) -> Stack:
        """The same; one that is not there is refused."""
        found = self.find(name)
        if found is None:
            raise refused(f"Stack with id {name} does not exist")
        return found

    def new(self, name: str, form: Form, client: Client) -> Stack:
        """Adds a stack, whose id follows from its place in line, so that replays agree."""
        seed = f"{self.account}/{self.region}/{name}/{len(self.stacks)}"
        ident = uuid.UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16], version=4)
        arn = f"arn:{PARTITION}:cloudformation:{self.region}:{self.account}:stack/{name}/{ident}"
        self.stacks[arn] = Stack(arn, name, self.region, self.account, form, client, now())
        return self.stacks[arn]

    def exports(self) -> dict[str, tuple[str, str]]:
        """Value and stack of everything that stacks export."""
        return {
            output["ExportName"]: (output["OutputValue"], stack.id)
            for stack in self.stacks.values()
            if stack.status != GONE
            for output in stack.outputs
            if "ExportName" in output
        }


def in_region(account: str, region: str) -> Ledger:
    """The ledger, which ends with the emulator's own state."""
    kept: Ledger = cloudformation_backends[account][region].__dict__.setdefault("_ledger", Ledger(account, region))
    return kept


def of(call: Call) -> Ledger:
    """The ledger of whoever calls."""
    return in_region(call.account, call.region)


def now() -> datetime.datetime:
    """The time, as AWS writes it."""
    return datetime.datetime.now(datetime.UTC)

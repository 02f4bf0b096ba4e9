"""What a type of resource is: the properties it has, and the calls that make, change, read and delete it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from ....aws.credentials import PARTITION
from ....aws.inner import Client, Failed
from ..ledger import Resource, Stack

Properties = dict[str, Any]
# How services say that something is not there: what is gone already needs no deletion.
ABSENT = ("NoSuchEntity", "NoSuchBucket", "NotFound", "ResourceNotFoundException", "NonExistentQueue", "QueueDoesNotExist", "404")


class Failure(Exception):
    """Why a resource failed, where no service says it."""


@dataclass
class Work:
    """One resource of a stack in the hands of the stack's client."""

    stack: Stack
    resource: Resource
    client: Client

    def call(self, service: str, operation: str, /, **given: Any) -> dict[str, Any]:
        """A call of the stack's."""
        return self.client.call(service, operation, **given)

    def gone(self, service: str, operation: str, /, **given: Any) -> None:
        """The same, to delete what may be gone already."""
        try:
            self.call(service, operation, **given)
        except Failed as failed:
            if not is_absent(failed):
                raise

    def made(self, physical: str) -> None:
        """The resource stands from now on, whatever else goes wrong with it."""
        self.resource.physical = physical

    @property
    def id(self) -> str:
        """Its physical id."""
        return self.resource.physical

    def name(self, limit: int = 64) -> str:
        """A name for what the template does not name."""
        seed = f"{self.stack.id}/{self.resource.logical}/{self.resource.generation}"
        ending = "".join(c for c in hashlib.sha256(seed.encode()).hexdigest().upper() if c.isalnum())[:12]
        return f"{self.stack.name[: limit // 2 - 7]}-{self.resource.logical[: limit // 2 - 8]}-{ending}"

    def arn(self, service: str, rest: str, region: str | None = None) -> str:
        """An ARN in the stack's account and Region."""
        return f"arn:{PARTITION}:{service}:{self.stack.region if region is None else region}:{self.stack.account}:{rest}"


def is_absent(failed: Failed) -> bool:
    """Whether a refusal says that there is no such thing."""
    missing = failed.code == "ValidationException" and "could not find" in failed.message.lower()
    return failed.code.endswith(ABSENT) or missing or (failed.status == 404 and failed.code != "MethodNotAllowed")


class Kind:
    """A type of resource. What `properties` does not name fails the resource: nothing is left out in silence."""

    type: str
    properties: str
    anew: str = ""
    """The properties whose change makes the resource anew."""
    tagged = True
    """Whether the tags of the stack come to it."""

    def create(self, work: Work, p: Properties) -> None:
        """Makes it, and says `work.made` as soon as it stands."""
        raise NotImplementedError

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        """Changes it where it stands."""

    def delete(self, work: Work, p: Properties) -> None:
        """Ends it."""
        raise NotImplementedError

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        """What `Fn::GetAtt` says of it, read anew."""
        return {}


def differs(old: Properties, new: Properties, *names: str) -> bool:
    """Whether one of these properties is another than it was."""
    return any(old.get(name) != new.get(name) for name in names)


def tags(p: Properties) -> dict[str, str]:
    """Its tags by key."""
    return {tag["Key"]: str(tag["Value"]) for tag in p.get("Tags", [])}


def pairs(given: dict[str, str]) -> list[dict[str, str]] | None:
    """Tags as most services take them; None where there are none."""
    return [{"Key": key, "Value": value} for key, value in given.items()] or None


def tag_changes(old: Properties, new: Properties) -> tuple[dict[str, str], list[str]]:
    """What to set, and what to take away."""
    before, after = tags(old), tags(new)
    return {k: v for k, v in after.items() if before.get(k) != v}, [k for k in before if k not in after]


def text(value: Any) -> Any:
    """A scalar as the services want it where they want text."""
    return str(value).lower() if isinstance(value, bool) else value if value is None else str(value)


def number(value: Any) -> int | None:
    """YAML's numbers may come as text."""
    return None if value is None else int(value)


def flag(value: Any) -> bool | None:
    """And so may its truth values."""
    return None if value is None else str(value).lower() == "true"

"""What moto has nothing of: things with an ARN, a description and tags, by kind and name, and pages of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from moto.core.utils import utcnow
from moto.sagemaker.models import sagemaker_backends
from moto.sagemaker.utils import arn_formatter

from ...aws.call import Call
from ...aws.refused import Refused


@dataclass
class Item:
    """One thing; `shown` is what its description says."""

    arn: str
    shown: dict[str, Any]
    tags: list[dict[str, str]] = field(default_factory=list)
    own: dict[str, Any] = field(default_factory=dict)
    """What nobody is told."""


def of(account: str, region: str, kind: str) -> dict[str, Item]:
    """The things of a kind (as their ARNs call it) by name; they end with the emulator's own state."""
    kept: dict[str, dict[str, Item]] = sagemaker_backends[account][region].__dict__.setdefault("_shelf", {})
    return kept.setdefault(kind, {})


def of_call(call: Call, kind: str) -> dict[str, Item]:
    """Those of whoever calls."""
    return of(call.account, call.region, kind)


def put(call: Call, kind: str, name: str, **shown: Any) -> Item:
    """Adds one, with the tags and the time of the call."""
    arn = arn_formatter(kind, name, call.account, call.region)
    item = Item(arn, {**shown, "CreationTime": utcnow(), "LastModifiedTime": utcnow()}, list(call.input.get("Tags") or []))
    of_call(call, kind)[name] = item
    return item


def by_arn(account: str, region: str, arn: str) -> Item | None:
    """The thing of an ARN."""
    kind, _, name = arn.rpartition(":")[2].partition("/")
    return of(account, region, kind).get(name)


def touch(item: Item, **changed: Any) -> None:
    """Changes what is said of it."""
    item.shown |= {name: value for name, value in changed.items() if value is not None}
    item.shown["LastModifiedTime"] = utcnow()


def page(call: Call, found: list[dict[str, Any]], member: str, by: str = "Name", size: int = 10) -> dict[str, Any]:
    """A page of summaries in the order that the call asks for."""
    order = call.input.get("SortBy", "CreationTime")
    key: Callable[[dict[str, Any]], Any] = lambda one: one[by if order == "Name" else order]  # noqa: E731
    found = sorted(found, key=key, reverse=call.input.get("SortOrder") == "Descending")
    start = int(call.input.get("NextToken") or 0)
    end = start + int(call.input.get("MaxResults") or size)
    told: dict[str, Any] = {member: found[start:end]}
    if end < len(found):
        told["NextToken"] = str(end)
    return told


def missing(message: str) -> Refused:
    """How most of SageMaker says that something is not there."""
    return Refused("ResourceNotFound", 400, message)


def invalid(message: str) -> Refused:
    """How it says almost everything else."""
    return Refused("ValidationException", 400, message)

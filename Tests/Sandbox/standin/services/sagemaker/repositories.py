"""Code repositories: an address and the secret to it, asked by nobody."""

from __future__ import annotations

from typing import Any

from ...aws.call import Call
from . import shelf

KIND = "code-repository"


def _found(call: Call) -> shelf.Item:
    name = call.input["CodeRepositoryName"]
    found = shelf.of_call(call, KIND).get(name)
    if found is None:
        raise shelf.invalid(f"Cannot find CodeRepository: {name}")
    return found


def create(call: Call) -> dict[str, Any]:
    """CreateCodeRepository."""
    name = call.input["CodeRepositoryName"]
    if name in shelf.of_call(call, KIND):
        raise shelf.invalid(f"Cannot create a duplicate CodeRepository: {name}")
    item = shelf.put(call, KIND, name, CodeRepositoryName=name, GitConfig=call.input["GitConfig"])
    item.shown["CodeRepositoryArn"] = item.arn
    return {"CodeRepositoryArn": item.arn}


def describe(call: Call) -> dict[str, Any]:
    """DescribeCodeRepository."""
    return _found(call).shown


def update(call: Call) -> dict[str, Any]:
    """UpdateCodeRepository: nothing but the secret can change."""
    item = _found(call)
    shelf.touch(item, GitConfig={**item.shown["GitConfig"], **(call.input.get("GitConfig") or {})})
    return {"CodeRepositoryArn": item.arn}


def delete(call: Call) -> dict[str, Any]:
    """DeleteCodeRepository."""
    _found(call)
    del shelf.of_call(call, KIND)[call.input["CodeRepositoryName"]]
    return {}


def listed(call: Call) -> dict[str, Any]:
    """ListCodeRepositories."""
    part = call.input.get("NameContains", "")
    found = [item.shown for name, item in shelf.of_call(call, KIND).items() if part in name]
    return shelf.page(call, found, "CodeRepositorySummaryList", "CodeRepositoryName")


ANSWERS = {
    "CreateCodeRepository": create, "DescribeCodeRepository": describe, "UpdateCodeRepository": update,
    "DeleteCodeRepository": delete, "ListCodeRepositories": listed,
}  # fmt: skip

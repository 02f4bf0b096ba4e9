"""AWS CodeStar Connections, the name that CodeConnections had: the same connections, with ARNs of its own for those made here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..aws.call import Call
from ..aws.refused import Refused
from ..service import Service
from .codeconnections import CodeConnectionsBackend, ResourceNotFound, codeconnections_backends

Answered = Callable[[CodeConnectionsBackend, dict[str, Any]], dict[str, Any]]


def _asked(answer: Answered) -> Callable[[Call], dict[str, Any]]:
    def own(call: Call) -> dict[str, Any]:
        try:
            return answer(codeconnections_backends[call.account][call.region], call.input)
        except ResourceNotFound as missing:
            raise Refused("ResourceNotFoundException", 400, str(missing.message)) from None

    return own


def _create(kept: CodeConnectionsBackend, given: dict[str, Any]) -> dict[str, Any]:
    tags = given.get("Tags", [])
    arn = kept.create(given["ConnectionName"], given.get("ProviderType", "GitHub"), given.get("HostArn"), tags, "codestar-connections")
    return {"ConnectionArn": arn, "Tags": tags}


def _list(kept: CodeConnectionsBackend, given: dict[str, Any]) -> dict[str, Any]:
    wanted = given.get("ProviderTypeFilter")
    found = [one for one in kept.connections.values() if wanted in (None, one["ProviderType"])]
    start = int(given.get("NextToken") or 0)
    end = start + int(given.get("MaxResults") or 50)
    return {"Connections": found[start:end], **({"NextToken": str(end)} if end < len(found) else {})}


def _delete(kept: CodeConnectionsBackend, given: dict[str, Any]) -> dict[str, Any]:
    kept.delete(given["ConnectionArn"])
    return {}


def _tag(kept: CodeConnectionsBackend, given: dict[str, Any]) -> dict[str, Any]:
    kept.tags[kept.known(given["ResourceArn"])].update({tag["Key"]: tag["Value"] for tag in given["Tags"]})
    return {}


def _untag(kept: CodeConnectionsBackend, given: dict[str, Any]) -> dict[str, Any]:
    tags = kept.tags[kept.known(given["ResourceArn"])]
    for key in given["TagKeys"]:
        tags.pop(key, None)
    return {}


SERVICE = Service(
    answers={
        "CreateConnection": _asked(_create),
        "GetConnection": _asked(lambda kept, given: {"Connection": kept.get(given["ConnectionArn"])}),
        "ListConnections": _asked(_list),
        "DeleteConnection": _asked(_delete),
        "TagResource": _asked(_tag),
        "UntagResource": _asked(_untag),
        "ListTagsForResource": _asked(
            lambda kept, given: {"Tags": [{"Key": k, "Value": v} for k, v in kept.tags[kept.known(given["ResourceArn"])].items()]}
        ),
    }
)

"""AWS CodeConnections, which moto does not have at all; a connection waits as PENDING for a person."""

from __future__ import annotations

import hashlib
import re
import sys
import uuid
from typing import Any

import boto3
import moto.backend_index
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse

from ..aws.credentials import OPERATOR
from ..service import Service, by_region

STATUSES = ("AVAILABLE", "PENDING", "ERROR")


class ResourceNotFound(ServiceException):
    """The connection is not in this Region, or never was."""

    code = "ResourceNotFoundException"


class CodeConnectionsBackend(BaseBackend):
    """The connections of one account in one Region, by ARN."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.connections: dict[str, dict[str, Any]] = {}
        self.tags: dict[str, dict[str, str]] = {}
        self.made = 0

    @property
    def _url_module(self) -> Any:
        """moto looks for addresses in a file of their own; here they stand below."""
        return sys.modules[__name__]

    def create(self, name: str, provider: str, host: str | None, tags: list[dict[str, str]], family: str = "codeconnections") -> str:
        """Adds a connection. Its id follows from its place in line, so replays agree. `family` names the service in its ARN."""
        self.made += 1
        seed = f"{self.account_id}/{self.region_name}/{name}/{self.made}"
        ident = uuid.UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16], version=4)
        arn = f"arn:aws:codeconnections:{self.region_name}:{self.account_id}:connection/{ident}"
        self.connections[arn] = {
            "ConnectionName": name,
            "ConnectionArn": arn.replace(":codeconnections:", f":{family}:", 1),
            "ProviderType": provider,
            "OwnerAccountId": self.account_id,
            "ConnectionStatus": "PENDING",
        }
        if host:
            self.connections[arn]["HostArn"] = host
        self.tags[arn] = {tag["Key"]: tag["Value"] for tag in tags}
        return str(self.connections[arn]["ConnectionArn"])

    def get(self, arn: str) -> dict[str, Any]:
        """A connection, by an ARN of either service name."""
        return self.connections[self.known(arn)]

    def known(self, arn: str) -> str:
        """The ARN a connection is kept under."""
        arn = arn.replace(":codestar-connections:", ":codeconnections:", 1)
        if arn not in self.connections:
            raise ResourceNotFound(f"Connection {arn} not found")
        return arn

    def delete(self, arn: str) -> None:
        """Forgets a connection and its tags."""
        known = self.known(arn)
        del self.connections[known], self.tags[known]


codeconnections_backends = BackendDict(
    CodeConnectionsBackend,
    "codeconnections",
    use_boto3_regions=False,
    additional_regions=boto3.Session().get_available_regions("sagemaker"),
)


class CodeConnectionsResponse(BaseResponse):
    """Reads parameters, asks the backend, and leaves the wire form to moto."""

    def __init__(self) -> None:
        super().__init__(service_name="codeconnections")
        self.automated_parameter_parsing = True

    @property
    def backend(self) -> CodeConnectionsBackend:
        """The connections of the caller's account and Region."""
        return codeconnections_backends[self.current_account][self.region]

    def create_connection(self) -> ActionResult:
        """A host implies the provider's self-managed kind; nothing else does."""
        tags = self._get_param("Tags", [])
        arn = self.backend.create(
            self._get_param("ConnectionName"), self._get_param("ProviderType", "GitHub"), self._get_param("HostArn"), tags
        )
        return ActionResult({"ConnectionArn": arn, "Tags": tags})

    def get_connection(self) -> ActionResult:
        """One connection."""
        return ActionResult({"Connection": self.backend.get(self._get_param("ConnectionArn"))})

    def list_connections(self) -> ActionResult:
        """A page of connections; the token is the place to go on from."""
        wanted = self._get_param("ProviderTypeFilter")
        found = [c for c in self.backend.connections.values() if wanted in (None, c["ProviderType"])]
        start = int(self._get_param("NextToken") or 0)
        end = start + int(self._get_param("MaxResults") or 50)
        page: dict[str, Any] = {"Connections": found[start:end]}
        if end < len(found):
            page["NextToken"] = str(end)
        return ActionResult(page)

    def delete_connection(self) -> ActionResult:
        """Deletes for good: an ARN is never used again."""
        self.backend.delete(self._get_param("ConnectionArn"))
        return ActionResult({})

    def tag_resource(self) -> ActionResult:
        """Adds tags, replacing those with the same key."""
        arn = self.backend.known(self._get_param("ResourceArn"))
        self.backend.tags[arn].update({tag["Key"]: tag["Value"] for tag in self._get_param("Tags", [])})
        return ActionResult({})

    def untag_resource(self) -> ActionResult:
        """Removes tags; one that is not there is no error."""
        arn = self.backend.known(self._get_param("ResourceArn"))
        for key in self._get_param("TagKeys", []):
            self.backend.tags[arn].pop(key, None)
        return ActionResult({})

    def list_tags_for_resource(self) -> ActionResult:
        """The tags of a connection."""
        arn = self.backend.known(self._get_param("ResourceArn"))
        return ActionResult({"Tags": [{"Key": k, "Value": v} for k, v in self.backend.tags[arn].items()]})


url_bases = [r"https?://codeconnections\.(.+)\.amazonaws\.com"]
url_paths = {"{0}/$": CodeConnectionsResponse.dispatch}


def _install() -> None:
    """Lets moto import this file as one of its own services, and find it by its host."""
    sys.modules["moto.codeconnections"] = sys.modules[__name__]
    moto.backend_index.backend_url_patterns.append(("codeconnections", re.compile(url_bases[0])))


def _put(body: Any) -> None:
    """Does what only a person can do in the console: finish a handshake, or break it."""
    arn, status = body["arn"], body["status"]
    if status not in STATUSES:
        raise ValueError(f"status is one of {', '.join(STATUSES)}")
    codeconnections_backends[OPERATOR.account][arn.split(":")[3]].get(arn)["ConnectionStatus"] = status


def _connections(backend: CodeConnectionsBackend) -> dict[str, Any]:
    return {arn: {**connection, "tags": backend.tags[arn]} for arn, connection in backend.connections.items()}


SERVICE = Service(
    filled={
        "CreateConnection", "GetConnection", "ListConnections", "DeleteConnection", "TagResource", "UntagResource",
        "ListTagsForResource",
    },
    install=_install,
    dump=by_region(codeconnections_backends, _connections),
    controls={"connection": _put},
)  # fmt: skip

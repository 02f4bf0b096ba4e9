"""Connections and their tags; a connection waits as PENDING for a person."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import boto3
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.exceptions import ServiceException


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

    def create(self, name: str, provider: str, host: str | None, tags: list[dict[str, str]]) -> str:
        """Adds a connection. Its id follows from its place in line, so replays agree."""
        self.made += 1
        seed = f"{self.account_id}/{self.region_name}/{name}/{self.made}"
        ident = uuid.UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16], version=4)
        arn = f"arn:aws:codeconnections:{self.region_name}:{self.account_id}:connection/{ident}"
        self.connections[arn] = {
            "ConnectionName": name,
            "ConnectionArn": arn,
            "ProviderType": provider,
            "OwnerAccountId": self.account_id,
            "ConnectionStatus": "PENDING",
        }
        if host:
            self.connections[arn]["HostArn"] = host
        self.tags[arn] = {tag["Key"]: tag["Value"] for tag in tags}
        return arn

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

"""A request that the gate understood."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel, ServiceModel

from ..message import Request
from . import credentials, models

# How the names of operations begin that change nothing. A service names its exceptions itself.
READS = (
    "Get", "List", "Describe", "Head", "Search", "Simulate", "Validate", "Check", "BatchGet", "BatchCheck",
    "Lookup", "Test", "Filter", "Decode", "Query", "Estimate", "Detect", "Preview", "Select",
)  # fmt: skip


@dataclass
class Call:
    """One AWS operation with its parsed input and its caller."""

    request: Request
    model: ServiceModel
    operation: OperationModel
    region: str
    key: str
    input: dict[str, Any]
    via: str = ""
    """The service that makes this call for the holder of the key, if one does."""

    @property
    def account(self) -> str:
        """The account of whoever calls."""
        return credentials.caller(self.key)[0]

    @property
    def service(self) -> str:
        """botocore's name of the service."""
        return str(self.model.service_name)

    @property
    def name(self) -> str:
        """The operation's name."""
        return str(self.operation.name)

    @property
    def asked(self) -> str:
        """Which of the operation's requests this is: equal for two that should be answered alike."""
        return json.dumps([self.region, self.input], sort_keys=True, default=str)

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes to another process with its models named, which are large and the same there."""
        return _found, (self.request, self.service, self.name, self.region, self.key, self.input, self.via)


def _found(request: Request, service: str, name: str, region: str, key: str, given: dict[str, Any], via: str) -> Call:
    model = models.service(service)
    assert model is not None
    return Call(request, model, model.operation_model(name), region, key, given, via)

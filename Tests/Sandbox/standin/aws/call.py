"""A request that the gate understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel, ServiceModel

from ..message import Request

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

    @property
    def service(self) -> str:
        """botocore's name of the service."""
        return str(self.model.service_name)

    @property
    def name(self) -> str:
        """The operation's name."""
        return str(self.operation.name)

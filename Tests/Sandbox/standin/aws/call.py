"""A request that the gate understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel, ServiceModel

from ..message import Request

READS = (
    "Get", "List", "Describe", "Head", "Search", "Simulate", "Validate", "Check", "BatchGet", "BatchCheck",
    "Lookup", "Test", "Filter", "Decode", "Query", "Estimate", "Detect", "Preview", "Select",
)  # fmt: skip
# Operations that change something the dump leaves out: sessions, logs, counters.
UNSEEN = {
    "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "Invoke", "PutEvents", "PutLogEvents",
    "CreateLogStream", "StartQuery", "GenerateCredentialReport", "GenerateServiceLastAccessedDetails",
}  # fmt: skip


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


def writes(operation: str) -> bool:
    """Whether an operation could change what the state dump shows."""
    return not operation.startswith(READS) and operation not in UNSEEN

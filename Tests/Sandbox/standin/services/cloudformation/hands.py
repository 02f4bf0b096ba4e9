"""One resource at a time: made, changed, deleted, with the events of it and the reason where it fails."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from ...aws.inner import Failed
from ...aws.refused import Refused
from . import kinds
from .ledger import Ledger, Resource, Stack

HANDLER = {
    "AlreadyExists": ("EntityAlreadyExists", "BucketAlreadyExists", "BucketAlreadyOwnedByYou", "ResourceConflictException",
                      "ResourceAlreadyExistsException", "ResourceInUse", "QueueAlreadyExists", "ResourceInUseException"),
    "AccessDenied": ("AccessDenied", "AccessDeniedException"),
    "Throttling": ("Throttling", "ThrottlingException", "SlowDown"),
    "NotFound": ("NoSuchEntity", "NoSuchBucket", "ResourceNotFoundException", "ResourceNotFound"),
    "ServiceLimitExceeded": ("LimitExceeded", "LimitExceededException"),
}  # fmt: skip


class Hands:
    """The resources of a stack, in the hands of its client."""

    def __init__(self, ledger: Ledger, stack: Stack) -> None:
        self.ledger, self.stack = ledger, stack

    def create(self, resource: Resource, p: dict[str, Any]) -> str | None:
        """Makes it; why not, where that fails."""

        def do() -> None:
            kind = self._kind(resource, p)
            work = self._work(resource)
            resource.properties = p
            kind.create(work, p)
            self.stack.tell(resource, "CREATE_IN_PROGRESS", "Resource creation Initiated")
            resource.attributes = kind.attributes(work, p)

        return self._done(resource, "create", "CREATE", do)

    def update(self, resource: Resource, p: dict[str, Any]) -> str | None:
        """Changes it where it stands; what it was asked to be is kept though that fails, so that it can be taken back."""
        old = resource.properties

        def do() -> None:
            kind, work = self._kind(resource, p), self._work(resource)
            resource.properties = p
            kind.update(work, old, p)
            resource.attributes = kind.attributes(work, p)

        return self._done(resource, "update", "UPDATE", do)

    def delete(self, resource: Resource, keep: bool) -> str | None:
        """Deletes it, or leaves it where it is."""
        if keep:
            self.stack.tell(resource, "DELETE_SKIPPED")
            return None

        def do() -> None:
            if resource.physical:
                kinds.ALL[resource.type].delete(self._work(resource), resource.properties)

        return self._done(resource, "delete", "DELETE", do)

    def _work(self, resource: Resource) -> kinds.Work:
        return kinds.Work(self.stack, resource, self.stack.client)

    def _kind(self, resource: Resource, p: dict[str, Any]) -> kinds.Kind:
        kind = kinds.ALL.get(resource.type)
        if kind is None:
            raise kinds.Failure(f"The sandbox has no resource type {resource.type}")
        unknown = [name for name in p if name not in kind.properties.split()]
        if unknown:
            raise kinds.Failure(f"Encountered unsupported property {unknown[0]}")
        return kind

    def _done(self, resource: Resource, action: str, word: str, do: Callable[[], None]) -> str | None:
        told = next((fault for fault in self.ledger.faults if fault.strikes(self.stack, resource, action)), None)
        try:
            if told:
                raise kinds.Failure(told.reason)
            do()
        except Failed as failed:
            reason = _reason(resource, failed)
        except kinds.Failure as failed:
            reason = str(failed)
        except Refused as failed:
            reason = failed.message
        except KeyError as missing:
            reason = f"Properties validation failed for resource {resource.logical} with message: [#: required key [{missing.args[0]}] not found]"  # fmt: skip
        else:
            self.stack.tell(resource, f"{word}_COMPLETE")
            return None
        self.stack.tell(resource, f"{word}_FAILED", reason)
        return reason


def _reason(resource: Resource, failed: Failed) -> str:
    """What a handler's failure looks like in an event."""
    code = next((name for name, codes in HANDLER.items() if failed.code in codes), "InvalidRequest" if failed.status < 500 else "GeneralServiceException")  # fmt: skip
    service = {"iam": "Iam", "s3": "S3", "lambda": "Lambda", "events": "EventBridge", "sqs": "Sqs", "logs": "CloudWatchLogs"}.get(
        failed.service, failed.service.title()
    )
    said = f"{failed.message} (Service: {service}, Status Code: {failed.status}, Request ID: {uuid.uuid4()})"
    if code == "AlreadyExists" and failed.operation.startswith("Create"):
        name = next((value for key, value in resource.properties.items() if key.endswith("Name")), resource.logical)
        said = f"Resource of type '{resource.type}' with identifier '{name}' already exists."
    return f'Resource handler returned message: "{said}" (RequestToken: {uuid.uuid4()}, HandlerErrorCode: {code})'

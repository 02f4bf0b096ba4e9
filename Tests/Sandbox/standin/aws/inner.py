"""Calls that a service makes itself: with the keys of a role that it was given, or on behalf of whoever asked it.

They take the road of every other call but the door: nobody signs them, nobody records them, and what was told to go
wrong strikes them only where it says so (`"inner": true`).
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from botocore import parsers, serialize
from botocore.exceptions import ParamValidationError
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from ..message import Answer, Request
from ..policies.patterns import Keys
from ..services.sts import trust
from . import models, shapes, wire
from .call import Call
from .credentials import PARTITION, keys


class Failed(Exception):
    """The refusal of a call, with the service's code."""

    def __init__(self, service: str, operation: str, code: str, status: int, message: str) -> None:
        super().__init__(message)
        self.service, self.operation, self.code, self.status, self.message = service, operation, code, status, message


class Road:
    """How calls go on from here; the world says it once."""

    take: Callable[[Call], Answer]
    judge: Callable[[Call], Answer | None]
    work: Callable[[Callable[[], Any]], Any]
    """Runs something on the one thread that may touch the emulator, for who is on another."""


@dataclass(frozen=True)
class Client:
    """Whoever holds a key, in a Region. `via` names the service that acts on behalf of the key's holder."""

    region: str
    key: str
    via: str = ""

    def call(self, service: str, operation: str, /, **given: Any) -> dict[str, Any]:
        """The content of the answer; `Failed` where it is a refusal. Members that are None are not sent."""
        if keys(self.key) is None:
            # A function may outlive the world that it began in.
            raise Failed(service, operation, "InvalidClientTokenId", 403, "The security token included in the request is invalid.")
        call = self._made(service, operation, given)
        return _content(call, Road.take(call))

    def may(self, service: str, operation: str, /, **given: Any) -> None:
        """Raises `Failed` where the holder has no right to it; nothing is done."""
        call = self._made(service, operation, given)
        refused = Road.judge(call)
        if refused:
            _content(call, refused)

    def _made(self, service: str, operation: str, given: dict[str, Any]) -> Call:
        model = models.service(service)
        assert model is not None
        found = model.operation_model(operation)
        given = {name: value for name, value in given.items() if value is not None}
        protocol = str(model.metadata["protocol"])
        try:
            sent = serialize.create_serializer(protocol, True).serialize_to_request(given, found)
        except ParamValidationError as error:
            raise Failed(service, operation, "ValidationException", 400, str(error)) from None
        request = _request(sent, protocol, f"{self.key}/20260801/{self.region}/{_scope(model)}")
        parsed, problems = wire.read(found, request)
        if found.input_shape is not None:
            problems += shapes.faults(found.input_shape, parsed)
        if problems:
            raise Failed(service, operation, "ValidationException", 400, "; ".join(problems))
        return Call(request, model, found, self.region, self.key, parsed, self.via)


def as_service(service: str, role_arn: str, session: str, region: str, filled: Keys | None = None) -> Client | None:
    """The service as a role that trusts it; None where there is no such role or it does not."""
    account = role_arn.split(":")[4]
    role = next((role for role in iam_backends[account][PARTITION].roles.values() if role.arn == role_arn), None)
    if role is None or not trust.admits(role, "Service", {f"{service}.amazonaws.com"}, "sts:AssumeRole", filled or {}):
        return None
    held = sts_backends[account][PARTITION].assume_role(
        region_name=region, role_session_name=session, role_arn=role_arn, policy="", duration=3600, external_id=""
    )
    return Client(region, held.access_key_id)


def _scope(model: Any) -> str:
    return str(model.metadata.get("signingName") or model.metadata["endpointPrefix"])


def _request(sent: Any, protocol: str, scope: str) -> Request:
    body = sent["body"]
    if isinstance(body, dict):
        body = urlencode(body)
    body = body.encode() if isinstance(body, str) else body or b""
    query = urlencode(sent["query_string"], doseq=True) if isinstance(sent["query_string"], dict) else sent["query_string"]
    target = sent["url_path"]
    if query:
        target += ("&" if "?" in target else "?") + query
    signed = f"AWS4-HMAC-SHA256 Credential={scope}/aws4_request, SignedHeaders=host, Signature=0"
    headers = {**sent["headers"], "host": "127.0.0.1", "authorization": signed}
    if protocol == "query":
        headers["content-type"] = "application/x-www-form-urlencoded; charset=utf-8"
    if protocol == "rest-xml" and body:
        headers["content-md5"] = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
    return Request(sent["method"], target, [(name.lower(), str(value)) for name, value in headers.items()], body)


def _content(call: Call, answer: Answer) -> dict[str, Any]:
    parser = parsers.create_parser(str(call.model.metadata["protocol"]))
    whole = answer.status >= 300 or not call.operation.has_streaming_output
    body = answer.body if whole else io.BytesIO(answer.body)
    raw = {"status_code": answer.status, "headers": {name.lower(): value for name, value in answer.headers}, "body": body}
    parsed: dict[str, Any] = parser.parse(raw, call.operation.output_shape)
    if answer.status >= 300:
        error = parsed.get("Error", {})
        raise Failed(call.service, call.name, error.get("Code", str(answer.status)), answer.status, error.get("Message", ""))
    return parsed

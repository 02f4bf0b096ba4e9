"""Invocations by a call, and what Lambda refuses of a function's settings."""

from __future__ import annotations

import base64
import io
import json
import uuid
import zipfile
from typing import Any

from moto.awslambda.models import EventInvokeConfig, LambdaBackend, lambda_backends

from ...aws.call import Call
from ...aws.inner import Failed, as_service
from ...aws.refused import Refused, Switches
from ...message import Answer, Later
from . import queue, run


def _name(call: Call) -> str:
    return str(call.input["FunctionName"]).partition(":function:")[2].partition(":")[0] or str(call.input["FunctionName"]).partition(":")[0]


def _absent(call: Call) -> Refused:
    return Refused("ResourceNotFoundException", 404, f"Function not found: arn:aws:lambda:{call.region}:{call.account}:function:{_name(call)}")  # fmt: skip


def invoke(call: Call) -> Any:
    """Invoke: waited for, set going, or only asked about."""
    one = run.function(call.account, call.region, _name(call))
    if one is None:
        raise _absent(call)
    try:
        event = json.loads(call.input.get("Payload") or b"{}")
    except ValueError:
        raise Refused("InvalidRequestContentException", 400, "Could not parse request body into json: Could not parse payload into json") from None  # fmt: skip
    kind = call.input.get("InvocationType", "RequestResponse")
    if kind == "DryRun":
        return Answer(204)
    if one.throttled:
        raise Refused("TooManyRequestsException", 429, "Rate Exceeded.")
    if kind == "Event":
        queue.begin(call.account, call.region, one.name, event)
        return Answer(202, [("Content-Type", "application/json")])
    world = queue.Waiting.world

    def finish() -> Answer:
        outcome = run.invoke(one, event, str(uuid.uuid4()))
        queue.note(world, one.name, event, outcome.request, 1, outcome.error, outcome.result)
        headers = [("Content-Type", "application/json"), ("X-Amz-Executed-Version", "$LATEST"), ("x-amzn-RequestId", outcome.request)]
        if outcome.error:
            headers.append(("X-Amz-Function-Error", "Unhandled"))
        if call.input.get("LogType") == "Tail":
            headers.append(("X-Amz-Log-Result", run.tail(outcome.log)))
        return Answer(200, headers, json.dumps(outcome.error or outcome.result).encode())

    return Later(200, finish=finish)


def _code(call: Call) -> None:
    """A package that is one, and an object that is there."""
    code = call.input.get("Code", call.input)
    if code.get("ZipFile"):
        content = code["ZipFile"]
        raw = base64.b64decode(content) if isinstance(content, str) else content
        if not zipfile.is_zipfile(io.BytesIO(raw)):
            raise Refused("InvalidParameterValueException", 400, "Could not unzip uploaded file. Please check your file, then try to upload again.")  # fmt: skip


def _trusted(call: Call, _: Switches) -> None:
    _code(call)
    role = call.input.get("Role")
    if role and as_service("lambda", role, "check", call.region, {"aws:sourceaccount": [call.account]}) is None:
        raise Refused("InvalidParameterValueException", 400, "The role defined for the function cannot be assumed by Lambda.")


def _unzips(call: Call, _: Switches) -> None:
    _code(call)


def _statements(call: Call) -> list[Any] | None:
    """The statements of the policy of the function that a call names; None without a function."""
    for function in lambda_backends[call.account][call.region].list_functions():
        if function.function_name == _name(call):
            return list(function.policy.statements) if function.policy else []
    return None


def _statement_is_new(call: Call, _: Switches) -> None:
    ident = call.input["StatementId"]
    if any(statement["Sid"] == ident for statement in _statements(call) or []):
        raise Refused("ResourceConflictException", 409, f"The statement id ({ident}) provided already exists. Please provide a new statement id, or remove the existing statement.")  # fmt: skip


def _policy_is_there(call: Call, _: Switches) -> None:
    if _statements(call) == []:
        raise Refused("ResourceNotFoundException", 404, "The resource you requested does not exist.")


def _may_send(call: Call, _: Switches) -> None:
    """A destination that the function's role may not write to is none."""
    one = run.function(call.account, call.region, _name(call))
    arn = ((call.input.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
    if one is None or not arn or ":sqs:" not in arn:
        return
    try:
        if one.client is None:
            raise Failed("sqs", "SendMessage", "AccessDenied", 403, "")
        one.client.may("sqs", "SendMessage", QueueUrl=f"https://127.0.0.1/{arn.split(':')[4]}/{arn.split(':')[5]}", MessageBody="-")
    except Failed:
        raise Refused("InvalidParameterValueException", 400, f"The function's execution role {one.role} doesn't have permissions to call SendMessage on {arn}") from None  # fmt: skip


def put(body: Any) -> None:
    """How often an event comes to a function (`repeat`), and whether it comes only later (`hold`)."""
    repeat = body.get("repeat", 1)
    if not isinstance(repeat, int) or repeat < 1:
        raise ValueError("repeat is a number of times")
    queue.pace(repeat, bool(body.get("hold")))


def install() -> None:
    """A configuration takes the place of the one before."""

    def put_config(self: LambdaBackend, function_name: str, config: dict[str, Any]) -> dict[str, Any]:
        function = self.get_function(function_name)
        function.event_invoke_config = [EventInvokeConfig(function.function_arn, function.last_modified, config)]
        return function.event_invoke_config[0].response()

    LambdaBackend.put_function_event_invoke_config = put_config  # type: ignore[method-assign]


RULES = {
    "CreateFunction": _trusted, "UpdateFunctionConfiguration": _trusted, "UpdateFunctionCode": _unzips,
    "AddPermission": _statement_is_new, "GetPolicy": _policy_is_there, "PutFunctionEventInvokeConfig": _may_send,
}  # fmt: skip
ANSWERS = {"Invoke": invoke}

"""One invocation: the function's package unpacked and run with its environment and the keys of its role."""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from moto.awslambda.models import lambda_backends

from ...aws import credentials
from ...aws.inner import Client, Failed, Road, as_service

BOOTSTRAP = Path(__file__).with_name("bootstrap.py")
# Nothing behind it: what is no service of the sandbox is not to be reached from here.
NOWHERE = "http://127.0.0.1:9"


class Around:
    """Where the sandbox listens, once it does."""

    endpoint = ""


@dataclass
class Function:
    """What an invocation needs to know of a function, taken at its start."""

    name: str
    arn: str
    role: str
    client: Client | None
    code: bytes
    handler: str
    runtime: str
    timeout: int
    memory: int
    group: str
    environment: dict[str, str] = field(default_factory=dict)
    throttled: bool = False
    retries: int = 2
    destination: str | None = None


@dataclass
class Outcome:
    """What came of an invocation: what the handler gave back or the error as Lambda says it, and its log."""

    request: str
    result: Any = None
    error: dict[str, Any] | None = None
    log: str = ""


def function(account: str, region: str, name: str) -> Function | None:
    """A function as it stands; only the thread that has the emulator may ask."""
    found = next((f for f in lambda_backends[account][region].list_functions() if f.function_name == name), None)
    if found is None:
        return None
    config = found.event_invoke_config[-1].config if found.event_invoke_config else {}
    keys = {"aws:sourceaccount": [account], "lambda:sourcefunctionarn": [found.function_arn], "aws:sourcearn": [found.function_arn]}
    return Function(
        name, found.function_arn, found.role, as_service("lambda", found.role, name, region, keys), found.code_bytes, found.handler,
        found.run_time, int(found.timeout), int(found.memory_size), found.logs_group_name, dict(found.environment_vars or {}),
        str(found.reserved_concurrency) == "0", int(config.get("MaximumRetryAttempts", 2)),
        (config.get("DestinationConfig") or {}).get("OnFailure", {}).get("Destination"),
    )  # fmt: skip


def invoke(one: Function, event: Any, request: str) -> Outcome:
    """Runs it, on a thread that holds up nobody; its log goes where its role may write."""
    begun = time.time()
    outcome = _done(one, event, request)
    used = f"{(time.time() - begun) * 1000:.2f} ms"
    lines = [f"START RequestId: {request} Version: $LATEST", *outcome.log.splitlines(), f"END RequestId: {request}",
             f"REPORT RequestId: {request}\tDuration: {used}\tBilled Duration: {used}\tMemory Size: {one.memory} MB"]  # fmt: skip
    outcome.log = "\n".join(lines) + "\n"
    if one.client is not None:
        Road.work(lambda: _write(one, request, lines))
    return outcome


def _done(one: Function, event: Any, request: str) -> Outcome:
    if one.client is None:
        return _failed(request, "AccessDeniedException", "The role defined for the function cannot be assumed by Lambda.")
    if not one.runtime.startswith("python"):
        return _failed(request, "Runtime.Unsupported", f"The sandbox runs no {one.runtime}")
    with tempfile.TemporaryDirectory(prefix="function-") as home:
        folder, told = Path(home) / "task", Path(home) / "outcome"
        try:
            zipfile.ZipFile(io.BytesIO(one.code)).extractall(folder)
        except zipfile.BadZipFile:
            return _failed(request, "Runtime.ImportModuleError", "Could not unzip the package")
        given = {
            "event": event, "folder": str(folder), "handler": one.handler, "timeout": one.timeout, "memory": one.memory, "name": one.name,
            "arn": one.arn, "request": request, "group": one.group, "stream": _stream(request),
        }  # fmt: skip
        try:
            ran = subprocess.run(
                [sys.executable, str(BOOTSTRAP), str(told)], input=json.dumps(given).encode(), env=_environment(one), cwd=folder,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=one.timeout,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            said = f"{request} Task timed out after {one.timeout:.2f} seconds"
            return _failed(request, "Sandbox.Timedout", said, (late.stdout or b"").decode("utf-8", "replace") + said + "\n")
        log = ran.stdout.decode("utf-8", "replace")
        if not told.exists():
            return _failed(request, "Runtime.ExitError", f"RequestId: {request} Error: Runtime exited with error: exit status {ran.returncode}", log)  # fmt: skip
        content = json.loads(told.read_text(encoding="utf-8"))
    return Outcome(request, content.get("result"), content.get("error"), log)


def _failed(request: str, kind: str, message: str, log: str = "") -> Outcome:
    return Outcome(request, None, {"errorType": kind, "errorMessage": message}, log or f"[ERROR] {kind}: {message}\n")


def _environment(one: Function) -> dict[str, str]:
    assert one.client is not None
    held = credentials.keys(one.client.key)
    secret, token = held or ("", None)
    return {
        "PATH": os.environ.get("PATH", ""), "LANG": "en_US.UTF-8", "TZ": ":UTC", "HTTPS_PROXY": NOWHERE, "NO_PROXY": "127.0.0.1",
        "AWS_ENDPOINT_URL": Around.endpoint, "AWS_REGION": one.client.region, "AWS_DEFAULT_REGION": one.client.region,
        "AWS_ACCESS_KEY_ID": one.client.key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token or "",
        "AWS_EC2_METADATA_DISABLED": "true", "AWS_LAMBDA_FUNCTION_NAME": one.name, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(one.memory), "AWS_EXECUTION_ENV": f"AWS_Lambda_{one.runtime}", "_HANDLER": one.handler,
        **one.environment,
    }  # fmt: skip


def _stream(request: str) -> str:
    return f"{time.strftime('%Y/%m/%d', time.gmtime())}/[$LATEST]{request.replace('-', '')}"


def _write(one: Function, request: str, lines: list[str]) -> None:
    """The lines, with the role's keys: where they may not be written, nobody reads them."""
    assert one.client is not None
    place = {"logGroupName": one.group, "logStreamName": _stream(request)}
    now = int(time.time() * 1000)
    try:
        try:
            one.client.call("logs", "CreateLogStream", **place)
        except Failed as failed:
            if failed.code == "ResourceNotFoundException":
                one.client.call("logs", "CreateLogGroup", logGroupName=one.group)
                one.client.call("logs", "CreateLogStream", **place)
            elif failed.code != "ResourceAlreadyExistsException":
                raise
        one.client.call("logs", "PutLogEvents", **place, logEvents=[{"timestamp": now, "message": line} for line in lines if line])
    except Failed:
        return


def tail(log: str) -> str:
    """The end of a log, as an invocation's answer has it."""
    return base64.b64encode(log.encode()[-4096:]).decode()

"""Events that wait for a function: run at once, again where that fails, and then sent where failures go.

Between tries AWS waits one and two minutes; here nobody waits.
"""

from __future__ import annotations

import datetime
import json
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ...aws.inner import Failed, Road
from .run import Function, function, invoke


class Waiting:
    """What is under way, and what was; a reset leaves what it interrupts to end for itself, and listens to it no more."""

    pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="function")
    lock = threading.Lock()
    world = 0
    pending = 0
    seen: list[dict[str, Any]] = []
    repeat = 1
    """How often each event is handed over: EventBridge delivers at least once."""
    held: list[tuple[str, str, str, Any]] | None = None
    """Events that come late, while a test holds them back."""


def reset() -> None:
    """Another world: nothing is under way in it."""
    with Waiting.lock:
        Waiting.world += 1
        Waiting.pending, Waiting.seen, Waiting.repeat, Waiting.held = 0, [], 1, None


def begin(account: str, region: str, name: str, event: Any) -> None:
    """Takes an event; what becomes of it is seen later."""
    if Waiting.held is not None:
        Waiting.held.append((account, region, name, event))
        return
    for _ in range(Waiting.repeat):
        with Waiting.lock:
            Waiting.pending += 1
        Waiting.pool.submit(_whole, Waiting.world, account, region, name, event)


def pace(repeat: int, hold: bool) -> None:
    """Says how events come from now on; what was held back comes when it is no longer."""
    Waiting.repeat = repeat
    late, Waiting.held = Waiting.held or [], (Waiting.held or []) if hold else None
    for one in [] if hold else late:
        begin(*one)


def settled() -> list[dict[str, Any]]:
    """Waits until nothing is under way, and tells what was."""
    while Waiting.pending:
        time.sleep(0.01)
    return list(Waiting.seen)


def _whole(world: int, account: str, region: str, name: str, event: Any) -> None:
    try:
        _tries(world, account, region, name, event, str(uuid.uuid4()))
    finally:
        with Waiting.lock:
            Waiting.pending -= world == Waiting.world


def _tries(world: int, account: str, region: str, name: str, event: Any, request: str) -> None:
    tried, error, one = 0, None, None
    while world == Waiting.world:
        one = Road.work(lambda: function(account, region, name))
        if one is None:
            return
        if one.throttled:
            error = {"errorType": "TooManyRequestsException", "errorMessage": "Rate Exceeded."}
            break
        tried += 1
        outcome = invoke(one, event, request)
        error = outcome.error
        note(world, name, event, request, tried, outcome.error, outcome.result)
        if error is None or tried > one.retries:
            break
    if error and one and one.destination and world == Waiting.world:
        _send(one, event, request, tried, error)


def note(world: int, name: str, event: Any, request: str, attempt: int, error: Any, result: Any) -> None:
    """Keeps that something was run."""
    with Waiting.lock:
        if world == Waiting.world:
            Waiting.seen.append(
                {"function": name, "request": request, "attempt": attempt, "event": event, "error": error, "result": result}
            )


def _send(one: Function, event: Any, request: str, tried: int, error: dict[str, Any]) -> None:
    """The record of a failure, to the queue that the function's configuration names, with the role's keys."""
    reason = "RetriesExhausted" if tried else "EventAgeExceeded"
    body = {
        "version": "1.0", "timestamp": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "requestContext": {"requestId": request, "functionArn": f"{one.arn}:$LATEST", "condition": reason, "approximateInvokeCount": tried},
        "requestPayload": event, "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "responsePayload": error,
    }  # fmt: skip
    _, _, service, region, account, queue = str(one.destination).split(":", 5)
    client = one.client
    if service != "sqs" or client is None:
        return
    url = f"https://127.0.0.1/{account}/{queue}"
    try:
        Road.work(lambda: client.call("sqs", "SendMessage", QueueUrl=url, MessageBody=json.dumps(body)))
    except Failed:
        return

"""Runs one invocation of a function in a process of its own: argument 1 is where the outcome goes, standard input has the event.

Only the standard library is used here: everything else is the function's.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
import time
import traceback
from typing import Any


class Context:
    """What Lambda hands to a handler beside the event."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._end = time.time() + given["timeout"]
        self.function_name, self.function_version = given["name"], "$LATEST"
        self.invoked_function_arn, self.memory_limit_in_mb = given["arn"], given["memory"]
        self.aws_request_id = given["request"]
        self.log_group_name, self.log_stream_name = given["group"], given["stream"]
        self.identity = self.client_context = None

    def get_remaining_time_in_millis(self) -> int:
        """What is left until it times out."""
        return max(0, int((self._end - time.time()) * 1000))


def main() -> None:
    """Writes `{"result"}` or `{"error"}`."""
    given = json.load(sys.stdin)
    sys.path[0] = given["folder"]
    logging.basicConfig(stream=sys.stdout, format=f"[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t{given['request']}\t%(message)s", datefmt="%Y-%m-%dT%H:%M:%S")  # fmt: skip
    module, _, name = given["handler"].rpartition(".")
    try:
        handler = getattr(importlib.import_module(module.replace("/", ".")), name)
        told = {"result": handler(given["event"], Context(given))}
        text = json.dumps(told)
    except BaseException as error:
        trace = traceback.format_tb(error.__traceback__)[1:]
        print(f"[ERROR] {type(error).__name__}: {error}\nTraceback (most recent call last):\n{''.join(trace)}", end="")
        text = json.dumps({"error": {"errorMessage": str(error), "errorType": type(error).__name__, "requestId": given["request"], "stackTrace": trace}})  # fmt: skip
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()

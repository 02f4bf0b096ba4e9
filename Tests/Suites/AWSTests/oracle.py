"""Says what a given `aws` command line would send, by the command's own parser.

Reads one JSON line {"words": [...], "folder": "..."} at a time and answers with
{"service", "operation", "params"}: what botocore is handed before any request is made.
Needs awscli and botocore in the Python that runs it.
"""

import base64
import json
import os
import sys

import awscli.clidriver
from awscli.clidriver import create_clidriver
from botocore.model import OperationModel  # noqa: F401  (fails early when botocore is absent)


class Caught(Exception):
    pass


def shown(value):
    if isinstance(value, dict):
        return {name: shown(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [shown(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(value).decode()}
    if hasattr(value, "read"):
        return shown(value.read())
    return value


def run(words):
    seen = {}

    def invoke(self, service_name, operation_name, parameters, parsed_globals):
        seen.update(service=service_name, operation=operation_name, params=shown(parameters), region=parsed_globals.region)
        return 0

    awscli.clidriver.CLIOperationCaller.invoke = invoke
    status = create_clidriver().main(words[1:])
    return seen or {"status": status}


for line in sys.stdin:
    given = json.loads(line)
    os.chdir(given["folder"])
    print(json.dumps(run(given["words"])), flush=True)

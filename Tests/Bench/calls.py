"""The calls that a check says it made, as commands of other people's tools."""

import boto3
from botocore import xform_name

SESSION = boto3.session.Session(region_name="us-east-1")
MODELS = {}


def model(service):
    """botocore's model of a service."""
    if service not in MODELS:
        MODELS[service] = SESSION._session.get_service_model(service)
    return MODELS[service]


def calls_of(report):
    """Every look that a report names, once: a service, an operation and its input, or a path of GitHub."""
    found = {}
    for step in report["steps"]:
        for finding in step["checks"]:
            for look in finding["looked_at"]:
                if call := call_of(look):
                    found[look] = call
    return list(found.values())


def call_of(look):
    """`iam:GetRolePolicy role policy` as a call: the words are the required members in their order."""
    place, *words = look.split(" ")
    if place == "GET":
        return {"service": "github", "path": words[0]}
    service, _, operation = place.partition(":")
    if not operation or operation not in model(service).operation_names:
        return None
    shape = model(service).operation_model(operation).input_shape
    required = shape.required_members if shape is not None else []
    return {"service": service, "operation": operation, "input": dict(zip(required, words, strict=False))}


def command_of(call):
    """The call as the words of `aws` or `gh`."""
    if call["service"] == "github":
        return ["gh", "api", call["path"]]
    group = "s3api" if call["service"] == "s3" else call["service"]
    words = ["aws", group, xform_name(call["operation"], "-")]
    for member, value in call["input"].items():
        words += [f"--{option(member)}", value]
    return words


def option(member):
    """A member as the aws command spells it."""
    return xform_name(member, "-")

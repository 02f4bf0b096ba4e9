"""Answers as AWS's own models allow them, made from an answer that was given.

Read with botocore's parser, changed as a value beside its shape, written again: each optional member present and absent,
each list with none, one and many, each listing in two pages. What an emulator never fills comes to the program this way.
"""

import copy
import datetime
import functools
import json
import re
import urllib.parse
from xml.sax.saxutils import escape

import botocore.session
from botocore.parsers import create_parser

from support.world import SESSION

# What a member holds that nobody ever filled: a terminal obeys it.
TEXT = "gen\u009b2J\u202e"
NEXT = "page-2"
TIME = datetime.datetime.fromtimestamp(1_790_000_000, datetime.UTC)
DEEP = 3
SERVICES = (
    "iam",
    "sts",
    "s3",
    "sagemaker",
    "secretsmanager",
    "kms",
    "codeconnections",
    "codestar-connections",
    "cloudformation",
    "account",
    "cloudtrail",
)


@functools.cache
def model(service):
    return SESSION._session.get_service_model(service)


@functools.cache
def targets():
    """Services by what stands before the operation in a request's target."""
    return {model(name).metadata.get("targetPrefix"): name for name in SERVICES}


@functools.cache
def routes(service):
    """The operations of a REST service as (method, whether a key is named, what the query names, name)."""
    found = []
    for name in model(service).operation_names:
        http = model(service).operation_model(name).http
        path, _, query = http["requestUri"].partition("?")
        words = {word for word in query.split("&") if word and not word.startswith("x-id=")}
        found.append((http["method"], path, words, name))
    return found


def asked(request):
    """The operation that a request asks for, by botocore's model; None where it is none of AWS's that we know."""
    method, target, headers, body = request
    if "x-amz-target" in headers:
        prefix, _, name = headers["x-amz-target"].rpartition(".")
        return model(targets()[prefix]).operation_model(name)
    if body.startswith(b"Action="):
        values = urllib.parse.parse_qs(body.decode())
        service = next(name for name in ("iam", "sts", "cloudformation") if model(name).metadata["apiVersion"] == values["Version"][0])
        return model(service).operation_model(values["Action"][0])
    path, _, query = target.partition("?")
    words = {word.removesuffix("=") for word in query.split("&") if word}
    form = "/{Bucket}/{Key+}" if path.strip("/").count("/") else "/{Bucket}" if path.strip("/") else "/"
    fitting = [route for route in routes("s3") if route[0] == method and route[1] == form and route[2] <= words]
    if not fitting or path in ("/getRegionOptStatus", "/getAlternateContact"):
        return None
    return model("s3").operation_model(max(fitting, key=lambda route: len(route[2]))[3])


# Reading and writing.


def read(operation, head, body):
    """The value of an answer."""
    lines = [line.decode("latin-1") for line in head.split(b"\r\n")[1:]]
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    parser = create_parser(operation.service_model.metadata["protocol"])
    parsed = parser.parse({"status_code": 200, "headers": headers, "body": body}, operation.output_shape)
    parsed.pop("ResponseMetadata", None)
    return parsed


def in_body(shape):
    """The members of an answer's shape that stand in its body."""
    return {name: member for name, member in shape.members.items() if "location" not in member.serialization}


def written(operation, value, body):
    """The body of an answer; `body` is one of the same operation, which tells how it begins."""
    shape, protocol = operation.output_shape, operation.service_model.metadata["protocol"]
    if "json" in protocol:
        return json.dumps(_json(shape, value)).encode()
    if protocol == "rest-xml":
        payload = shape.serialization.get("payload")
        if payload:
            shape, value = shape.members[payload], value.get(payload, {})
        root = re.search(rb"<([A-Za-z]\w*)", body)[1].decode()
        return f"<?xml version='1.0'?><{root}>{_members(shape, value)}</{root}>".encode()
    wrapper = shape.serialization.get("resultWrapper", operation.name + "Result")
    inner = f"<{wrapper}>{_members(shape, value)}</{wrapper}><ResponseMetadata><RequestId>r-17</RequestId></ResponseMetadata>"
    return f"<{operation.name}Response>{inner}</{operation.name}Response>".encode()


def _json(shape, value):
    if shape.type_name == "structure":
        members = {name: _json(shape.members[name], one) for name, one in value.items() if name in shape.members}
        return {shape.members[name].serialization.get("name", name): one for name, one in members.items()}
    if shape.type_name == "list":
        return [_json(shape.member, one) for one in value]
    if shape.type_name == "map":
        return {key: _json(shape.value, one) for key, one in value.items()}
    return value.timestamp() if shape.type_name == "timestamp" else value.decode() if isinstance(value, bytes) else value


def _members(shape, value):
    return "".join(
        _xml(member.serialization.get("name", name), member, value[name]) for name, member in in_body(shape).items() if name in value
    )


def _xml(name, shape, value):
    if shape.type_name == "structure":
        inner = _members(shape, value)
    elif shape.type_name == "list":
        is_flat = shape.serialization.get("flattened")
        item = shape.member.serialization.get("name", name if is_flat else "member")
        inner = "".join(_xml(item, shape.member, one) for one in value)
        if is_flat:
            return inner
    elif shape.type_name == "map":
        pairs = (_xml("key", shape.key, key) + _xml("value", shape.value, one) for key, one in value.items())
        inner = "".join(f"<entry>{pair}</entry>" for pair in pairs)
    elif shape.type_name == "timestamp":
        inner = value.strftime("%Y-%m-%dT%H:%M:%SZ")
    else:
        inner = escape(str(value).lower() if isinstance(value, bool) else value.decode() if isinstance(value, bytes) else str(value))
    return f"<{name}>{inner}</{name}>"


# Changing.


def made(shape, depth=0):
    """A value for a shape that no answer gave one for."""
    kind = shape.type_name
    if kind == "structure":
        return {name: made(member, depth + 1) for name, member in shape.members.items() if depth < DEEP or name in shape.required_members}
    if kind == "list":
        return [made(shape.member, depth + 1)] if depth < DEEP else []
    if kind == "map":
        return {TEXT: made(shape.value, depth + 1)} if depth < DEEP else {}
    if kind == "string":
        return (shape.enum or [TEXT])[0]
    return {"boolean": True, "timestamp": TIME, "blob": b"gen"}.get(kind, max(1, int(shape.metadata.get("min", 1))))


def changes(shape, value, path=()):
    """Everything that may be another way in a value, as (path, what is there then); None takes a member out."""
    if shape.type_name == "structure":
        members = in_body(shape) if not path else shape.members
        for name, member in members.items():
            if name not in value:
                yield (*path, name), made(member, len(path))
                continue
            if name not in shape.required_members:
                yield (*path, name), None
            yield from changes(member, value[name], (*path, name))
    elif shape.type_name == "list":
        for items in ([], value[:1], value * 3, [made(shape.member, len(path))]):
            if items != value:
                yield path, items
        for place, one in enumerate(value[:2]):
            yield from changes(shape.member, one, (*path, place))


def changed(value, path, new, gone=None):
    """The value with that; `gone` takes a member out."""
    if not path:
        return new
    whole = copy.deepcopy(value)
    place = whole
    for step in path[:-1]:
        place = place[step]
    if new is gone:
        del place[path[-1]]
    else:
        place[path[-1]] = new
    return whole


def first_page(operation, value):
    """The value as a first page with nothing on it; None where the operation has no pages of that kind."""
    pages = botocore.session.get_session().get_paginator_model(operation.service_model.service_name)
    try:
        page = pages.get_paginator(operation.name)
    except ValueError:
        return None
    keys = page["result_key"] if isinstance(page["result_key"], list) else [page["result_key"]]
    token = page["output_token"]
    if not isinstance(token, str) or token not in operation.output_shape.members:
        return None
    empty = {key: [] for key in keys if key in value}
    more = {page["more_results"]: True} if "more_results" in page else {}
    return {**value, **empty, token: NEXT, **more} if empty else None

"""Strict readers of the four AWS protocols: what the model does not know, stays over.

Each reader turns a request into the value its input shape describes, and
names every part it could not place. AWS's own servers are more forgiving
here; a client of ours has no reason to need that.
"""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from botocore.model import OperationModel

from ..message import Request
from .models import form, labels
from .values import from_xml, local, scalar

# Headers that belong to signing, transport or the SDK rather than to an operation.
COMMON_HEADERS = {
    "x-amz-date",
    "x-amz-content-sha256",
    "x-amz-security-token",
    "x-amz-user-agent",
    "x-amz-target",
    "x-amz-trailer",
    "x-amz-decoded-content-length",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-api-version",
}


def read(operation: OperationModel, request: Request) -> tuple[dict[str, Any], list[str]]:
    """The input of a request, and complaints about its wire form."""
    protocol = operation.service_model.metadata["protocol"]
    if protocol == "json":
        return _read_json(operation, request)
    if protocol in ("query", "ec2"):
        return _read_query(operation, request)
    return _read_rest(operation, request, protocol)


def _read_json(operation: OperationModel, request: Request) -> tuple[dict[str, Any], list[str]]:
    metadata = operation.service_model.metadata
    problems = []
    target = f"{metadata['targetPrefix']}.{operation.name}"
    if request.header("x-amz-target") != target:
        problems.append(f"X-Amz-Target is {request.header('x-amz-target')}, not {target}")
    kind = f"application/x-amz-json-{metadata['jsonVersion']}"
    if request.header("content-type") != kind:
        problems.append(f"Content-Type is {request.header('content-type')}, not {kind}")
    return _json_body(request, problems)


def _json_body(request: Request, problems: list[str]) -> tuple[dict[str, Any], list[str]]:
    try:
        value = json.loads(request.body or b"{}")
    except ValueError as error:
        return {}, [*problems, f"the body is not JSON: {error}"]
    if not isinstance(value, dict):
        return {}, [*problems, "the body is not a JSON object"]
    return value, problems


def _read_query(operation: OperationModel, request: Request) -> tuple[dict[str, Any], list[str]]:
    given = form(request)
    problems = [f"parameter {key} was sent twice" for key in sorted({k for k, _ in given if _count(given, k) > 1})]
    left = dict(given)
    left.pop("Action", None)
    version = left.pop("Version", None)
    if version != operation.service_model.api_version:
        problems.append(f"Version is {version}, not {operation.service_model.api_version}")
    if request.body and not request.header("content-type").startswith("application/x-www-form-urlencoded"):
        problems.append(f"Content-Type is {request.header('content-type')}")
    shape = operation.input_shape
    ec2 = operation.service_model.metadata["protocol"] == "ec2"
    value = _from_form(shape, "", left, problems, ec2) if shape else {}
    problems += [f"unknown member '{key}'" for key in left]
    return value or {}, problems


def _count(given: list[tuple[str, str]], key: str) -> int:
    return sum(1 for name, _ in given if name == key)


def _from_form(shape: Any, prefix: str, left: dict[str, str], problems: list[str], ec2: bool) -> Any:
    """Takes out of `left` what belongs to `shape` under `prefix`."""
    if shape.type_name == "structure":
        value = {}
        for name, member in shape.members.items():
            wire = _form_name(name, member, ec2)
            found = _from_form(member, f"{prefix}.{wire}" if prefix else wire, left, problems, ec2)
            if found is not None:
                value[name] = found
        return value or None
    if shape.type_name == "list":
        return _list_from_form(shape, prefix, left, problems, ec2)
    if shape.type_name == "map":
        return _map_from_form(shape, prefix, left, problems)
    if prefix not in left:
        return None
    return scalar(shape, left.pop(prefix), prefix, problems)


def _form_name(name: str, member: Any, ec2: bool) -> str:
    """EC2 has its own names for parameters, and capital letters where it has none."""
    wire = str(member.serialization.get("name", name))
    return str(member.serialization.get("queryName", wire[:1].upper() + wire[1:])) if ec2 else wire


def _list_from_form(shape: Any, prefix: str, left: dict[str, str], problems: list[str], ec2: bool) -> Any:
    if left.get(prefix) == "":
        left.pop(prefix)
        return []
    base = prefix if ec2 or shape.serialization.get("flattened") else f"{prefix}.{shape.member.serialization.get('name', 'member')}"
    items = []
    while (item := _from_form(shape.member, f"{base}.{len(items) + 1}", left, problems, ec2)) is not None:
        items.append(item)
    return items or None


def _map_from_form(shape: Any, prefix: str, left: dict[str, str], problems: list[str]) -> Any:
    base = prefix if shape.serialization.get("flattened") else f"{prefix}.entry"
    key_name = shape.key.serialization.get("name", "key")
    value_name = shape.value.serialization.get("name", "value")
    found: dict[str, Any] = {}
    while (key := left.pop(f"{base}.{len(found) + 1}.{key_name}", None)) is not None:
        found[key] = _from_form(shape.value, f"{base}.{len(found) + 1}.{value_name}", left, problems, False)
    return found or None


def _read_rest(operation: OperationModel, request: Request, protocol: str) -> tuple[dict[str, Any], list[str]]:
    problems: list[str] = []
    value: dict[str, Any] = {}
    shape: Any = operation.input_shape
    members: dict[str, Any] = shape.members if shape else {}
    paths = labels(operation, request)
    query = dict(request.query)
    fixed = {part.partition("=")[0] for part in operation.http["requestUri"].partition("?")[2].split("&")}
    known_query, known_headers = {*fixed, "x-id"}, set(COMMON_HEADERS)
    for name, member in members.items():
        place = member.serialization
        location, wire = place.get("location"), place.get("name", name)
        if location == "uri" and wire in paths:
            value[name] = scalar(member, paths[wire], name, problems)
        elif location == "querystring":
            known_query.add(wire)
            if wire in query:
                many = [v for k, v in request.query if k == wire]
                value[name] = many if member.type_name == "list" else scalar(member, query[wire], name, problems)
        elif location in ("header", "headers"):
            known_headers.add(wire.lower())
            _read_header(member, name, wire.lower(), location, request, value, problems)
    problems += [f"unknown query parameter '{key}'" for key in query if key not in known_query]
    problems += [f"unknown header '{key}'" for key in _unknown_headers(operation, request, known_headers)]
    _read_payload(operation, request, protocol, value, problems)
    return value, problems


def _unknown_headers(operation: OperationModel, request: Request, known: set[str]) -> list[str]:
    shape: Any = operation.input_shape
    members = shape.members.values() if shape else []
    prefixes = [m.serialization["name"].lower() for m in members if m.serialization.get("location") == "headers"]
    if operation.http_checksum:
        prefixes.append("x-amz-checksum-")
    amz = [name for name, _ in request.headers if name.startswith("x-amz-")]
    return [name for name in amz if name not in known and not name.startswith(tuple(prefixes))]


def _read_header(member: Any, name: str, wire: str, location: str, request: Request, value: dict[str, Any], problems: list[str]) -> None:
    if location == "headers":
        found = {key[len(wire) :]: text for key, text in request.headers if key.startswith(wire)}
        if found:
            value[name] = found
    elif request.header(wire):
        text = request.header(wire)
        value[name] = text.split(",") if member.type_name == "list" else scalar(member, text, name, problems)


def _read_payload(operation: OperationModel, request: Request, protocol: str, value: dict[str, Any], problems: list[str]) -> None:
    shape: Any = operation.input_shape
    if shape is None:
        return
    payload = shape.serialization.get("payload")
    target = shape.members[payload] if payload else None
    if target is not None and target.type_name in ("blob", "string"):
        value[payload] = request.body if target.type_name == "blob" else request.body.decode("utf-8", "replace")
        return
    if not request.body:
        return
    if protocol == "rest-json":
        body, found = _json_body(request, [])
        problems += found
        value.update({payload: body} if payload else body)
    elif target is not None:
        try:
            root = ElementTree.fromstring(request.body)
        except ElementTree.ParseError as error:
            problems.append(f"the body is not XML: {error}")
            return
        wanted = target.serialization.get("name", payload)
        if local(root.tag) != wanted:
            problems.append(f"the root element is {local(root.tag)}, not {wanted}")
        value[payload] = from_xml(target, root, problems)
    else:
        problems.append("this operation has no body")

"""Every operation of the table beside botocore: the same input makes the same request, its signature verifies, and
the same answer is read the same way. Values are awkward on purpose."""

import datetime
import json
import urllib.parse
import xml.etree.ElementTree as ElementTree

import botocore.auth
import botocore.parsers
import botocore.session
import pytest
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import Credentials

from support.faulty import SECRET, TOKEN, Server, answer, onramp
from support.world import ROOT

KEY = "AKIAEXAMPLEEXAMPLE00"
SESSION = botocore.session.get_session()
AWKWARD = "ü a+b//=%41&%~'\"<x>é*()!@:,;[]?#{}|漢🜁"
WHEN = datetime.datetime(2026, 2, 3, 4, 5, 6, tzinfo=datetime.UTC)
TABLE = ROOT / "Sources" / "AWS" / "models" / "operations.txt"
ROWS = [tuple(line.split()[:2]) for line in (raw.split("#")[0].strip() for raw in TABLE.read_text().splitlines()) if line]


def text(shape, place):
    """An awkward string its shape allows."""
    if shape.enum:
        return shape.enum[0]
    if place == "header":
        value = "plain text"
    elif place == "bucket":
        return "bucket-name"
    else:
        value = AWKWARD
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", 1 << 30)
    return (value * (1 + int(low) // len(value)))[: max(int(low), min(int(high), len(value)))] or "x"


def made(shape, place="body", depth=0, blobs=False):
    """A value for a shape with every member in it, down to a depth."""
    kind = shape.type_name
    if kind == "structure":
        if shape.is_tagged_union and shape.members:
            name = next(iter(shape.members))
            return {name: made(shape.members[name], "body", depth + 1)}
        found = {}
        for name, member in shape.members.items():
            if depth > 4 and name not in shape.required_members:
                continue
            where = "header" if member.serialization.get("location") in ("header", "headers") else place
            found[name] = made(member, "bucket" if name == "Bucket" and depth == 0 else where, depth + 1)
        return found
    if kind == "list":
        count = max(2, int(shape.metadata.get("min", 1)))
        return [made(shape.member, place, depth + 1) for _ in range(min(count, int(shape.metadata.get("max", count))))]
    if kind == "map":
        return {text(shape.key, place): made(shape.value, place, depth + 1)}
    if kind in ("integer", "long"):
        return int(max(shape.metadata.get("min", 3), min(shape.metadata.get("max", 3), 3)))
    if kind in ("float", "double"):
        return 1.5
    if kind == "boolean":
        return True
    if kind == "timestamp":
        return WHEN
    if kind == "blob":
        return AWKWARD.encode()
    return text(shape, place)


def plain(value):
    """A value as aws-call takes it: bytes are their text, times are RFC 3339."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def reference(service, operation, given, url):
    """The request that botocore makes of the input."""
    client = SESSION.create_client(
        service,
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        aws_session_token=TOKEN,
        config=Config(
            parameter_validation=False,
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            retries={"total_max_attempts": 1},
        ),
    )
    seen = []

    def stop(request, **_):
        seen.append(request)
        return AWSResponse(request.url, 400, {}, None)

    client.meta.events.register("before-send", stop)
    method = next(name for name, api in client.meta.method_to_api_mapping.items() if api == operation)
    try:
        getattr(client, method)(**given)
    except Exception:  # what botocore makes of an answer that is none does not matter here
        pass
    return client, seen[0]


def body(raw, protocol):
    """A body as a value."""
    raw = raw.encode() if isinstance(raw, str) else raw or b""
    raw = raw.read() if hasattr(raw, "read") else raw
    if not raw:
        return None
    if protocol == "query":
        return sorted(urllib.parse.parse_qsl(raw.decode(), keep_blank_values=True))
    if protocol in ("json", "rest-json"):
        return json.loads(raw)
    try:
        return ElementTree.canonicalize(raw.decode(), rewrite_prefixes=True)
    except ElementTree.ParseError:
        return raw


IGNORED = (
    "x-amz-date",
    "x-amz-security-token",
    "x-amz-content-sha256",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-user-agent",
    "x-amzn-query-mode",
)


def bound(headers):
    """The headers a model binds: no dates, signatures and checksums."""
    found = {name.lower(): value.decode() if isinstance(value, bytes) else str(value) for name, value in headers.items()}
    return {
        name: value.replace(", ", ",")
        for name, value in found.items()
        if name.startswith("x-amz") and name not in IGNORED and not name.startswith("x-amz-checksum")
    }


def verify(request, url, service, model):
    """The signature, made anew by botocore from what came over the wire."""
    method, target, headers, data = request
    auth = headers["authorization"]
    signed = auth.split("SignedHeaders=")[1].split(",")[0].split(";")
    again = AWSRequest(method, url + target, data=data, headers={name: headers[name] for name in signed})
    again.context["timestamp"] = headers["x-amz-date"]
    scope = auth.split("Credential=")[1].split(",")[0].split("/")
    kind = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    signer = kind(Credentials(KEY, SECRET, TOKEN), scope[3], scope[2])
    again.context["payload_signing_enabled"] = True
    canonical = signer.canonical_request(again)
    assert signer.signature(signer.string_to_sign(again, canonical), again) == auth.split("Signature=")[1], canonical
    assert scope[3] == (model.signing_name or service)
    assert {"host", "x-amz-date", "x-amz-security-token"} <= set(signed)


@pytest.mark.parametrize("service, operation", ROWS, ids=[f"{s}-{o}" for s, o in ROWS])
def test_operation(service, operation):
    model = SESSION.get_service_model(service)
    shape = model.operation_model(operation)
    given = made(shape.input_shape) if shape.input_shape else {}
    given = {
        name: value for name, value in given.items() if not name.startswith(("Checksum", "SSECustomer", "ContentMD5", "ContentLength"))
    }
    protocol = model.metadata["protocol"]
    if service == "codeconnections":
        protocol = "json"
    raw, wanted = reply(model, shape, protocol)

    def play(peer, _):
        while peer.read() is not None:
            peer.send(raw)

    with Server(play) as server:
        ran = onramp("aws-call", service, operation, "--input", "-", stdin=json.dumps(plain(given)), env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 0, ran
        _, expected = reference(service, operation, given, server.url)
        method, target, headers, data = server.requests[0]
        there = urllib.parse.urlsplit(expected.url)
        here = urllib.parse.urlsplit(target)
        assert method == expected.method
        assert urllib.parse.unquote(here.path) == urllib.parse.unquote(there.path)
        assert sorted(urllib.parse.parse_qsl(here.query, keep_blank_values=True)) == sorted(
            urllib.parse.parse_qsl(there.query, keep_blank_values=True)
        )
        assert body(data, protocol) == body(expected.body, protocol)
        assert bound(headers) == bound(expected.headers)
        if shape.auth_type != "none" and "authorization" in headers:
            verify(server.requests[0], server.url, service, model)
        elif "Authorization" in expected.headers:
            raise AssertionError("the request is not signed")
        read = comparable(json.loads(ran.out))
        read.pop("ContentLength", None)
        assert read == comparable(plain(wanted)), ran.out


def comparable(value):
    """An answer without empty values, with times as seconds and policy documents as values."""
    if isinstance(value, dict):
        return {name: comparable(inner) for name, inner in value.items() if name != "ResponseMetadata"}
    if isinstance(value, list):
        return [comparable(inner) for inner in value]
    return value


# Answers


def reply(model, operation, protocol):
    """An answer with every member of the output in it, and what botocore reads in it."""
    shape = operation.output_shape
    if shape is None:
        return answer(200), {}
    pages = SESSION.get_component("data_loader")
    tokens = set()
    try:
        found = pages.load_service_model(model.service_name, "paginators-1")["pagination"].get(operation.name, {})
        for name in ("output_token", "more_results"):
            value = found.get(name, [])
            tokens |= set([value] if isinstance(value, str) else value)
    except Exception:
        pass
    values = {name: value for name, value in made(shape).items() if name not in tokens}
    values.pop("ContentLength", None)
    if operation.name == "GetBucketPolicy":
        # What is no document is refused there: see test_faults, H11.
        values["Policy"] = json.dumps({"Id": AWKWARD})
    headers, content = {}, {}
    payload = shape.serialization.get("payload")
    for name, member in shape.members.items():
        if name not in values:
            continue
        location = member.serialization.get("location")
        if location == "header":
            headers[member.serialization.get("name", name)] = simple(member, values[name], "rfc822")
        elif location == "headers":
            headers |= {member.serialization.get("name", "") + k: v for k, v in values[name].items()}
        elif location != "statusCode":
            content[name] = values[name]
    if payload:
        member = shape.members[payload]
        if member.type_name in ("blob", "string"):
            text_ = content.get(payload, "")
            raw = text_ if isinstance(text_, bytes) else text_.encode()
        elif protocol == "rest-xml":
            raw = element(member.serialization.get("name", member.name), member, content.get(payload, {})).encode()
        else:
            raw = json.dumps(as_json(member, content.get(payload, {}))).encode()
    elif operation.http["method"] == "HEAD":
        raw = b""
    elif protocol in ("json", "rest-json"):
        raw = json.dumps(as_json(shape, content)).encode()
    elif protocol == "query":
        inner = "".join(member_elements(shape, content))
        wrapper = shape.serialization.get("resultWrapper")
        inner = f"<{wrapper}>{inner}</{wrapper}>" if wrapper else inner
        raw = f"<{operation.name}Response>{inner}</{operation.name}Response>".encode()
    else:
        inner = list(content)
        if len(shape.members) == 1 and inner and shape.members[inner[0]].type_name == "string":
            raw = f"<{inner[0]}>{escape(content[inner[0]])}</{inner[0]}>".encode()
        else:
            raw = f"<{operation.name}Result>{''.join(member_elements(shape, content))}</{operation.name}Result>".encode()
    whole = answer(200, raw, [*headers.items(), ("x-amzn-RequestId", "r")])
    if operation.name == "GetBucketLocation":
        # botocore reads this one by a handler, not by its model.
        return whole, content
    parser = botocore.parsers.create_parser(protocol)
    parsed = parser.parse({"status_code": 200, "headers": {**headers}, "body": raw}, shape)
    parsed = {n: v.read() if hasattr(v, "read") else v for n, v in parsed.items()}
    if payload and shape.members[payload].serialization.get("streaming"):
        parsed[payload] = raw
    return whole, parsed


def escape(value):
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def simple(shape, value, times="iso8601"):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        times = shape.serialization.get("timestampFormat", times)
        return value.strftime("%a, %d %b %Y %H:%M:%S GMT" if times == "rfc822" else "%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, bytes):
        import base64

        return base64.b64encode(value).decode()
    if isinstance(value, list):
        return ",".join(simple(shape.member, inner) for inner in value)
    return str(value)


def member_elements(shape, values):
    for name, member in shape.members.items():
        if name in values and member.serialization.get("location") is None:
            wire = member.serialization.get("name", name)
            if member.type_name in ("list", "map") and member.serialization.get("flattened"):
                wire = (
                    member.member.serialization.get("name", wire)
                    if member.type_name == "list" and "name" not in member.serialization
                    else wire
                )
                for inner in values[name]:
                    yield element(wire, member.member, inner)
            elif not member.serialization.get("xmlAttribute"):
                yield element(wire, member, values[name])


def element(name, shape, value):
    if shape.type_name == "structure":
        inner = "".join(member_elements(shape, value))
        attributes = "".join(
            f' {m.serialization["name"]}="{escape(value[n])}"'
            for n, m in shape.members.items()
            if m.serialization.get("xmlAttribute") and n in value
        ).replace("&quot;", "'")
        attributes = attributes if "xsi:" not in attributes else ' xmlns:xsi="urn:x"' + attributes
        return f"<{name}{attributes}>{inner}</{name}>"
    if shape.type_name == "list":
        wire = shape.member.serialization.get("name", "member")
        return f"<{name}>{''.join(element(wire, shape.member, inner) for inner in value)}</{name}>"
    if shape.type_name == "map":
        entries = "".join(f"<entry>{element('key', shape.key, k)}{element('value', shape.value, v)}</entry>" for k, v in value.items())
        return f"<{name}>{entries}</{name}>"
    return f"<{name}>{escape(simple(shape, value))}</{name}>"


def as_json(shape, value):
    if shape.type_name == "structure":
        return {
            shape.members[n].serialization.get("name", n): as_json(shape.members[n], v)
            for n, v in value.items()
            if shape.members[n].serialization.get("location") is None
        }
    if shape.type_name == "list":
        return [as_json(shape.member, inner) for inner in value]
    if shape.type_name == "map":
        return {name: as_json(shape.value, inner) for name, inner in value.items()}
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        import base64

        return base64.b64encode(value).decode()
    return value

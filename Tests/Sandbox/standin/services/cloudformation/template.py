"""The text of a template: where it comes from, and what of its form CloudFormation refuses."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from moto.s3.models import FakeDeleteMarker, s3_backends

from ...aws.call import Call
from ...aws.credentials import PARTITION
from ...aws.inner import Client, Failed
from . import functions
from .refusal import refused

LIMITS = {"TemplateBody": 51_200, "TemplateURL": 1_000_000}


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short functions, whose values are kept as they stand."""


def _function(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _function)
# A version such as 2010-09-09 is a text here, and no date.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def text(call: Call) -> str | None:
    """The template that a call brings; None where it brings none."""
    body, url = (call.input.get(name) for name in ("TemplateBody", "TemplateURL"))
    if body and url:
        raise refused("Either Template URL or Template Body must be specified.")
    found = body if body else _at(url, call) if url else None
    name = "TemplateBody" if body else "TemplateURL"
    if found is not None and len(found.encode()) > LIMITS[name]:
        raise refused(f"Template may not exceed {LIMITS[name]} bytes in size.")
    return found


def _at(url: str, call: Call) -> str:
    """The text of an object, by the addresses S3 has for it."""
    parts = urlsplit(url)
    host, path = parts.netloc, unquote(parts.path.lstrip("/"))
    if parts.scheme != "https" or ".amazonaws.com" not in host:
        raise refused("TemplateURL must be a supported URL.")
    if host.startswith(("s3.", "s3-")):
        bucket, _, key = path.partition("/")
    else:
        bucket, key = host.partition(".s3")[0], path
    found = s3_backends[call.account][PARTITION].buckets.get(bucket)
    if found is None and bucket not in s3_backends.bucket_accounts:
        raise refused("S3 error: The specified bucket does not exist")
    if found is None:
        raise refused("S3 error: Access Denied")
    try:
        Client(call.region, call.key, call.via or "cloudformation.amazonaws.com").may("s3", "GetObject", Bucket=bucket, Key=key)
    except Failed:
        raise refused("S3 error: Access Denied") from None
    item = found.keys.get(key)
    if item is None or isinstance(item, FakeDeleteMarker):
        raise refused("S3 error: The specified key does not exist.")
    return bytes(item.value).decode("utf-8", "replace")


def parsed(text: str) -> dict[str, Any]:
    """The template as values, with the short functions spelt out."""
    try:
        template = json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, Loader=_Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise refused(f"Template format error: YAML not well-formed.{place}") from None
    except (ValueError, yaml.YAMLError):
        raise refused("Template format error: JSON not well-formed.") from None
    if not isinstance(template, dict):
        raise refused("Template format error: unsupported structure.")
    resources = template.get("Resources")
    if not isinstance(resources, dict) or not resources:
        raise refused("Template format error: At least one Resources member must be defined.")
    for name, resource in resources.items():
        if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
            raise refused(f"Template format error: [/Resources/{name}] Every Resources object must contain a Type member.")
    return template


def references(template: dict[str, Any]) -> dict[str, set[str]]:
    """The resources that each resource waits for; names that lead nowhere, and circles, are refused."""
    resources: dict[str, Any] = template["Resources"]
    known = {*resources, *(template.get("Parameters") or {})}
    waits: dict[str, set[str]] = {}
    for name, resource in resources.items():
        used = {used for used in functions.named(resource.get("Properties")) if not used.startswith("AWS::")}
        after = resource.get("DependsOn", [])
        used |= {after} if isinstance(after, str) else set(after)
        if used - known:
            raise refused(f"Template format error: Unresolved resource dependencies [{', '.join(sorted(used - known))}] in the Resources block of the template")  # fmt: skip
        waits[name] = used & resources.keys()
    for name, output in (template.get("Outputs") or {}).items():
        lost = {used for used in functions.named(output) if not used.startswith("AWS::")} - known
        if lost or "Value" not in output:
            what = f"Unresolved resource dependencies [{', '.join(sorted(lost))}]" if lost else f"[/Outputs/{name}] 'Value' must be defined"
            raise refused(f"Template format error: {what} in the Outputs block of the template")
    left = dict(waits)
    while ready := [name for name, needed in left.items() if not needed & left.keys()]:
        for name in ready:
            del left[name]
    if left:
        raise refused(f"Circular dependency between resources: [{', '.join(left)}]")
    return waits

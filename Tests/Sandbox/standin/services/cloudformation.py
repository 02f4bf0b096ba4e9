"""CloudFormation: summaries of templates, with the refusals and capabilities of AWS.

moto reads the template at a URL without asking whose it is, and breaks on a text
that is none.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import cloudformation_backends
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult
from moto.s3.models import FakeDeleteMarker, s3_backends

from ..service import Service, by_region
from ..tags import plain

GONE = ("DELETE_COMPLETE",)
LIMITS = {"TemplateBody": 51_200, "TemplateURL": 1_000_000}
# Resources whose rights the caller has to acknowledge; with a name of their own, by that too.
IAM_NAMES = {
    "AWS::IAM::Group": "GroupName", "AWS::IAM::InstanceProfile": "InstanceProfileName", "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName", "AWS::IAM::User": "UserName", "AWS::IAM::Policy": None, "AWS::IAM::AccessKey": None,
    "AWS::IAM::UserToGroupAddition": None,
}  # fmt: skip


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


def _summary(self: CloudFormationResponse) -> ActionResult:
    body, url, stack = (self._get_param(name) for name in ("TemplateBody", "TemplateURL", "StackName"))
    if sum(bool(given) for given in (body, url, stack)) != 1:
        raise ValidationError(message="Either Template URL or Template Body must be specified.")
    if stack:
        text = self.cloudformation_backend.get_stack(stack).template
    else:
        text = body if body else _at(url, self.current_account, self.partition)
        name = "TemplateBody" if body else "TemplateURL"
        if len(text.encode()) > LIMITS[name]:
            raise ValidationError(message=f"Template may not exceed {LIMITS[name]} bytes in size.")
    return ActionResult(_told(_parsed(text)))


def _at(url: str, account: str, partition: str) -> str:
    """The text of an object, by the addresses S3 has for it."""
    parts = urlsplit(url)
    host, path = parts.netloc, unquote(parts.path.lstrip("/"))
    if parts.scheme != "https" or ".amazonaws.com" not in host:
        raise ValidationError(message="TemplateURL must be a supported URL.")
    if host.startswith(("s3.", "s3-")):
        bucket, _, key = path.partition("/")
    else:
        bucket, key = host.partition(".s3")[0], path
    found = s3_backends[account][partition].buckets.get(bucket)
    if found is None and bucket not in s3_backends.bucket_accounts:
        raise ValidationError(message="S3 error: The specified bucket does not exist")
    if found is None:
        raise ValidationError(message="S3 error: Access Denied")
    item = found.keys.get(key)
    if item is None or isinstance(item, FakeDeleteMarker):
        raise ValidationError(message="S3 error: The specified key does not exist.")
    return bytes(item.value).decode("utf-8", "replace")


def _parsed(text: str) -> dict[str, Any]:
    try:
        template = json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, Loader=_Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise ValidationError(message=f"Template format error: YAML not well-formed.{place}") from None
    except (ValueError, yaml.YAMLError):
        raise ValidationError(message="Template format error: JSON not well-formed.") from None
    if not isinstance(template, dict):
        raise ValidationError(message="Template format error: unsupported structure.")
    resources = template.get("Resources")
    if not isinstance(resources, dict) or not resources:
        raise ValidationError(message="Template format error: At least one Resources member must be defined.")
    for name, resource in resources.items():
        if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
            raise ValidationError(message=f"Template format error: [/Resources/{name}] Every Resources object must contain a Type member.")
    return template


def _told(template: dict[str, Any]) -> dict[str, Any]:
    resources = list(template["Resources"].values())
    types = [resource["Type"] for resource in resources]
    told: dict[str, Any] = {
        "Parameters": [_parameter(name, given) for name, given in (template.get("Parameters") or {}).items()],
        "ResourceTypes": types,
        "Version": str(template.get("AWSTemplateFormatVersion", "2010-09-09")),
    }
    if template.get("Description"):
        told["Description"] = str(template["Description"])
    named = any((field := IAM_NAMES.get(r["Type"])) and field in (r.get("Properties") or {}) for r in resources)
    if any(kind in IAM_NAMES for kind in types):
        told["Capabilities"] = ["CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"]
        which = ", ".join(sorted({kind for kind in types if kind in IAM_NAMES}))
        told["CapabilitiesReason"] = f"The following resource(s) require capabilities: [{which}]"
    if template.get("Transform"):
        transforms = template["Transform"]
        told["DeclaredTransforms"] = transforms if isinstance(transforms, list) else [transforms]
        told["Capabilities"] = [*told.get("Capabilities", []), "CAPABILITY_AUTO_EXPAND"]
    return told


def _parameter(name: str, given: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"ParameterKey": name, "ParameterType": given.get("Type", "String"), "NoEcho": bool(given.get("NoEcho"))}
    if "Default" in given:
        told["DefaultValue"] = str(given["Default"])
    if given.get("Description"):
        told["Description"] = given["Description"]
    told["ParameterConstraints"] = {"AllowedValues": [str(v) for v in given["AllowedValues"]]} if given.get("AllowedValues") else {}
    return told


def _install() -> None:
    """Puts this summary in the place of moto's."""
    CloudFormationResponse.get_template_summary = _summary  # type: ignore[method-assign]


def _stacks(backend: Any) -> dict[str, Any]:
    return {
        stack.name: {
            "status": stack.status,
            "parameters": dict(stack.stack_parameters or {}),
            "template_sha256": hashlib.sha256(str(stack.template).encode()).hexdigest(),
            "tags": plain(stack.tags),
        }
        for stack in backend.stacks.values()
        if stack.status not in GONE
    }


SERVICE = Service(filled={"GetTemplateSummary"}, install=_install, dump=by_region(cloudformation_backends, _stacks))

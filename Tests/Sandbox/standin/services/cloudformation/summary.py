"""What CloudFormation says of a template that nobody made a stack of yet: GetTemplateSummary, ValidateTemplate."""

from __future__ import annotations

from typing import Any

from ...aws.call import Call
from . import ledger, template
from .refusal import refused

# Resources whose rights the caller has to acknowledge; with a name of their own, by that too.
IAM_NAMES = {
    "AWS::IAM::Group": "GroupName", "AWS::IAM::InstanceProfile": "InstanceProfileName", "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName", "AWS::IAM::User": "UserName", "AWS::IAM::Policy": None, "AWS::IAM::AccessKey": None,
    "AWS::IAM::UserToGroupAddition": None,
}  # fmt: skip


def capabilities(template: dict[str, Any]) -> list[str]:
    """What the caller has to acknowledge."""
    resources = template["Resources"].values()
    named = any((field := IAM_NAMES.get(r["Type"])) and field in (r.get("Properties") or {}) for r in resources)
    needed = ["CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"] if any(r["Type"] in IAM_NAMES for r in resources) else []
    return [*needed, "CAPABILITY_AUTO_EXPAND"] if template.get("Transform") else needed


def summary(call: Call) -> dict[str, Any]:
    """GetTemplateSummary; no intrinsic function is evaluated."""
    name = call.input.get("StackName")
    if sum(bool(call.input.get(given)) for given in ("TemplateBody", "TemplateURL", "StackName")) != 1:
        raise refused("Either Template URL or Template Body must be specified.")
    return told(template.parsed(ledger.of(call).stack(name).form.text if name else str(template.text(call))))


def validate(call: Call) -> dict[str, Any]:
    """ValidateTemplate: the same, and shorter."""
    given = template.text(call)
    if given is None:
        raise refused("Either Template URL or Template Body must be specified.")
    found = template.parsed(given)
    template.references(found)
    shown = told(found)
    parameters = [
        {"ParameterKey": p["ParameterKey"], "NoEcho": p["NoEcho"],
         **{name: p[name] for name in ("DefaultValue", "Description") if name in p}}
        for p in shown["Parameters"]
    ]  # fmt: skip
    kept = ("Description", "Capabilities", "CapabilitiesReason", "DeclaredTransforms")
    return {"Parameters": parameters, **{name: shown[name] for name in kept if name in shown}}


def told(template: dict[str, Any]) -> dict[str, Any]:
    """What GetTemplateSummary says of a template."""
    resources = list(template["Resources"].values())
    types = [resource["Type"] for resource in resources]
    shown: dict[str, Any] = {
        "Parameters": [_parameter(name, given) for name, given in (template.get("Parameters") or {}).items()],
        "ResourceTypes": types,
        "Version": str(template.get("AWSTemplateFormatVersion", "2010-09-09")),
    }
    if template.get("Description"):
        shown["Description"] = str(template["Description"])
    if any(kind in IAM_NAMES for kind in types):
        shown["Capabilities"] = capabilities(template)
        which = ", ".join(sorted({kind for kind in types if kind in IAM_NAMES}))
        shown["CapabilitiesReason"] = f"The following resource(s) require capabilities: [{which}]"
    if template.get("Transform"):
        transforms = template["Transform"]
        shown["DeclaredTransforms"] = transforms if isinstance(transforms, list) else [transforms]
        shown["Capabilities"] = capabilities(template)
    return shown


def _parameter(name: str, given: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"ParameterKey": name, "ParameterType": given.get("Type", "String"), "NoEcho": bool(given.get("NoEcho"))}
    if "Default" in given:
        shown["DefaultValue"] = str(given["Default"])
    if given.get("Description"):
        shown["Description"] = given["Description"]
    shown["ParameterConstraints"] = {"AllowedValues": [str(v) for v in given["AllowedValues"]]} if given.get("AllowedValues") else {}
    return shown

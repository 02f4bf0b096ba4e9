"""What a template means for one stack as it stands: its resources with their properties, and its outputs."""

from __future__ import annotations

from typing import Any

from ...aws.credentials import PARTITION
from . import kinds, parameters
from .functions import Scope
from .ledger import Form, Ledger, Stack
from .refusal import refused

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"
POLICIES = {
    "DeletionPolicy": ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot"),
    "UpdateReplacePolicy": ("Delete", "Retain", "Snapshot"),
}


def scope(ledger: Ledger, stack: Stack, form: Form) -> Scope:
    """The names of a template; what does not stand yet is unknown."""
    declared = form.template.get("Parameters") or {}
    values: dict[str, Any] = {name: parameters.value(declared[name], text) for name, text in form.parameters.items()}
    values |= {
        "AWS::AccountId": stack.account, "AWS::Region": stack.region, "AWS::StackName": stack.name, "AWS::StackId": stack.id,
        "AWS::Partition": PARTITION, "AWS::URLSuffix": "amazonaws.com", "AWS::NotificationARNs": stack.notifications,
    }  # fmt: skip

    def reference(name: str) -> Any:
        found = stack.resources.get(name)
        return found.physical if found and found.physical else UNKNOWN

    def attribute(name: str, attribute: str) -> Any:
        found = stack.resources.get(name)
        if not found or not found.physical:
            return UNKNOWN
        if attribute not in found.attributes:
            raise refused(f"Template error: resource {name} does not support attribute type {attribute} in Fn::GetAtt")
        return found.attributes[attribute]

    def imported(name: str) -> str:
        exports = ledger.exports()
        if name not in exports:
            raise refused(f"No export named {name} found.")
        return exports[name][0]

    return Scope(form.template, values, reference, attribute, imported)


def wanted(ledger: Ledger, stack: Stack, form: Form) -> dict[str, dict[str, Any]]:
    """The resources that the conditions let stand, by logical id."""
    names = scope(ledger, stack, form)
    resources = form.template["Resources"]
    for name, definition in resources.items():
        for policy, allowed in POLICIES.items():
            value = definition.get(policy, "Delete")
            if value not in allowed:
                raise refused(f"Template format error: Unrecognized {policy} {value} for resource {name}")
            if value == "Snapshot":
                raise refused(f"Template error: resource type {definition['Type']} does not support {policy} Snapshot")
    return {name: found for name, found in resources.items() if "Condition" not in found or names.holds(found["Condition"])}


def properties(ledger: Ledger, stack: Stack, form: Form, definition: dict[str, Any]) -> dict[str, Any]:
    """The properties of a resource, with the tags of the stack where its type takes them."""
    found: dict[str, Any] = scope(ledger, stack, form).of(definition.get("Properties") or {})
    kind = kinds.ALL.get(definition["Type"])
    if kind and kind.tagged and form.tags:
        own = {tag["Key"]: tag["Value"] for tag in found.get("Tags", [])}
        found["Tags"] = [{"Key": key, "Value": value} for key, value in {**form.tags, **own}.items()]
    return found


def policies(definition: dict[str, Any]) -> dict[str, str]:
    """What the template says of keeping a resource."""
    return {name: definition[name] for name in POLICIES if name in definition}


def outputs(ledger: Ledger, stack: Stack, form: Form) -> list[dict[str, str]]:
    """The outputs whose conditions hold."""
    names, found = scope(ledger, stack, form), []
    exports = {name: owner for name, (_, owner) in ledger.exports().items() if owner != stack.id}
    for key, given in (form.template.get("Outputs") or {}).items():
        if "Condition" in given and not names.holds(given["Condition"]):
            continue
        output = {"OutputKey": key, "OutputValue": str(names.of(given["Value"]))}
        if given.get("Description"):
            output["Description"] = str(given["Description"])
        if given.get("Export"):
            output["ExportName"] = str(names.of(given["Export"]["Name"]))
            if output["ExportName"] in exports:
                raise refused(f"Export with name {output['ExportName']} is already exported by stack {exports[output['ExportName']]}")
        found.append(output)
    return found

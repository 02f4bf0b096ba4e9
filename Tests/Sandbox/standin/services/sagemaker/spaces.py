"""Spaces of a domain: always in service, and nothing but their settings."""

from __future__ import annotations

from typing import Any

from moto.sagemaker.models import sagemaker_backends

from ...aws.call import Call
from ...aws.refused import Refused
from . import shelf

KIND = "space"
SETTINGS = ("SpaceSettings", "OwnershipSettings", "SpaceSharingSettings", "SpaceDisplayName")


def _name(call: Call) -> str:
    return f"{call.input['DomainId']}/{call.input['SpaceName']}"


def _found(call: Call) -> shelf.Item:
    found = shelf.of_call(call, KIND).get(_name(call))
    if found is None:
        raise shelf.missing(f"Space with name '{call.input['SpaceName']}' does not exist in domain '{call.input['DomainId']}'.")
    return found


def create(call: Call) -> dict[str, Any]:
    """CreateSpace, owned by a user profile that there is."""
    domain, name = call.input["DomainId"], call.input["SpaceName"]
    backend = sagemaker_backends[call.account][call.region]
    if domain not in backend.domains:
        raise shelf.missing(f"Domain Id [{domain}] does not exist in the account.")
    owner = (call.input.get("OwnershipSettings") or {}).get("OwnerUserProfileName")
    if owner is not None and (domain, owner) not in backend.__dict__.get("_user_profiles", {}):
        raise shelf.missing(f"UserProfile with name '{owner}' does not exist in domain '{domain}'.")
    if _name(call) in shelf.of_call(call, KIND):
        raise Refused("ResourceInUse", 400, f"Space [{name}] already exists.")
    settings = {setting: call.input[setting] for setting in SETTINGS if setting in call.input}
    item = shelf.put(call, KIND, _name(call), DomainId=domain, SpaceName=name, Status="InService", **settings)
    item.shown["SpaceArn"] = item.arn
    return {"SpaceArn": item.arn}


def describe(call: Call) -> dict[str, Any]:
    """DescribeSpace."""
    return _found(call).shown


def update(call: Call) -> dict[str, Any]:
    """UpdateSpace."""
    item = _found(call)
    settings = {**item.shown.get("SpaceSettings", {}), **(call.input.get("SpaceSettings") or {})}
    shelf.touch(item, SpaceSettings=settings or None, SpaceDisplayName=call.input.get("SpaceDisplayName"))
    return {"SpaceArn": item.arn}


def delete(call: Call) -> dict[str, Any]:
    """DeleteSpace."""
    _found(call)
    del shelf.of_call(call, KIND)[_name(call)]
    return {}


def listed(call: Call) -> dict[str, Any]:
    """ListSpaces."""
    domain, part = call.input.get("DomainIdEquals"), call.input.get("SpaceNameContains", "")
    found = []
    for item in shelf.of_call(call, KIND).values():
        space = item.shown
        if domain in (None, space["DomainId"]) and part in space["SpaceName"]:
            summary = {name: space[name] for name in ("DomainId", "SpaceName", "Status", "CreationTime", "LastModifiedTime")}
            if "OwnershipSettings" in space:
                summary["OwnershipSettingsSummary"] = space["OwnershipSettings"]
            found.append(summary)
    return shelf.page(call, found, "Spaces")


ANSWERS = {"CreateSpace": create, "DescribeSpace": describe, "UpdateSpace": update, "DeleteSpace": delete, "ListSpaces": listed}

"""Projects made of a template in a bucket: a stack `SP-…` with the launch role's rights, and what becomes of it."""

from __future__ import annotations

from typing import Any

from ...aws.call import Call
from ...aws.credentials import caller
from ...aws.inner import Client, Failed
from ...aws.refused import Refused
from .. import cloudformation
from . import shelf
from .domains import short_id

KIND = "project"
# What a project's status is while and after its stack did something.
ENDS = {"Create": "CREATE_COMPLETE", "Update": "UPDATE_COMPLETE", "Delete": "DELETE_COMPLETE"}


def _client(call: Call) -> Client:
    return Client(call.region, call.key, "sagemaker.amazonaws.com")


def _found(call: Call) -> shelf.Item:
    found = shelf.of_call(call, KIND).get(call.input["ProjectName"])
    if found is not None:
        _look(call, found)
    if found is None or call.input["ProjectName"] not in shelf.of_call(call, KIND):
        raise shelf.invalid(f"Project with name {call.input['ProjectName']} does not exist.")
    return found


def _look(call: Call, item: shelf.Item) -> None:
    """Brings the status to what the stack's is; one whose stack is deleted is gone."""
    action, stack = item.own["action"], cloudformation.look(call.account, call.region, item.own.get("stack", ""))
    detail = item.shown["TemplateProviderDetails"][0]["CfnTemplateProviderDetail"]
    if stack is None or not item.shown["ProjectStatus"].endswith("InProgress"):
        return
    detail["StackDetail"] = {"Name": stack.name, "Id": stack.id, "StatusMessage": stack.status}
    if stack.status == ENDS[action] == "DELETE_COMPLETE":
        del shelf.of_call(call, KIND)[item.shown["ProjectName"]]
    elif not stack.busy:
        item.shown["ProjectStatus"] = f"{action}{'Completed' if stack.status == ENDS[action] else 'Failed'}"
        if stack.status != ENDS[action]:
            detail["StackDetail"]["StatusMessage"] = stack.cause or stack.status


def _go(call: Call, item: shelf.Item, action: str, operation: str, **given: Any) -> None:
    """Does something to the stack; what CloudFormation refuses is the project's failure, and no refusal of ours."""
    item.own["action"], item.shown["ProjectStatus"] = action, f"{action}InProgress"
    try:
        made = _client(call).call("cloudformation", operation, **given)
        item.own["stack"] = made.get("StackId", item.own.get("stack"))
    except Failed as failed:
        done = "No updates are to be performed" in failed.message
        item.shown["ProjectStatus"] = f"{action}{'Completed' if done else 'Failed'}"
        detail = item.shown["TemplateProviderDetails"][0]["CfnTemplateProviderDetail"]
        detail["StackDetail"] = {**detail.get("StackDetail", {}), "StatusMessage": failed.message}
        return
    _look(call, item)


def create(call: Call) -> dict[str, Any]:
    """CreateProject."""
    name, providers = call.input["ProjectName"], call.input.get("TemplateProviders") or []
    if call.input.get("ServiceCatalogProvisioningDetails") or len(providers) != 1:
        raise shelf.invalid("The sandbox makes projects of one CfnTemplateProvider.")
    if name in shelf.of_call(call, KIND):
        raise shelf.invalid(f"Project with name {name} already exists.")
    given = providers[0]["CfnTemplateProvider"]
    made = shelf.of_call(call, "project-made")
    made[str(len(made))] = shelf.Item("", {})
    ident = "p-" + short_id(f"{call.account}/{call.region}/{name}/{len(made)}")
    by = {"IamIdentity": {"Arn": caller(call.key)[1], "PrincipalId": short_id(call.key, 21).upper()}}
    item = shelf.put(call, KIND, name, ProjectName=name, ProjectId=ident, CreatedBy=by, LastModifiedBy=by)
    shelf.touch(item, ProjectArn=item.arn, ProjectDescription=call.input.get("ProjectDescription"))
    item.shown["TemplateProviderDetails"] = [{"CfnTemplateProviderDetail": {**given, "StackDetail": {"StatusMessage": "Pending"}}}]
    parameters = {"SageMakerProjectName": name, "SageMakerProjectId": ident, **_parameters(given)}
    _go(
        call, item, "Create", "CreateStack", StackName=f"SP-{ident}", TemplateURL=given["TemplateURL"], RoleARN=given.get("RoleARN"),
        Parameters=_listed(parameters), Tags=[*item.tags, *_own_tags(item)],
    )  # fmt: skip
    return {"ProjectArn": item.arn, "ProjectId": ident}


def _parameters(given: dict[str, Any]) -> dict[str, str]:
    return {entry["Key"]: entry.get("Value", "") for entry in given.get("Parameters") or []}


def _listed(parameters: dict[str, str]) -> list[dict[str, str]]:
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]


def _own_tags(item: shelf.Item) -> list[dict[str, str]]:
    shown = item.shown
    return [{"Key": f"sagemaker:project-{part}", "Value": shown[f"Project{part.title()}"]} for part in ("name", "id")]


def describe(call: Call) -> dict[str, Any]:
    """DescribeProject."""
    return _found(call).shown


def _idle(call: Call) -> shelf.Item:
    item = _found(call)
    if item.shown["ProjectStatus"].endswith("InProgress"):
        raise Refused("ConflictException", 400, f"Project {item.shown['ProjectName']} is in state {item.shown['ProjectStatus']}")
    return item


def update(call: Call) -> dict[str, Any]:
    """UpdateProject: the stack keeps its role, and the parameters that are not named their values."""
    item = _idle(call)
    shelf.touch(item, ProjectDescription=call.input.get("ProjectDescription"))
    if "Tags" in call.input:
        item.tags = list(call.input["Tags"])
    for provider in call.input.get("TemplateProvidersToUpdate") or []:
        given = provider["CfnTemplateProvider"]
        detail = item.shown["TemplateProviderDetails"][0]["CfnTemplateProviderDetail"]
        if given["TemplateName"] != detail["TemplateName"]:
            raise shelf.invalid(f"Project {item.shown['ProjectName']} has no template {given['TemplateName']}")
        parameters = {**_parameters(detail), **_parameters(given)}
        detail |= {"TemplateURL": given["TemplateURL"], "Parameters": [{"Key": k, "Value": v} for k, v in parameters.items()]}
        own = {"SageMakerProjectName": item.shown["ProjectName"], "SageMakerProjectId": item.shown["ProjectId"]}
        _go(
            call, item, "Update", "UpdateStack", StackName=item.own.get("stack", f"SP-{item.shown['ProjectId']}"),
            TemplateURL=given["TemplateURL"], Parameters=_listed({**own, **parameters}), Tags=[*item.tags, *_own_tags(item)],
        )  # fmt: skip
    return {"ProjectArn": item.arn}


def delete(call: Call) -> dict[str, Any]:
    """DeleteProject: DeleteFailed where its stack cannot be deleted, be it because the launch role is gone."""
    item = _idle(call)
    if "stack" not in item.own:
        del shelf.of_call(call, KIND)[item.shown["ProjectName"]]
        return {}
    _go(call, item, "Delete", "DeleteStack", StackName=item.own["stack"])
    return {}


def listed(call: Call) -> dict[str, Any]:
    """ListProjects."""
    for item in list(shelf.of_call(call, KIND).values()):
        _look(call, item)
    part = call.input.get("NameContains", "")
    shown = ("ProjectName", "ProjectDescription", "ProjectArn", "ProjectId", "CreationTime", "ProjectStatus")
    found = [
        {name: item.shown[name] for name in shown if name in item.shown} for key, item in shelf.of_call(call, KIND).items() if part in key
    ]
    return shelf.page(call, found, "ProjectSummaryList", "ProjectName")


ANSWERS = {
    "CreateProject": create, "DescribeProject": describe, "UpdateProject": update, "DeleteProject": delete, "ListProjects": listed,
}  # fmt: skip

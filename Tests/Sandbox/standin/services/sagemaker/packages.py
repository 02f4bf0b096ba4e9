"""Groups of model packages and their versions: refusals, deletions, and the event that an approval is."""

from __future__ import annotations

from typing import Any

from moto.sagemaker.models import SageMakerModelBackend, sagemaker_backends

from ...aws.call import Call
from ...aws.refused import Refused, Switches
from .. import events
from . import shelf


def _group(call: Call) -> Any:
    backend = sagemaker_backends[call.account][call.region]
    name = call.input["ModelPackageGroupName"].rpartition("/")[2]
    found = backend.model_package_groups.get(name)
    if found is None:
        arn = f"arn:aws:sagemaker:{call.region}:{call.account}:model-package-group/{name}"
        raise shelf.invalid(f"ModelPackageGroup {arn} does not exist.")
    return found


def _is_new(call: Call, _: Switches) -> None:
    backend = sagemaker_backends[call.account][call.region]
    if call.input["ModelPackageGroupName"] in backend.model_package_groups:
        raise shelf.invalid("Model Package Group already exists.")


def _untagged_version(call: Call, _: Switches) -> None:
    if call.input.get("ModelPackageGroupName") and call.input.get("Tags"):
        raise shelf.invalid("Tags are not supported for versioned model packages.")


def _no_version(call: Call, _: Switches) -> None:
    if ":model-package/" in call.input["ResourceArn"] and call.input["ResourceArn"].rpartition("/")[2].isdigit():
        raise shelf.invalid("Tags are not supported for versioned model packages; they are those of the group.")


def describe_group(call: Call) -> dict[str, Any]:
    """DescribeModelPackageGroup."""
    group = _group(call)
    shown = {
        "ModelPackageGroupName": group.model_package_group_name, "ModelPackageGroupArn": group.arn, "CreationTime": group.creation_time,
        "CreatedBy": {}, "ModelPackageGroupStatus": group.model_package_group_status,
    }  # fmt: skip
    described = group.model_package_group_description
    return {**shown, "ModelPackageGroupDescription": described} if described else shown


def delete_group(call: Call) -> dict[str, Any]:
    """DeleteModelPackageGroup: an empty one only."""
    group, backend = _group(call), sagemaker_backends[call.account][call.region]
    name = group.model_package_group_name
    if any(package.model_package_group_name == name for package in backend.model_packages.values()):
        raise Refused("ConflictException", 400, f"Model Package Group cannot be deleted: {group.arn} still contains Model Packages.")
    del backend.model_package_groups[name]
    return {}


def delete_package(call: Call) -> dict[str, Any]:
    """DeleteModelPackage, by name or ARN."""
    backend, name = sagemaker_backends[call.account][call.region], call.input["ModelPackageName"]
    arn = backend.model_package_name_mapping.get(name, name)
    if arn not in backend.model_packages:
        raise shelf.invalid(f"ModelPackage {name} does not exist.")
    del backend.model_packages[arn]
    for key in [key for key, value in backend.model_package_name_mapping.items() if value == arn]:
        del backend.model_package_name_mapping[key]
    return {}


def _number(backend: SageMakerModelBackend, arn: str) -> str:
    """A version is one more than the group ever had, though others were deleted."""
    package = backend.model_packages[arn]
    group = backend.model_package_groups.get(package.model_package_group_name or "")
    if group is None:
        return arn
    number = getattr(group, "made", 0) + 1
    group.made = number  # type: ignore[attr-defined]
    if package.model_package_version != number:
        del backend.model_packages[arn]
        package.model_package_version, package.arn = number, f"{arn.rpartition('/')[0]}/{number}"
        backend.model_packages[package.arn] = package
        backend.model_package_name_mapping[package.arn] = package.arn
    return str(package.arn)


def _tell(backend: SageMakerModelBackend, arn: str) -> None:
    """SageMaker Model Package State Change, as EventBridge documents it."""
    package = backend.model_packages[arn]
    detail = {
        "ModelPackageArn": arn, "ModelPackageStatus": package.model_package_status, "CertifyForMarketplace": bool(package.certify_for_marketplace),
        "CreationTime": package.creation_time.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "ModelPackageStatusDetails": package.model_package_status_details,
    }  # fmt: skip
    optional = {
        "ModelPackageGroupName": package.model_package_group_name, "ModelPackageVersion": package.model_package_version,
        "ModelApprovalStatus": package.model_approval_status, "ModelPackageDescription": package.model_package_description,
        "CustomerMetadataProperties": package.customer_metadata_properties,
    }  # fmt: skip
    detail |= {name: value for name, value in optional.items() if value}
    events.emit(backend.account_id, backend.region_name, "aws.sagemaker", "SageMaker Model Package State Change", detail, [arn])


def install() -> None:
    """Numbers versions, and tells EventBridge of packages that were made or changed."""
    create, update = SageMakerModelBackend.create_model_package, SageMakerModelBackend.update_model_package

    def created(self: SageMakerModelBackend, *args: Any, **kwargs: Any) -> str:
        arn = _number(self, create(self, *args, **kwargs))
        _tell(self, arn)
        return arn

    def updated(self: SageMakerModelBackend, *args: Any, **kwargs: Any) -> str:
        arn = update(self, *args, **kwargs)
        _tell(self, arn)
        return arn

    SageMakerModelBackend.create_model_package = created  # type: ignore[method-assign]
    SageMakerModelBackend.update_model_package = updated  # type: ignore[method-assign]


RULES = {"CreateModelPackageGroup": _is_new, "CreateModelPackage": _untagged_version, "AddTags": _no_version}
ANSWERS = {
    "DescribeModelPackageGroup": describe_group, "DeleteModelPackageGroup": delete_group, "DeleteModelPackage": delete_package,
}  # fmt: skip

"""Code repositories, groups of model packages, and what serves a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .kind import Kind, Properties, Work, differs, number, pairs, tag_changes, tags

NUMBERS = ("InitialInstanceCount", "InitialVariantWeight", "VolumeSizeInGB")


def _numbered(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _numbered(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_numbered(inner, name) for inner in value]
    return number(value) if name in NUMBERS else value


@dataclass
class Thing(Kind):
    """A thing of SageMaker that has a name and an ARN, and is made of its properties as they are."""

    type: str
    noun: str
    properties: str
    anew: str
    changes: str = ""
    """What the update operation takes."""

    def _name(self, work: Work) -> dict[str, str]:
        return {f"{self.noun}Name": work.id.rpartition("/")[2]}

    def create(self, work: Work, p: Properties) -> None:
        given = {name: _numbered(value) for name, value in p.items() if name != "Tags"}
        given.setdefault(f"{self.noun}Name", work.name(63))
        made = work.call("sagemaker", f"Create{self.noun}", Tags=pairs(tags(p)), **given)
        work.made(made[f"{self.noun}Arn"])

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        if self.changes and differs(old, new, *self.changes.split()):
            given = {name: new[name] for name in self.changes.split() if name in new}
            work.call("sagemaker", f"Update{self.noun}", **self._name(work), **given)
        put, taken = tag_changes(old, new)
        if put:
            work.call("sagemaker", "AddTags", ResourceArn=work.id, Tags=pairs(put))
        if taken:
            work.call("sagemaker", "DeleteTags", ResourceArn=work.id, TagKeys=taken)

    def delete(self, work: Work, p: Properties) -> None:
        work.gone("sagemaker", f"Delete{self.noun}", **self._name(work))

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        work.client.may("sagemaker", f"Describe{self.noun}", **self._name(work))
        return {**self._name(work), "Arn": work.id, "Id": work.id}


KINDS = (
    Thing("AWS::SageMaker::CodeRepository", "CodeRepository", "CodeRepositoryName GitConfig Tags", "CodeRepositoryName", "GitConfig"),
    Thing(
        "AWS::SageMaker::ModelPackageGroup", "ModelPackageGroup",
        "ModelPackageGroupName ModelPackageGroupDescription Tags", "ModelPackageGroupName ModelPackageGroupDescription",
    ),
    Thing(
        "AWS::SageMaker::Model", "Model",
        "ModelName ExecutionRoleArn PrimaryContainer Containers EnableNetworkIsolation VpcConfig Tags",
        "ModelName ExecutionRoleArn PrimaryContainer Containers EnableNetworkIsolation VpcConfig",
    ),
    Thing(
        "AWS::SageMaker::EndpointConfig", "EndpointConfig",
        "EndpointConfigName ProductionVariants KmsKeyId DataCaptureConfig Tags",
        "EndpointConfigName ProductionVariants KmsKeyId DataCaptureConfig",
    ),
    Thing("AWS::SageMaker::Endpoint", "Endpoint", "EndpointName EndpointConfigName Tags", "EndpointName", "EndpointConfigName"),
)  # fmt: skip

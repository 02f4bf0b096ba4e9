"""The SageMaker project that this repository belongs to, and the names of what it has."""

from __future__ import annotations

import os
from dataclasses import dataclass


class Stop(Exception):
    """Why the job cannot go on, in words for who reads its log."""


@dataclass(frozen=True)
class Project:
    """Name and id as SageMaker has them; everything else is called after them."""

    name: str
    id: str
    region: str
    account: str
    partition: str

    @classmethod
    def find(cls, sagemaker, environment=os.environ):
        """The project that `SAGEMAKER_PROJECT_NAME` names."""
        name = environment.get("SAGEMAKER_PROJECT_NAME")
        if not name:
            raise Stop("SAGEMAKER_PROJECT_NAME is not set")
        found = sagemaker.describe_project(ProjectName=name)
        status = found["ProjectStatus"]
        if status not in ("CreateCompleted", "UpdateCompleted", "UpdateFailed"):
            raise Stop(f"project {name} is {status}: its bucket and role may not be there")
        _, partition, _, region, account, _ = found["ProjectArn"].split(":", 5)
        return cls(name, found["ProjectId"], region, account, partition)

    @property
    def group(self):
        """Name of the model package group, and of the pipeline."""
        return f"{self.name}-{self.id}"

    @property
    def bucket(self):
        return f"sagemaker-project-github-{self.id}-{self.region}"

    @property
    def tags(self):
        return [{"Key": "sagemaker:project-name", "Value": self.name}, {"Key": "sagemaker:project-id", "Value": self.id}]

    def role(self, kind):
        """ARN of a service role of SageMaker projects: `Use` for pipelines, `Execution` for endpoints."""
        return f"arn:{self.partition}:iam::{self.account}:role/service-role/AmazonSageMakerProjects{kind}Role"

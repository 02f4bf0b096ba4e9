"""Deploys the approved version of the model, and no other, to an endpoint of a stage.

    python -m deploy.deploy resolve [--package ARN]
    python -m deploy.deploy deploy --stage staging|production --package ARN
    python -m deploy.deploy delete --stage staging|production

`resolve` prints the ARN, and writes it as output `model-package` of the job's step; without one it takes the version
that was approved last. Both stages are given that same ARN. Reads AWS_REGION and SAGEMAKER_PROJECT_NAME.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import re
import sys
import time

import boto3
from botocore.exceptions import ClientError

from pipelines.project import Project, Stop

HERE = pathlib.Path(__file__).resolve().parent
# A stage, and what its stack and its endpoint are called.
STAGES = {"staging": ("stg", "staging"), "production": ("prd", "prod")}
EVERY, AT_MOST = 15, 40 * 60
ABSENT = None
# What cannot be updated, only made anew.
BROKEN = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "REVIEW_IN_PROGRESS", "DELETE_FAILED"}


def stack_name(project, stage):
    return f"sagemaker-github-{STAGES[stage][0]}-{project.group}"


def endpoint_name(project, stage):
    return f"{project.name}-{STAGES[stage][1]}"


def approved(sagemaker, project, package):
    """The ARN of a version that may be deployed: the one that is asked for, or the one approved last."""
    if not package:
        pages = sagemaker.get_paginator("list_model_packages").paginate(
            ModelPackageGroupName=project.group, ModelApprovalStatus="Approved", SortBy="CreationTime", SortOrder="Descending"
        )
        listed = [
            one["ModelPackageArn"] for page in pages for one in page["ModelPackageSummaryList"] if one["ModelPackageStatus"] == "Completed"
        ]
        if not listed:
            raise Stop(f"no version in {project.group} is approved")
        package = listed[0]
    found = re.fullmatch(r"arn:[^:]+:sagemaker:([^:]+):(\d+):model-package/([^/]+)/\d+", package)
    # Names in ARNs of SageMaker can be in lower case where the names are not.
    ours = (project.region, project.account, project.group.lower())
    if not found or (found[1], found[2], found[3].lower()) != ours:
        raise Stop(f"{package} is no version in {project.group} of account {project.account} in {project.region}")
    facts = sagemaker.describe_model_package(ModelPackageName=package)
    if facts.get("ModelApprovalStatus") != "Approved":
        raise Stop(f"{package} is {facts.get('ModelApprovalStatus', 'not approved')}: only an approved version is deployed")
    if facts["ModelPackageStatus"] != "Completed":
        raise Stop(f"{package} is {facts['ModelPackageStatus']}")
    return facts["ModelPackageArn"]


class Stack:
    """The stack of one stage."""

    def __init__(self, cloudformation, name, pause=time.sleep):
        self.client, self.name, self.pause = cloudformation, name, pause

    @property
    def status(self):
        """Its status; ABSENT where there is none."""
        try:
            (found,) = self.client.describe_stacks(StackName=self.name)["Stacks"]
        except ClientError as problem:
            if "does not exist" in problem.response["Error"]["Message"]:
                return ABSENT
            raise
        return None if found["StackStatus"] == "DELETE_COMPLETE" else found["StackStatus"]

    def settled(self):
        """Its status once nothing is under way."""
        for _ in range(AT_MOST // EVERY):
            status = self.status
            if status is ABSENT or not status.endswith("_IN_PROGRESS") or status == "REVIEW_IN_PROGRESS":
                return status
            print(f"{status}  {self.name}", flush=True)
            self.pause(EVERY)
        raise Stop(f"{self.name} is still {status} after {AT_MOST // 60} minutes")

    def deploy(self, template, parameters, tags):
        """Brings the stack to these parameters, and waits. Raises with the first cause where that fails."""
        status = self.settled()
        if status in BROKEN:
            print(f"{status}: {self.name} is made anew", flush=True)
            self.delete()
            status = ABSENT
        if status == "UPDATE_ROLLBACK_FAILED":
            raise Stop(f"{self.name} is {status}: continue its rollback in the console, or delete the stack, then run this job again")
        facts = {
            "StackName": self.name,
            "TemplateBody": template,
            "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            "Tags": tags,
        }
        try:
            if status is ABSENT:
                self.client.create_stack(**facts, OnFailure="ROLLBACK")
            else:
                self.client.update_stack(**facts)
        except ClientError as problem:
            if "No updates are to be performed" in problem.response["Error"]["Message"]:
                print(f"{self.name} is as it should be already", flush=True)
                return
            raise
        status = self.settled()
        if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise Stop(f"{self.name} is {status or 'gone'}: {self.cause()}")
        print(f"{status}  {self.name}", flush=True)

    def delete(self):
        if self.status is ABSENT:
            print(f"{self.name} is not there", flush=True)
            return
        self.client.delete_stack(StackName=self.name)
        status = self.settled()
        if status is not ABSENT:
            raise Stop(f"{self.name} is {status}: {self.cause()}")
        print(f"{self.name} is deleted", flush=True)

    def cause(self):
        """What went wrong first in the last operation: what CloudFormation then cancelled is no cause."""
        first = "no reason given"
        for page in self.client.get_paginator("describe_stack_events").paginate(StackName=self.name):
            for event in page["StackEvents"]:
                status, reason = event["ResourceStatus"], event.get("ResourceStatusReason", "")
                itself = event["LogicalResourceId"] == self.name
                if status.endswith("_FAILED") and reason and "cancelled" not in reason and not itself:
                    first = f"{event['LogicalResourceId']}: {reason}"
                # Events come newest first: here the operation began.
                if itself and status in ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"):
                    return first
        return first


def deploy(project, stage, package, sagemaker, cloudformation, pause=time.sleep):
    package = approved(sagemaker, project, package)
    settings = json.loads((HERE / f"{stage}.json").read_text())
    parameters = {
        "EndpointName": endpoint_name(project, stage),
        "ModelPackage": package,
        "ExecutionRole": project.role("Execution"),
        "InstanceType": settings["InstanceType"],
        "InstanceCount": str(settings["InstanceCount"]),
    }
    print(f"{stage}: {package}", flush=True)
    Stack(cloudformation, stack_name(project, stage), pause).deploy((HERE / "endpoint.yaml").read_text(), parameters, project.tags)


def main(words=None, environment=os.environ):
    parser = argparse.ArgumentParser(description="Deploys the approved version of the model.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("resolve", "deploy", "delete"):
        command = commands.add_parser(name)
        if name != "resolve":
            command.add_argument("--stage", choices=sorted(STAGES), required=True)
        if name != "delete":
            command.add_argument("--package", default="", required=name == "deploy")
    given = parser.parse_args(words)
    region = environment["AWS_REGION"]
    sagemaker = boto3.client("sagemaker", region_name=region)
    cloudformation = boto3.client("cloudformation", region_name=region)
    project = Project.find(sagemaker, environment)
    if given.command == "resolve":
        package = approved(sagemaker, project, given.package.strip())
        print(package)
        if environment.get("GITHUB_OUTPUT"):
            with open(environment["GITHUB_OUTPUT"], "a") as file:
                file.write(f"model-package={package}\n")
    elif given.command == "delete":
        Stack(cloudformation, stack_name(project, given.stage)).delete()
    elif not given.package.strip():
        # Empty would be the newest: a stage deploys what was resolved before it, or nothing.
        raise Stop("--package is empty")
    else:
        deploy(project, given.stage, given.package.strip(), sagemaker, cloudformation)


if __name__ == "__main__":
    try:
        main()
    except Stop as problem:
        sys.exit(str(problem))

"""Uploads the sources, brings the pipeline up to date, runs it and waits: `python -m pipelines.run`.

Reads AWS_REGION, SAGEMAKER_PROJECT_NAME, GITHUB_SHA and GITHUB_REPOSITORY, and IMAGE_URI and MAX_RMSE where they are
set. Ends with 1, and the reason of the step that failed, where no model was registered.
"""

from __future__ import annotations

import json
import os
import pathlib
import sys
import time

import boto3
from botocore.exceptions import ClientError

from pipelines.definition import definition, image
from pipelines.project import Project, Stop

ROOT = pathlib.Path(__file__).resolve().parent.parent
# What the steps fetch, by the folder that they find it in.
SOURCES = {"pipelines": ["process.py", "evaluate.py"], "data": ["sample.csv"]}
EVERY, AT_MOST = 30, 2 * 3600


def upload(s3, project, commit):
    for folder, names in SOURCES.items():
        for name in names:
            body = (ROOT / folder / name).read_bytes()
            s3.put_object(Bucket=project.bucket, Key=f"runs/source/{commit}/{folder}/{name}", Body=body)


def make_group(sagemaker, project):
    """The group that the versions are registered in, if this is the first build."""
    try:
        sagemaker.create_model_package_group(ModelPackageGroupName=project.group, Tags=project.tags)
    except ClientError as problem:
        if "already exists" not in problem.response["Error"]["Message"]:
            raise


def make_pipeline(sagemaker, project, text):
    facts = {"PipelineName": project.group, "PipelineDefinition": text, "RoleArn": project.role("Use")}
    try:
        sagemaker.describe_pipeline(PipelineName=project.group)
    except sagemaker.exceptions.ResourceNotFound:
        sagemaker.create_pipeline(**facts, Tags=project.tags)
    else:
        sagemaker.update_pipeline(**facts)


def wait(sagemaker, execution, pause=time.sleep):
    """Until the execution has ended; says what it is at. Raises with the reasons where it did not succeed."""
    for _ in range(AT_MOST // EVERY):
        found = sagemaker.describe_pipeline_execution(PipelineExecutionArn=execution)
        status = found["PipelineExecutionStatus"]
        print(f"{status}  {execution}", flush=True)
        if status == "Succeeded":
            return
        if status in ("Failed", "Stopped"):
            raise Stop(
                "\n".join([f"the pipeline is {status}: {found.get('FailureReason', 'no reason given')}", *reasons(sagemaker, execution)])
            )
        pause(EVERY)
    raise Stop(f"the pipeline still runs after {AT_MOST // 3600} hours: {execution}")


def reasons(sagemaker, execution):
    """The steps that failed, the first one first."""
    pages = sagemaker.get_paginator("list_pipeline_execution_steps").paginate(PipelineExecutionArn=execution, SortOrder="Ascending")
    steps = [step for page in pages for step in page["PipelineExecutionSteps"] if step["StepStatus"] == "Failed"]
    return [f"{step['StepName']}: {step.get('FailureReason', 'no reason given')}" for step in steps]


def main(environment=os.environ):
    region = environment["AWS_REGION"]
    sagemaker, s3 = boto3.client("sagemaker", region_name=region), boto3.client("s3", region_name=region)
    project = Project.find(sagemaker, environment)
    commit = environment.get("GITHUB_SHA", "local")
    text = json.dumps(definition(project, image(region, environment), commit, environment.get("GITHUB_REPOSITORY", "local")))
    upload(s3, project, commit)
    make_group(sagemaker, project)
    make_pipeline(sagemaker, project, text)
    limit = environment.get("MAX_RMSE")
    parameters = [{"Name": "MaxRmse", "Value": limit}] if limit else []
    started = sagemaker.start_pipeline_execution(PipelineName=project.group, PipelineParameters=parameters)
    wait(sagemaker, started["PipelineExecutionArn"])
    print(f"A version is registered in {project.group}. Approve it in SageMaker to deploy it.")


if __name__ == "__main__":
    try:
        main()
    except Stop as problem:
        sys.exit(str(problem))

"""Asks the endpoint of a stage for one prediction: `python -m deploy.smoke --stage staging|production`."""

from __future__ import annotations

import argparse
import csv
import math
import os
import pathlib
import sys
import time

import boto3
from botocore.exceptions import ClientError

from deploy.deploy import STAGES, endpoint_name
from pipelines.project import Project, Stop

SAMPLE = pathlib.Path(__file__).resolve().parent.parent / "data" / "sample.csv"
TRIES, PAUSE = 3, 10


def row(path=SAMPLE):
    """The features of one row, as the endpoint takes them."""
    with path.open(newline="") as file:
        return ",".join(list(csv.reader(file))[1][1:])


def prediction(text):
    """The one finite number that an answer has to be."""
    try:
        value = float(text.strip())
    except ValueError:
        raise Stop(f"the endpoint answers {text[:200]!r}, which is no number") from None
    if not math.isfinite(value):
        raise Stop(f"the endpoint answers {value}")
    return value


def ask(runtime, name, body, pause=time.sleep):
    """A prediction, tried again where the endpoint does not answer yet."""
    for number in range(1, TRIES + 1):
        try:
            answer = runtime.invoke_endpoint(EndpointName=name, ContentType="text/csv", Accept="text/csv", Body=body)
            return prediction(answer["Body"].read().decode())
        except (ClientError, Stop) as problem:
            if number == TRIES:
                raise Stop(f"{name}: {problem}") from problem
            pause(PAUSE)


def main(words=None, environment=os.environ):
    parser = argparse.ArgumentParser(description="Asks the endpoint of a stage for one prediction.")
    parser.add_argument("--stage", choices=sorted(STAGES), required=True)
    stage = parser.parse_args(words).stage
    region = environment["AWS_REGION"]
    sagemaker, runtime = boto3.client("sagemaker", region_name=region), boto3.client("sagemaker-runtime", region_name=region)
    name = endpoint_name(Project.find(sagemaker, environment), stage)
    found = sagemaker.describe_endpoint(EndpointName=name)
    if found["EndpointStatus"] != "InService":
        raise Stop(f"{name} is {found['EndpointStatus']}: {found.get('FailureReason', 'no reason given')}")
    print(f"{name} predicts {ask(runtime, name, row())}")


if __name__ == "__main__":
    try:
        main()
    except Stop as problem:
        sys.exit(str(problem))

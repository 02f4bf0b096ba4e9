"""The pipeline: process, train, evaluate, and register the model if it is good enough.

A definition is plain JSON whose arguments are the inputs of SageMaker's API, so no SDK is needed. All that an execution
writes lies under its own id: what one execution registers, no other overwrites.
"""

from __future__ import annotations

import json
import pathlib

from pipelines.project import Stop

INSTANCE = "ml.m5.large"
# The error on the test rows, in units of the label, up to which a model is registered. The sample's noise is 1.
MAX_RMSE = 2.5
HERE = pathlib.Path(__file__).parent
LOCAL = "/opt/ml/processing"


def image(region, environment):
    """The container of all steps and of the endpoint: SageMaker's own XGBoost, or what `IMAGE_URI` names."""
    if environment.get("IMAGE_URI"):
        return environment["IMAGE_URI"]
    account = json.loads((HERE / "images.json").read_text()).get(region)
    if not account:
        raise Stop(f"no XGBoost image is known for {region}: set IMAGE_URI to one")
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"{account}.dkr.ecr.{region}.{suffix}/sagemaker-xgboost:1.7-1"


def definition(project, image_uri, commit, repository):
    """The definition as a JSON object. `commit` names the sources that were uploaded."""
    role, source = project.role("Use"), f"s3://{project.bucket}/runs/source/{commit}"

    def key(*names):
        """A place under this execution's own key."""
        return {"Std:Join": {"On": "/", "Values": [f"s3://{project.bucket}/runs", {"Get": "Execution.PipelineExecutionId"}, *names]}}

    def fetched(name, uri):
        return {
            "InputName": name,
            "S3Input": {
                "S3Uri": uri,
                "LocalPath": f"{LOCAL}/input/{name}",
                "S3DataType": "S3Prefix",
                "S3InputMode": "File",
                "S3DataDistributionType": "FullyReplicated",
            },
        }

    def kept(name):
        s3 = {"S3Uri": key(name), "LocalPath": f"{LOCAL}/output/{name}", "S3UploadMode": "EndOfJob"}
        return {"OutputName": name, "S3Output": s3}

    def processing(name, script, inputs, outputs, **more):
        return {
            "Name": name,
            "Type": "Processing",
            "Arguments": {
                "ProcessingResources": {"ClusterConfig": {"InstanceType": INSTANCE, "InstanceCount": 1, "VolumeSizeInGB": 10}},
                "AppSpecification": {"ImageUri": image_uri, "ContainerEntrypoint": ["python3", f"{LOCAL}/input/code/{script}"]},
                "RoleArn": role,
                "ProcessingInputs": [fetched("code", f"{source}/pipelines"), *inputs],
                "ProcessingOutputConfig": {"Outputs": [kept(output) for output in outputs]},
                "StoppingCondition": {"MaxRuntimeInSeconds": 1800},
            },
            **more,
        }

    def processed(output):
        return {"Get": f"Steps.Process.ProcessingOutputConfig.Outputs['{output}'].S3Output.S3Uri"}

    def channel(name):
        s3 = {"S3DataType": "S3Prefix", "S3Uri": processed(name), "S3DataDistributionType": "FullyReplicated"}
        return {"ChannelName": name, "ContentType": "text/csv", "DataSource": {"S3DataSource": s3}}

    model = {"Get": "Steps.Train.ModelArtifacts.S3ModelArtifacts"}
    rmse = {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.Evaluate.PropertyFiles.Evaluation"}, "Path": "regression_metrics.rmse.value"}}
    limit = {"Get": "Parameters.MaxRmse"}
    process = processing("Process", "process.py", [fetched("data", f"{source}/data")], ["train", "validation", "test"])
    train = {
        "Name": "Train",
        "Type": "Training",
        "Arguments": {
            "AlgorithmSpecification": {"TrainingImage": image_uri, "TrainingInputMode": "File"},
            "HyperParameters": {
                "objective": "reg:squarederror",
                "num_round": "100",
                "max_depth": "5",
                "eta": "0.2",
                "subsample": "0.8",
                "early_stopping_rounds": "10",
                "seed": "42",
            },
            "InputDataConfig": [channel("train"), channel("validation")],
            "OutputDataConfig": {"S3OutputPath": key("model")},
            "ResourceConfig": {"InstanceType": INSTANCE, "InstanceCount": 1, "VolumeSizeInGB": 10},
            "RoleArn": role,
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        },
    }
    evaluate = processing(
        "Evaluate",
        "evaluate.py",
        [fetched("model", model), fetched("test", processed("test"))],
        ["evaluation"],
        PropertyFiles=[{"PropertyFileName": "Evaluation", "OutputName": "evaluation", "FilePath": "evaluation.json"}],
    )
    register = {
        "Name": "Register",
        "Type": "RegisterModel",
        "Arguments": {
            "ModelPackageGroupName": project.group,
            "ModelApprovalStatus": "PendingManualApproval",
            "ModelMetrics": {
                "ModelQuality": {"Statistics": {"ContentType": "application/json", "S3Uri": key("evaluation", "evaluation.json")}}
            },
            "InferenceSpecification": {
                "Containers": [{"Image": image_uri, "ModelDataUrl": model}],
                "SupportedContentTypes": ["text/csv"],
                "SupportedResponseMIMETypes": ["text/csv"],
                "SupportedRealtimeInferenceInstanceTypes": [INSTANCE],
            },
            "MetadataProperties": {"CommitId": commit, "Repository": repository, "ProjectId": project.id},
        },
    }
    fail = {
        "Name": "Fail",
        "Type": "Fail",
        "Arguments": {"ErrorMessage": {"Std:Join": {"On": " ", "Values": ["not registered: the RMSE", rmse, "is above MaxRmse", limit]}}},
    }
    check = {
        "Name": "Check",
        "Type": "Condition",
        "Arguments": {
            "Conditions": [{"Type": "LessThanOrEqualTo", "LeftValue": rmse, "RightValue": limit}],
            "IfSteps": [register],
            "ElseSteps": [fail],
        },
    }
    return {
        "Version": "2020-12-01",
        "Metadata": {},
        "Parameters": [{"Name": "MaxRmse", "Type": "Float", "DefaultValue": MAX_RMSE}],
        # No experiment is kept: the role of pipelines needs no rights for it.
        "PipelineExperimentConfig": None,
        "Steps": [process, train, evaluate, check],
    }

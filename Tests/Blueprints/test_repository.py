"""The repository's code: its own tests, what it calls by job, what the definition says, and each way a stack can stand."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys

import boto3
import botocore.awsrequest
import pytest
from botocore.validate import ParamValidator

from templates import ACCOUNT, BLUEPRINTS, REGION, lint, load

REPOSITORY = BLUEPRINTS / "repository"
PACKAGE = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package/churn-p-abcdefghijkl/3"
EXECUTION = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:pipeline/churn-p-abcdefghijkl/execution/abc"
BUCKET = f"sagemaker-project-github-p-abcdefghijkl-{REGION}"
PROJECT = {
    "ProjectName": "churn",
    "ProjectId": "p-abcdefghijkl",
    "ProjectStatus": "CreateCompleted",
    "ProjectArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:project/churn",
}
APPROVED = {"ModelPackageArn": PACKAGE, "ModelPackageStatus": "Completed", "ModelApprovalStatus": "Approved"}
ENVIRONMENT = {"AWS_REGION": REGION, "SAGEMAKER_PROJECT_NAME": "churn", "GITHUB_SHA": "c0ffee", "GITHUB_REPOSITORY": "acme/sagemaker-churn"}


# One session for all clients: it keeps the service models it has read.
SESSION = boto3.session.Session(region_name=REGION)


class Refusal(dict):
    """An answer that is an error of the service."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__({"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": 400}})


class AWS:
    """Real clients whose requests end here: inputs are checked by botocore, answers are the test's.

    An answer is a dictionary, or a list of them for one request after the other, whose last one stays.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **answers) -> None:
        self.answers = {"DescribeProject": PROJECT, "DescribeModelPackage": APPROVED, **answers}
        self.calls: list[tuple[str, str, dict]] = []
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "x")
        monkeypatch.setattr(boto3, "client", self.client)

    def client(self, service: str, region_name: str = REGION):
        client = SESSION.client(service)

        def before(model, params, **_):
            prefix = {"sagemaker-runtime": "sagemaker", "runtime.sagemaker": "sagemaker"}.get(service, service)
            self.calls.append((f"{prefix}:{model.name}", json.dumps(self.given.pop(), default=str), {}))
            answer = self.answers.get(model.name, {})
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
            code = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 200)
            return botocore.awsrequest.AWSResponse("", code, {}, None), answer

        self.given: list[dict] = []
        client.meta.events.register("provide-client-params", lambda params, **_: self.given.append(dict(params)))
        client.meta.events.register("before-call", before)
        return client

    @property
    def names(self) -> list[str]:
        return [name for name, *_ in self.calls]

    def inputs(self, name: str) -> list[dict]:
        return [json.loads(given) for called, given, _ in self.calls if called == name]


@pytest.fixture
def modules(monkeypatch):
    """The repository's modules by name, as they are found in its root."""
    monkeypatch.syspath_prepend(str(REPOSITORY))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)
    yield lambda name: importlib.import_module(name)
    for name in set(sys.modules) - before:
        if name.split(".")[0] in ("pipelines", "deploy", "data"):
            del sys.modules[name]


def test_its_own_tests_pass_where_nothing_can_be_called():
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "unittest", "discover", "-s", "tests"]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "\nOK" in done.stderr, done.stderr
    assert int(re.search(r"Ran (\d+) tests", done.stderr)[1]) >= 10


def test_cfn_lint_finds_nothing_in_the_endpoints_template():
    assert lint(REPOSITORY / "deploy" / "endpoint.yaml") == ""


def test_requirements_are_pinned_by_hash():
    lines = [line for line in (REPOSITORY / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert lines and all(re.fullmatch(r"[a-z0-9-]+==\S+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)
    assert "boto3" in {line.split("==")[0] for line in lines}


# --- The definition


def sample(value):
    """A value of the definition with what SageMaker fills in filled in."""
    if isinstance(value, list):
        return [sample(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "Get" in value:
        return "s3://bucket/key"
    if "Std:Join" in value:
        return value["Std:Join"]["On"].join(sample(value["Std:Join"]["Values"]))
    return {key: sample(item) for key, item in value.items()}


def test_the_arguments_of_each_step_are_inputs_that_sagemaker_takes(modules):
    definition, project = modules("pipelines.definition"), modules("pipelines.project")
    churn = project.Project("churn", "p-abcdefghijkl", REGION, ACCOUNT, "aws")
    made = definition.definition(churn, definition.image(REGION, {}), "c0ffee", "acme/sagemaker-churn")
    steps = {step["Name"]: step for step in made["Steps"]}
    check = steps.pop("Check")
    (register,), (fail,) = check["Arguments"]["IfSteps"], check["Arguments"]["ElseSteps"]
    model = SESSION.client("sagemaker", aws_access_key_id="x", aws_secret_access_key="x").meta.service_model
    for step, operation, named in [
        (steps.pop("Process"), "CreateProcessingJob", {"ProcessingJobName": "x"}),
        (steps.pop("Evaluate"), "CreateProcessingJob", {"ProcessingJobName": "x"}),
        (steps.pop("Train"), "CreateTrainingJob", {"TrainingJobName": "x"}),
        (register, "CreateModelPackage", {}),
    ]:
        report = ParamValidator().validate({**sample(step["Arguments"]), **named}, model.operation_model(operation).input_shape)
        assert not report.has_errors(), f"{step['Name']}: {report.generate_report()}"
    assert steps == {} and fail["Type"] == "Fail" and made["PipelineExperimentConfig"] is None
    assert register["Arguments"]["ModelApprovalStatus"] == "PendingManualApproval"
    # What is registered is what this execution trained, by an address that no other execution has.
    (container,) = register["Arguments"]["InferenceSpecification"]["Containers"]
    assert container["ModelDataUrl"] == {"Get": "Steps.Train.ModelArtifacts.S3ModelArtifacts"}
    (condition,) = check["Arguments"]["Conditions"]
    assert (condition["Type"], condition["RightValue"]) == ("LessThanOrEqualTo", {"Get": "Parameters.MaxRmse"})


# --- What the jobs call (the tables of actions of the role that GitHub uses)

BUILD = {
    "sagemaker:DescribeProject", "s3:PutObject", "sagemaker:CreateModelPackageGroup", "sagemaker:DescribePipeline",
    "sagemaker:CreatePipeline", "sagemaker:UpdatePipeline", "sagemaker:StartPipelineExecution",
    "sagemaker:DescribePipelineExecution", "sagemaker:ListPipelineExecutionSteps",
}  # fmt: skip
DEPLOY = {
    "sagemaker:DescribeProject", "sagemaker:DescribeModelPackage", "sagemaker:ListModelPackages", "sagemaker:DescribeEndpoint",
    "sagemaker:InvokeEndpoint", "cloudformation:CreateStack", "cloudformation:UpdateStack", "cloudformation:DeleteStack",
    "cloudformation:DescribeStacks", "cloudformation:DescribeStackEvents",
}  # fmt: skip
BUILDS = {
    "CreateModelPackageGroup": {"ModelPackageGroupArn": "arn"},
    "CreatePipeline": {"PipelineArn": "arn"},
    "UpdatePipeline": {"PipelineArn": "arn"},
    "StartPipelineExecution": {"PipelineExecutionArn": EXECUTION},
    "DescribePipelineExecution": {"PipelineExecutionStatus": "Succeeded"},
}


def test_the_first_build_makes_group_and_pipeline_and_runs_it(modules, monkeypatch):
    aws = AWS(monkeypatch, **BUILDS, DescribePipeline=Refusal("ResourceNotFound", "Pipeline does not exist."))
    modules("pipelines.run").main(ENVIRONMENT)
    assert set(aws.names) == BUILD - {"sagemaker:UpdatePipeline", "sagemaker:ListPipelineExecutionSteps"}
    keys = [given["Key"] for given in aws.inputs("s3:PutObject")]
    assert sorted(keys) == [f"runs/source/c0ffee/{name}" for name in ("data/sample.csv", "pipelines/evaluate.py", "pipelines/process.py")]
    assert {given["Bucket"] for given in aws.inputs("s3:PutObject")} == {BUCKET}
    (made,) = aws.inputs("sagemaker:CreatePipeline")
    assert made["RoleArn"] == f"arn:aws:iam::{ACCOUNT}:role/service-role/AmazonSageMakerProjectsUseRole"
    tags = [{"Key": "sagemaker:project-name", "Value": "churn"}, {"Key": "sagemaker:project-id", "Value": "p-abcdefghijkl"}]
    assert made["PipelineName"] == "churn-p-abcdefghijkl" and made["Tags"] == tags
    assert aws.inputs("sagemaker:StartPipelineExecution")[0]["PipelineParameters"] == []


def test_a_later_build_updates_it_and_a_limit_of_your_own_is_passed_on(modules, monkeypatch):
    aws = AWS(
        monkeypatch, **{**BUILDS, "CreateModelPackageGroup": Refusal("ValidationException", "Model Package Group already exists: arn")}
    )
    modules("pipelines.run").main({**ENVIRONMENT, "MAX_RMSE": "4"})
    assert "sagemaker:UpdatePipeline" in aws.names and "sagemaker:CreatePipeline" not in aws.names
    assert aws.inputs("sagemaker:StartPipelineExecution")[0]["PipelineParameters"] == [{"Name": "MaxRmse", "Value": "4"}]


def test_another_refusal_of_the_group_is_not_swallowed(modules, monkeypatch):
    AWS(monkeypatch, **{**BUILDS, "CreateModelPackageGroup": Refusal("AccessDeniedException", "no")})
    with pytest.raises(Exception, match="AccessDenied"):
        modules("pipelines.run").main(ENVIRONMENT)


def test_a_pipeline_that_fails_fails_the_job_with_the_steps_reason(modules, monkeypatch):
    states = [{"PipelineExecutionStatus": "Executing"}, {"PipelineExecutionStatus": "Failed", "FailureReason": "a step failed"}]
    steps = [{"StepName": "Process", "StepStatus": "Succeeded"}, {"StepName": "Train", "StepStatus": "Failed", "FailureReason": "no quota"}]
    aws = AWS(monkeypatch, DescribePipelineExecution=states, ListPipelineExecutionSteps={"PipelineExecutionSteps": steps})
    run, pauses = modules("pipelines.run"), []
    with pytest.raises(modules("pipelines.project").Stop, match="a step failed\nTrain: no quota$"):
        run.wait(aws.client("sagemaker"), EXECUTION, pauses.append)
    assert pauses == [30] and set(aws.names) <= BUILD


@pytest.mark.parametrize("status", ["CreateFailed", "DeleteInProgress", "CreateInProgress"])
def test_a_project_that_is_not_there_yet_or_any_more_stops_the_job(modules, monkeypatch, status):
    AWS(monkeypatch, DescribeProject={**PROJECT, "ProjectStatus": status})
    with pytest.raises(modules("pipelines.project").Stop, match=status):
        modules("pipelines.run").main(ENVIRONMENT)


# --- The version that is deployed


def resolve(modules, aws, package=""):
    deploy, project = modules("deploy.deploy"), modules("pipelines.project")
    client = aws.client("sagemaker")
    return deploy.approved(client, project.Project.find(client, ENVIRONMENT), package)


def test_the_version_that_is_asked_for_is_deployed_though_a_newer_one_is_approved(modules, monkeypatch, tmp_path, capsys):
    aws = AWS(monkeypatch)
    output = tmp_path / "output"
    modules("deploy.deploy").main(["resolve", "--package", PACKAGE], {**ENVIRONMENT, "GITHUB_OUTPUT": str(output)})
    assert output.read_text() == f"model-package={PACKAGE}\n" and capsys.readouterr().out == f"{PACKAGE}\n"
    assert "sagemaker:ListModelPackages" not in aws.names


@pytest.mark.parametrize(
    "facts, says",
    [
        ({"ModelApprovalStatus": "Rejected"}, "Rejected"),
        ({"ModelApprovalStatus": "PendingManualApproval"}, "PendingManualApproval"),
        ({"ModelPackageStatus": "Failed"}, "Failed"),
    ],
)
def test_a_version_that_is_not_approved_is_not_deployed(modules, monkeypatch, facts, says):
    aws = AWS(monkeypatch, DescribeModelPackage={**APPROVED, **facts})
    with pytest.raises(modules("pipelines.project").Stop, match=says):
        resolve(modules, aws, PACKAGE)


@pytest.mark.parametrize(
    "package",
    [
        PACKAGE.replace("churn", "other"), PACKAGE.replace(ACCOUNT, "999999999999"), PACKAGE.replace(REGION, "us-east-1"),
        PACKAGE.rpartition("/")[0], "3",
    ],
)  # fmt: skip
def test_a_version_of_another_group_account_or_region_is_not_deployed(modules, monkeypatch, package):
    aws = AWS(monkeypatch)
    with pytest.raises(modules("pipelines.project").Stop, match="no version in churn-p-abcdefghijkl"):
        resolve(modules, aws, package)


def test_without_one_it_is_the_newest_that_is_approved_and_complete(modules, monkeypatch):
    listed = [
        {"ModelPackageArn": PACKAGE[:-1] + "4", "ModelPackageStatus": "Failed"},
        {"ModelPackageArn": PACKAGE, "ModelPackageStatus": "Completed"},
    ]
    aws = AWS(monkeypatch, ListModelPackages={"ModelPackageSummaryList": listed})
    assert resolve(modules, aws) == PACKAGE
    (asked,) = aws.inputs("sagemaker:ListModelPackages")
    assert (asked["ModelApprovalStatus"], asked["SortBy"], asked["SortOrder"]) == ("Approved", "CreationTime", "Descending")
    aws.answers["ListModelPackages"] = {"ModelPackageSummaryList": []}
    with pytest.raises(modules("pipelines.project").Stop, match="no version in churn-p-abcdefghijkl is approved"):
        resolve(modules, aws)


# --- Stacks

GONE = Refusal("ValidationError", "Stack with id sagemaker-github-stg-churn-p-abcdefghijkl does not exist")


def stacks(*states):
    return [GONE if state is None else {"Stacks": [{"StackStatus": state}]} for state in states]


def event(name, status, reason=None):
    return {"LogicalResourceId": name, "ResourceStatus": status} | ({"ResourceStatusReason": reason} if reason else {})


def deploy(modules, aws, stage="staging"):
    module, project = modules("deploy.deploy"), modules("pipelines.project")
    sagemaker = aws.client("sagemaker")
    module.deploy(project.Project.find(sagemaker, ENVIRONMENT), stage, PACKAGE, sagemaker, aws.client("cloudformation"), lambda _: None)
    assert set(aws.names) <= DEPLOY


@pytest.mark.parametrize("stage, short, endpoint", [("staging", "stg", "churn-staging"), ("production", "prd", "churn-prod")])
def test_the_first_deployment_makes_the_stack_and_waits_for_it(modules, monkeypatch, stage, short, endpoint):
    aws = AWS(monkeypatch, DescribeStacks=stacks(None, "CREATE_IN_PROGRESS", "CREATE_COMPLETE"))
    deploy(modules, aws, stage)
    (made,) = aws.inputs("cloudformation:CreateStack")
    assert made["StackName"] == f"sagemaker-github-{short}-churn-p-abcdefghijkl"
    assert {one["ParameterKey"]: one["ParameterValue"] for one in made["Parameters"]} == {
        "EndpointName": endpoint,
        "ModelPackage": PACKAGE,
        "ExecutionRole": f"arn:aws:iam::{ACCOUNT}:role/service-role/AmazonSageMakerProjectsExecutionRole",
        "InstanceType": "ml.m5.large",
        "InstanceCount": "1",
    }
    assert set(load(REPOSITORY / "deploy" / "endpoint.yaml")["Parameters"]) == {one["ParameterKey"] for one in made["Parameters"]}
    assert aws.names.count("cloudformation:DescribeStacks") == 3


@pytest.mark.parametrize(
    "states, called",
    [
        (["UPDATE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"], ["UpdateStack"]),
        (["UPDATE_IN_PROGRESS", "UPDATE_COMPLETE", "UPDATE_COMPLETE"], ["UpdateStack"]),
        (["UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE"], ["UpdateStack"]),
        (["ROLLBACK_COMPLETE", "ROLLBACK_COMPLETE", "DELETE_IN_PROGRESS", None, "CREATE_COMPLETE"], ["DeleteStack", "CreateStack"]),
        (["REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS", None, "CREATE_COMPLETE"], ["DeleteStack", "CreateStack"]),
        (["CREATE_FAILED", "CREATE_FAILED", "DELETE_COMPLETE", "CREATE_COMPLETE"], ["DeleteStack", "CreateStack"]),
    ],
)  # fmt: skip
def test_each_state_of_a_stack_leads_to_a_deployment(modules, monkeypatch, states, called):
    aws = AWS(monkeypatch, DescribeStacks=stacks(*states))
    deploy(modules, aws)
    assert [name.split(":")[1] for name in aws.names if name.endswith(("UpdateStack", "CreateStack", "DeleteStack"))] == called


def test_the_same_version_again_changes_nothing_and_succeeds(modules, monkeypatch):
    aws = AWS(
        monkeypatch, DescribeStacks=stacks("CREATE_COMPLETE"), UpdateStack=Refusal("ValidationError", "No updates are to be performed.")
    )
    deploy(modules, aws)


def test_a_stack_that_is_stuck_is_said(modules, monkeypatch):
    aws = AWS(monkeypatch, DescribeStacks=stacks("UPDATE_ROLLBACK_FAILED"))
    with pytest.raises(modules("pipelines.project").Stop, match="continue its rollback"):
        deploy(modules, aws)


@pytest.mark.parametrize("end", ["ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "ROLLBACK_FAILED"])
def test_a_failure_is_told_by_its_first_cause(modules, monkeypatch, end):
    name = "sagemaker-github-stg-churn-p-abcdefghijkl"
    events = [
        event(name, end),
        event("Endpoint", "CREATE_FAILED", "a later one"),
        event("Model", "CREATE_FAILED", "no quota for ml.m5.large"),
        event("Other", "CREATE_FAILED", "Resource creation cancelled"),
        event(name, "UPDATE_IN_PROGRESS", "User Initiated"),
        event("Model", "CREATE_FAILED", "of an operation before"),
    ]
    aws = AWS(monkeypatch, DescribeStacks=stacks("CREATE_COMPLETE", end), DescribeStackEvents={"StackEvents": events})
    with pytest.raises(modules("pipelines.project").Stop, match="Model: no quota for ml.m5.large$"):
        deploy(modules, aws)


def test_a_stage_without_a_version_deploys_nothing(modules, monkeypatch):
    aws = AWS(monkeypatch)
    with pytest.raises(modules("pipelines.project").Stop, match="empty"):
        modules("deploy.deploy").main(["deploy", "--stage", "production", "--package", " "], ENVIRONMENT)
    assert not [name for name in aws.names if name.startswith("cloudformation:")]


def test_deleting_a_stage_takes_its_stack_and_only_its(modules, monkeypatch):
    aws = AWS(monkeypatch, DescribeStacks=stacks("CREATE_COMPLETE", None))
    modules("deploy.deploy").main(["delete", "--stage", "production"], ENVIRONMENT)
    assert [given["StackName"] for given in aws.inputs("cloudformation:DeleteStack")] == ["sagemaker-github-prd-churn-p-abcdefghijkl"]


# --- Smoke


class Body:
    def __init__(self, text: str) -> None:
        self.text = text

    def read(self) -> bytes:
        return self.text.encode()


def test_one_row_is_asked_for_and_one_number_is_an_answer(modules, monkeypatch, capsys):
    aws = AWS(monkeypatch, DescribeEndpoint={"EndpointStatus": "InService"}, InvokeEndpoint={"Body": Body("14.2\n")})
    modules("deploy.smoke").main(["--stage", "staging"], ENVIRONMENT)
    assert "churn-staging predicts 14.2" in capsys.readouterr().out
    assert aws.inputs("sagemaker:InvokeEndpoint")[0]["Body"] == "3.24,6.03,0.30,0.07" and set(aws.names) <= DEPLOY


@pytest.mark.parametrize("answer", ["", "nan", "inf", "1,2", "no model"])
def test_what_is_no_number_three_times_fails(modules, monkeypatch, answer):
    aws, smoke = AWS(monkeypatch, InvokeEndpoint={"Body": Body(answer)}), modules("deploy.smoke")
    pauses = []
    with pytest.raises(modules("pipelines.project").Stop):
        smoke.ask(aws.client("sagemaker-runtime"), "churn-staging", "1", pauses.append)
    assert len(pauses) == 2 and aws.names == ["sagemaker:InvokeEndpoint"] * 3


def test_an_endpoint_that_comes_up_late_is_tried_again(modules, monkeypatch):
    answers = [Refusal("ModelError", "not yet"), {"Body": Body("1.5")}]
    aws = AWS(monkeypatch, InvokeEndpoint=answers)
    assert modules("deploy.smoke").ask(aws.client("sagemaker-runtime"), "churn-staging", "1", lambda _: None) == 1.5


def test_an_endpoint_that_is_not_in_service_fails(modules, monkeypatch):
    AWS(monkeypatch, DescribeEndpoint={"EndpointStatus": "Failed", "FailureReason": "no capacity"})
    with pytest.raises(modules("pipelines.project").Stop, match="Failed: no capacity"):
        modules("deploy.smoke").main(["--stage", "staging"], ENVIRONMENT)

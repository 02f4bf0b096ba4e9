"""EventBridge, Lambda and GitHub driven end to end: a package's own code is run, with the rights of its role."""

import base64
import io
import json
import zipfile

import pytest

from conftest import Sandbox
from test_gate import refusal

GROUP = "churn-p-1"
RULE = "arn:aws:events:us-east-1:123456789012:rule/sagemaker-approvals"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:sagemaker-approvals"
CODE = """
import json, os, urllib.request
import boto3

def handler(event, context):
    package = event["detail"]["ModelPackageArn"]
    print("asked for", package, context.aws_request_id)
    found = boto3.client("sagemaker").describe_model_package(ModelPackageName=package)
    if found["ModelApprovalStatus"] != "Approved":
        return "released"
    token = json.loads(boto3.client("secretsmanager").get_secret_value(SecretId="sagemaker-token")["SecretString"])["token"]
    url = f"{os.environ['GitHubApiUrl']}/repos/octo-org/sagemaker-churn/actions/workflows/deploy.yml/dispatches"
    body = {"ref": "main", "inputs": {os.environ.get("Input", "model-package"): package}, "return_run_details": True}
    headers = {"Authorization": f"Bearer {token}", "X-GitHub-Api-Version": "2022-11-28", "Accept": "application/vnd.github+json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["html_url"]
"""
DEPLOY = """
name: Deploy
run-name: Deploy ${{ inputs.model-package }}
on:
  workflow_dispatch:
    inputs:
      model-package: {required: false}
jobs: {}
"""
EVENT = {
    "id": "1", "account": "123456789012", "source": "aws.sagemaker", "time": "2026-11-28T12:00:00Z", "region": "us-east-1",
    "resources": ["arn:aws:sagemaker:us-east-1:123456789012:model-package/churn/1"],
    "detail-type": "SageMaker Model Package State Change",
    "detail": {"ModelPackageGroupName": GROUP, "ModelApprovalStatus": "Approved", "ModelPackageVersion": 3, "Tags": {"a": None}, "Many": ["x", "y"]},
}  # fmt: skip


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(*actions: str) -> dict:
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*"}


class Trigger:
    """What a project has between an approval and a dispatch."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        iam, self.function = sandbox.client("iam"), sandbox.client("lambda")
        self.sagemaker, self.events = sandbox.client("sagemaker"), sandbox.client("events")
        trust = document({"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"})
        self.role = iam.create_role(RoleName="Runner", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        self.may(
            "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "sagemaker:DescribeModelPackage",
            "secretsmanager:GetSecretValue", "sqs:SendMessage",
        )  # fmt: skip
        token = json.dumps({"token": "github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000"})
        sandbox.client("secretsmanager").create_secret(Name="sagemaker-token", SecretString=token)
        files = "/repos/octo-org/sagemaker-churn/contents/.github/workflows/deploy.yml"
        encoded = base64.b64encode(DEPLOY.encode()).decode()
        assert sandbox.github("PUT", files, {"message": "deploy", "content": encoded})[0] == 201
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("trigger.py", CODE)
        self.code = packed.getvalue()
        self.environment = {"GitHubApiUrl": sandbox.exports["GITHUB_API_URL"]}
        made = self.function.create_function(
            FunctionName="sagemaker-trigger", Role=self.role, Runtime="python3.12", Handler="trigger.handler", Code={"ZipFile": self.code},
            Timeout=60, Environment={"Variables": self.environment},
        )  # fmt: skip
        self.arn = made["FunctionArn"]
        self.url = sandbox.client("sqs").create_queue(QueueName="sagemaker-approvals")["QueueUrl"]
        pattern = {"source": ["aws.sagemaker"], "detail": {"ModelPackageGroupName": [GROUP], "ModelApprovalStatus": ["Approved"]}}
        self.events.put_rule(Name="sagemaker-approvals", EventPattern=json.dumps(pattern))
        self.events.put_targets(Rule="sagemaker-approvals", Targets=[{"Id": "f", "Arn": self.arn, "DeadLetterConfig": {"Arn": QUEUE}}])
        self.sagemaker.create_model_package_group(ModelPackageGroupName=GROUP)

    def may(self, *actions: str) -> None:
        self.sandbox.client("iam").put_role_policy(RoleName="Runner", PolicyName="May", PolicyDocument=document(allow(*actions)))

    def admit(self) -> None:
        self.function.add_permission(
            FunctionName="sagemaker-trigger", StatementId="events", Action="lambda:InvokeFunction", Principal="events.amazonaws.com",
            SourceArn=RULE, SourceAccount="123456789012",
        )  # fmt: skip

    def approve(self) -> str:
        """Approves a new version; its ARN."""
        arn = self.sagemaker.create_model_package(ModelPackageGroupName=GROUP, ModelApprovalStatus="PendingManualApproval")[
            "ModelPackageArn"
        ]
        self.sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
        return str(arn)

    def ran(self) -> list[dict]:
        return self.sandbox.control("GET", "functions")

    def runs(self) -> list[str]:
        content = self.sandbox.github("GET", "/repos/octo-org/sagemaker-churn/actions/runs?event=workflow_dispatch")[2]
        return [run["display_title"] for run in content["workflow_runs"]]

    def messages(self) -> list[dict]:
        found = self.sandbox.client("sqs").receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
        return [{"body": json.loads(m["Body"]), "about": {k: v["StringValue"] for k, v in m.get("MessageAttributes", {}).items()}} for m in found.get("Messages", [])]  # fmt: skip


@pytest.fixture
def trigger(sandbox: Sandbox) -> Trigger:
    return Trigger(sandbox)


def test_an_approval_is_one_dispatch_with_the_package(trigger: Trigger):
    trigger.admit()
    before = trigger.sandbox.state()
    arn = trigger.approve()
    (ran,) = trigger.ran()
    assert ran["error"] is None and ran["event"]["detail"]["ModelPackageArn"] == arn
    assert trigger.runs() == [f"Deploy {arn}"]
    logs = trigger.sandbox.client("logs").filter_log_events(logGroupName="/aws/lambda/sagemaker-trigger")["events"]
    assert any(line["message"].startswith(f"asked for {arn} {ran['request']}") for line in logs)
    after = trigger.sandbox.state()
    assert after["sagemaker"]["us-east-1"]["model_packages"] == {arn: {"approval": "Approved"}}
    assert {**after, "sagemaker": 0, "logs": 0} == {**before, "sagemaker": 0, "logs": 0}


def test_without_permission_nothing_runs_and_the_rules_queue_has_the_event(trigger: Trigger):
    sqs = trigger.sandbox.client("sqs")
    trigger.approve()
    assert trigger.ran() == [] and trigger.messages() == []
    policy = document({"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": QUEUE, "Condition": {"ArnEquals": {"aws:SourceArn": RULE}}})  # fmt: skip
    sqs.set_queue_attributes(QueueUrl=trigger.url, Attributes={"Policy": policy})
    arn = trigger.approve()
    (message,) = trigger.messages()
    assert message["body"]["detail"]["ModelPackageArn"] == arn and message["about"]["ERROR_CODE"] == "NO_PERMISSIONS"
    trigger.admit()
    trigger.events.disable_rule(Name="sagemaker-approvals")
    trigger.approve()
    assert trigger.ran() == [] and trigger.messages() == []


def test_a_function_that_fails_runs_three_times_and_then_its_event_is_kept(trigger: Trigger):
    trigger.admit()
    config = {"FunctionName": "sagemaker-trigger", "DestinationConfig": {"OnFailure": {"Destination": QUEUE}}}
    trigger.function.put_function_event_invoke_config(**config)
    trigger.function.update_function_configuration(
        FunctionName="sagemaker-trigger", Environment={"Variables": {**trigger.environment, "Input": "package"}}
    )
    arn = trigger.approve()
    ran = trigger.ran()
    assert [one["attempt"] for one in ran] == [1, 2, 3] and len({one["request"] for one in ran}) == 1
    assert {one["error"]["errorMessage"] for one in ran} == {"HTTP Error 422: Unprocessable Entity"} and trigger.runs() == []
    (message,) = trigger.messages()
    assert message["body"]["requestContext"]["condition"] == "RetriesExhausted"
    assert message["body"]["requestPayload"]["detail"]["ModelPackageArn"] == arn
    trigger.may("secretsmanager:GetSecretValue")
    assert refusal(lambda: trigger.function.put_function_event_invoke_config(**config)) == ("InvalidParameterValueException", 400)
    trigger.function.put_function_concurrency(FunctionName="sagemaker-trigger", ReservedConcurrentExecutions=0)
    trigger.approve()
    assert len(trigger.ran()) == 3


def test_what_the_role_may_not_do_fails_the_function(trigger: Trigger):
    trigger.may("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
    event = {"detail": {"ModelPackageArn": trigger.approve()}}
    answer = trigger.function.invoke(FunctionName=trigger.arn, Payload=json.dumps(event), LogType="Tail")
    told = json.load(answer["Payload"])
    assert answer["FunctionError"] == "Unhandled" and "assumed-role/Runner/sagemaker-trigger is not authorized" in told["errorMessage"]
    assert "AccessDeniedException" in base64.b64decode(answer["LogResult"]).decode()
    trigger.may("sagemaker:*", "secretsmanager:*")
    answer = trigger.function.invoke(FunctionName="sagemaker-trigger", Payload=json.dumps(event))
    assert json.load(answer["Payload"]).startswith("https://github.com/octo-org/sagemaker-churn/actions/runs/")
    assert "FunctionError" not in answer


def test_events_come_several_times_and_late_when_a_test_says_so(trigger: Trigger):
    trigger.admit()
    trigger.sandbox.control("POST", "functions", {"repeat": 3, "hold": True})
    trigger.approve()
    assert trigger.ran() == []
    trigger.sandbox.control("POST", "functions", {"repeat": 3})
    assert [one["attempt"] for one in trigger.ran()] == [1, 1, 1] and len(trigger.runs()) == 3


def test_what_is_no_function_is_refused(trigger: Trigger):
    new = {"FunctionName": "x", "Runtime": "python3.12", "Handler": "a.b", "Role": trigger.role}
    operator = "arn:aws:iam::123456789012:role/MLOpsAdmin"
    assert refusal(lambda: trigger.function.create_function(**new, Code={"ZipFile": b"text"})) == ("InvalidParameterValueException", 400)
    assert refusal(lambda: trigger.function.create_function(**{**new, "Role": operator}, Code={"ZipFile": trigger.code})) == ("InvalidParameterValueException", 400)  # fmt: skip
    assert refusal(lambda: trigger.function.get_policy(FunctionName="sagemaker-trigger")) == ("ResourceNotFoundException", 404)
    trigger.admit()
    assert refusal(trigger.admit) == ("ResourceConflictException", 409)
    assert refusal(lambda: trigger.function.invoke(FunctionName="y")) == ("ResourceNotFoundException", 404)


@pytest.mark.parametrize(
    "detail, fits",
    [
        ({"ModelApprovalStatus": ["Approved", "Rejected"]}, True),
        ({"ModelApprovalStatus": ["approved"]}, False),
        ({"ModelApprovalStatus": [{"equals-ignore-case": "approved"}]}, True),
        ({"ModelApprovalStatus": [{"anything-but": ["Rejected"]}]}, True),
        ({"ModelApprovalStatus": [{"anything-but": {"prefix": "App"}}]}, False),
        ({"ModelPackageGroupName": [{"prefix": "churn-"}], "ModelPackageVersion": [{"numeric": [">", 2, "<=", 3]}]}, True),
        ({"ModelPackageVersion": ["3"]}, False),
        ({"ModelPackageName": [{"exists": False}], "Many": ["y"]}, True),
        ({"Tags": {"a": [None]}}, True),
        ({"ModelPackageGroupName": [{"wildcard": "c*-p-*"}]}, True),
        ({"$or": [{"ModelPackageVersion": [9]}, {"ModelApprovalStatus": ["Approved"]}]}, True),
        ({"Nowhere": {"a": ["b"]}}, False),
    ],
)
def test_patterns_fit_as_eventbridge_documents_them(sandbox: Sandbox, detail, fits):
    pattern = json.dumps({"source": ["aws.sagemaker"], "detail": detail})
    assert sandbox.client("events").test_event_pattern(EventPattern=pattern, Event=json.dumps(EVENT))["Result"] is fits


@pytest.mark.parametrize("pattern", ["{", '{"source": "aws"}', '{"source": []}', '{"source": [{"like": "x"}]}'])
def test_what_is_no_pattern_is_refused(sandbox: Sandbox, pattern):
    events = sandbox.client("events")
    assert refusal(lambda: events.test_event_pattern(EventPattern=pattern, Event=json.dumps(EVENT))) == (
        "InvalidEventPatternException",
        400,
    )
    assert refusal(lambda: events.put_rule(Name="x", EventPattern=pattern)) == ("InvalidEventPatternException", 400)

"""The house's own templates, trigger and workflow file, in the sandbox: a roles stack, a project with the launch role's rights,
one dispatch.
"""

import base64
import io
import json
import zipfile
from pathlib import Path

import pytest

from conftest import HERE, Sandbox
from test_stacks import NAMED, reasons, status

BLUEPRINTS = HERE.parent.parent / "Sources" / "Blueprints"
DEPLOY = (HERE.parent / "Fixtures" / "BundledWorkflows" / "usual" / ".github" / "workflows" / "deploy.yml").read_text()
BUCKET = "sagemaker-templates-123456789012"
TOKEN = "github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000"


def packed(path: Path) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("lambda_function.py", path.read_text())
    return content.getvalue()


class Project:
    """A project as the setup leaves it, with a workflow that takes the package."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox, self.sagemaker, self.cfn = sandbox, sandbox.client("sagemaker"), sandbox.client("cloudformation")
        domain = self.sagemaker.list_domains()["Domains"][0]["DomainId"]
        role = self.sagemaker.describe_domain(DomainId=domain)["DefaultUserSettings"]["ExecutionRole"]
        roles = {"StackName": "roles", "TemplateBody": (BLUEPRINTS / "projects-roles.yaml").read_text(), "Capabilities": NAMED}
        self.cfn.create_stack(**roles, Parameters=[{"ParameterKey": "SageMakerExecutionRoleArn", "ParameterValue": role}])
        assert (status(sandbox, "roles"), reasons(sandbox, "roles")) == ("CREATE_COMPLETE", {})
        outputs = self.cfn.describe_stacks(StackName="roles")["Stacks"][0]["Outputs"]
        launch = next(output["OutputValue"] for output in outputs if output["OutputKey"] == "RoleArn")
        s3 = sandbox.client("s3")
        s3.create_bucket(Bucket=BUCKET)
        s3.put_object(Bucket=BUCKET, Key="p.yaml", Body=(BLUEPRINTS / "mlops-github-actions.yaml").read_bytes())
        s3.put_object(Bucket=BUCKET, Key="p.zip", Body=packed(BLUEPRINTS / "trigger" / "lambda_function.py"))
        sandbox.client("secretsmanager").create_secret(Name="sagemaker-token", SecretString=json.dumps({"token": TOKEN}))
        file = "/repos/octo-org/sagemaker-churn/contents/.github/workflows/deploy.yml"
        sandbox.github("PUT", file, {"message": "deploy", "content": base64.b64encode(DEPLOY.encode()).decode()})
        given = {
            "CodeRepositoryName": "sagemaker-churn", "GitHubRepositoryOwnerName": "octo-org", "GitHubTokenSecretName": "sagemaker-token",
            "CodestarConnectionUniqueId": "11111111-1111-4111-8111-111111111111", "LambdaS3Bucket": BUCKET, "LambdaS3Key": "p.zip",
            "GitHubApiUrl": sandbox.exports["GITHUB_API_URL"],
        }  # fmt: skip
        provider = {
            "TemplateName": "mlops-github-actions", "TemplateURL": f"https://{BUCKET}.s3.us-east-1.amazonaws.com/p.yaml", "RoleARN": launch,
            "Parameters": [{"Key": key, "Value": value} for key, value in given.items()],
        }  # fmt: skip
        made = self.sagemaker.create_project(ProjectName="churn", TemplateProviders=[{"CfnTemplateProvider": provider}])
        self.stack = f"SP-{made['ProjectId']}"
        assert reasons(sandbox, self.stack) == {}
        self.group = f"churn-{made['ProjectId']}"
        self.sagemaker.create_model_package_group(ModelPackageGroupName=self.group)

    def approve(self) -> str:
        waiting = {"ModelPackageGroupName": self.group, "ModelApprovalStatus": "PendingManualApproval"}
        arn = self.sagemaker.create_model_package(**waiting)["ModelPackageArn"]
        self.sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
        return str(arn)

    def titles(self) -> list[str]:
        content = self.sandbox.github("GET", "/repos/octo-org/sagemaker-churn/actions/runs?event=workflow_dispatch")[2]
        return [run["display_title"] for run in content["workflow_runs"]]


@pytest.fixture
def project(sandbox: Sandbox) -> Project:
    return Project(sandbox)


def test_three_invocations_of_an_approval_are_one_dispatch(project: Project):
    project.sandbox.control("POST", "functions", {"repeat": 3})
    arn = project.approve()
    ran = project.sandbox.control("GET", "functions")
    assert len(ran) >= 4 and project.titles() == [f"Deploy {arn}"], [(one["error"], one["result"]) for one in ran]


def test_a_github_that_fails_fails_the_trigger_and_leaves_the_approval_in_the_queue(project: Project):
    project.sandbox.faults({"service": "github", "operation": "*", "do": "status", "status": 401, "message": "Bad credentials"})
    arn = project.approve()
    errors = [one["error"] for one in project.sandbox.control("GET", "functions") if arn in json.dumps(one["event"]) and one["error"]]
    project.sandbox.faults()
    assert len(errors) >= 3 and all("Bad credentials" in error["errorMessage"] for error in errors) and project.titles() == []
    sqs = project.sandbox.client("sqs")
    (url,) = sqs.list_queues()["QueueUrls"]
    message = json.loads(sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"])
    assert message["requestPayload"]["detail"]["ModelPackageArn"] == arn

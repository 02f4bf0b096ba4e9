"""The jobs of the project's repository, run as GitHub runs them: with the token of the job, the rights of the role that setup
made, and the code that setup brings.
"""

import os
import shutil
import subprocess
import sys

import pytest

from support.sign_ins import token
from support.world import ACCOUNT, BUCKET, REGION, ROLE, ROOT

BLUEPRINTS = ROOT / "Sources" / "Blueprints"


@pytest.fixture
def project(domain, tmp_path):
    """A project beside a setup, with the repository's code in a folder."""
    domain.setup()
    sagemaker, cloudformation, s3 = domain.boto("sagemaker"), domain.boto("cloudformation"), domain.boto("s3")
    described = sagemaker.describe_domain(DomainId=sagemaker.list_domains()["Domains"][0]["DomainId"])
    roles = {"ParameterKey": "SageMakerExecutionRoleArn", "ParameterValue": described["DefaultUserSettings"]["ExecutionRole"]}
    if not any(stack["StackName"] == "sagemaker-projects-roles-policies" for stack in cloudformation.describe_stacks()["Stacks"]):
        text = (BLUEPRINTS / "projects-roles.yaml").read_text()
        named = {"StackName": "sagemaker-projects-roles-policies", "Capabilities": ["CAPABILITY_NAMED_IAM"]}
        cloudformation.create_stack(**named, TemplateBody=text, Parameters=[roles])
    shutil.make_archive(str(tmp_path / "trigger"), "zip", BLUEPRINTS / "trigger")
    s3.put_object(Bucket=BUCKET, Key="trigger.zip", Body=(tmp_path / "trigger.zip").read_bytes())
    given = {
        "CodeRepositoryName": "sagemaker-churn", "GitHubRepositoryOwnerName": "octo-org", "LambdaS3Key": "trigger.zip",
        "GitHubTokenSecretName": "sagemaker-github-token", "LambdaS3Bucket": BUCKET, "GitHubApiUrl": domain.env["GITHUB_API_URL"],
        "CodestarConnectionUniqueId": "11111111-1111-4111-8111-111111111111",
    }  # fmt: skip
    provider = {
        "TemplateName": "mlops-github-actions",
        "TemplateURL": f"https://{BUCKET}.s3.{REGION}.amazonaws.com/templates/mlops-github-actions.yaml",
        "RoleARN": f"arn:aws:iam::{ACCOUNT}:role/AmazonSageMakerProjectsLaunchRole",
        "Parameters": [{"Key": key, "Value": value} for key, value in given.items()],
    }
    made = sagemaker.create_project(ProjectName="churn", TemplateProviders=[{"CfnTemplateProvider": provider}])
    assert sagemaker.describe_project(ProjectName="churn")["ProjectStatus"] == "CreateCompleted"
    shutil.copytree(BLUEPRINTS / "repository", tmp_path / "repository")
    return domain, tmp_path / "repository", f"churn-{made['ProjectId']}"


def job(project, *commands, **facts):
    """Runs modules of the repository in one job, with what the job may do and nothing else."""
    domain, folder, _ = project
    held = domain.boto("sts").assume_role_with_web_identity(
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{ROLE}", RoleSessionName="job", WebIdentityToken=token(domain, **facts)
    )["Credentials"]
    env = {
        "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "AWS_REGION": REGION, "SAGEMAKER_PROJECT_NAME": "churn",
        "AWS_ENDPOINT_URL": domain.env["AWS_ENDPOINT_URL"], "AWS_ACCESS_KEY_ID": held["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": held["SecretAccessKey"], "AWS_SESSION_TOKEN": held["SessionToken"],
        "GITHUB_SHA": "c0ffee", "GITHUB_REPOSITORY": "octo-org/sagemaker-churn",
    }  # fmt: skip
    said = ""
    for command in commands:
        done = subprocess.run([sys.executable, "-m", *command], cwd=folder, env=env, capture_output=True, text=True, timeout=120)
        said += done.stdout + done.stderr
        if done.returncode:
            return done.returncode, said
    return 0, said


def approved(project):
    """A version as the pipeline registers it, approved by a person."""
    domain, _, group = project
    sagemaker = domain.boto("sagemaker")
    container = {
        "Image": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1",
        "ModelDataUrl": "s3://bucket/model.tar.gz",
    }
    version = sagemaker.create_model_package(
        ModelPackageGroupName=group,
        ModelApprovalStatus="PendingManualApproval",
        InferenceSpecification={
            "Containers": [container],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"],
        },
    )["ModelPackageArn"]
    sagemaker.update_model_package(ModelPackageArn=version, ModelApprovalStatus="Approved")
    return version


def test_what_is_built_and_approved_is_deployed_to_staging_and_production(project):
    code, said = job(project, ["pipelines.run"])
    assert code == 0 and "A version is registered" in said, said
    version = approved(project)
    for stage, facts in (("staging", {}), ("production", {"environment": "production"})):
        code, said = job(
            project, ["deploy.deploy", "resolve"], ["deploy.deploy", "deploy", "--stage", stage, "--package", version],
            ["deploy.smoke", "--stage", stage], **facts,
        )  # fmt: skip
        assert code == 0 and version in said, said
    sagemaker = project[0].boto("sagemaker")
    assert {one["EndpointName"] for one in sagemaker.list_endpoints()["Endpoints"]} == {"churn-staging", "churn-prod"}
    code, said = job(project, ["deploy.deploy", "delete", "--stage", "staging"])
    assert code == 0, said
    assert [one["EndpointName"] for one in sagemaker.list_endpoints()["Endpoints"]] == ["churn-prod"]


def test_a_job_cannot_write_what_the_trigger_knows_approvals_by(project):
    domain, folder, group = project
    bucket = f"sagemaker-project-github-{group.removeprefix('churn-')}-{REGION}"
    (folder / "forge.py").write_text(
        f"import boto3\nboto3.client('s3').put_object(Bucket={bucket!r}, Key='approvals/{group}/1.json', Body=b'{{}}')\n"
    )
    code, said = job(project, ["forge"])
    assert code != 0 and "AccessDenied" in said and "explicit deny" in said, said

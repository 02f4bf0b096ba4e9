"""SageMaker's projects and what belongs to them, seen through boto3."""

import json

import pytest
from botocore.exceptions import ClientError

from conftest import Sandbox
from test_gate import refusal
from test_stacks import status

TEMPLATE = """
Parameters:
  SageMakerProjectName: {Type: String}
  SageMakerProjectId: {Type: String}
  Days: {Type: Number, Default: 30}
Resources:
  Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "/project/${SageMakerProjectId}", RetentionInDays: !Ref Days}}
  Code:
    Type: AWS::SageMaker::CodeRepository
    Properties: {CodeRepositoryName: !Sub "churn-${SageMakerProjectId}", GitConfig: {RepositoryUrl: "https://github.com/octo-org/churn.git"}}
"""
URL = "https://project-templates.s3.us-east-1.amazonaws.com/t.yaml"


def launch(sandbox: Sandbox) -> str:
    """A launch role with the rights that the template needs."""
    iam = sandbox.client("iam")
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "cloudformation.amazonaws.com"}, "Action": "sts:AssumeRole"}]}  # fmt: skip
    role = iam.create_role(RoleName="Launch", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    may = [
        {"Effect": "Allow", "Action": ["logs:*"], "Resource": "arn:aws:logs:*:*:log-group:/project/*"},
        {"Effect": "Allow", "Action": "logs:DescribeLogGroups", "Resource": "*"},
        {"Effect": "Allow", "Action": "sagemaker:*", "Resource": "arn:aws:sagemaker:*:*:code-repository/churn-*"},
    ]
    iam.put_role_policy(RoleName="Launch", PolicyName="May", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": may}))
    return role


@pytest.fixture
def role(sandbox: Sandbox) -> str:
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="project-templates")
    s3.put_object(Bucket="project-templates", Key="t.yaml", Body=TEMPLATE.encode())
    return launch(sandbox)


def asked(role: str, **parameters: str) -> dict:
    given = [{"Key": key, "Value": value} for key, value in parameters.items()]
    return {"ProjectName": "churn", "TemplateProviders": [{"CfnTemplateProvider": {"TemplateName": "t", "TemplateURL": URL, "RoleARN": role, "Parameters": given}}]}  # fmt: skip


def test_a_project_is_a_stack_with_the_launch_roles_rights(sandbox: Sandbox, role):
    sagemaker, before = sandbox.client("sagemaker"), sandbox.state()
    made = sagemaker.create_project(**asked(role), Tags=[{"Key": "onramp:setup", "Value": "churn"}])
    project = sagemaker.describe_project(ProjectName="churn")
    stack = project["TemplateProviderDetails"][0]["CfnTemplateProviderDetail"]["StackDetail"]
    assert project["ProjectStatus"] == "CreateCompleted" and stack["Name"] == f"SP-{made['ProjectId']}"
    assert "DomainId" not in project["CreatedBy"] and project["CreatedBy"]["IamIdentity"]["Arn"].endswith("MLOpsAdmin/ana")
    tags = {"onramp:setup": "churn", "sagemaker:project-name": "churn", "sagemaker:project-id": made["ProjectId"]}
    assert sandbox.state()["logs"]["us-east-1"][f"/project/{made['ProjectId']}"]["tags"] == tags
    code = sagemaker.list_code_repositories(NameContains="churn-")["CodeRepositorySummaryList"][0]
    assert {t["Key"]: t["Value"] for t in sagemaker.list_tags(ResourceArn=code["CodeRepositoryArn"])["Tags"]} == tags
    assert refusal(lambda: sagemaker.create_project(**asked(role))) == ("ValidationException", 400)
    sagemaker.add_tags(ResourceArn=made["ProjectArn"], Tags=[{"Key": "a", "Value": "b"}])
    assert [p["ProjectName"] for p in sagemaker.list_projects(NameContains="chu")["ProjectSummaryList"]] == ["churn"]
    update = [{"CfnTemplateProvider": {"TemplateName": "t", "TemplateURL": URL, "Parameters": [{"Key": "Days", "Value": "90"}]}}]
    sagemaker.update_project(ProjectName="churn", TemplateProvidersToUpdate=update)
    assert sagemaker.describe_project(ProjectName="churn")["ProjectStatus"] == "UpdateCompleted"
    assert sandbox.state()["logs"]["us-east-1"][f"/project/{made['ProjectId']}"]["retention"] == 90
    sagemaker.delete_project(ProjectName="churn")
    assert refusal(lambda: sagemaker.describe_project(ProjectName="churn")) == ("ValidationException", 400)
    assert sandbox.state() == before


def test_a_project_fails_with_the_reason_of_its_stack(sandbox: Sandbox, role):
    sagemaker, iam = sandbox.client("sagemaker"), sandbox.client("iam")
    sagemaker.create_project(**asked(role, Nonsense="1"))
    failed = sagemaker.describe_project(ProjectName="churn")
    detail = failed["TemplateProviderDetails"][0]["CfnTemplateProviderDetail"]["StackDetail"]
    assert failed["ProjectStatus"] == "CreateFailed" and detail["StatusMessage"] == "Parameters: [Nonsense] do not exist in the template"
    sagemaker.delete_project(ProjectName="churn")
    iam.put_role_policy(RoleName="Launch", PolicyName="No", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sagemaker:AddTags", "Resource": "*"}, {"Effect": "Deny", "Action": "sagemaker:CreateCodeRepository", "Resource": "*"}]}))  # fmt: skip
    sagemaker.create_project(**asked(role))
    failed = sagemaker.describe_project(ProjectName="churn")
    detail = failed["TemplateProviderDetails"][0]["CfnTemplateProviderDetail"]["StackDetail"]
    assert failed["ProjectStatus"] == "CreateFailed" and status(sandbox, detail["Name"]) == "ROLLBACK_COMPLETE"
    assert detail["StatusMessage"] == "The following resource(s) failed to create: [Code]. Rollback requested by user."


def test_without_its_launch_role_a_project_cannot_be_deleted(sandbox: Sandbox, role):
    sagemaker, iam = sandbox.client("sagemaker"), sandbox.client("iam")
    sagemaker.create_project(**asked(role))
    iam.delete_role_policy(RoleName="Launch", PolicyName="May")
    iam.delete_role(RoleName="Launch")
    sagemaker.delete_project(ProjectName="churn")
    assert sagemaker.describe_project(ProjectName="churn")["ProjectStatus"] == "DeleteFailed"
    launch(sandbox)
    sagemaker.delete_project(ProjectName="churn")
    assert sagemaker.list_projects()["ProjectSummaryList"] == []


def test_a_slow_project_is_seen_in_progress(sandbox: Sandbox, role):
    sagemaker = sandbox.client("sagemaker")
    sandbox.control("POST", "stacks", {"steps": 1})
    sagemaker.create_project(**asked(role))
    seen = [sagemaker.describe_project(ProjectName="churn")["ProjectStatus"] for _ in range(4)]
    assert seen[0] == "CreateInProgress" and seen[-1] == "CreateCompleted"
    sandbox.control("POST", "stacks", {"steps": 0})
    sagemaker.delete_project(ProjectName="churn")
    assert refusal(lambda: sagemaker.delete_project(ProjectName="churn")) == ("ConflictException", 400)


def test_spaces_and_code_repositories(sandbox: Sandbox):
    sagemaker, before = sandbox.client("sagemaker"), sandbox.state()
    domain = sagemaker.list_domains()["Domains"][0]["DomainId"]
    space = {"DomainId": domain, "SpaceName": "lab"}
    owned = {**space, "OwnershipSettings": {"OwnerUserProfileName": "nobody"}, "SpaceSharingSettings": {"SharingType": "Private"}}
    assert refusal(lambda: sagemaker.create_space(**owned)) == ("ResourceNotFound", 400)
    arn = sagemaker.create_space(**space, Tags=[{"Key": "a", "Value": "b"}])["SpaceArn"]
    assert refusal(lambda: sagemaker.create_space(**space)) == ("ResourceInUse", 400)
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
    sagemaker.update_space(**space, SpaceDisplayName="Lab")
    assert sagemaker.describe_space(**space)["SpaceDisplayName"] == "Lab"
    assert [s["SpaceName"] for s in sagemaker.list_spaces(DomainIdEquals=domain)["Spaces"]] == ["lab"]
    assert refusal(lambda: sagemaker.delete_domain(DomainId=domain)) == ("ResourceInUse", 400)
    sagemaker.delete_space(**space)
    code = {"CodeRepositoryName": "churn"}
    sagemaker.create_code_repository(**code, GitConfig={"RepositoryUrl": "https://github.com/o/r.git"})
    assert refusal(lambda: sagemaker.create_code_repository(**code, GitConfig={"RepositoryUrl": "https://x.com/y.git"})) == ("ValidationException", 400)  # fmt: skip
    secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:sagemaker-x-AAAAAA"
    sagemaker.update_code_repository(**code, GitConfig={"SecretArn": secret})
    assert sagemaker.describe_code_repository(**code)["GitConfig"]["SecretArn"] == secret
    sagemaker.delete_code_repository(**code)
    assert refusal(lambda: sagemaker.describe_code_repository(**code)) == ("ValidationException", 400)
    assert sandbox.state() == before


def test_a_group_is_deleted_after_its_versions_whose_numbers_are_never_used_again(sandbox: Sandbox):
    sagemaker, before = sandbox.client("sagemaker"), sandbox.state()
    group = {"ModelPackageGroupName": "churn"}
    sagemaker.create_model_package_group(**group)
    assert refusal(lambda: sagemaker.create_model_package_group(**group)) == ("ValidationException", 400)
    arns = [sagemaker.create_model_package(**group)["ModelPackageArn"] for _ in range(2)]
    sagemaker.delete_model_package(ModelPackageName=arns[1])
    arns[1] = sagemaker.create_model_package(**group)["ModelPackageArn"]
    assert [arn.rpartition("/")[2] for arn in arns] == ["1", "3"]
    assert {p["ModelPackageArn"] for p in sagemaker.list_model_packages(**group)["ModelPackageSummaryList"]} == set(arns)
    assert refusal(lambda: sagemaker.delete_model_package_group(**group)) == ("ConflictException", 400)
    with pytest.raises(ClientError, match="not supported for versioned"):
        sagemaker.add_tags(ResourceArn=arns[0], Tags=[{"Key": "a", "Value": "b"}])
    for arn in arns:
        sagemaker.delete_model_package(ModelPackageName=arn)
    sagemaker.delete_model_package_group(**group)
    assert sandbox.state() == before


def test_executions_and_endpoints_are_put_where_a_test_wants_them(sandbox: Sandbox):
    sagemaker = sandbox.client("sagemaker")
    role = "arn:aws:iam::123456789012:role/MLOpsAdmin"
    pipeline = {"PipelineName": "churn", "RoleArn": role, "ClientRequestToken": "a" * 32}
    assert refusal(lambda: sagemaker.create_pipeline(**pipeline, PipelineDefinition="{}")) == ("ValidationException", 400)
    assert refusal(lambda: sagemaker.describe_pipeline(PipelineName="churn")) == ("ResourceNotFound", 400)
    definition = json.dumps({"Version": "2020-12-01", "Steps": [{"Name": "Train"}, {"Name": "Register"}]})
    sagemaker.create_pipeline(**pipeline, PipelineDefinition=definition)
    arn = sagemaker.start_pipeline_execution(PipelineName="churn", ClientRequestToken="b" * 32)["PipelineExecutionArn"]
    sandbox.control("POST", "running", {"execution": arn, "status": "Failed", "reason": "no data"})
    steps = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn)["PipelineExecutionSteps"]
    assert [(s["StepName"], s["StepStatus"], s.get("FailureReason")) for s in steps] == [("Train", "Succeeded", None), ("Register", "Failed", "no data")]  # fmt: skip
    stop = {"PipelineExecutionArn": arn, "ClientRequestToken": "c" * 32}
    assert refusal(lambda: sagemaker.stop_pipeline_execution(**stop)) == ("ConflictException", 400)
    sandbox.control("POST", "running", {"execution": arn, "status": "Executing"})
    sagemaker.stop_pipeline_execution(**stop)
    assert sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn)["PipelineExecutionStatus"] == "Stopped"
    sagemaker.create_model(
        ModelName="m", ExecutionRoleArn=role, PrimaryContainer={"Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/x:1"}
    )
    variant = {"VariantName": "a", "ModelName": "m", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    for name in ("one", "two"):
        sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
    sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="one")
    assert refusal(lambda: sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="one")) == ("ValidationException", 400)
    sagemaker.update_endpoint(EndpointName="e", EndpointConfigName="two")
    runtime = sandbox.client("sagemaker-runtime")
    answer = runtime.invoke_endpoint(EndpointName="e", ContentType="text/csv", Body=b"1,2\n3,4\n1,2\n")
    first, second, third = map(float, answer["Body"].read().split())
    assert first == third != second and answer["InvokedProductionVariant"] == "a"
    sandbox.control("POST", "running", {"endpoint": "e", "status": "Failed", "reason": "no capacity"})
    assert refusal(lambda: runtime.invoke_endpoint(EndpointName="e", Body=b"1")) == ("ValidationError", 400)
    seen = sagemaker.describe_endpoint(EndpointName="e")
    assert (seen["EndpointConfigName"], seen["EndpointStatus"], seen["FailureReason"]) == ("two", "Failed", "no capacity")

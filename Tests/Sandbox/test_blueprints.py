"""The templates that onramp brings, made by the stack engine: the project's under the launch role's rights alone."""

import io
import json
import zipfile
from pathlib import Path

import pytest
import yaml

from conftest import Sandbox
from test_stacks import NAMED, given, reasons, status

BLUEPRINTS = Path(__file__).resolve().parents[2] / "Sources" / "Blueprints"
ROLES, PROJECT = (BLUEPRINTS / name for name in ("projects-roles.yaml", "mlops-github-actions.yaml"))
STUDIO = "arn:aws:iam::123456789012:role/service-role/AmazonSageMaker-ExecutionRole-20260801T090000"
LAUNCH = "arn:aws:iam::123456789012:role/AmazonSageMakerProjectsLaunchRole"
PACKAGES = "sagemaker-packages-123456789012"
BUCKET = "sagemaker-project-github-p-abcdefghijkl-us-east-1"


def package(text: str) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("lambda_function.py", text)
    return into.getvalue()


def make_roles(sandbox: Sandbox, text: str) -> None:
    """The roles stack, and a bucket with two packages of the trigger."""
    sandbox.client("cloudformation").create_stack(
        StackName="roles", TemplateBody=text, Capabilities=NAMED, Parameters=given(SageMakerExecutionRoleArn=STUDIO)
    )
    assert status(sandbox, "roles") == "CREATE_COMPLETE"
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket=PACKAGES)
    for key, code in (("one.zip", (BLUEPRINTS / "trigger" / "lambda_function.py").read_text()), ("two.zip", "new = 1\n")):
        s3.put_object(Bucket=PACKAGES, Key=key, Body=package(code))


def parameters(**more: str) -> list[dict[str, str]]:
    return given(
        **{
            "SageMakerProjectName": "churn",
            "SageMakerProjectId": "p-abcdefghijkl",
            "CodeRepositoryName": "sagemaker-churn",
            "GitHubRepositoryOwnerName": "acme",
            "CodestarConnectionUniqueId": "0aec6d64-8aad-4d5d-8878-dfcab0bc441f",
            "GitHubTokenSecretName": "sagemaker-github-token",
            "LambdaS3Bucket": PACKAGES,
            "LambdaS3Key": "one.zip",
            **more,
        }
    )


def test_a_project_is_made_changed_and_deleted_with_the_launch_roles_rights(sandbox: Sandbox):
    make_roles(sandbox, ROLES.read_text())
    before = sandbox.state()
    cfn, code = sandbox.client("cloudformation"), sandbox.client("lambda")
    tags = [{"Key": "sagemaker:project-name", "Value": "churn"}, {"Key": "cost-centre", "Value": "42"}]
    cfn.create_stack(StackName="SP-1", TemplateBody=PROJECT.read_text(), Parameters=parameters(), RoleARN=LAUNCH, Tags=tags)
    assert (status(sandbox, "SP-1"), reasons(sandbox, "SP-1")) == ("CREATE_COMPLETE", {})
    function = "sagemaker-p-abcdefghijkl-github-trigger"
    first = code.get_function_configuration(FunctionName=function)["CodeSha256"]
    rule = sandbox.client("events").list_targets_by_rule(Rule="sagemaker-churn-p-abcdefghijkl-event-rule")["Targets"]
    assert rule[0]["DeadLetterConfig"]["Arn"].endswith(":sagemaker-p-abcdefghijkl-approvals")
    # Another key is another package, and the function gets it.
    cfn.update_stack(StackName="SP-1", UsePreviousTemplate=True, Parameters=parameters(LambdaS3Key="two.zip"), RoleARN=LAUNCH)
    assert (status(sandbox, "SP-1"), reasons(sandbox, "SP-1")) == ("UPDATE_COMPLETE", {})
    assert code.get_function_configuration(FunctionName=function)["CodeSha256"] != first
    cfn.delete_stack(StackName="SP-1")
    after = sandbox.state()
    assert after["s3"]["buckets"].pop(BUCKET)
    assert after == before


@pytest.mark.parametrize(
    "action, resource",
    [
        ("sqs:CreateQueue", "ApprovalQueue"),
        ("events:PutTargets", "ModelDeploySageMakerEventRule"),
        ("lambda:PutFunctionEventInvokeConfig", "TriggerInvokeConfig"),
        ("s3:PutBucketPolicy", "ArtifactsBucketPolicy"),
    ],
)
def test_without_one_of_its_rights_the_stack_fails_there_and_leaves_nothing(sandbox: Sandbox, action, resource):
    text = ROLES.read_text()
    assert f"- {action}\n" in text
    make_roles(sandbox, text.replace(f"              - {action}\n", ""))
    before = sandbox.state()
    cfn = sandbox.client("cloudformation")
    cfn.create_stack(StackName="SP-1", TemplateBody=PROJECT.read_text(), Parameters=parameters(), RoleARN=LAUNCH)
    assert status(sandbox, "SP-1") == "ROLLBACK_COMPLETE"
    assert f"not authorized to perform: {action}" in reasons(sandbox, "SP-1")[resource]
    cfn.delete_stack(StackName="SP-1")
    assert sandbox.state() == before


def test_a_roles_stack_of_the_sample_becomes_ours_without_a_role_being_replaced(sandbox: Sandbox):
    class Loader(yaml.SafeLoader):
        pass

    def long_form(loader: yaml.Loader, suffix: str, node: yaml.Node) -> dict:
        read = {yaml.ScalarNode: loader.construct_scalar, yaml.SequenceNode: lambda node: loader.construct_sequence(node, deep=True)}
        return {suffix if suffix == "Ref" else f"Fn::{suffix}": read[type(node)](node)}

    Loader.add_multi_constructor("!", long_form)
    # As the sample is: one execution role, no conditions in trust, a policy that says much, and none for endpoints.
    sample = yaml.load(ROLES.read_text(), Loader)
    sample["Parameters"] = {"SageMakerExecutionRoleArn": {"Type": "String"}}
    for output in ("Conditions", "Metadata"):
        del sample[output]
    del sample["Outputs"]["Generation"], sample["Resources"]["AmazonSageMakerProjectsExecutionRolePolicy"]
    for resource in sample["Resources"].values():
        properties = resource["Properties"]
        if resource["Type"] == "AWS::IAM::Role":
            for name in ("PermissionsBoundary", "Description"):
                del properties[name]
            for statement in properties["AssumeRolePolicyDocument"]["Statement"]:
                statement.pop("Condition", None)
        else:
            everything = {"Effect": "Allow", "Action": "sagemaker:*", "Resource": "*"}
            properties["PolicyDocument"] = {"Version": "2012-10-17", "Statement": [everything]}
    del sample["Resources"]["AmazonSageMakerProjectsExecutionRole"]["Properties"]["ManagedPolicyArns"]
    make_roles(sandbox, json.dumps(sample))
    iam = sandbox.client("iam")
    names = [resource["Properties"]["RoleName"] for resource in sample["Resources"].values() if "RoleName" in resource["Properties"]]
    before = {name: iam.get_role(RoleName=name)["Role"]["RoleId"] for name in names}
    sandbox.client("cloudformation").update_stack(
        StackName="roles", TemplateBody=ROLES.read_text(), Capabilities=NAMED, Parameters=given(SageMakerExecutionRoleArn=STUDIO)
    )
    assert (status(sandbox, "roles"), reasons(sandbox, "roles")) == ("UPDATE_COMPLETE", {})
    assert {name: iam.get_role(RoleName=name)["Role"]["RoleId"] for name in names} == before and len(names) == 7
    trust = iam.get_role(RoleName="AmazonSageMakerProjectsUseRole")["Role"]["AssumeRolePolicyDocument"]
    assert trust["Statement"][0]["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    (policy,) = iam.list_attached_role_policies(RoleName="AmazonSageMakerProjectsUseRole")["AttachedPolicies"]
    version = iam.get_policy(PolicyArn=policy["PolicyArn"])["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=policy["PolicyArn"], VersionId=version)["PolicyVersion"]["Document"]
    assert "sagemaker:*" not in {action for statement in document["Statement"] for action in statement["Action"]}

"""The project template: parameters at their limits, what is made of them, and how its parts hang together."""

from __future__ import annotations

import json
import re

import pytest

from standin.policies.evaluate import decide
from templates import ACCOUNT, PROJECT, REGION, ROLES, Stack, lint, load, schema

# The parameters that guides name, with their defaults; nobody needs to know another one.
DOCUMENTED = {
    "SageMakerProjectName": None,
    "SageMakerProjectId": None,
    "CodeRepositoryName": None,
    "GitHubRepositoryOwnerName": None,
    "CodestarConnectionUniqueId": None,
    "GitHubTokenSecretName": None,
    "GitHubWorkflowNameForDeployment": "deploy.yml",
    "LambdaS3Bucket": None,
    "LambdaS3Key": "lambda-github-workflow-trigger.zip",
}
CONNECTION = "0aec6d64-8aad-4d5d-8878-dfcab0bc441f"
GIVEN = {
    "SageMakerProjectName": "churn",
    "SageMakerProjectId": "p-abcdefghijkl",
    "CodeRepositoryName": "sagemaker-churn",
    "GitHubRepositoryOwnerName": "acme",
    "CodestarConnectionUniqueId": CONNECTION,
    "GitHubTokenSecretName": "sagemaker-github-token",
    "LambdaS3Bucket": "sagemaker-templates",
}
RULE = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/sagemaker-churn-p-abcdefghijkl-event-rule"
QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:sagemaker-p-abcdefghijkl-approvals"


def stack(**parameters) -> Stack:
    return Stack(PROJECT, **{**GIVEN, **parameters})


def accepts(parameter: str, value: str) -> bool:
    """Whether CloudFormation takes a value for a parameter."""
    rules = load(PROJECT)["Parameters"][parameter]
    short = len(value) < rules.get("MinLength", 0) or len(value) > rules.get("MaxLength", 4096)
    fits = re.fullmatch(rules.get("AllowedPattern", ".*"), value, re.DOTALL)
    return not short and bool(fits) and value in rules.get("AllowedValues", [value])


def test_cfn_lint_finds_nothing():
    assert lint(PROJECT) == ""


def test_the_documented_parameters_are_asked_and_no_more():
    parameters = load(PROJECT)["Parameters"]
    assert {name: parameters[name].get("Default") for name in DOCUMENTED} == DOCUMENTED
    assert {name: parameters[name].get("Default") for name in set(parameters) - set(DOCUMENTED)} == {
        "CodeConnectionService": "codeconnections",
        "GitHubApiUrl": "https://api.github.com",
    }
    shown = [
        name for group in load(PROJECT)["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"] for name in group["Parameters"]
    ]
    assert sorted(shown) == sorted(parameters)


@pytest.mark.parametrize(
    "parameter, good, bad",
    [
        ("SageMakerProjectName", ["a", "a" * 28, "a-b-1"], ["", "a" * 29, "1a", "a_b", "a-", "a.b"]),
        ("SageMakerProjectId", ["p-abcdefghijkl", "p" * 20], ["", "p" * 21]),
        ("CodeRepositoryName", ["a", "1a", "a" * 48, "a--b"], ["", "a" * 49, "a.b", "a_b", "acme/a", "a-"]),
        ("GitHubRepositoryOwnerName", ["acme", "a" * 39], ["", "a" * 40, "https://github.com/acme", "acme/a"]),
        ("CodestarConnectionUniqueId", [CONNECTION], [f"arn:aws:codeconnections:{REGION}:{ACCOUNT}:connection/{CONNECTION}", CONNECTION[1:]]),
        ("CodeConnectionService", ["codeconnections", "codestar-connections"], ["codestar", ""]),
        ("GitHubTokenSecretName", ["sagemaker-github-token", "sagemaker-a/b"], ["github-token", "sagemaker-", "sagemaker-a b"]),
        ("GitHubWorkflowNameForDeployment", ["deploy.yml", "deploy.yaml"], ["deploy", ".github/workflows/deploy.yml", ""]),
        ("GitHubApiUrl", ["https://api.github.com", "https://git.acme.example/api/v3"], ["api.github.com", "https://git.acme.example/api/v3/", ""]),
        ("LambdaS3Bucket", ["abc", "a" * 63], ["ab", "a" * 64]),
    ],
)  # fmt: skip
def test_a_parameter_takes_what_works_and_refuses_what_would_fail_later(parameter, good, bad):
    assert {value: accepts(parameter, value) for value in good + bad} == dict.fromkeys(good, True) | dict.fromkeys(bad, False)


def test_names_at_their_limits_are_names_that_aws_takes():
    made = stack(SageMakerProjectName="a" * 28, CodeRepositoryName="b" * 48, SageMakerProjectId="p-abcdefghijkl")
    assert len(made.properties("ModelDeploySageMakerEventRule")["Name"]) == 64
    repository = made.properties("SagemakerCodeRepository")["CodeRepositoryName"]
    assert len(repository) == 63 and re.fullmatch(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", repository)
    assert len(made.properties("ModelDeploySageMakerEventRule")["Targets"][0]["Id"]) <= 64
    # The longest id, in the Region with the longest name.
    made = stack(SageMakerProjectId="p" * 20)
    made.values["AWS::Region"] = "ap-northeast-1"
    assert len(made.properties("MlOpsArtifactsBucket")["BucketName"]) <= 63
    assert len(made.properties("GitHubWorkflowTriggerLambda")["FunctionName"]) <= 64


def test_nothing_in_it_needs_a_capability():
    assert not [name for name, resource in load(PROJECT)["Resources"].items() if resource["Type"].startswith("AWS::IAM::")]
    assert "Transform" not in load(PROJECT)


def test_what_can_be_tagged_names_the_project():
    made = stack()
    tags = [{"Key": "sagemaker:project-name", "Value": "churn"}, {"Key": "sagemaker:project-id", "Value": "p-abcdefghijkl"}]
    for name, resource in made.resources.items():
        if schema(resource["Type"])["tagging"]["taggable"]:
            assert made.properties(name)["Tags"] == tags, name


def test_what_stays_is_the_bucket_and_only_once_it_was_made():
    kept = {name for name, r in load(PROJECT)["Resources"].items() if r.get("DeletionPolicy", "Delete") != "Delete"}
    assert kept == {"MlOpsArtifactsBucket", "ArtifactsBucketPolicy"}
    for name in kept:
        resource = load(PROJECT)["Resources"][name]
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_the_bucket_is_private_versioned_and_reached_by_tls_only():
    made = stack()
    bucket = made.properties("MlOpsArtifactsBucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True} and len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    # Present versions never go by themselves.
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 90} and "ExpirationInDays" not in rule
    policy = made.properties("ArtifactsBucketPolicy")["PolicyDocument"]
    for secure, decision in (("false", "explicitDeny"), ("true", "implicitDeny")):
        for resource in (f"arn:aws:s3:::{bucket['BucketName']}", f"arn:aws:s3:::{bucket['BucketName']}/runs/1"):
            assert decide([("policy", policy)], "s3:GetObject", resource, {"aws:securetransport": [secure]})[0] == decision


def test_the_queue_takes_from_the_projects_rule_alone():
    made = stack()
    assert made._getatt("ModelDeploySageMakerEventRule.Arn") == RULE and made._getatt("ApprovalQueue.Arn") == QUEUE
    queue = made.properties("ApprovalQueue")
    assert (queue["MessageRetentionPeriod"], queue["SqsManagedSseEnabled"]) == (14 * 24 * 3600, True)
    policy = made.properties("ApprovalQueuePolicy")
    assert policy["Queues"] == [f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/sagemaker-p-abcdefghijkl-approvals"]
    for rule, decision in ((RULE, "allowed"), (RULE[:-1], "implicitDeny")):
        assert decide([("policy", policy["PolicyDocument"])], "sqs:SendMessage", QUEUE, {"aws:sourcearn": [rule]})[0] == decision
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}


def test_what_is_not_delivered_and_what_fails_lands_in_the_queue():
    made = stack()
    (target,) = made.properties("ModelDeploySageMakerEventRule")["Targets"]
    assert target["Arn"] == made._getatt("GitHubWorkflowTriggerLambda.Arn")
    assert target["DeadLetterConfig"] == {"Arn": QUEUE}
    assert target["RetryPolicy"] == {"MaximumRetryAttempts": 8, "MaximumEventAgeInSeconds": 3600}
    invoke = made.properties("TriggerInvokeConfig")
    assert invoke["DestinationConfig"] == {"OnFailure": {"Destination": QUEUE}}
    assert (invoke["FunctionName"], invoke["Qualifier"]) == ("sagemaker-p-abcdefghijkl-github-trigger", "$LATEST")
    assert (invoke["MaximumRetryAttempts"], invoke["MaximumEventAgeInSeconds"]) == (2, 3600)
    # The function's role may send there: Lambda refuses the configuration otherwise.
    roles = Stack(ROLES, SageMakerExecutionRoleArn="arn:aws:iam::123456789012:role/x")
    document = roles.properties("AmazonSageMakerProjectsLambdaServiceRolePolicy")["PolicyDocument"]
    assert decide([("role", document)], "sqs:SendMessage", QUEUE, {})[0] == "allowed"


def test_the_rule_may_call_the_function_and_nothing_else_may():
    made = stack()
    permission = made.properties("PermissionForEventsToInvokeLambda")
    assert permission == {
        "FunctionName": "sagemaker-p-abcdefghijkl-github-trigger",
        "Action": "lambda:InvokeFunction",
        "Principal": "events.amazonaws.com",
        "SourceArn": RULE,
        "SourceAccount": ACCOUNT,
    }


def test_the_rule_hears_of_this_projects_versions_only():
    detail = stack().properties("ModelDeploySageMakerEventRule")["EventPattern"]["detail"]
    assert detail == {
        "ModelPackageGroupName": ["churn-p-abcdefghijkl"],
        "ModelApprovalStatus": ["Approved", "Rejected", "PendingManualApproval"],
    }


def test_the_function_is_told_all_it_asks_for():
    made = stack(GitHubApiUrl="https://git.acme.example/api/v3")
    function = made.properties("GitHubWorkflowTriggerLambda")
    assert function["Environment"]["Variables"] == {
        "DeployRepoName": "acme/sagemaker-churn",
        "GitHubWorkflowNameForDeployment": "deploy.yml",
        "GitHubTokenSecretName": "sagemaker-github-token",
        "Region": REGION,
        "GitHubApiUrl": "https://git.acme.example/api/v3",
        "ArtifactsBucket": f"sagemaker-project-github-p-abcdefghijkl-{REGION}",
        "ModelPackageGroupName": "churn-p-abcdefghijkl",
    }
    # No code of ours is native, so no architecture is asked for.
    assert "Architectures" not in function and (function["Timeout"], function["Runtime"]) == (60, "python3.12")
    assert function["Role"] == f"arn:aws:iam::{ACCOUNT}:role/service-role/AmazonSageMakerProjectsLambdaRole"
    assert made.resources["GitHubWorkflowTriggerLambda"]["DependsOn"] == "TriggerLogGroup"
    assert made.properties("TriggerLogGroup") | {"Tags": []} == {
        "LogGroupName": f"/aws/lambda/{function['FunctionName']}",
        "RetentionInDays": 90,
        "Tags": [],
    }


@pytest.mark.parametrize("service", ["codeconnections", "codestar-connections"])
@pytest.mark.parametrize("partition, suffix", [("aws", "amazonaws.com"), ("aws-cn", "amazonaws.com.cn")])
def test_the_repository_is_reached_at_the_host_of_its_connection(service, partition, suffix):
    made = Stack(PROJECT, partition, **GIVEN, CodeConnectionService=service)
    assert made.properties("SagemakerCodeRepository")["GitConfig"] == {
        "Branch": "main",
        "RepositoryUrl": f"https://{service}.{REGION}.{suffix}/git-http/{ACCOUNT}/{REGION}/{CONNECTION}/acme/sagemaker-churn.git",
    }


def test_outputs_name_what_was_made_and_the_generation():
    outputs = stack().outputs()
    assert int(outputs.pop("Generation")) >= 2
    assert outputs == {
        "ArtifactsBucket": f"sagemaker-project-github-p-abcdefghijkl-{REGION}",
        "CodeRepository": "sagemaker-churn-p-abcdefghijkl",
        "TriggerFunction": "sagemaker-p-abcdefghijkl-github-trigger",
        "ApprovalRule": "sagemaker-churn-p-abcdefghijkl-event-rule",
        "ApprovalQueue": "sagemaker-p-abcdefghijkl-approvals",
    }
    assert "arn:aws:" not in json.dumps(load(PROJECT)["Resources"])

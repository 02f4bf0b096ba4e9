"""Who may do what with a role's or a user's keys: one evaluator before every service, and denials in its protocol."""

import json

import pytest
from botocore.exceptions import ClientError

from conftest import Sandbox

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/Worker"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/Worker/work"
BUCKET = "shop-assets-123456789012"


def document(*statements: dict) -> str:
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", **statement} for statement in statements]}
    )


class Worker:
    """A role whose policies a test chooses, and clients with a session of it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox, self.iam = sandbox, sandbox.client("iam")
        trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
        self.iam.create_role(RoleName="Worker", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": trust}))

    def may(self, *statements: dict) -> "Worker":
        self.iam.put_role_policy(RoleName="Worker", PolicyName="Own", PolicyDocument=document(*statements))
        return self

    def client(self, service: str, region: str = "us-east-1", **session):
        given = self.sandbox.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="work", **session)["Credentials"]
        return self.sandbox.client(service, region_name=region, **keys(given))


def keys(given: dict) -> dict:
    return {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given.get("SessionToken"),
    }


@pytest.fixture
def worker(sandbox: Sandbox) -> Worker:
    return Worker(sandbox)


def denied(call, **input) -> tuple[str, int, str]:
    with pytest.raises(ClientError) as refused:
        call(**input)
    response = refused.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


@pytest.mark.parametrize("service, operation, given, code, resource", [
    ("iam", "get_role", {"RoleName": "WebServer"}, ("AccessDenied", 403), "iam:GetRole on resource: role WebServer"),
    ("s3", "get_object", {"Bucket": BUCKET, "Key": "a/b"}, ("AccessDenied", 403), f's3:GetObject on resource: "arn:aws:s3:::{BUCKET}/a/b"'),
    ("s3", "list_objects_v2", {"Bucket": BUCKET}, ("AccessDenied", 403), f's3:ListBucket on resource: "arn:aws:s3:::{BUCKET}"'),
    ("secretsmanager", "get_secret_value", {"SecretId": "shop/database"}, ("AccessDeniedException", 400), f"secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:shop/database-"),
    ("secretsmanager", "create_secret", {"Name": "n", "SecretString": "x"}, ("AccessDeniedException", 400), "secret:n-"),
    ("sagemaker", "describe_domain", {"DomainId": "d-5qjrso3dsdp9"}, ("AccessDeniedException", 400), f"sagemaker:DescribeDomain on resource: arn:aws:sagemaker:us-east-1:{ACCOUNT}:domain/d-5qjrso3dsdp9"),
    ("lambda", "invoke", {"FunctionName": "f"}, ("AccessDeniedException", 403), f"lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:{ACCOUNT}:function:f"),
    ("cloudformation", "create_stack", {"StackName": "sagemaker-x", "TemplateBody": "{}"}, ("AccessDenied", 403), "stack/sagemaker-x/"),
    ("ecr", "describe_images", {"repositoryName": "shop/web"}, ("AccessDeniedException", 400), f"arn:aws:ecr:us-east-1:{ACCOUNT}:repository/shop/web"),
    ("events", "describe_rule", {"Name": "r"}, ("AccessDeniedException", 400), f"arn:aws:events:us-east-1:{ACCOUNT}:rule/r"),
    ("logs", "describe_log_streams", {"logGroupName": "/aws/lambda/f"}, ("AccessDeniedException", 400), "log-group:/aws/lambda/f"),
    ("codeconnections", "list_connections", {}, ("AccessDeniedException", 400), "codeconnections:ListConnections on resource: "),
    ("resourcegroupstaggingapi", "get_resources", {}, ("AccessDeniedException", 400), "tag:GetResources on resource: *"),
])  # fmt: skip
def test_nothing_is_allowed_that_no_policy_allows(worker, service, operation, given, code, resource):
    found = denied(getattr(worker.client(service), operation), **given)
    assert found[:2] == code
    assert found[2].startswith(f"User: {SESSION} is not authorized to perform: ") and resource in found[2]
    assert "because no identity-based policy allows the " in found[2]
    assert worker.client("sts").get_caller_identity()["Arn"] == SESSION


def test_actions_and_resources(worker):
    worker.may(
        {"Action": "s3:Get*", "Resource": f"arn:aws:s3:::{BUCKET}/site/*"},
        {"Action": ["iam:GetRole"], "Resource": f"arn:aws:iam::{ACCOUNT}:role/analytics/*"},
    )
    s3, iam = worker.client("s3"), worker.client("iam")
    assert s3.get_object(Bucket=BUCKET, Key="site/index.html")["ContentLength"]
    assert denied(s3.get_object, Bucket=BUCKET, Key="old.html")[0] == "AccessDenied"
    assert denied(s3.put_object, Bucket=BUCKET, Key="site/x", Body=b"")[0] == "AccessDenied"
    assert denied(s3.head_object, Bucket=BUCKET, Key="old.html")[1] == 403
    assert iam.get_role(RoleName="AnalyticsNotebook")
    assert "role WebServer" in denied(iam.get_role, RoleName="WebServer")[2]
    worker.may({"NotAction": "iam:*"}, {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"})
    assert (
        "with an explicit deny in an identity-based policy"
        in denied(worker.client("s3").get_object, Bucket=BUCKET, Key="site/index.html")[2]
    )
    assert worker.client("sagemaker").list_domains()["Domains"]


@pytest.mark.parametrize("condition, admitted", [
    ({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, True), ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, False),
    ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/Work*"}}, True), ({"StringLike": {"aws:userid": "*:work"}}, True),
    ({"StringEquals": {"aws:RequestTag/team": "shop"}}, True), ({"StringEquals": {"aws:RequestTag/team": "other"}}, False),
    ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}, True), ({"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}}, False),
    ({"StringEquals": {"secretsmanager:Name": "n"}}, True), ({"Bool": {"aws:SecureTransport": "false"}}, False),
    ({"StringEquals": {"aws:PrincipalTag/team": "shop"}}, True), ({"StringEquals": {"aws:PrincipalTag/team": "${aws:RequestTag/team}"}}, True),
    ({"StringEquals": {"aws:PrincipalTag/team": "${aws:RequestTag/other}"}}, False),
])  # fmt: skip
def test_conditions(worker, condition, admitted):
    worker.iam.tag_role(RoleName="Worker", Tags=[{"Key": "team", "Value": "shop"}])
    worker.may({"Action": "secretsmanager:CreateSecret", "Condition": condition})
    create = worker.client("secretsmanager").create_secret
    given = {"Name": "n", "SecretString": "x", "Tags": [{"Key": "team", "Value": "shop"}]}
    if admitted:
        assert create(**given)["ARN"]
    else:
        assert denied(create, **given)[0] == "AccessDeniedException"


def test_a_boundary_and_a_session_policy_are_fences(worker):
    worker.may({"Action": "*"})
    fence = worker.iam.create_policy(PolicyName="Fence", PolicyDocument=document({"Action": "sagemaker:*"}))["Policy"]["Arn"]
    worker.iam.put_role_permissions_boundary(RoleName="Worker", PermissionsBoundary=fence)
    assert worker.client("sagemaker").list_domains()
    message = denied(worker.client("secretsmanager").list_secrets)[2]
    assert message.endswith("because no permissions boundary allows the secretsmanager:ListSecrets action")
    narrow = document({"Action": "sagemaker:ListTags"})
    assert (
        "because no session policy allows the sagemaker:ListDomains action"
        in denied(worker.client("sagemaker", Policy=narrow).list_domains)[2]
    )
    worker.iam.delete_role_permissions_boundary(RoleName="Worker")
    assert worker.client("secretsmanager").list_secrets()["SecretList"]


def test_a_role_is_passed_on_only_where_that_is_allowed(worker):
    passed = f"arn:aws:iam::{ACCOUNT}:role/service-role/AmazonSageMaker-ExecutionRole-20260801T090000"
    model = {"ModelName": "m", "ExecutionRoleArn": passed, "PrimaryContainer": {"Image": f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/a:1"}}
    create = {"Action": "sagemaker:CreateModel"}
    code, _, message = denied(worker.may(create).client("sagemaker").create_model, **model)
    assert code == "AccessDeniedException" and f"iam:PassRole on resource: {passed}" in message
    for service, fits in (("lambda", False), ("sagemaker", True)):
        pass_on = {
            "Action": "iam:PassRole",
            "Resource": passed,
            "Condition": {"StringEquals": {"iam:PassedToService": f"{service}.amazonaws.com"}},
        }
        call = worker.may(create, pass_on).client("sagemaker").create_model
        assert call(**model)["ModelArn"] if fits else denied(call, **model)


def test_policies_of_resources(worker, sandbox: Sandbox):
    s3, secrets = sandbox.client("s3"), sandbox.client("secretsmanager")
    mine = worker.client("s3")
    read = {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}
    given = {"Bucket": BUCKET, "Key": "site/index.html"}
    assert denied(mine.get_object, **given)
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [read]}))
    assert mine.get_object(**given)["ContentLength"]
    # The account as principal leaves it to the caller's own policies; a deny of it is one.
    whole = {**read, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [whole]}))
    assert denied(mine.get_object, **given)
    worker.may({"Action": "s3:*"})
    assert mine.get_object(**given)
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{**whole, "Effect": "Deny"}]}))
    assert "with an explicit deny in a resource-based policy" in denied(mine.get_object, **given)[2]
    statement = {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
    secrets.put_resource_policy(SecretId="shop/database", ResourcePolicy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    assert worker.client("secretsmanager").get_secret_value(SecretId="shop/database")["SecretString"]
    assert denied(worker.client("secretsmanager").describe_secret, SecretId="shop/database")


def test_a_user_has_policies_of_their_own_and_of_their_groups(sandbox: Sandbox):
    iam = sandbox.client("iam")
    iam.create_user(UserName="ben")
    mine = {**keys(iam.create_access_key(UserName="ben")["AccessKey"]), "aws_session_token": None}
    listing = sandbox.client("sagemaker", **mine).list_domains
    assert denied(listing)[2].startswith(f"User: arn:aws:iam::{ACCOUNT}:user/ben is not authorized to perform: sagemaker:ListDomains")
    iam.create_group(GroupName="science")
    iam.attach_group_policy(GroupName="science", PolicyArn="arn:aws:iam::aws:policy/AmazonSageMakerReadOnly")
    iam.add_user_to_group(GroupName="science", UserName="ben")
    assert listing()["Domains"]
    assume = sandbox.client("sts", **mine).assume_role
    role = {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/Worker", "RoleSessionName": "work"}
    Worker(sandbox)
    assert "sts:AssumeRole" in denied(assume, **role)[2]
    iam.put_user_policy(
        UserName="ben", PolicyName="Assume", PolicyDocument=document({"Action": "sts:AssumeRole", "Resource": role["RoleArn"]})
    )
    assert assume(**role)["Credentials"]
    # WebServer trusts a service, and not the account.
    assert denied(assume, **{**role, "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/WebServer"})


def test_the_operator_may_do_all_and_moto_knows_only_whole_calls(sandbox: Sandbox):
    before = sandbox.state()
    worker = Worker(sandbox)
    worker.may({"Action": "s3:GetObject"})
    assert denied(worker.client("s3").delete_objects, Bucket=BUCKET, Delete={"Objects": [{"Key": "site/index.html"}]})[0] == "AccessDenied"
    sandbox.client("iam").delete_role_policy(RoleName="Worker", PolicyName="Own")
    sandbox.client("iam").delete_role(RoleName="Worker")
    assert sandbox.state() == before


@pytest.mark.parametrize("condition, admitted", [
    ({"StringEquals": {"aws:ResourceAccount": ACCOUNT}}, True),
    ({"StringEquals": {"aws:ResourceAccount": "999999999999"}}, False),
    ({"StringEquals": {"s3:ExistingObjectTag/Projects:provisioning": "true"}}, True),
    ({"StringEquals": {"s3:ExistingObjectTag/Projects:provisioning": "false"}}, False),
])  # fmt: skip
def test_an_object_has_an_owner_and_tags(worker, sandbox: Sandbox, condition, admitted):
    tags = {"TagSet": [{"Key": "Projects:provisioning", "Value": "true"}]}
    sandbox.client("s3").put_object_tagging(Bucket=BUCKET, Key="site/index.html", Tagging=tags)
    s3 = worker.may({"Action": "s3:GetObject", "Condition": condition}).client("s3")
    if admitted:
        assert s3.get_object(Bucket=BUCKET, Key="site/index.html")["ETag"]
    else:
        assert denied(s3.get_object, Bucket=BUCKET, Key="site/index.html")[1] == 403


def test_what_a_service_does_on_behalf_of_its_caller_needs_the_callers_rights(worker, sandbox: Sandbox):
    body = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: by-a-stack}}}"
    cfn = sandbox.client("cloudformation")
    worker.may({"Action": "cloudformation:*"}).client("cloudformation").create_stack(StackName="q", TemplateBody=body)
    (reason,) = [
        e["ResourceStatusReason"] for e in cfn.describe_stack_events(StackName="q")["StackEvents"] if e["ResourceStatus"] == "CREATE_FAILED"
    ]
    assert f"{SESSION} is not authorized to perform: sqs:createqueue".lower() in reason.lower()
    cfn.delete_stack(StackName="q")
    via = {"Action": "sqs:*", "Condition": {"StringEquals": {"aws:CalledVia": "cloudformation.amazonaws.com"}}}
    worker.may({"Action": "cloudformation:*"}, via).client("cloudformation").create_stack(StackName="q", TemplateBody=body)
    assert cfn.describe_stacks(StackName="q")["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"
    assert denied(worker.client("sqs").list_queues)[0] == "AccessDeniedException"

"""The gate refuses what AWS would, and lists it."""

import urllib.request
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from conftest import Sandbox

TRUST = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'


def refusal(call) -> tuple[str, int]:
    """Code and status of the error that a call answers."""
    with pytest.raises(ClientError) as caught:
        call()
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


@pytest.mark.parametrize(
    "service, operation, expected",
    [
        ("iam", "list_roles", ("SignatureDoesNotMatch", 403)),
        ("s3", "list_buckets", ("SignatureDoesNotMatch", 403)),
        ("sagemaker", "list_domains", ("InvalidSignatureException", 400)),
        ("lambda", "list_functions", ("InvalidSignatureException", 403)),
    ],
)
def test_wrong_secret_is_refused(sandbox: Sandbox, service, operation, expected):
    client = sandbox.client(service, aws_secret_access_key="wrong")
    assert refusal(getattr(client, operation)) == expected
    sandbox.violations("signature")


def test_unknown_key_and_wrong_token_are_refused(sandbox: Sandbox):
    assert refusal(sandbox.client("iam", aws_access_key_id="AKIANOBODY").list_roles) == ("InvalidClientTokenId", 403)
    assert refusal(sandbox.client("sts", aws_session_token="other").get_caller_identity) == ("InvalidClientTokenId", 403)
    sandbox.violations("credentials")


def test_unsigned_request_is_refused(sandbox: Sandbox):
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sandbox.exports["AWS_ENDPOINT_URL"])
    assert caught.value.code == 403
    sandbox.violations("credentials")


def test_iam_must_be_signed_for_its_own_region(sandbox: Sandbox):
    client = sandbox.client("iam", region_name="eu-west-1")
    client.meta.events.register("before-sign.iam.*", lambda request, **_: request.context.update(signing={"region": "eu-west-1"}))
    assert refusal(client.list_roles) == ("SignatureDoesNotMatch", 403)
    sandbox.violations("signature")


@pytest.mark.parametrize("key", ["plain", "with space", "plus+equals=", "é/ü", "deep/er/key"])
def test_odd_object_keys_are_signed_as_botocore_signs_them(sandbox: Sandbox, key):
    s3 = sandbox.client("s3")
    s3.put_object(Bucket="shop-assets-123456789012", Key=key, Body=b"x")
    assert s3.get_object(Bucket="shop-assets-123456789012", Key=key)["Body"].read() == b"x"
    listed = s3.list_objects_v2(Bucket="shop-assets-123456789012", Prefix=key)
    assert [item["Key"] for item in listed["Contents"]] == [key]


def test_keys_of_a_user_and_of_an_assumed_role_may_sign(sandbox: Sandbox):
    iam = sandbox.client("iam")
    iam.create_user(UserName="ben")
    key = iam.create_access_key(UserName="ben")["AccessKey"]
    mine = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"], "aws_session_token": None}
    assert sandbox.client("sts", **mine).get_caller_identity()["Arn"].endswith(":user/ben")
    got = sandbox.client("sts").assume_role(RoleArn="arn:aws:iam::123456789012:role/WebServer", RoleSessionName="sam")["Credentials"]
    session = {
        "aws_access_key_id": got["AccessKeyId"],
        "aws_secret_access_key": got["SecretAccessKey"],
        "aws_session_token": got["SessionToken"],
    }
    assert sandbox.client("sts", **session).get_caller_identity()["Arn"].endswith("assumed-role/WebServer/sam")
    iam.update_access_key(UserName="ben", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert refusal(sandbox.client("sts", **mine).get_caller_identity) == ("InvalidClientTokenId", 403)
    sandbox.violations("credentials")


ROOT = {
    "aws_access_key_id": "AKIASANDBOXROOTUSER1",
    "aws_secret_access_key": "sandbox/root/secret/key/0123456789abcdef",
    "aws_session_token": None,
}


@pytest.mark.parametrize("seed", ["bare", "empty", "domain", "documents", "healthy"])
def test_the_root_user_stands_in_every_seed(sandbox: Sandbox, seed):
    sandbox.control("POST", "reset", {"seed": seed})
    told = sandbox.client("sts", **ROOT).get_caller_identity()
    assert (told["Arn"], told["Account"], told["UserId"]) == ("arn:aws:iam::123456789012:root", "123456789012", "123456789012")
    assert sandbox.client("sts").get_caller_identity()["Arn"].endswith("assumed-role/MLOpsAdmin/ana")


def test_the_root_user_owns_what_the_operator_owns(sandbox: Sandbox):
    before = sandbox.state()
    buckets = sandbox.client("s3").list_buckets()["Buckets"]
    assert sandbox.client("s3", **ROOT).list_buckets()["Buckets"] == buckets
    sandbox.client("iam", **ROOT).get_role(RoleName="WebServer")
    assert sandbox.state() == before
    sandbox.faults({"service": "iam", "operation": "ListRoles", "do": "deny"})
    with pytest.raises(ClientError, match="User: arn:aws:iam::123456789012:root is not authorized"):
        sandbox.client("iam", **ROOT).list_roles()


def test_the_root_user_is_checked_like_the_others(sandbox: Sandbox):
    wrong = {**ROOT, "aws_secret_access_key": "wrong"}
    assert refusal(sandbox.client("sts", **wrong).get_caller_identity) == ("SignatureDoesNotMatch", 403)
    sandbox.violations("signature")
    leftover = {**ROOT, "aws_session_token": "sandbox-operator-session-token"}
    assert refusal(sandbox.client("sts", **leftover).get_caller_identity) == ("InvalidClientTokenId", 403)
    sandbox.violations("credentials")


BAD_SHAPES = [
    ("iam", "create_role", {"RoleName": "a b", "AssumeRolePolicyDocument": TRUST}),
    ("iam", "create_role", {"RoleName": "a" * 65, "AssumeRolePolicyDocument": TRUST}),
    ("iam", "create_role", {"RoleName": "a"}),
    ("iam", "create_role", {"RoleName": "a", "AssumeRolePolicyDocument": TRUST, "MaxSessionDuration": 60}),
    ("iam", "create_role", {"RoleName": "a", "AssumeRolePolicyDocument": TRUST, "MaxSessionDuration": 50000}),
    ("iam", "create_open_id_connect_provider", {"Url": "https://example.com", "ThumbprintList": ["abc"]}),
    ("sagemaker", "describe_domain", {"DomainId": "no spaces please"}),
    ("sagemaker", "create_domain", {"DomainName": "x", "AuthMode": "NOPE", "DefaultUserSettings": {}}),
    ("sagemaker", "add_tags", {"ResourceArn": "arn:aws:sagemaker:us-east-1:123456789012:domain/d-1"}),
    ("codeconnections", "create_connection", {"ConnectionName": "n" * 33, "ProviderType": "GitHub"}),
    ("s3", "put_bucket_versioning", {"Bucket": "shop-assets-123456789012", "VersioningConfiguration": {"Status": "Perhaps"}}),
    ("s3", "put_bucket_cors", {"Bucket": "shop-assets-123456789012", "CORSConfiguration": {"CORSRules": [{"AllowedMethods": ["GET"]}]}}),
]


@pytest.mark.parametrize("service, operation, arguments", BAD_SHAPES)
def test_what_the_model_forbids_is_refused(sandbox: Sandbox, service, operation, arguments):
    client = sandbox.client(service, config={"parameter_validation": False})
    before = sandbox.state()
    code, status = refusal(lambda: getattr(client, operation)(**arguments))
    assert (code, status) in {("ValidationError", 400), ("ValidationException", 400), ("InvalidRequest", 400)}
    assert sandbox.state() == before
    sandbox.violations("shape")


@pytest.fixture
def sabotaged(sandbox: Sandbox) -> Iterator:
    """A client whose requests can be changed after they were built and before they are signed."""

    def make(service: str, change):
        client = sandbox.client(service)
        client.meta.events.register_first(f"before-sign.{service}.*", lambda request, **_: change(request))
        return client

    yield make
    sandbox.violations("shape")


def test_wire_form_is_checked(sabotaged):
    def unknown_member(request):
        request.data["Colour"] = "red"

    def version(request):
        request.data["Version"] = "2009-01-01"

    def target(request):
        request.headers.replace_header("X-Amz-Target", "Other.ListDomains")

    def content_type(request):
        request.headers.replace_header("Content-Type", "application/json")

    def parameter(request):
        request.url += "?colour=red"

    assert refusal(sabotaged("iam", unknown_member).list_roles) == ("ValidationError", 400)
    assert refusal(sabotaged("iam", version).list_roles) == ("ValidationError", 400)
    assert refusal(sabotaged("sagemaker", target).list_domains) == ("ValidationException", 400)
    assert refusal(sabotaged("sagemaker", content_type).list_domains) == ("ValidationException", 400)
    assert refusal(sabotaged("s3", parameter).list_buckets) == ("InvalidRequest", 400)


def test_an_operation_that_nobody_fills_is_a_hole_and_not_a_success(sandbox: Sandbox):
    call = sandbox.client("sagemaker").list_apps
    assert refusal(call) == ("UnknownOperationException", 400)
    sandbox.violations("emulator")

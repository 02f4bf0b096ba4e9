"""Organizations that let nothing be made without tags, and no role without a path and a boundary."""

import json

import pytest

from support.breaks.identity import OPERATOR
from support.world import ACCOUNT, BUCKET

BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/team/boundary"
TAGS = {"team": "ml", "cost centre": "4711"}
EXECUTION = "SageMakerExecutionRole"


def allowing(*actions):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]})


def bound(world, *actions):
    world.boto("iam").create_policy(PolicyName="boundary", Path="/team/", PolicyDocument=allowing(*actions))


def tags_of(world):
    """The tags of each thing that a setup makes, by the name of its service."""
    iam, s3 = world.boto("iam"), world.boto("s3")
    bucket = next(b["Name"] for b in s3.list_buckets()["Buckets"] if b["Name"].startswith("sagemaker-projects"))
    provider = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"][0]["Arn"]
    lists = {
        "role": iam.list_role_tags(RoleName="GitHubActionsRole")["Tags"],
        "execution role": iam.list_role_tags(RoleName=EXECUTION)["Tags"],
        "provider": iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=provider)["Tags"],
        "bucket": s3.get_bucket_tagging(Bucket=bucket)["TagSet"],
        "template": s3.get_object_tagging(Bucket=bucket, Key="templates/mlops-github-actions.yaml")["TagSet"],
        "secret": world.boto("secretsmanager").describe_secret(SecretId="sagemaker-github-token")["Tags"],
    }
    return {name: {tag["Key"]: tag["Value"] for tag in tags} for name, tags in lists.items()}


def test_what_is_made_carries_the_tags_the_path_and_the_boundary_of_the_setup(domain):
    bound(domain, "*")
    before = domain.state()
    domain.edit(tags=TAGS, access__permissions_boundary=BOUNDARY, access__role_path="/team/ml/", access__execution_role=EXECUTION)
    domain.setup()
    for name, tags in tags_of(domain).items():
        assert TAGS.items() <= tags.items() and tags["onramp:setup"] == "churn", name
    for name in ("GitHubActionsRole", EXECUTION):
        role = domain.boto("iam").get_role(RoleName=name)["Role"]
        assert role["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/team/ml/{name}"
        assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == BOUNDARY
    report = domain.check()
    assert report.red == set() and report["TRUST-01"]["resource"].endswith("role/team/ml/GitHubActionsRole")
    assert json.loads(domain.onramp("plan", "--json").out)["changes"] == []
    domain.teardown()
    assert domain.state() == before


def test_a_boundary_that_is_not_there_is_said_before_anything_is_made(domain):
    domain.edit(access__permissions_boundary=BOUNDARY, access__execution_role=EXECUTION)
    report = domain.check()
    for check in ("PERM-10", "EXE-08"):
        assert report[check]["found"] == f"no policy {BOUNDARY}" and report[check]["status"] == "warn", report[check]
        assert "access.permissions_boundary" in report[check]["needed"]
    assert report["TRUST-01"]["found"] == f"no role GitHubActionsRole; no policy {BOUNDARY}"
    domain.setup(code=5)
    assert "CreateRole" not in domain.writes()


def test_a_boundary_that_leaves_too_little_is_said_before_the_role_is_made(domain):
    bound(domain, "s3:*", "iam:PassRole")
    domain.edit(access__permissions_boundary=BOUNDARY)
    finding = domain.check()["PERM-10"]
    assert finding["status"] == "warn" and finding["found"].startswith(f"{BOUNDARY} does not allow sagemaker:"), finding


def test_a_boundary_that_is_wanted_later_is_set_in_what_onramp_made_and_nowhere_else(domain):
    bound(domain, "*")
    before = domain.state()
    domain.setup()
    domain.edit(access__permissions_boundary=BOUNDARY)
    report = domain.check()
    assert (report["PERM-10"]["found"], report["PERM-10"]["needed"]) == ("no boundary", BOUNDARY)
    assert report["EXE-08"]["status"] == "pass", "the domain's own role is not onramp's"
    domain.mark()
    domain.setup()
    assert domain.writes() == ["PutRolePermissionsBoundary"] and domain.check().red == set()
    domain.teardown()
    assert domain.state() == before


@pytest.mark.parametrize("key", ["iam:PermissionsBoundary", "aws:RequestTag/team"])
def test_a_caller_who_may_make_roles_only_under_a_condition_is_told_of_the_key_that_meets_it(domain, key):
    bound(domain, "*")
    wanted = {"iam:PermissionsBoundary": BOUNDARY, "aws:RequestTag/team": "ml"}[key]
    statements = [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "iam:CreateRole", "Resource": "*", "Condition": {"StringNotEquals": {key: wanted}}},
    ]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    domain.boto("iam").put_role_policy(RoleName=OPERATOR, PolicyName="Condition", PolicyDocument=policy)
    without = domain.check()["ENV-06"]
    assert without["status"] != "pass" and key.lower() in json.dumps(without).lower(), without
    domain.edit(access__permissions_boundary=BOUNDARY, tags={"team": "ml"})
    assert domain.check()["ENV-06"]["status"] == "pass"


def test_a_tag_that_others_wrote_on_what_onramp_made_stays_theirs(domain):
    domain.edit(tags=TAGS)
    domain.setup()
    s3, theirs = domain.boto("s3"), [{"Key": "team", "Value": "platform"}]
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": theirs})
    assert domain.check()["S3-20"]["status"] == "warn"
    domain.setup()
    tags = {tag["Key"]: tag["Value"] for tag in s3.get_bucket_tagging(Bucket=BUCKET)["TagSet"]}
    assert (tags["team"], tags["onramp:setup"], tags["cost centre"]) == ("platform", "churn", "4711")

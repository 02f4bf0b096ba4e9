"""Every operation that we filled ourselves, seen through boto3; answers are checked as they leave."""

import datetime
import json
import urllib.error

import pytest

from conftest import Sandbox
from test_gate import TRUST, refusal

BUCKET = "shop-assets-123456789012"


def domain_id(sandbox: Sandbox) -> str:
    return sandbox.client("sagemaker").list_domains()["Domains"][0]["DomainId"]


def test_user_profiles_of_a_domain(sandbox: Sandbox):
    sagemaker, ident = sandbox.client("sagemaker"), domain_id(sandbox)
    asked = {"DomainId": ident, "UserProfileName": "ana"}
    assert sagemaker.list_user_profiles(DomainIdEquals=ident)["UserProfiles"] == []
    assert refusal(lambda: sagemaker.describe_user_profile(**asked)) == ("ResourceNotFound", 400)
    hidden = {"StudioWebPortalSettings": {"HiddenMlTools": ["Projects"]}}
    arn = sagemaker.create_user_profile(**asked, UserSettings=hidden)["UserProfileArn"]
    assert arn.endswith(f":user-profile/{ident}/ana")
    assert refusal(lambda: sagemaker.create_user_profile(**asked)) == ("ResourceInUse", 400)
    assert refusal(lambda: sagemaker.create_user_profile(**{**asked, "DomainId": "d-nobody"})) == ("ResourceNotFound", 400)
    sagemaker.create_user_profile(**{**asked, "UserProfileName": "ben"})
    assert "UserSettings" not in sagemaker.describe_user_profile(DomainId=ident, UserProfileName="ben")
    sagemaker.update_user_profile(**asked, UserSettings={"SecurityGroups": ["sg-1"]})
    seen = sagemaker.describe_user_profile(**asked)
    assert (seen["Status"], seen["UserSettings"]) == ("InService", {**hidden, "SecurityGroups": ["sg-1"]})
    pages = sagemaker.get_paginator("list_user_profiles").paginate(
        DomainIdEquals=ident, SortBy="LastModifiedTime", SortOrder="Descending", PaginationConfig={"PageSize": 1}
    )
    assert [[one["UserProfileName"] for one in page["UserProfiles"]] for page in pages] == [["ana"], ["ben"]]
    assert sagemaker.list_user_profiles(DomainIdEquals="d-nobody")["UserProfiles"] == []
    assert sandbox.state()["sagemaker"]["us-east-1"]["user_profiles"][f"{ident}/ben"] == {"status": "InService"}
    assert refusal(lambda: sagemaker.delete_domain(DomainId=ident)) == ("ResourceInUse", 400)
    for name in ("ana", "ben"):
        sagemaker.delete_user_profile(DomainId=ident, UserProfileName=name)
    assert refusal(lambda: sagemaker.delete_user_profile(**asked)) == ("ResourceNotFound", 400)
    sagemaker.delete_domain(DomainId=ident)


def test_audiences_of_an_identity_provider(sandbox: Sandbox):
    iam = sandbox.client("iam")
    arn = iam.create_open_id_connect_provider(Url="https://token.actions.githubusercontent.com")["OpenIDConnectProviderArn"]
    chosen = {"OpenIDConnectProviderArn": arn, "ClientID": "sts.amazonaws.com"}
    for _ in range(2):
        iam.add_client_id_to_open_id_connect_provider(**chosen)
        assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["ClientIDList"] == ["sts.amazonaws.com"]
    for _ in range(2):
        iam.remove_client_id_from_open_id_connect_provider(**chosen)
        assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["ClientIDList"] == []
    absent = {**chosen, "OpenIDConnectProviderArn": arn + "x"}
    assert refusal(lambda: iam.add_client_id_to_open_id_connect_provider(**absent)) == ("NoSuchEntity", 404)


def test_policy_versions_are_percent_encoded(sandbox: Sandbox):
    iam = sandbox.client("iam")
    document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/a b+c"}]}'
    arn = iam.create_policy(PolicyName="p", PolicyDocument=document)["Policy"]["Arn"]
    # boto3 decodes what AWS encodes; a document that was never encoded would lose its plus sign.
    version = iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]
    assert version["Document"]["Statement"][0]["Resource"] == "arn:aws:s3:::b/a b+c"
    assert "Document" not in iam.list_policy_versions(PolicyArn=arn)["Versions"][0]


def test_simulation(sandbox: Sandbox):
    iam = sandbox.client("iam")
    source = "arn:aws:iam::123456789012:role/WebServer"

    def decisions(**more):
        asked = {"PolicySourceArn": source, "ActionNames": ["s3:GetObject", "s3:PutObject"], "ResourceArns": [f"arn:aws:s3:::{BUCKET}/x"]}
        return [result["EvalDecision"] for result in iam.simulate_principal_policy(**asked, **more)["EvaluationResults"]]

    assert decisions() == ["allowed", "implicitDeny"]
    deny = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"shop"}}}]}'
    iam.put_role_policy(RoleName="WebServer", PolicyName="Deny", PolicyDocument=deny)
    assert decisions() == ["allowed", "implicitDeny"]
    entries = [{"ContextKeyName": "aws:PrincipalTag/team", "ContextKeyType": "string", "ContextKeyValues": ["shop"]}]
    assert decisions(ContextEntries=entries) == ["explicitDeny", "explicitDeny"]
    missing = {"PolicySourceArn": source + "x", "ActionNames": ["s3:GetObject"]}
    assert refusal(lambda: iam.simulate_principal_policy(**missing)) == ("NoSuchEntity", 404)


def test_domain_from_birth_to_death(sandbox: Sandbox):
    sagemaker = sandbox.client("sagemaker")
    role = "arn:aws:iam::123456789012:role/WebServer"
    asked = {
        "DomainName": "second",
        "AuthMode": "IAM",
        "DefaultUserSettings": {"ExecutionRole": role},
        "SubnetIds": ["subnet-1"],
        "VpcId": "vpc-1",
    }
    made = sagemaker.create_domain(**asked)
    ident = made["DomainArn"].rpartition("/")[2]
    assert len(ident) == 14 and ident.startswith("d-") and ident[2:].isalnum() and ident.islower()
    assert refusal(lambda: sagemaker.create_domain(**asked)) == ("ResourceInUse", 400)
    sagemaker.update_domain(DomainId=ident, DefaultUserSettings={"SecurityGroups": ["sg-1"]})
    seen = sagemaker.describe_domain(DomainId=ident)
    assert seen["Status"] == "InService"
    assert seen["DefaultUserSettings"] == {"ExecutionRole": role, "SecurityGroups": ["sg-1"]}
    sagemaker.delete_domain(DomainId=ident)
    for call in (sagemaker.describe_domain, sagemaker.delete_domain):
        assert refusal(lambda call=call: call(DomainId=ident)) == ("ResourceNotFound", 400)
    assert refusal(lambda: sagemaker.update_domain(DomainId=ident)) == ("ResourceNotFound", 400)
    assert sagemaker.create_domain(**asked)["DomainArn"].rpartition("/")[2] != ident


@pytest.mark.parametrize("status", ["Deleting", "Failed", "InService", "Pending", "Updating", "Update_Failed", "Delete_Failed"])
def test_a_domain_in_any_status(sandbox: Sandbox, status):
    sagemaker = sandbox.client("sagemaker")
    ident = domain_id(sandbox)
    before, recorded = sandbox.state(), len(sandbox.records())
    sandbox.control("POST", "domain", {"id": ident, "status": status, "reason": "no subnet"}, port="GITHUB_API_URL")
    assert len(sandbox.records()) == recorded
    seen = sagemaker.describe_domain(DomainId=ident)
    assert (seen["Status"], seen["FailureReason"]) == (status, "no subnet")
    assert sagemaker.list_domains()["Domains"][0]["Status"] == status
    assert sandbox.state() != before
    sandbox.control("POST", "domain", {"id": ident, "status": status})
    assert "FailureReason" not in sagemaker.describe_domain(DomainId=ident)
    sandbox.control("POST", "reset", {"seed": "domain"})
    assert sagemaker.describe_domain(DomainId=ident)["Status"] == "InService"
    assert sandbox.state() == before


@pytest.mark.parametrize(
    "body, expected",
    [
        ({"id": "d-nowhere", "status": "Failed", "reason": "x"}, 404),
        ({"id": "d-5qjrso3dsdp9", "status": "Sleepy"}, 400),
        ({"id": "d-5qjrso3dsdp9", "status": "Failed", "reason": 1}, 400),
        ({"id": "d-5qjrso3dsdp9"}, 400),
    ],
)
def test_a_domain_status_spelt_wrong_changes_nothing(sandbox: Sandbox, body, expected):
    before = sandbox.state()
    with pytest.raises(urllib.error.HTTPError) as caught:
        sandbox.control("POST", "domain", body)
    assert caught.value.code == expected
    assert sandbox.state() == before


def test_domain_tags_replace_each_other(sandbox: Sandbox):
    sagemaker = sandbox.client("sagemaker")
    arn = sagemaker.describe_domain(DomainId=domain_id(sandbox))["DomainArn"]
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == []
    for value in ("one", "two"):
        sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "k", "Value": value}, {"Key": "other", "Value": "o"}])
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "k", "Value": "two"}, {"Key": "other", "Value": "o"}]
    first = sagemaker.list_tags(ResourceArn=arn, MaxResults=50)
    assert "NextToken" not in first
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=["k", "never-there"])
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "other", "Value": "o"}]
    absent = arn[:-1] + "_"
    assert refusal(lambda: sagemaker.list_tags(ResourceArn=absent)) == ("ValidationException", 400)


def test_connections(sandbox: Sandbox):
    connections = sandbox.client("codeconnections")
    made = connections.create_connection(ConnectionName="mine", ProviderType="GitHub", Tags=[{"Key": "a", "Value": "1"}])
    arn = made["ConnectionArn"]
    assert connections.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"] == "PENDING"
    sandbox.control("POST", "connection", {"arn": arn, "status": "AVAILABLE"})
    assert connections.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"] == "AVAILABLE"
    connections.tag_resource(ResourceArn=arn, Tags=[{"Key": "sagemaker", "Value": "true"}, {"Key": "a", "Value": "2"}])
    connections.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert connections.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "sagemaker", "Value": "true"}]
    page = connections.list_connections(MaxResults=1)
    rest = connections.list_connections(MaxResults=1, NextToken=page["NextToken"])
    assert {c["ConnectionName"] for c in page["Connections"] + rest["Connections"]} == {"churn-github", "mine"}
    assert connections.list_connections(ProviderTypeFilter="GitLab")["Connections"] == []
    connections.delete_connection(ConnectionArn=arn)
    assert refusal(lambda: connections.get_connection(ConnectionArn=arn)) == ("ResourceNotFoundException", 400)
    assert sandbox.client("codeconnections", region_name="eu-west-1").list_connections()["Connections"] == []


def assert_todays_defaults(s3, name: str) -> None:
    """What S3 gives every bucket since April 2023."""
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True} and len(block) == 4
    rule = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    controls = s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]
    assert controls["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]


def test_new_bucket_has_todays_defaults(sandbox: Sandbox):
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="brand-new")
    assert_todays_defaults(s3, "brand-new")
    s3.delete_bucket_encryption(Bucket="brand-new")
    s3.get_bucket_encryption(Bucket="brand-new")
    s3.delete_public_access_block(Bucket="brand-new")
    assert refusal(lambda: s3.get_public_access_block(Bucket="brand-new")) == ("NoSuchPublicAccessBlockConfiguration", 404)


ASIDE = {"BlockPublicAcls": False, "IgnorePublicAcls": False, "BlockPublicPolicy": False, "RestrictPublicBuckets": False}


def furnish(s3, name: str) -> None:
    """Gives a bucket everything that is ours to look at, none of it a default."""
    tags = {"TagSet": [{"Key": "k", "Value": "v"}]}
    allow = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{name}/*",
    }
    key = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/k"}, "BucketKeyEnabled": True}
    s3.put_bucket_tagging(Bucket=name, Tagging=tags)
    s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]})
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [allow]}))
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [key]})
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=ASIDE)
    s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    s3.put_object(Bucket=name, Key="a", Body=b"x", Tagging="k=v")


@pytest.mark.parametrize("versioned", [False, True])
def test_a_bucket_made_again_is_a_new_bucket(sandbox: Sandbox, versioned):
    s3 = sandbox.client("s3")

    def shown():
        return sandbox.state()["s3"]["buckets"]["twice-made"]

    s3.create_bucket(Bucket="twice-made")
    fresh = shown()
    if versioned:
        s3.put_bucket_versioning(Bucket="twice-made", VersioningConfiguration={"Status": "Enabled"})
    furnish(s3, "twice-made")
    furnished = shown()
    # Nothing below proves anything about a part that was not changed here.
    for part in ("tags", "cors", "policy", "encryption", "public_access_block", "ownership", "objects"):
        assert furnished.get(part) != fresh.get(part), part
    assert ("versioning" in furnished and furnished["versioning"] == "Enabled") is versioned
    for version in s3.list_object_versions(Bucket="twice-made")["Versions"]:
        s3.delete_object(Bucket="twice-made", Key="a", **({"VersionId": version["VersionId"]} if versioned else {}))
    s3.delete_bucket(Bucket="twice-made")
    s3.create_bucket(Bucket="twice-made")
    assert shown() == fresh
    # A copy takes its source's tags; these must not join what an object of that name once had.
    s3.put_object(Bucket="twice-made", Key="source", Body=b"x")
    s3.copy_object(Bucket="twice-made", Key="a", CopySource={"Bucket": "twice-made", "Key": "source"})
    assert s3.get_object_tagging(Bucket="twice-made", Key="a")["TagSet"] == []
    for ask, code in (
        (s3.get_bucket_tagging, "NoSuchTagSet"),
        (s3.get_bucket_cors, "NoSuchCORSConfiguration"),
        (s3.get_bucket_policy, "NoSuchBucketPolicy"),
    ):
        assert refusal(lambda ask=ask: ask(Bucket="twice-made")) == (code, 404)
    assert "Status" not in s3.get_bucket_versioning(Bucket="twice-made")
    assert_todays_defaults(s3, "twice-made")


@pytest.mark.parametrize("status", ["", "Enabled", "Suspended"])
def test_versioning_is_answered_under_s3s_own_root(sandbox: Sandbox, status: str):
    s3, bodies = sandbox.client("s3"), []
    s3.create_bucket(Bucket="rooted")
    if status:
        s3.put_bucket_versioning(Bucket="rooted", VersioningConfiguration={"Status": status})
    s3.meta.events.register("before-parse.s3.GetBucketVersioning", lambda response_dict, **_: bodies.append(response_dict["body"]))
    assert s3.get_bucket_versioning(Bucket="rooted").get("Status", "") == status
    assert len(bodies) == 1 and b"<VersioningConfiguration" in bodies[0]


def test_retention_is_told_of_each_version(sandbox: Sandbox):
    s3, until = sandbox.client("s3"), datetime.datetime(2030, 1, 2, tzinfo=datetime.UTC)
    s3.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
    ids = [s3.put_object(Bucket="locked", Key="a", Body=text, ChecksumAlgorithm="SHA256")["VersionId"] for text in (b"1", b"2")]
    assert refusal(lambda: s3.get_object_retention(Bucket="locked", Key="a")) == ("NoSuchObjectLockConfiguration", 404)
    s3.put_object_retention(Bucket="locked", Key="a", VersionId=ids[0], Retention={"Mode": "COMPLIANCE", "RetainUntilDate": until})
    found = s3.get_object_retention(Bucket="locked", Key="a", VersionId=ids[0])["Retention"]
    assert found == {"Mode": "COMPLIANCE", "RetainUntilDate": until}
    assert refusal(lambda: s3.get_object_retention(Bucket="locked", Key="a", VersionId=ids[1]))[0] == "NoSuchObjectLockConfiguration"


def test_the_simulation_gives_one_result_an_action(sandbox: Sandbox):
    iam = sandbox.client("iam")
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}]}
    arn = iam.create_role(RoleName="reader", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    iam.put_role_policy(RoleName="reader", PolicyName="read", PolicyDocument=json.dumps(policy))
    places = ["arn:aws:s3:::a/x", "arn:aws:s3:::b/x"]
    found = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject"], ResourceArns=places)["EvaluationResults"]
    assert [(one["EvalActionName"], one["EvalDecision"]) for one in found] == [("s3:GetObject", "implicitDeny")]
    inside = {one["EvalResourceName"]: one["EvalResourceDecision"] for one in found[0]["ResourceSpecificResults"]}
    assert inside == {places[0]: "allowed", places[1]: "implicitDeny"}
    (alone,) = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject"], ResourceArns=places[:1])[
        "EvaluationResults"
    ]
    assert (alone["EvalResourceName"], alone["EvalDecision"]) == (places[0], "allowed") and "ResourceSpecificResults" not in alone


def test_a_refused_deletion_forgets_nothing(sandbox: Sandbox):
    s3 = sandbox.client("s3")
    for name in ("first-bucket", "first-bucket-too"):
        s3.create_bucket(Bucket=name)
        furnish(s3, name)
    before = sandbox.state()["s3"]["buckets"]
    assert refusal(lambda: s3.delete_bucket(Bucket="first-bucket")) == ("BucketNotEmpty", 409)
    assert sandbox.state()["s3"]["buckets"] == before
    s3.delete_object(Bucket="first-bucket", Key="a")
    s3.delete_bucket(Bucket="first-bucket")
    # A name that begins like the deleted one is another bucket's.
    assert sandbox.state()["s3"]["buckets"]["first-bucket-too"] == before["first-bucket-too"]


def test_making_and_unmaking_leaves_the_dump_as_it_was(sandbox: Sandbox):
    before = sandbox.state()
    iam, s3, sagemaker = (sandbox.client(name) for name in ("iam", "s3", "sagemaker"))
    provider = iam.create_open_id_connect_provider(Url="https://token.actions.githubusercontent.com")["OpenIDConnectProviderArn"]
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST, Tags=[{"Key": "k", "Value": "v"}])
    iam.put_role_policy(
        RoleName="r",
        PolicyName="p",
        PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
    )
    s3.create_bucket(Bucket="for-a-while")
    s3.put_object(Bucket="for-a-while", Key="a", Body=b"x", Tagging="k=v")
    arn = sagemaker.describe_domain(DomainId=domain_id(sandbox))["DomainArn"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "k", "Value": "v"}])
    secrets = sandbox.client("secretsmanager")
    secrets.create_secret(Name="s", SecretString="x")
    between = sandbox.state()
    for section in ("iam", "s3", "sagemaker", "secretsmanager"):
        assert between[section] != before[section], section
    secrets.delete_secret(SecretId="s")
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=["k"])
    s3.delete_object(Bucket="for-a-while", Key="a")
    s3.delete_bucket(Bucket="for-a-while")
    iam.delete_role_policy(RoleName="r", PolicyName="p")
    iam.delete_role(RoleName="r")
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=provider)
    assert sandbox.state() == before


def test_the_former_name_of_connections_tells_of_the_same(sandbox: Sandbox):
    old, new = sandbox.client("codestar-connections"), sandbox.client("codeconnections")
    arn = old.create_connection(ConnectionName="former", ProviderType="GitHub", Tags=[{"Key": "sagemaker", "Value": "true"}])[
        "ConnectionArn"
    ]
    assert arn.startswith("arn:aws:codestar-connections:")
    other = arn.replace("codestar-connections", "codeconnections")
    assert new.get_connection(ConnectionArn=other)["Connection"] == old.get_connection(ConnectionArn=arn)["Connection"]
    assert arn in [one["ConnectionArn"] for one in new.list_connections()["Connections"]]
    old.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "b"}])
    old.untag_resource(ResourceArn=arn, TagKeys=["sagemaker"])
    assert (
        new.list_tags_for_resource(ResourceArn=other)["Tags"]
        == old.list_tags_for_resource(ResourceArn=arn)["Tags"]
        == [{"Key": "a", "Value": "b"}]
    )
    sandbox.control("POST", "connection", {"arn": arn, "status": "AVAILABLE"})
    assert [one["ConnectionStatus"] for one in old.list_connections(ProviderTypeFilter="GitHub")["Connections"]][-1] == "AVAILABLE"
    old.delete_connection(ConnectionArn=arn)
    assert refusal(lambda: old.get_connection(ConnectionArn=arn)) == ("ResourceNotFoundException", 400)

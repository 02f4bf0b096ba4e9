"""What AWS refuses and moto alone would not."""

import pytest

from conftest import Sandbox
from test_gate import TRUST, refusal

GITHUB_TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",'
    '"Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},'
    '"Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}}]}'
)
BUCKET = "shop-assets-123456789012"


def test_policy_in_use_or_with_versions_stays(sandbox: Sandbox):
    iam = sandbox.client("iam")
    document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
    arn = iam.create_policy(PolicyName="p", PolicyDocument=document)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="WebServer", PolicyArn=arn)
    assert refusal(lambda: iam.delete_policy(PolicyArn=arn)) == ("DeleteConflict", 409)
    iam.detach_role_policy(RoleName="WebServer", PolicyArn=arn)
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=document)
    assert refusal(lambda: iam.delete_policy(PolicyArn=arn)) == ("DeleteConflict", 409)
    iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    iam.delete_policy(PolicyArn=arn)


def test_user_with_keys_stays(sandbox: Sandbox):
    iam = sandbox.client("iam")
    iam.create_user(UserName="ben")
    key = iam.create_access_key(UserName="ben")["AccessKey"]["AccessKeyId"]
    assert refusal(lambda: iam.delete_user(UserName="ben")) == ("DeleteConflict", 409)
    iam.delete_access_key(UserName="ben", AccessKeyId=key)
    iam.delete_user(UserName="ben")


@pytest.mark.parametrize(
    "document", ["{", "[]", '{"Version":"2012-10-17"}', '{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}']
)
def test_broken_trust_policies(sandbox: Sandbox, document):
    iam = sandbox.client("iam")
    expected = ("MalformedPolicyDocument", 400)
    assert refusal(lambda: iam.create_role(RoleName="r", AssumeRolePolicyDocument=document)) == expected
    assert refusal(lambda: iam.update_assume_role_policy(RoleName="WebServer", PolicyDocument=document)) == expected


def test_trust_in_github_without_a_subject_is_refused_when_switched_on(sandbox: Sandbox):
    iam = sandbox.client("iam")
    iam.create_role(RoleName="wide", AssumeRolePolicyDocument=GITHUB_TRUST)
    sandbox.faults({"switch": "trust-policy-needs-sub", "on": True})
    expected = ("MalformedPolicyDocument", 400)
    assert refusal(lambda: iam.create_role(RoleName="wider", AssumeRolePolicyDocument=GITHUB_TRUST)) == expected
    assert refusal(lambda: iam.update_assume_role_policy(RoleName="wide", PolicyDocument=GITHUB_TRUST)) == expected
    iam.create_role(RoleName="other", AssumeRolePolicyDocument=TRUST)


def test_identity_provider_rules(sandbox: Sandbox):
    iam = sandbox.client("iam")
    absent = "arn:aws:iam::123456789012:oidc-provider/example.com"
    assert refusal(lambda: iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=absent)) == ("NoSuchEntity", 404)
    assert refusal(lambda: iam.create_open_id_connect_provider(Url="http://example.com")) == ("InvalidInput", 400)
    iam.create_open_id_connect_provider(Url="https://example.com")
    assert refusal(lambda: iam.create_open_id_connect_provider(Url="https://example.com")) == ("EntityAlreadyExists", 409)


def test_bucket_with_versions_stays(sandbox: Sandbox):
    s3 = sandbox.client("s3")
    for key in ("site/index.html", "old.html"):
        s3.delete_object(Bucket=BUCKET, Key=key)
    assert "Contents" not in s3.list_objects_v2(Bucket=BUCKET)
    assert refusal(lambda: s3.delete_bucket(Bucket=BUCKET)) == ("BucketNotEmpty", 409)
    versions = s3.list_object_versions(Bucket=BUCKET)
    for item in versions["Versions"] + versions["DeleteMarkers"]:
        s3.delete_object(Bucket=BUCKET, Key=item["Key"], VersionId=item["VersionId"])
    s3.delete_bucket(Bucket=BUCKET)
    assert "buckets" not in sandbox.state().get("s3", {})


def test_cors_needs_a_checksum_that_is_right(sandbox: Sandbox):
    rules = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
    s3 = sandbox.client("s3")

    def without(request, **_):
        for name in list(request.headers):
            if name.lower().startswith(("x-amz-checksum-", "x-amz-sdk-checksum", "content-md5")):
                del request.headers[name]

    s3.meta.events.register_first("before-sign.s3.*", without)
    assert refusal(lambda: s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration=rules)) == ("InvalidRequest", 400)
    wrong = {"ContentMD5": "AAAAAAAAAAAAAAAAAAAAAA=="}
    assert refusal(lambda: sandbox.client("s3").put_bucket_cors(Bucket=BUCKET, CORSConfiguration=rules, **wrong)) == ("BadDigest", 400)
    sandbox.client("s3").put_bucket_cors(Bucket=BUCKET, CORSConfiguration=rules)


def test_broken_bucket_policy(sandbox: Sandbox):
    s3 = sandbox.client("s3")
    assert refusal(lambda: s3.put_bucket_policy(Bucket=BUCKET, Policy="{")) == ("MalformedPolicy", 400)


def test_bucket_of_somebody_else(sandbox: Sandbox):
    s3 = sandbox.client("s3")
    taken = "sagemaker-projects-taken-elsewhere"
    assert refusal(lambda: s3.head_bucket(Bucket=taken)) == ("403", 403)
    assert refusal(lambda: s3.get_bucket_cors(Bucket=taken)) == ("AccessDenied", 403)
    assert refusal(lambda: s3.create_bucket(Bucket=taken)) == ("BucketAlreadyExists", 409)
    assert refusal(lambda: s3.head_bucket(Bucket=BUCKET, ExpectedBucketOwner="111111111111")) == ("403", 403)
    s3.head_bucket(Bucket=BUCKET, ExpectedBucketOwner="123456789012")
    assert refusal(lambda: s3.head_bucket(Bucket="never-made-by-anyone")) == ("404", 404)


def test_bucket_of_another_region(sandbox: Sandbox):
    far = sandbox.client("s3", region_name="eu-west-1")
    far.create_bucket(Bucket="far-away", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    near = sandbox.client("s3")
    near.meta.events.unregister("needs-retry.s3")
    assert near.get_bucket_location(Bucket="far-away")["LocationConstraint"] == "eu-west-1"
    # boto3 follows the redirect by the header that the refusal carries.
    assert near.head_bucket(Bucket="far-away")["BucketRegion"] == "eu-west-1"
    assert [line["status"] for line in sandbox.records()[-2:]] == [301, 200]


def test_bucket_policy_with_conditions(sandbox: Sandbox):
    s3 = sandbox.client("s3")
    deny = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::%s/*"%s}]}'
    tls = ',"Condition":{"Bool":{"aws:SecureTransport":"false"}}'
    s3.put_bucket_policy(Bucket=BUCKET, Policy=deny % (BUCKET, tls))
    assert s3.get_object(Bucket=BUCKET, Key="site/index.html")["Body"].read() == b"second version\n"
    s3.put_bucket_policy(Bucket=BUCKET, Policy=deny % (BUCKET, ""))
    assert refusal(lambda: s3.get_object(Bucket=BUCKET, Key="site/index.html"))[1] == 403


def test_ownership_is_not_enforced_over_grants_of_an_acl(sandbox: Sandbox):
    s3 = sandbox.client("s3")
    enforced = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert refusal(lambda: s3.put_bucket_acl(Bucket=BUCKET, ACL="public-read")) == ("AccessControlListNotSupported", 400)
    s3.put_bucket_ownership_controls(Bucket=BUCKET, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]})
    s3.delete_public_access_block(Bucket=BUCKET)
    s3.put_bucket_acl(Bucket=BUCKET, ACL="public-read")
    asked = {"Bucket": BUCKET, "OwnershipControls": enforced}
    assert refusal(lambda: s3.put_bucket_ownership_controls(**asked)) == ("InvalidBucketAclWithObjectOwnership", 400)
    s3.put_bucket_acl(Bucket=BUCKET, ACL="private")
    s3.put_bucket_ownership_controls(**asked)


def test_versions_stay_where_others_depend_on_them(sandbox: Sandbox):
    s3 = sandbox.client("s3")
    for name in ("locked-one", "copied-one"):
        s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=name == "locked-one")
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    rule = {"Status": "Enabled", "Priority": 1, "Filter": {}, "DeleteMarkerReplication": {"Status": "Disabled"}, "Destination": {"Bucket": "arn:aws:s3:::locked-one"}}  # fmt: skip
    replication = {"Role": "arn:aws:iam::123456789012:role/MLOpsAdmin", "Rules": [rule]}
    s3.put_bucket_replication(Bucket="copied-one", ReplicationConfiguration=replication)
    for name in ("locked-one", "copied-one"):
        suspended = {"Bucket": name, "VersioningConfiguration": {"Status": "Suspended"}}
        assert refusal(lambda given=suspended: s3.put_bucket_versioning(**given)) == ("InvalidBucketState", 409)
    s3.delete_bucket_replication(Bucket="copied-one")
    s3.put_bucket_versioning(Bucket="copied-one", VersioningConfiguration={"Status": "Suspended"})


def test_what_a_retention_will_lock_comes_with_a_checksum(sandbox: Sandbox):
    s3 = sandbox.client("s3", config={"request_checksum_calculation": "when_required"})
    s3.create_bucket(Bucket="locked-one", ObjectLockEnabledForBucket=True)
    assert s3.put_object(Bucket=BUCKET, Key="a", Body=b"a")["ETag"]
    rule = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}}
    sandbox.client("s3").put_object_lock_configuration(Bucket="locked-one", ObjectLockConfiguration=rule)
    assert refusal(lambda: s3.put_object(Bucket="locked-one", Key="a", Body=b"a")) == ("InvalidRequest", 400)
    assert sandbox.client("s3").put_object(Bucket="locked-one", Key="a", Body=b"a")["ETag"]


def test_an_object_has_at_most_ten_tags(sandbox: Sandbox):
    s3 = sandbox.client("s3")
    many = {"TagSet": [{"Key": str(number), "Value": ""} for number in range(11)]}
    assert refusal(lambda: s3.put_object_tagging(Bucket=BUCKET, Key="site/index.html", Tagging=many)) == ("BadRequest", 400)

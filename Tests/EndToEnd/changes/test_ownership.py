"""Whose a thing is: what others made anew under the name of ours stays, and so do their versions beside ours.

Each is done with other people's tools after `setup`, and afterwards everything of theirs has to stand as they left it.
"""

import datetime
import json
import shutil

import pytest

from support.breaks.rows import trust
from support.foreign import STUDIO
from support.world import ACCOUNT, BUCKET, KEY, PROVIDER, ROLE, VISIBLE

SECRET = "sagemaker-github-token"
THEIRS = [{"Key": "team", "Value": "web"}]
TRUST = json.dumps(trust("repo:octo-org/website:ref:refs/heads/main"))
INLINE = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]})
TEXT = b"Resources: {}\n"


def role_anew(world):
    iam = world.boto("iam")
    for name in iam.list_role_policies(RoleName=ROLE)["PolicyNames"]:
        iam.delete_role_policy(RoleName=ROLE, PolicyName=name)
    iam.delete_role(RoleName=ROLE)
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=TRUST, Tags=THEIRS)
    iam.put_role_policy(RoleName=ROLE, PolicyName="OnrampGitHubActions", PolicyDocument=INLINE)


def provider_anew(world):
    iam = world.boto("iam")
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER)
    iam.create_open_id_connect_provider(Url=f"https://{PROVIDER.partition('/')[2]}", ClientIDList=["sts.amazonaws.com"], Tags=THEIRS)


def secret_anew(world):
    secrets = world.boto("secretsmanager")
    secrets.delete_secret(SecretId=SECRET, ForceDeleteWithoutRecovery=True)
    secrets.create_secret(Name=SECRET, SecretString='{"token":"theirs"}', Tags=THEIRS)


def template_edited(world):
    s3 = world.boto("s3")
    tags = s3.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"]
    text = s3.get_object(Bucket=BUCKET, Key=KEY)["Body"].read() + b"# and our own resources\n"
    s3.put_object(Bucket=BUCKET, Key=KEY, Body=text)
    # As the console and the documents have it: the tags are set again.
    s3.put_object_tagging(Bucket=BUCKET, Key=KEY, Tagging={"TagSet": tags})


def template_replaced(world):
    world.boto("s3").put_object(Bucket=BUCKET, Key=KEY, Body=TEXT, Tagging=f"{VISIBLE}=true")


def seen(world):
    """Everything of the account that can be compared, with the texts of the versions."""
    s3 = world.boto("s3")
    versions = s3.list_object_versions(Bucket=BUCKET, Prefix=KEY) if BUCKET in world.state()["s3"]["buckets"] else {}
    return world.state(), [
        (version["VersionId"], s3.get_object(Bucket=BUCKET, Key=KEY, VersionId=version["VersionId"])["Body"].read())
        for version in versions.get("Versions", [])
    ]


def theirs(part):
    """What of a service's dump is tagged as theirs."""
    found = []
    for value in part.values() if isinstance(part, dict) else part if isinstance(part, list) else []:
        found += [value] if isinstance(value, dict) and "web" in json.dumps(value.get("tags", {})) else theirs(value)
    return found


@pytest.mark.parametrize(
    "anew, words",
    [
        (role_anew, "Role GitHubActionsRole"),
        (provider_anew, "Identity provider"),
        (secret_anew, "Secret"),
        (template_edited, "Template"),
        (template_replaced, "Template"),
    ],
)
def test_what_others_made_under_the_name_of_ours_stays(ours, anew, words):
    anew(ours)
    state, versions = seen(ours)
    plan = ours.onramp("plan", "--teardown")
    line = next(line for line in plan.out.splitlines() if f"  {words}" in line)
    assert line.startswith("keep") or "others changed" in line, plan.out
    ran = ours.onramp("teardown", "--confirm", ACCOUNT)
    assert ran.code == 0, ran
    after, left = seen(ours)
    if words == "Template":
        # Theirs is the last version, and it alone is left.
        assert left == versions[:1], left
    else:
        service = "secretsmanager" if words == "Secret" else "iam"
        assert len(theirs(state[service])) == 1 and theirs(after[service]) == theirs(state[service])
    # What onramp remembers of them is struck out: nothing is left to take back.
    again = ours.onramp("teardown", "--confirm", ACCOUNT)
    assert again.code == 0 and seen(ours) == (after, left), again


def test_a_copy_of_our_statements_from_before_the_setup_stays(domain):
    """Somebody followed the printed commands, or copied the policies: letter by letter onramp's, and not made by it."""
    iam = domain.boto("iam")
    there = set(iam.list_role_policies(RoleName=STUDIO)["PolicyNames"])
    domain.setup()
    copies = {
        name: json.dumps(iam.get_role_policy(RoleName=STUDIO, PolicyName=name)["PolicyDocument"])
        for name in set(iam.list_role_policies(RoleName=STUDIO)["PolicyNames"]) - there
    }
    domain.teardown()
    assert copies
    # A setup of another machine, that knows nothing of the first one.
    shutil.rmtree(domain.home / "state")
    for name, text in copies.items():
        iam.put_role_policy(RoleName=STUDIO, PolicyName=name, PolicyDocument=text)
    before = domain.state()
    domain.mark()
    assert "not made by onramp: nothing but its Sid says so" in domain.teardown().out
    assert domain.writes() == []
    domain.setup()
    ran = domain.teardown()
    assert domain.state() == before, ran


@pytest.mark.parametrize("thing", ["role", "provider", "secret", "template"])
def test_what_lost_its_tags_is_still_ours(domain, thing):
    before = domain.state()
    domain.setup()
    iam, s3, secrets = domain.boto("iam"), domain.boto("s3"), domain.boto("secretsmanager")
    if thing == "role":
        iam.untag_role(RoleName=ROLE, TagKeys=["onramp:setup"])
    elif thing == "provider":
        iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER, TagKeys=["onramp:setup"])
    elif thing == "secret":
        secrets.untag_resource(SecretId=SECRET, TagKeys=["onramp:setup"])
    else:
        s3.delete_object_tagging(Bucket=BUCKET, Key=KEY)
    domain.teardown()
    assert domain.state() == before


@pytest.mark.parametrize("is_marked", [True, False])
def test_the_versions_that_others_had_there_before_come_through(domain, is_marked):
    s3 = domain.boto("s3")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    for text in (b"Resources: {A: {}}\n", TEXT):
        s3.put_object(Bucket=BUCKET, Key=KEY, Body=text, Tagging=f"{VISIBLE}=true")
    if is_marked:
        s3.delete_object(Bucket=BUCKET, Key=KEY)
    listed = s3.list_object_versions(Bucket=BUCKET)
    before = domain.state()
    domain.setup()
    ran = domain.teardown()
    assert domain.state() == before, ran
    again = s3.list_object_versions(Bucket=BUCKET)
    for kind in ("Versions", "DeleteMarkers"):
        assert [one["VersionId"] for one in again.get(kind, [])] == [one["VersionId"] for one in listed.get(kind, [])]


def test_a_role_that_an_instance_profile_holds_keeps_all_it_has(ours):
    iam = ours.boto("iam")
    iam.create_instance_profile(InstanceProfileName="ci")
    iam.add_role_to_instance_profile(InstanceProfileName="ci", RoleName=ROLE)
    policies = iam.list_role_policies(RoleName=ROLE)["PolicyNames"]
    ran = ours.onramp("teardown", "--confirm", ACCOUNT)
    assert ran.code == 0, ran
    assert iam.list_role_policies(RoleName=ROLE)["PolicyNames"] == policies
    # The way out is told as it is typed.
    hint = ran.out[ran.out.index("aws iam remove-role") :].splitlines()[0].split()
    assert ours.run(hint, ours.home).returncode == 0
    ours.teardown()
    assert ROLE not in json.dumps(ours.state()["iam"]["roles"])


def test_what_object_lock_keeps_is_told_before_anything_goes(domain):
    s3 = domain.boto("s3")
    s3.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
    rule = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}}
    s3.put_object_lock_configuration(Bucket=BUCKET, ObjectLockConfiguration=rule)
    # Uploads to such a bucket need a checksum.
    domain.setup()
    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=30)
    s3.put_object_retention(Bucket=BUCKET, Key=KEY, Retention={"Mode": "COMPLIANCE", "RetainUntilDate": until})
    ran = domain.onramp("teardown", "--confirm", ACCOUNT)
    assert f"Object Lock (COMPLIANCE) keeps it until {until:%Y-%m-%d}" in ran.out, ran
    assert s3.list_object_versions(Bucket=BUCKET, Prefix=KEY)["Versions"]
    assert "DeleteObjects" not in json.dumps(domain.writes())

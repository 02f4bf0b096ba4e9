"""A change is made only as it was shown.

The plan is shown; before it is agreed to, or before the first of it is done, a colleague changes one of the settings it
is about. Nothing of the colleague's is overwritten or taken away, and the operator is told which value was shown and
which stands there now: for each setting, when it is made and when it is taken back, by command, in lines and by keys.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from support.colleague import by_command, by_keys, by_lines, squeezed
from support.world import BUCKET, KEY, LOCATION, PROVIDER, ROLE, VISIBLE, World

SECRET = "sagemaker-github-token"
SWITCHES = {"BlockPublicAcls": True, "IgnorePublicAcls": False, "BlockPublicPolicy": False, "RestrictPublicBuckets": False}


@dataclass(frozen=True)
class Case:
    """One setting: what stands there when the plan is shown, and what a colleague makes of it then."""

    name: str
    before: Callable[[World], object]
    colleague: Callable[[World], object]
    # What other people's tools see of it.
    value: Callable[[World], object]
    # Parts of the value that was shown, and of the one that stands there by then.
    was: str = ""
    now: str = ""

    def __str__(self):
        return self.name


def s3(name, **arguments):
    """One call on the bucket, made when the world is there."""
    return lambda world: getattr(world.boto("s3"), name)(Bucket=BUCKET, **arguments)


def part_of(read, *path):
    """A part of an answer; what is not there is None."""

    def value(world):
        try:
            answer = read(world)
        except world.boto("s3").exceptions.ClientError:
            return None
        for name in path:
            answer = answer.get(name)
        return answer

    return value


def domain_arn(world):
    """The ARN of the only domain."""
    return world.boto("sagemaker").list_domains()["Domains"][0]["DomainArn"]


def located(place):
    """The domain looks for templates there."""
    return lambda world: world.boto("sagemaker").add_tags(ResourceArn=domain_arn(world), Tags=[{"Key": LOCATION, "Value": place}])


def location(world):
    """Where the domain looks for templates."""
    tags = world.boto("sagemaker").list_tags(ResourceArn=domain_arn(world))["Tags"]
    return next((tag["Value"] for tag in tags if tag["Key"] == LOCATION), None)


def encrypted(description):
    """The bucket is encrypted with a key that is disabled; its id is in the alias of that name."""

    def do(world):
        kms = world.boto("kms")
        key = kms.create_key(Description=description)["KeyMetadata"]
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key["Arn"]}, "BucketKeyEnabled": True}
        s3("put_bucket_encryption", ServerSideEncryptionConfiguration={"Rules": [rule]})(world)
        kms.disable_key(KeyId=key["KeyId"])

    return do


def owned(rule):
    """Whose the objects of the bucket are."""
    return s3("put_bucket_ownership_controls", OwnershipControls={"Rules": [{"ObjectOwnership": rule}]})


def tagged(**tags):
    """The bucket has these tags and no others."""
    return s3("put_bucket_tagging", Tagging={"TagSet": [{"Key": key.replace("_", ":"), "Value": value} for key, value in tags.items()]})


def other_branch(world):
    """The role trusts another branch of the same repository: it is still the setup's own."""
    trust = json.dumps(role(world)["AssumeRolePolicyDocument"])
    world.boto("iam").update_assume_role_policy(RoleName=ROLE, PolicyDocument=trust.replace("refs/heads/main", "refs/heads/dev"))


def other_repository(world):
    """The role trusts another organization's repository, and nobody else."""
    trust = json.dumps(role(world)["AssumeRolePolicyDocument"])
    world.boto("iam").update_assume_role_policy(RoleName=ROLE, PolicyDocument=trust.replace("octo-org", "fraud-org"))


def template_tagged(world, **tags):
    """The template has these tags too."""
    client = world.boto("s3")
    known = {tag["Key"]: tag["Value"] for tag in client.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"]}
    tag_set = [{"Key": key, "Value": value} for key, value in {**known, **tags}.items()]
    client.put_object_tagging(Bucket=BUCKET, Key=KEY, Tagging={"TagSet": tag_set})


def never_versioned(world):
    """A bucket of onramp's that never kept versions: S3 has no way back to that, so the last write is refused."""
    world.reset("domain")
    world.faults({"service": "s3", "operation": "PutBucketVersioning", "do": "deny"})
    world.setup(code=5)
    world.faults()


def role(world):
    """The role as IAM has it."""
    return world.boto("iam").get_role(RoleName=ROLE)["Role"]


SETTINGS = [
    Case(
        "the location tag",
        before=lambda world: world.boto("sagemaker").delete_tags(ResourceArn=domain_arn(world), TagKeys=[LOCATION]),
        colleague=located("s3://colleague/templates/"),
        value=location,
        was="nothing",
        now='"s3://colleague/templates/"',
    ),
    Case(
        "the public access block",
        before=s3("delete_public_access_block"),
        colleague=s3("put_public_access_block", PublicAccessBlockConfiguration=SWITCHES),
        value=part_of(s3("get_public_access_block"), "PublicAccessBlockConfiguration"),
        was="nothing",
        now='"BlockPublicAcls":true,"IgnorePublicAcls":false',
    ),
    Case(
        "the encryption",
        before=encrypted("before"),
        colleague=encrypted("since"),
        value=part_of(s3("get_bucket_encryption"), "ServerSideEncryptionConfiguration"),
        was="aws:kms",
        now="aws:kms",
    ),
    Case(
        "the versioning",
        before=never_versioned,
        colleague=s3("put_bucket_versioning", VersioningConfiguration={"Status": "Suspended"}),
        value=part_of(s3("get_bucket_versioning"), "Status"),
        was="nothing",
        now='"Suspended"',
    ),
    Case(
        "the object ownership",
        before=owned("ObjectWriter"),
        colleague=owned("BucketOwnerPreferred"),
        value=part_of(s3("get_bucket_ownership_controls"), "OwnershipControls"),
        was='"ObjectWriter"',
        now='"BucketOwnerPreferred"',
    ),
    Case(
        "the session length",
        before=lambda world: world.edit(access__max_session=7200),
        colleague=lambda world: world.boto("iam").update_role(RoleName=ROLE, MaxSessionDuration=5400),
        value=lambda world: role(world)["MaxSessionDuration"],
        was="3600",
        now="5400",
    ),
    Case(
        "the tag of the template",
        before=lambda world: template_tagged(world, **{VISIBLE: "false"}),
        colleague=lambda world: template_tagged(world, **{VISIBLE: "no"}),
        value=part_of(s3("get_object_tagging", Key=KEY), "TagSet"),
        was='"false"',
        now='"no"',
    ),
    Case(
        "the tag of the bucket",
        before=s3("delete_bucket_tagging"),
        colleague=tagged(onramp_setup="other"),
        value=part_of(s3("get_bucket_tagging"), "TagSet"),
        was="nothing",
        now="made by onramp setup other",
    ),
    Case(
        "the other tags of the bucket",
        before=s3("delete_bucket_tagging"),
        colleague=tagged(team="data"),
        value=part_of(s3("get_bucket_tagging"), "TagSet"),
        was="nothing",
        now='"data"',
    ),
]


def nothing(world):
    """What stands there is what onramp made."""


def adopted(world):
    """The bucket stood there before onramp, which changed how it is encrypted."""
    world.reset("domain")
    s3("create_bucket")(world)
    s3("put_object", Key="others.txt", Body=b"theirs")(world)
    encrypted("before")(world)
    world.setup()


HOLDINGS = [
    Case(
        "the template",
        before=nothing,
        colleague=lambda world: template_tagged(world, team="fraud"),
        value=part_of(s3("get_object_tagging", Key=KEY), "TagSet"),
        was='"onramp:setup":"churn"',
        now='"team":"fraud"',
    ),
    Case(
        "the bucket",
        before=nothing,
        colleague=tagged(onramp_setup="churn", team="fraud"),
        value=part_of(s3("get_bucket_tagging"), "TagSet"),
        was='"onramp:setup":"churn"',
        now='"team":"fraud"',
    ),
    Case(
        "the role",
        before=nothing,
        colleague=other_branch,
        value=lambda world: role(world)["AssumeRolePolicyDocument"],
        was="refs/heads/main",
        now="refs/heads/dev",
    ),
    Case(
        "the role that others took",
        before=nothing,
        colleague=other_repository,
        value=lambda world: role(world)["AssumeRolePolicyDocument"],
        was="octo-org",
        now="fraud-org",
    ),
    Case(
        "the bucket that another setup took",
        before=nothing,
        colleague=tagged(onramp_setup="other"),
        value=part_of(s3("get_bucket_tagging"), "TagSet"),
        was="changed by onramp, onramp set it",
        now="also used by others, stays: used by onramp setup other",
    ),
    Case(
        "the location tag",
        before=nothing,
        colleague=located("s3://colleague/templates/"),
        value=location,
        was="sagemaker-projects-templates",
        now='"s3://colleague/templates/"',
    ),
    Case(
        "the encryption of a bucket that stood there",
        before=adopted,
        colleague=encrypted("since"),
        value=part_of(s3("get_bucket_encryption"), "ServerSideEncryptionConfiguration"),
        was="AES256",
        now="aws:kms",
    ),
    Case(
        "the identity provider",
        before=nothing,
        colleague=lambda world: world.boto("iam").add_client_id_to_open_id_connect_provider(
            OpenIDConnectProviderArn=PROVIDER, ClientID="https://other.example"
        ),
        value=lambda world: world.boto("iam").get_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER)["ClientIDList"],
        was='["sts.amazonaws.com"]',
        now='"https://other.example"',
    ),
    Case(
        "the secret",
        before=nothing,
        colleague=lambda world: world.boto("secretsmanager").put_secret_value(
            SecretId=SECRET, SecretString=json.dumps({"token": "github_pat_" + "c" * 82})
        ),
        value=lambda world: world.boto("secretsmanager").get_secret_value(SecretId=SECRET)["SecretString"],
        was='"version":"',
        now='"version":"',
    ),
]


def run(world, case, road, command):
    """Runs it with a colleague in between; what the colleague left, and how it ended."""
    case.before(world)
    world.mark()
    left = []

    def colleague():
        case.colleague(world)
        left.append(case.value(world))

    code, said = road(world, command, colleague)
    assert len(left) == 1, "the colleague never came"
    return left[0], code, said


ROADS = pytest.mark.parametrize("road", [by_command, by_lines, by_keys], ids=lambda road: road.__name__)


def names(said, case):
    """Whether both values are named, the one that was shown before the one that stands there now."""
    was, now = re.escape(squeezed(case.was)), re.escape(squeezed(case.now))
    return re.search(f"itchangedsinceitwasshown:[a-z]*was.{{0,300}}?{was}.{{0,300}}?,now.{{0,300}}?{now}", said)


@ROADS
@pytest.mark.parametrize("case", SETTINGS, ids=str)
def test_a_setting_that_changed_since_it_was_shown_is_not_overwritten(ours, case, road):
    left, code, said = run(ours, case, road, "setup")
    assert case.value(ours) == left
    assert names(said, case), said
    assert code == 5


# A run that has written waits half a minute before it takes a change for one: by lines and by keys it goes on as by
# command from where something was agreed to, so that each thing is met on one road, and each road meets many.
WAITED_FOR = [
    pytest.param(case, road, id=f"{case}-{road.__name__}")
    for place, case in enumerate(HOLDINGS)
    for road in [(by_command, by_lines, by_keys)[place % 3]]
]


@pytest.mark.parametrize("case, road", WAITED_FOR)
def test_a_thing_that_changed_since_it_was_shown_is_not_taken_away(ours, case, road):
    left, code, said = run(ours, case, road, "teardown")
    assert case.value(ours) == left
    assert names(said, case), said
    assert code == 5

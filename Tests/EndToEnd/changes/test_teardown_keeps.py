"""Teardown takes back what onramp made, and only that; the journal and its lock."""

import json
import shutil
import signal
import subprocess

import pytest

from support import foreign
from support.breaks.rows import role_arn, trust
from support.faulty import Between, json_error
from support.killer import run_until
from support.world import ACCOUNT, BUCKET, ISSUER, KEY, LOCATION, ONRAMP, PROVIDER, REGION, ROLE, VISIBLE

DENIED = json_error(403, '{"__type": "AccessDeniedException", "message": "not authorized to perform: sagemaker:ListCodeRepositories"}')
OTHER_TRUST = json.dumps(trust("repo:octo-org/website:ref:refs/heads/main"))


def test_a_shared_provider_stays_while_another_role_trusts_it(ours):
    iam = ours.boto("iam")
    iam.create_role(RoleName="WebsiteDeploy", AssumeRolePolicyDocument=OTHER_TRUST)
    ran = ours.teardown()
    assert "[also used by others]" in ran.out
    assert "WebsiteDeploy" in ran.out
    state = ours.state()["iam"]
    assert ROLE not in json.dumps(state["roles"])
    assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER)["ClientIDList"] == ["sts.amazonaws.com"]
    iam.delete_role(RoleName="WebsiteDeploy")
    ours.teardown()
    assert iam.list_open_id_connect_providers()["OpenIDConnectProviderList"] == []


@pytest.mark.parametrize(
    "choice, gone, kept",
    [
        (["--step", "github-role"], ["Role GitHubActionsRole"], ["Bucket", "Secret", "Identity provider"]),
        (["--step", "template-bucket"], [], ["Bucket", "Secret", "Role GitHubActionsRole"]),
        (["--track", "access"], ["Role GitHubActionsRole"], ["Bucket", "Secret"]),
        (["--step", "project-template", "--step", "domain-tag"], ["Template"], ["Bucket", "Secret"]),
    ],
)
def test_only_what_was_chosen_goes(ours, choice, gone, kept):
    plan = json.loads(ours.onramp("plan", "--teardown", "--json", *choice).out)
    chosen = choice[1::2]
    before = ours.state()
    ran = ours.onramp("teardown", "--confirm", ACCOUNT, *choice)
    assert ran.code == 0, ran
    for title in gone:
        assert f"delete  {title}" in ran.out, ran.out
    for title in kept:
        line = next(line for line in ran.out.splitlines() if f"  {title}" in line)
        assert line.startswith("keep"), ran.out
    if choice[0] == "--step":
        assert {change["step"] for change in plan["changes"]} <= set(chosen)
    after = ours.state()
    assert (before == after) == (not plan["changes"])
    # What was left is taken back by a teardown without a choice.
    ours.teardown(code=0)


def read_through(world, arn, name):
    """A Git repository of SageMaker that is read through a connection, under the older of the service's names."""
    host, ident = f"codestar-connections.{REGION}.amazonaws.com", arn.rpartition("/")[2]
    url = f"https://{host}/git-http/{ACCOUNT}/{REGION}/{ident}/octo-org/{name}.git"
    world.boto("sagemaker").create_code_repository(CodeRepositoryName=name, GitConfig={"RepositoryUrl": url})


@pytest.mark.parametrize("made_by", ["onramp", "others"])
def test_a_connection_stays_as_it_is_while_a_git_repository_of_sagemaker_is_read_through_it(domain, made_by):
    connections, sagemaker = domain.boto("codeconnections"), domain.boto("sagemaker")
    (there,) = (one["ConnectionArn"] for one in connections.list_connections()["Connections"])
    if made_by == "onramp":
        connections.delete_connection(ConnectionArn=there)
    before = domain.state()
    domain.setup()
    (arn,) = (one["ConnectionArn"] for one in connections.list_connections()["Connections"])
    read_through(domain, arn, "web")
    other = "https://github.com/octo-org/other.git"
    sagemaker.create_code_repository(CodeRepositoryName="other", GitConfig={"RepositoryUrl": other})
    # Refused, and an answer without the list.
    for said in (DENIED, json_error(200, "{}")):
        with Between(domain.exports["AWS_ENDPOINT_URL"], {"ListCodeRepositories": [said] * 9}) as between:
            ran = domain.onramp("teardown", "--confirm", ACCOUNT, "--step", "connection", env={"AWS_ENDPOINT_URL": between.url})
        assert ran.code == 5 and "cannot tell who else uses it" in ran.out, ran
    ran = domain.onramp("teardown", "--confirm", ACCOUNT)
    assert "[also used by others]" in ran.out and "Git repository web" in ran.out, ran
    assert "Git repository other" not in ran.out
    tags = {tag["Key"]: tag["Value"] for tag in connections.list_tags_for_resource(ResourceArn=arn)["Tags"]}
    assert tags["sagemaker"] == "true"
    for name in ("web", "other"):
        sagemaker.delete_code_repository(CodeRepositoryName=name)
    domain.teardown()
    assert domain.state() == before


def test_a_bucket_with_foreign_objects_stays_with_them_and_loses_only_ours(ours):
    s3 = ours.boto("s3")
    s3.put_object(Bucket=BUCKET, Key="notes/keep.txt", Body=b"keep me")
    ran = ours.teardown()
    assert "notes/keep.txt" in ran.out
    assert [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]] == ["notes/keep.txt"]
    assert "does not show" not in ran.err, "the setup file names this bucket"
    # The bucket keeps versions: whoever wants the notes gone deletes every one of them.
    for version in s3.list_object_versions(Bucket=BUCKET, Prefix="notes/")["Versions"]:
        s3.delete_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])
    ours.teardown()
    assert BUCKET not in ours.state()["s3"]["buckets"]


def test_a_versioned_bucket_of_ours_is_emptied_and_removed(domain):
    before = domain.state()
    domain.setup()
    s3 = domain.boto("s3")
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    tags = f"{VISIBLE}=true&onramp%3Asetup=churn"
    for text in (b"Resources: {}\n", b"Resources: {A: {}}\n"):
        s3.put_object(Bucket=BUCKET, Key=KEY, Body=text, Tagging=tags)
    s3.delete_object(Bucket=BUCKET, Key=KEY)
    domain.setup()
    assert len(s3.list_object_versions(Bucket=BUCKET, Prefix=KEY)["Versions"]) == 4
    domain.teardown()
    assert domain.state() == before


def test_a_role_that_others_gave_a_policy_stays(ours):
    iam = ours.boto("iam")
    iam.put_role_policy(RoleName=ROLE, PolicyName="Others", PolicyDocument=json.dumps(foreign.INLINE))
    ran = ours.teardown()
    assert "Others" in ran.out
    assert "Others" in iam.list_role_policies(RoleName=ROLE)["PolicyNames"]
    assert iam.list_open_id_connect_providers()["OpenIDConnectProviderList"], "the role that stays still trusts it"


def test_what_others_added_since_stays_when_adopted_things_are_put_back(world):
    world.reset("documents")
    before = world.state()
    world.setup()
    s3, iam = world.boto("s3"), world.boto("iam")
    iam.tag_role(RoleName=ROLE, Tags=[{"Key": "team", "Value": "ml"}])
    tags = s3.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"]
    s3.put_object_tagging(Bucket=BUCKET, Key=KEY, Tagging={"TagSet": [*tags, {"Key": "page", "Value": "template"}]})
    policy = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])
    policy["Statement"].append(foreign.READERS)
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))
    rules = s3.get_bucket_cors(Bucket=BUCKET)["CORSRules"]
    s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [*rules, foreign.CORS]})
    document = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
    document["Statement"].append(foreign.TRUST)
    iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(document))
    others = foreign.seen(world)
    world.teardown()
    assert foreign.seen(world) == others
    assert json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"] == [foreign.READERS]
    trusted = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]["Statement"]
    old = before["iam"]["roles"][ROLE]
    assert "repo:octo-org/sagemaker-churn:*" in json.dumps(old)
    assert "repo:octo-org/sagemaker-churn:*" in json.dumps(trusted)
    assert foreign.TRUST in trusted


def test_foreign_things_in_our_own_resources_are_no_reason_to_lose_them(domain):
    """A domain tag of another team and another audience outlive a whole life of the setup."""
    domain.setup()
    foreign.plant(domain)
    planted = foreign.seen(domain)
    domain.setup()
    assert foreign.seen(domain) == planted
    domain.teardown()
    assert foreign.seen(domain)["domain tags"] == planted["domain tags"]


def test_the_previous_value_of_the_domain_tag_comes_back(domain):
    sagemaker = domain.boto("sagemaker")
    arn = sagemaker.list_domains()["Domains"][0]["DomainArn"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": LOCATION, "Value": "s3://shop-assets-123456789012/site/"}])
    before = domain.state()
    domain.setup()
    assert f"s3://{BUCKET}/templates/" in json.dumps(sagemaker.list_tags(ResourceArn=arn)["Tags"])
    ran = domain.teardown()
    assert "DOM-05" in ran.out, "it is said that the previous value is one a check refuses"
    assert domain.state() == before


def test_a_lost_journal_loses_no_resource(domain):
    before = domain.state()
    domain.setup()
    shutil.rmtree(domain.home / "state")
    assert domain.check().troubled == {}
    domain.teardown()
    assert domain.state() == before


def test_another_setups_tags_are_not_ours(ours):
    after = ours.state()
    shutil.rmtree(ours.home / "state")
    ours.edit(name="other")
    ran = ours.teardown()
    assert "made by onramp setup churn" in ran.out
    assert ours.writes() == []
    assert ours.state() == after


@pytest.mark.parametrize("place", ["first", "middle"])
def test_a_damaged_journal_is_refused(ours, place):
    lines = ours.journal.read_text().splitlines()
    number = 0 if place == "first" else len(lines) // 2
    lines[number] = lines[number].replace("a", "b", 1)
    ours.journal.write_text("\n".join(lines) + "\n")
    for command in (["teardown", "--confirm", ACCOUNT], ["setup", "--yes"]):
        ran = ours.onramp(*command)
        assert ran.code == 2, ran
        assert f"{ours.journal}:{number + 1}:" in ran.err, ran
    assert ours.writes() == []


def test_a_torn_last_line_is_a_crash_and_tolerated(domain):
    before = domain.state()
    domain.setup()
    with open(domain.journal, "a", encoding="utf-8") as journal:
        journal.write('{"item":"template-bucket/cors","resou')
    domain.setup()
    domain.teardown()
    assert domain.state() == before


@pytest.mark.proves("S42")
def test_two_setups_at_once_do_not_undo_each_other(domain):
    """The first hangs in the middle of its work; the second finds the lock and sends no write."""
    domain.faults({"write": True, "skip": 2, "times": 1, "do": "stall"})
    first = subprocess.Popen([str(ONRAMP), "setup", "--yes"], env=domain.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not any(line["status"] is None for line in domain.records()):
        assert first.poll() is None
    done = len(domain.writes())
    for command in (["setup", "--yes"], ["teardown", "--confirm", ACCOUNT]):
        second = domain.onramp(*command)
        assert second.code == 2, second
        assert "another onramp" in second.err
        assert str(first.pid) in second.err
    assert len(domain.writes()) == done
    assert domain.onramp("check").code == 3, "looking needs no lock"
    first.send_signal(signal.SIGKILL)
    first.communicate()
    domain.faults()
    domain.setup()
    assert domain.check().troubled == {}


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_finishes_the_call_in_flight_and_stops(domain, number, code):
    before = domain.state()
    domain.faults({"write": True, "skip": 2, "times": 1, "do": "stall"})
    process = subprocess.Popen(
        [str(ONRAMP), "setup", "--yes", "--timeout", "3"], env=domain.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while not any(line["status"] is None for line in domain.records()):
        assert process.poll() is None
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == code, (out, err)
    domain.faults()
    domain.setup()
    domain.teardown()
    assert domain.state() == before


def test_after_a_kill_the_lock_is_free(domain):
    assert run_until(domain, 3, "setup", "--yes")
    domain.setup()
    assert domain.check().troubled == {}


@pytest.mark.proves("S06")
def test_a_role_of_that_name_that_somebody_else_made_is_adopted_and_never_deleted(domain):
    iam = domain.boto("iam")
    iam.create_open_id_connect_provider(Url=f"https://{ISSUER}", ClientIDList=["sts.amazonaws.com"])
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=OTHER_TRUST, Description="ours since 2019")
    before = domain.state()
    domain.setup()
    document = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
    assert json.loads(OTHER_TRUST)["Statement"][0] in document["Statement"]
    assert domain.check().troubled == {}
    domain.teardown()
    assert domain.state() == before
    assert role_arn(ROLE) == iam.get_role(RoleName=ROLE)["Role"]["Arn"]


def test_what_is_hidden_is_not_waited_for_and_not_called_gone(ours):
    """What was written a moment ago and is not seen is looked for again; what is denied is not, for it stays hidden."""
    ours.faults({"service": "secretsmanager", "do": "deny"}, {"service": "s3", "do": "deny"})
    ours.mark()
    ran = ours.onramp("teardown", "--confirm", ACCOUNT)
    assert ran.code == 5
    assert "Nothing of this setup is in the account" not in ran.out
    assert "github-token/secret" in ran.err and "could not look at" in ran.err
    looks = [line for line in ours.records() if line["operation"] == "DescribeSecret"]
    assert len(looks) == 2, "once before and once after"
    ours.faults()
    ours.teardown()


def test_a_repository_that_is_gone_keeps_nothing_from_being_taken_back(domain):
    """Most people delete the repository first."""
    before = domain.state()
    domain.setup()
    domain.github(lambda state: state["repositories"].pop("octo-org/sagemaker-churn"))
    domain.teardown()
    left = domain.state()
    assert {service: left[service] for service in left if service != "github"} == {
        service: before[service] for service in before if service != "github"
    }

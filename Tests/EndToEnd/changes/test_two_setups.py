"""Two repositories in one account with the default names: neither notices that the other comes or goes."""

import copy
import itertools
import json
from collections import Counter

import pytest
import yaml

from support.breaks.rows import domain_of
from support.foreign import SECRET, STUDIO
from support.world import ACCOUNT, BUCKET, KEY, PROVIDER, ROLE

FIRST, SECOND = "sagemaker-churn", "sagemaker-fraud"
# What differs from one look to the next though nothing changed.
FLEETING = {"started", "seconds", "requests"}


class Party:
    """One of the two: a setup file of its own, with nothing in it but what has no default."""

    def __init__(self, world, name):
        self.world, self.name = world, name
        content = yaml.safe_load(world.original_setup)
        content["name"] = name
        content["github"]["repository"] = f"sagemaker-{name}"
        for key in ("bucket", "prefix", "template"):
            content["project"].pop(key, None)
        self.file = world.home / f"{name}.yaml"
        self.file.write_text(yaml.safe_dump(content, sort_keys=False))

    def run(self, *arguments, code=0):
        ran = self.world.onramp(*arguments, setup=self.file)
        assert ran.code == code, (self.name, ran)
        return ran

    def up(self):
        self.run("setup", "--yes")
        assert json.loads(self.run("plan", "--json").out)["changes"] == []

    def down(self):
        self.run("teardown", "--confirm", ACCOUNT)

    def check(self):
        """The report, without what is another at every look."""
        report = json.loads(self.run("check", "--json").out)
        return {name: value for name, value in report.items() if name not in FLEETING}

    def statuses(self):
        return [(check["id"], check["resource"], check["status"]) for step in self.check()["steps"] for check in step["checks"]]


@pytest.fixture
def parties(domain):
    """Both repositories on GitHub, and the operator's and the Lambda's token good for both."""

    def second(state):
        other = copy.deepcopy(state["repositories"][f"octo-org/{FIRST}"])
        other["id"] += 1
        state["repositories"][f"octo-org/{SECOND}"] = other
        for token in state["tokens"].values():
            if f"octo-org/{FIRST}" in token.get("repositories", []):
                token["repositories"].append(f"octo-org/{SECOND}")

    domain.github(second)
    return {"churn": Party(domain, "churn"), "fraud": Party(domain, "fraud")}


def orders():
    """Every order in which both come and go, each after it came."""
    turns = [(name, turn) for name in ("churn", "fraud") for turn in ("up", "down")]
    for order in itertools.permutations(turns):
        if all(order.index((name, "up")) < order.index((name, "down")) for name in ("churn", "fraud")):
            yield pytest.param(order, id="-".join(f"{name}.{turn}" for name, turn in order))


@pytest.mark.parametrize("order", list(orders()))
def test_neither_notices_the_other_and_nothing_is_left_of_both(parties, domain, order):
    before = domain.state()
    there = {}
    for name, turn in order:
        alone = {other: parties[other].check() for other in there} if turn == "up" else {}
        getattr(parties[name], turn)()
        if turn == "up":
            there[name] = (parties[name].statuses(), alone)
        else:
            _, alone = there.pop(name)
            # Whoever was there before sees what it saw before the other came, to the letter.
            for other, report in alone.items():
                if other in there:
                    assert parties[other].check() == report
        for other, (statuses, _) in there.items():
            assert parties[other].statuses() == statuses, f"{name}.{turn} was noticed by {other}"
    assert domain.state() == before


TEAM = {"team": "ml"}


def tag_all(world):
    """Another team tags everything that both stand on."""
    iam, s3, arn = world.boto("iam"), world.boto("s3"), domain_of(world)[1]
    tags = [{"Key": key, "Value": value} for key, value in TEAM.items()]
    for role in (ROLE, STUDIO):
        iam.tag_role(RoleName=role, Tags=tags)
    iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER, Tags=tags)
    world.boto("secretsmanager").tag_resource(SecretId=SECRET, Tags=tags)
    world.boto("sagemaker").add_tags(ResourceArn=arn, Tags=tags)
    own = s3.get_bucket_tagging(Bucket=BUCKET)["TagSet"]
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": own + tags})
    own = s3.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"]
    s3.put_object_tagging(Bucket=BUCKET, Key=KEY, Tagging={"TagSet": own + tags})


def team_tags(world):
    """How many things carry the team's tag."""
    tags = [
        *(world.boto("iam").list_role_tags(RoleName=role)["Tags"] for role in (ROLE, STUDIO)),
        world.boto("iam").list_open_id_connect_provider_tags(OpenIDConnectProviderArn=PROVIDER)["Tags"],
        world.boto("secretsmanager").describe_secret(SecretId=SECRET)["Tags"],
        world.boto("sagemaker").list_tags(ResourceArn=domain_of(world)[1])["Tags"],
        world.boto("s3").get_bucket_tagging(Bucket=BUCKET)["TagSet"],
        world.boto("s3").get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"],
    ]
    return sum(any(TEAM.get(tag["Key"]) == tag["Value"] for tag in of_one) for of_one in tags)


@pytest.mark.parametrize("first", ["churn", "fraud"])
def test_another_teams_tags_on_what_both_stand_on_outlive_each_step(parties, domain, first):
    other = next(name for name in parties if name != first)
    iam, sagemaker, arn = domain.boto("iam"), domain.boto("sagemaker"), domain_of(domain)[1]
    before = domain.state()
    parties["churn"].up()
    tag_all(domain)
    assert team_tags(domain) == 7
    alone = parties["churn"].check()
    parties["fraud"].up()
    assert team_tags(domain) == 7
    statuses = parties[other].statuses()
    parties[first].down()
    assert team_tags(domain) == 7
    assert parties[other].statuses() == statuses
    assert other != "churn" or parties["churn"].check() == alone
    parties[other].down()
    # What is left of the team's is on what neither made.
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=list(TEAM))
    iam.untag_role(RoleName=STUDIO, TagKeys=list(TEAM))
    assert domain.state() == before


def pytest_generate_tests(metafunc):
    if "lag" in metafunc.fixturenames:
        metafunc.parametrize("lag", [1, 3, 30] if metafunc.config.getoption("--every-lag") else [1])


def written(world):
    """What was written since the last mark, as (operation, path), with how often."""
    return Counter((line["operation"], line["path"]) for line in world.records() if line["write"])


@pytest.mark.stale
def test_the_second_comes_and_the_first_goes_while_reads_lag(parties, domain, lag):
    github = domain.state()["github"]
    commands = {"fraud": ("setup", "--yes"), "churn": ("teardown", "--confirm", ACCOUNT)}
    wanted, writes = {}, {}
    parties["churn"].up()
    for name, command in commands.items():
        domain.mark()
        parties[name].run(*command)
        wanted[name], writes[name] = domain.state(), written(domain)
    statuses = parties["fraud"].statuses()
    domain.reset("domain")
    domain.control("PUT", "github", github)
    parties = {name: Party(domain, name) for name in parties}
    parties["churn"].up()
    for name, command in commands.items():
        domain.faults({"do": "stale", "service": "*", "times": lag})
        domain.mark()
        ran = domain.onramp(*command, setup=parties[name].file, timeout=600)
        assert any(line.get("stale") for line in domain.records()), "no read was too old"
        assert ran.code in (0, 3, 5) and (ran.code != 0 or domain.state() == wanted[name]), (name, ran)
        assert not written(domain) - writes[name], ("written twice", name, ran)
        domain.faults()
        parties[name].run(*command)
        assert domain.state() == wanted[name], (name, ran)
        assert not written(domain) - writes[name], ("written twice by both", name, ran)
    assert parties["fraud"].statuses() == statuses


def test_the_plan_of_a_teardown_says_what_stays_and_for_whom(parties, domain):
    parties["churn"].up()
    parties["fraud"].up()
    lines = parties["churn"].run("plan", "--teardown").out.splitlines()
    for thing in (f"Role {ROLE}", "Identity provider", f"Bucket {BUCKET}", "Secret", "Template"):
        line = next(line for line in lines if f"  {thing}" in line)
        assert line.startswith("hand over") and "used by onramp setup fraud" in line, line
    assert any(line.startswith("keep  Tag of domain") and "onramp setup fraud" in line for line in lines), lines
    # The other way round only what is fraud's own goes: its marks, its statements.
    lines = parties["fraud"].run("plan", "--teardown").out.splitlines()
    assert not any(line.startswith(("remove", "hand over")) for line in lines), lines
    assert any(f"Bucket {BUCKET}" in line and "made by onramp setup churn" in line for line in lines)


def test_a_trust_statement_of_another_team_keeps_the_role_and_only_ours_goes(parties, domain):
    parties["churn"].up()
    iam = domain.boto("iam")
    trust = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
    theirs = copy.deepcopy(trust["Statement"][0])
    theirs["Sid"] = "Website"
    condition = theirs["Condition"]["StringEquals"]
    condition["token.actions.githubusercontent.com:sub"] = "repo:octo-org/website:ref:refs/heads/main"
    trust["Statement"].append(theirs)
    iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(trust))
    ran = parties["churn"].run("teardown", "--confirm", ACCOUNT)
    assert "Website" in ran.out
    assert iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]["Statement"] == [theirs]
    assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER)["ClientIDList"]


def test_the_policies_of_the_execution_role_keep_the_statements_of_the_one_that_stays(parties, domain):
    parties["churn"].up()
    parties["fraud"].up()
    iam = domain.boto("iam")

    def sids():
        names = [name for name in iam.list_role_policies(RoleName=STUDIO)["PolicyNames"] if "Projects" in name or "Onramp" in name]
        documents = [iam.get_role_policy(RoleName=STUDIO, PolicyName=name)["PolicyDocument"] for name in names]
        return {statement["Sid"] for document in documents for statement in document["Statement"]}

    both = sids()
    parties["churn"].down()
    assert sids() == {sid for sid in both if sid.startswith("Onrampfraud")} != set()

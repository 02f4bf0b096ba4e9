"""One switch of the organization moves many repositories: all are listed first, and only a person at a terminal makes it."""

import json

import pytest

from support import foreign
from support.breaks.rows import trust
from support.lines import Conversation
from support.migrating import BOTH, IDS, NAMES, jobs_get_in, migrate, subjects
from support.sign_ins import tried
from support.world import ROLE

SWITCH = "PUT /orgs/{org}/actions/oidc/customization/sub"
OPERATOR = "ghp_sandboxOperatorToken0000000000000000"
QUESTION = "type the organization's name (octo-org):"


def organization(world):
    return world.state()["github"]["organizations"]["octo-org"]["oidc"]


@pytest.fixture
def follower(classic):
    """The repository, and one of others, have no setting of their own."""

    def change(state):
        state["tokens"][OPERATOR]["scopes"].append("admin:org")
        state["organizations"]["octo-org"]["oidc"] = {"use_immutable_subject": False}
        state["repositories"]["octo-org/sagemaker-churn"]["oidc"] = {"use_default": True}

    classic.github(change)
    return classic


def website_in_both_forms(world):
    """What a person does: the roles that trust the other repository by its name accept its ids too."""
    iam = world.boto("iam")
    for role in (ROLE, "WebsitePreview"):
        document = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
        for statement in document["Statement"]:
            for tests in statement["Condition"].values():
                for key, value in tests.items():
                    values = [value] if isinstance(value, str) else value
                    tests[key] = values + [
                        one.replace("octo-org/website", "octo-org@583231/website@1300192") for one in values if "website" in one
                    ]
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(document))
    world.mark()


def test_nothing_is_switched_while_a_role_would_refuse_a_repository_that_follows(follower):
    ran = migrate(follower, "--organization", "--yes", code=3)
    assert "2 repositories follow it" in ran.out
    line = next(line for line in ran.out.splitlines() if "  octo-org/website" in line)
    for words in (f"role {ROLE} would refuse it: repo:octo-org/website:ref:refs/heads/main", "role WebsitePreview would refuse it"):
        assert words in line
    assert "let it accept both forms first" in ran.err and follower.writes() == []
    assert "  octo-org/sagemaker-churn\n" in ran.out, "its own role is the first change's"


def test_it_takes_a_person_who_types_the_name(follower):
    website_in_both_forms(follower)
    others = foreign.seen(follower)
    agreed = migrate(follower, "--organization", "--yes")
    assert agreed.out.index("  octo-org/website") < agreed.out.index("Next:")
    assert "Left for you: switch octo-org" in agreed.out and "gh api --method PUT /orgs/octo-org/" in agreed.out
    assert follower.writes() == ["UpdateAssumeRolePolicy"] and organization(follower)["use_immutable_subject"] is False
    assert "only at a terminal" in migrate(follower, "--organization", code=2).err
    for wrong in ("", "y", "octo-or", "OCTO-ORG"):
        told = Conversation(follower, "migrate", "immutable-subjects", "--organization")
        assert told.answer(QUESTION, wrong).end() == 6, told.text
    assert follower.writes() == ["UpdateAssumeRolePolicy"]
    jobs_get_in(follower)
    told = Conversation(follower, "migrate", "immutable-subjects", "--organization")
    assert told.answer(QUESTION, "octo-org").end() == 0, told.text
    assert "octo-org/website" in told.text.partition(QUESTION)[0]
    assert follower.writes() == ["UpdateAssumeRolePolicy", SWITCH] and organization(follower) == {"use_immutable_subject": True}
    assert tried(follower, repository="octo-org/website") is None
    jobs_get_in(follower)
    assert "migrate immutable-subjects" in json.dumps(follower.check().report["left_for_you"])
    migrate(follower, "--yes")
    assert subjects(follower) == IDS
    jobs_get_in(follower)
    assert foreign.seen(follower) == others
    back(follower)


def back(follower):
    """One point after the other, to where it began."""
    migrate(follower, "--organization", "--yes", "--undo")
    assert subjects(follower) == BOTH
    told = Conversation(follower, "migrate", "immutable-subjects", "--organization", "--undo")
    assert told.answer(QUESTION, "octo-org").end() == 0, told.text
    assert organization(follower) == {"use_immutable_subject": False}
    jobs_get_in(follower)
    migrate(follower, "--organization", "--yes", "--undo")
    assert subjects(follower) == NAMES
    jobs_get_in(follower)


def test_a_repository_with_a_setting_of_its_own_is_switched_by_itself(classic):
    classic.github(lambda state: state["organizations"]["octo-org"].update(oidc={"use_immutable_subject": True}))
    migrate(classic, "--yes")
    assert classic.writes() == ["UpdateAssumeRolePolicy", "PUT /repos/{owner}/{repo}/actions/oidc/customization/sub"]
    jobs_get_in(classic)


def test_more_repositories_than_are_looked_at_are_not_switched(follower):
    def change(state):
        for number in range(300):
            state["repositories"][f"octo-org/old-{number}"] = {"id": 7000 + number, "created_at": "2020-01-01T00:00:00Z"}

    follower.github(change)
    ran = migrate(follower, "--organization", "--yes", code=3)
    assert "more than 300 repositories" in ran.err and follower.writes() == []
    asked = [line for line in follower.records() if line["operation"].startswith("GET /repos/{owner}/{repo}/actions/oidc")]
    assert len(asked) <= 302


@pytest.mark.parametrize("operation", ["GET /orgs/{org}/repos", "GET /orgs/{org}/actions/oidc/customization/sub", "ListRoles"])
def test_what_cannot_be_listed_is_not_switched(follower, operation):
    follower.faults({"service": "iam" if operation == "ListRoles" else "github", "operation": operation, "do": "deny", "times": 0})
    assert "denied" in migrate(follower, "--organization", "--yes", code=3).err
    assert follower.writes() == []


def test_an_owner_who_is_no_organization_has_no_such_switch(classic):
    def change(state):
        state["users"]["octo-person"] = {"id": 583231}
        state["repositories"]["octo-person/sagemaker-churn"] = state["repositories"].pop("octo-org/sagemaker-churn")

    classic.github(change)
    classic.edit(github__owner="octo-person")
    assert "octo-person is no organisation" in migrate(classic, "--organization", "--yes", code=3).err


def test_a_role_of_another_repository_that_accepts_both_is_no_obstacle(follower):
    website_in_both_forms(follower)
    follower.boto("iam").update_assume_role_policy(
        RoleName="WebsitePreview", PolicyDocument=json.dumps(trust("repo:octo-org/web*", operator="StringLike"))
    )
    ran = migrate(follower, "--organization", "--yes", code=3)
    assert "role WebsitePreview would refuse it: repo:octo-org/web*" in ran.out, "a pattern of names reaches no ids"

"""The role trusts exactly the tokens GitHub sends: whatever form the subject has, and nobody else's."""

import pytest

from support.tokens import lets_in
from support.world import PREFIX, ROLE

CLASSIC = "repo:octo-org/sagemaker-churn"
OLD = "2020-01-01T00:00:00Z"
STRANGERS = (
    "repo:octo-org/website:ref:refs/heads/main",
    "repo:octo-org/sagemaker-churn-fork:ref:refs/heads/main",
    "repo:octo-org@583231/sagemaker-churn@1296270:ref:refs/heads/main",
    "repo:evil/sagemaker-churn:environment:production",
    "repo:octo-org@1/sagemaker-churn@1296269:ref:refs/heads/main",
    f"{PREFIX}:ref:refs/heads/feature",
    f"{PREFIX}:pull_request",
    f"{PREFIX}:environment:staging",
    f"{CLASSIC}:pull_request",
    f"{CLASSIC}:ref:refs/heads/feature",
    "",
)


def trusted(world):
    """The trust policy as the account has it."""
    return world.boto("iam").get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]


def accepts_only(world, *subjects):
    """Setup makes a role that lets in these subjects and no other, and the checks agree."""
    world.setup()
    document = trusted(world)
    for subject in subjects:
        assert lets_in(document, subject), (subject, document)
        assert not lets_in(document, subject, audience="https://github.com/octo-org")
        assert not lets_in(document, subject + "x")
    for stranger in STRANGERS:
        assert not lets_in(document, stranger), (stranger, document)
    checked = world.check()
    assert checked["TRUST-13"]["status"] == "pass"
    assert checked["TRUST-17"]["status"] == "pass"
    assert {c for c in checked.red if c.startswith("TRUST")} == set()


def test_a_new_repository_has_ids_in_its_subject(domain):
    accepts_only(domain, f"{PREFIX}:ref:refs/heads/main", f"{PREFIX}:environment:production")
    assert not lets_in(trusted(domain), f"{CLASSIC}:ref:refs/heads/main")


def test_an_old_repository_has_names_only(domain):
    domain.repository(created_at=OLD, oidc={"use_default": True, "use_immutable_subject": False})
    accepts_only(domain, f"{CLASSIC}:ref:refs/heads/main", f"{CLASSIC}:environment:production")
    assert not lets_in(trusted(domain), f"{PREFIX}:ref:refs/heads/main")


def test_an_old_repository_may_have_chosen_ids(domain):
    domain.repository(created_at=OLD, oidc={"use_default": True, "use_immutable_subject": True})
    accepts_only(domain, f"{PREFIX}:ref:refs/heads/main", f"{PREFIX}:environment:production")


def test_the_switch_to_ids_is_noticed_and_repaired(domain):
    domain.repository(created_at=OLD, oidc={"use_default": True, "use_immutable_subject": False})
    domain.setup()
    domain.repository(oidc={"use_default": True, "use_immutable_subject": True})
    assert domain.check()["TRUST-13"]["status"] == "fail"
    accepts_only(domain, f"{PREFIX}:ref:refs/heads/main", f"{PREFIX}:environment:production")
    assert not lets_in(trusted(domain), f"{CLASSIC}:ref:refs/heads/main")


@pytest.mark.parametrize("owner, repository", [("Octo-Org", "sagemaker-churn"), ("octo-org", "SageMaker-Churn")])
def test_the_names_in_the_role_are_in_githubs_spelling(domain, owner, repository):
    domain.edit(github__owner=owner, github__repository=repository)
    accepts_only(domain, f"{PREFIX}:ref:refs/heads/main", f"{PREFIX}:environment:production")


def test_a_renamed_repository_sends_its_new_name(domain):
    domain.setup()

    def rename(state):
        repository = state["repositories"].pop("octo-org/sagemaker-churn")
        state["repositories"]["octo-org/sagemaker-loyalty"] = {**repository, "former_names": ["octo-org/sagemaker-churn"]}

    domain.github(rename)
    new = PREFIX.replace("churn", "loyalty")
    # Found under its old name as well: what counts is what GitHub calls it now.
    accepts_only(domain, f"{new}:ref:refs/heads/main", f"{new}:environment:production")
    domain.edit(github__repository="sagemaker-loyalty")
    accepts_only(domain, f"{new}:ref:refs/heads/main", f"{new}:environment:production")


def test_the_default_branch_and_the_named_environment_count(domain):
    domain.repository(default_branch="trunk", branches={"trunk": {"sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e", "protected": False}})
    domain.edit(github__environment="live: eu/1")
    domain.onramp("setup", "--yes")
    document = trusted(domain)
    assert lets_in(document, f"{PREFIX}:ref:refs/heads/trunk")
    # GitHub writes a colon in an environment's name as %3A and leaves the rest.
    assert lets_in(document, f"{PREFIX}:environment:live%3A eu/1")
    assert not lets_in(document, f"{PREFIX}:ref:refs/heads/main")


@pytest.mark.parametrize(
    "keys, subjects, red",
    [
        (
            ["repository_owner_id", "repository_id", "environment"],
            ["repository_owner_id:583231:repository_id:1296269:environment:production"],
            set(),
        ),
        # What such a template leaves open no policy can close: every branch and pull request has this subject.
        (["repository"], ["repository:octo-org/sagemaker-churn"], {"TRUST-09"}),
        (["repo", "context"], [f"{CLASSIC}:ref:refs/heads/main", f"{CLASSIC}:environment:production"], set()),
    ],
)
def test_a_customised_subject_is_trusted_as_github_writes_it(domain, keys, subjects, red):
    domain.repository(created_at=OLD, oidc={"use_default": False, "include_claim_keys": keys, "use_immutable_subject": False})
    domain.edit(access__subjects=["environment"] if len(subjects) == 1 else ["branch", "environment"])
    ran = domain.onramp("setup", "--yes")
    document = trusted(domain)
    for subject in subjects:
        assert lets_in(document, subject), (document, ran)
    for stranger in STRANGERS:
        assert not lets_in(document, stranger), (stranger, document)
    assert {c for c in domain.check().red if c.startswith("TRUST")} == red


def test_pull_requests_tags_and_literal_subjects_only_when_asked_for(domain):
    literal = f"{PREFIX}:ref:refs/heads/release"
    there = {"sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e", "protected": False}
    domain.repository(branches={"main": there, "release": there})
    domain.edit(access__subjects=["pull_request", "tag", literal])
    domain.setup()
    document = trusted(domain)
    for subject in (f"{PREFIX}:pull_request", f"{PREFIX}:ref:refs/tags/v1.2", literal):
        assert lets_in(document, subject), document
    for subject in (f"{PREFIX}:ref:refs/heads/main", f"{PREFIX}:environment:production", "repo:octo-org/website:pull_request"):
        assert not lets_in(document, subject), document

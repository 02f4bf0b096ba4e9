"""A repository that was renamed or transferred: the role accepts the new name beside the old one, and then it alone."""

import pytest

from support import foreign
from support.migrating import NAMES, jobs_get_in, migrate, subjects
from support.sign_ins import tried

RENAMED = ("octo-org/churn-model", "repo:octo-org@583231/churn-model@1296269")
TRANSFERRED = ("ml-org/sagemaker-churn", "repo:ml-org@424242/sagemaker-churn@1296269")
CONTEXTS = ("ref:refs/heads/main", "environment:production")


def moved(world, name):
    """GitHub gives the repository another name, and with it subjects with ids."""

    def change(state):
        state["organizations"]["ml-org"] = {"id": 424242}
        found = state["repositories"].pop("octo-org/sagemaker-churn")
        found.update(former_names=["octo-org/sagemaker-churn"], oidc={"use_default": True, "use_immutable_subject": True})
        state["repositories"][name] = found

    world.github(change)


@pytest.mark.parametrize("name, prefix", [RENAMED, TRANSFERRED], ids=["renamed", "transferred"])
def test_the_new_name_beside_the_old_one_and_then_alone(classic, name, prefix):
    others = foreign.seen(classic)
    moved(classic, name)
    assert tried(classic, repository=name) == "AccessDenied"
    new = sorted(f"{prefix}:{context}" for context in CONTEXTS)
    first = migrate(classic, "--yes")
    assert f"GitHub calls it {name}: write that into the setup file" in first.out
    assert "Left for you:" in first.out and classic.writes() == ["UpdateAssumeRolePolicy"]
    assert subjects(classic) == sorted(NAMES + new)
    jobs_get_in(classic, repository=name)
    migrate(classic, "--yes")
    assert subjects(classic) == new
    jobs_get_in(classic, repository=name)
    assert "Nothing is left to migrate." in migrate(classic, "--yes").out
    assert foreign.seen(classic) == others
    owner, _, repository = name.partition("/")
    classic.edit(github__owner=owner, github__repository=repository)
    # The statement of others about another repository names an owner by now who is not the repository's.
    elsewhere = {"TRUST-40"} if owner == "ml-org" else set()
    assert {check for check in classic.check().troubled if check.startswith("TRUST")} == elsewhere


@pytest.mark.parametrize("name, prefix", [RENAMED, TRANSFERRED], ids=["renamed", "transferred"])
def test_a_role_that_was_migrated_before_goes_the_same_way(classic, name, prefix):
    migrate(classic, "--yes")
    jobs_get_in(classic)
    migrate(classic, "--yes")
    moved(classic, name)
    migrate(classic, "--yes")
    jobs_get_in(classic, repository=name)
    migrate(classic, "--yes")
    assert subjects(classic) == sorted(f"{prefix}:{context}" for context in CONTEXTS)


def test_teardown_after_a_rename_refuses_nobody(classic):
    moved(classic, RENAMED[0])
    migrate(classic, "--yes")
    jobs_get_in(classic, repository=RENAMED[0])
    migrate(classic, "--yes")
    classic.teardown()
    jobs_get_in(classic, repository=RENAMED[0])

"""Teardown after a migration: no job that was admitted before onramp is refused after it."""

import pytest

from support.breaks.rows import trusting
from support.migrating import BOTH, IDS, NAMES, jobs_get_in, migrate, subjects, writes_ids
from support.world import ROLE


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_role_of_others_goes_on_admitting_its_jobs(classic, rounds):
    for _ in range(rounds):
        migrate(classic, "--yes")
        jobs_get_in(classic)
    told = classic.teardown()
    assert (subjects(classic), writes_ids(classic)) == (BOTH, True)
    jobs_get_in(classic)
    assert "what stood there before and the same subjects with ids" in told.out, told.out
    assert "Subjects of octo-org/sagemaker-churn" in told.out and "migrate immutable-subjects --undo" in told.out
    classic.mark()
    classic.teardown()
    assert classic.writes() == []


def test_after_the_way_back_everything_is_as_it_was(classic):
    def stands():
        role = classic.boto("iam").get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
        return role, classic.state()["github"]

    before = stands()
    migrate(classic, "--yes")
    migrate(classic, "--yes", "--undo")
    migrate(classic, "--yes", "--undo")
    told = classic.teardown()
    assert stands() == before and "stays: it is as it was before onramp" in told.out
    jobs_get_in(classic)


def test_what_others_switched_is_no_reason_to_refuse_either(classic):
    """Setup changed the role while GitHub wrote names; a person switched the repository, and setup followed."""
    trusting(NAMES[0])(classic)
    classic.setup()
    classic.repository(oidc={"use_default": True, "use_immutable_subject": True})
    classic.setup()
    jobs_get_in(classic)
    told = classic.teardown()
    assert "with ids" in told.out
    assert subjects(classic) == sorted([NAMES[0], *(one for one in IDS if one.endswith(NAMES[0].partition("churn")[2]))])


def test_while_github_cannot_be_asked_the_role_keeps_what_it_has(classic):
    migrate(classic, "--yes")
    jobs_get_in(classic)
    migrate(classic, "--yes")
    classic.faults({"service": "github", "operation": "GET /repos/{owner}/{repo}", "do": "deny", "times": 0})
    told = classic.teardown(code=5)
    assert "not to be seen" in told.out and subjects(classic) == IDS
    classic.faults()
    jobs_get_in(classic)

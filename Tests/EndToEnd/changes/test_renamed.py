"""The setup's name was edited after things were made: they are told of under the name they have, and never called gone."""

from support.world import ACCOUNT

TEARDOWN = ("teardown", "--confirm", ACCOUNT)


def test_what_was_made_under_the_former_name_is_told_and_not_called_gone(domain):
    before = domain.state()
    domain.setup()
    after = domain.state()
    domain.edit(name="fraud")
    domain.mark()
    plan = domain.onramp("plan", "--teardown")
    assert plan.code == 0 and "under the name churn" in plan.err, plan
    # Twice: that one teardown was begun under the new name makes nothing under it.
    for _ in range(2):
        ran = domain.onramp(*TEARDOWN)
        assert ran.code == 2, ran
        assert f"{domain.setup_file}:" in ran.err and "name is fraud" in ran.err, ran
        assert "name: churn" in ran.err and str(domain.journal) in ran.err, ran
        assert "made by onramp setup churn" in ran.out and "bucket of onramp setup churn" in ran.out, ran
        assert "not set by onramp" not in ran.out, ran
    assert domain.writes() == [] and domain.state() == after
    domain.edit(name="churn")
    assert "under the name" not in domain.teardown().err
    assert domain.state() == before


def test_what_was_made_without_a_role_is_told_too(domain):
    """Only a role's trust policy names the repository; without one the things tell."""
    domain.edit(tracks=["project"])
    before = domain.state()
    domain.setup()
    after = domain.state()
    domain.edit(name="fraud")
    domain.mark()
    ran = domain.onramp(*TEARDOWN)
    assert ran.code == 2 and "name: churn" in ran.err and "under the name churn" in ran.err, ran
    assert domain.writes() == [] and domain.state() == after
    # A setup that names none of those things has nothing to do with them.
    domain.edit(project__bucket="another-bucket-123456789012", project__token_secret="another")
    assert "under the name" not in domain.onramp("plan", "--teardown").err
    domain.edit(name="churn", project__bucket=None, project__token_secret=None)
    domain.teardown()
    assert domain.state() == before


def test_a_second_setup_of_the_same_repository_is_one_of_its_own(domain):
    domain.setup()
    first = domain.state()
    domain.edit(name="fraud")
    ran = domain.setup()
    assert "under the name churn" in ran.err, ran
    assert domain.state() != first
    ran = domain.teardown()
    assert "under the name churn" in ran.err, ran
    assert domain.state() == first


def test_a_setup_of_another_repository_is_no_former_one(domain):
    domain.setup()
    domain.edit(name="fraud", github__repository="sagemaker-fraud")
    ran = domain.teardown()
    assert "under the name" not in ran.err, ran

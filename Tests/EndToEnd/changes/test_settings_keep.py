"""Secrets and environments carry no tags: whose they are, and who else relies on them, is told by the role."""

import json
import shutil

import yaml

from support.breaks.rows import trust
from support.world import ACCOUNT, PREFIX, ROLE

REPOSITORY = "octo-org/sagemaker-churn"
TEARDOWN = ("teardown", "--confirm", ACCOUNT)


def settings(world):
    """The secrets and environments of the repository."""
    found = world.state()["github"]["repositories"][REPOSITORY]
    return set(found.get("secrets", {})), set(found.get("environments", {}))


def test_what_stood_there_before_the_role_stays_though_the_journal_is_lost(domain):
    domain.github(lambda state: state["repositories"][REPOSITORY].update(secrets={"AWS_ROLE_ARN": {"sha256": "0" * 64}}))
    domain.setup()
    assert settings(domain) == ({"AWS_ROLE_ARN", "SAGEMAKER_EXECUTION_ROLE_ARN"}, {"production"})
    shutil.rmtree(domain.home / "state")
    ran = domain.teardown()
    assert settings(domain) == ({"AWS_ROLE_ARN"}, set()), ran
    assert any("Secret AWS_ROLE_ARN" in line and "not created" in line for line in ran.out.splitlines()), ran.out


def test_what_others_put_into_the_environment_keeps_it(domain):
    domain.setup()
    domain.github(lambda state: state["repositories"][REPOSITORY]["environments"]["production"].update(variables={"TEAM": "ml"}))
    shutil.rmtree(domain.home / "state")
    ran = domain.teardown()
    assert settings(domain) == (set(), {"production"}), ran
    assert "variable TEAM" in ran.out


def test_the_settings_stay_while_another_role_trusts_the_repository(domain):
    before = domain.state()
    domain.setup()
    iam = domain.boto("iam")
    iam.create_role(RoleName="deploy-b", AssumeRolePolicyDocument=json.dumps(trust(f"{PREFIX}:ref:refs/heads/main")))
    ran = domain.onramp(*TEARDOWN)
    assert "used by role deploy-b" in ran.out, ran
    assert settings(domain) == ({"AWS_ROLE_ARN", "SAGEMAKER_EXECUTION_ROLE_ARN"}, {"production"})
    iam.delete_role(RoleName="deploy-b")
    # The role is gone, and with it what told whose the settings are: the journal still does.
    domain.teardown()
    assert domain.state() == before


def test_two_setups_of_one_repository_share_its_settings_until_both_are_gone(domain):
    before = domain.state()
    second = domain.home / "second.yaml"
    content = yaml.safe_load(domain.setup_file.read_text())
    second.write_text(yaml.safe_dump({**content, "name": "second"}))
    domain.setup()
    ran = domain.onramp("setup", "--yes", setup=second)
    assert ran.code == 0, ran
    domain.teardown()
    assert settings(domain) == ({"AWS_ROLE_ARN", "SAGEMAKER_EXECUTION_ROLE_ARN"}, {"production"})
    assert domain.boto("iam").get_role(RoleName=ROLE)
    ran = domain.onramp(*TEARDOWN, setup=second)
    assert ran.code == 0, ran
    assert domain.state() == before

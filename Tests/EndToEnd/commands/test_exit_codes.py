"""The exit codes of the contract, one test each, and the few commands that look at nothing."""

import json
import re
import subprocess

import jsonschema
import pytest
import yaml

from support.world import ACCOUNT, ONRAMP


def test_0_done_and_checked_with_nothing_wrong(domain):
    assert domain.onramp("setup", "--yes").code == 0
    assert domain.onramp("check").code == 0
    assert domain.onramp("teardown", "--confirm", ACCOUNT).code == 0


def test_0_although_warnings_remain(healthy):
    healthy.edit(project__domain=None)
    healthy.boto("s3").delete_bucket_policy(Bucket="sagemaker-projects-templates-123456789012-us-east-1")
    assert healthy.onramp("check").code == 0
    assert healthy.onramp("check", "--strict").code == 3


def test_0_for_a_plan_with_changes(domain):
    ran = domain.onramp("plan")
    assert ran.code == 0
    assert "CreateRole" in domain.onramp("plan", "--json").out


def test_2_usage(domain):
    assert domain.onramp("nonsense").code == 2


def test_3_a_check_fails(domain):
    assert domain.onramp("check").code == 3


def test_3_something_is_unknown_while_other_things_were_decided(healthy):
    healthy.faults({"operation": "GetBucketCors", "do": "deny"})
    assert healthy.onramp("check").code == 3


def test_4_the_wrong_account(domain):
    domain.edit(account="210987654321")
    assert domain.onramp("check").code == 4


def test_5_stopped_part_way(domain):
    domain.faults({"operation": "CreateBucket", "do": "deny"})
    assert domain.onramp("setup", "--yes").code == 5


def test_5_a_wanted_change_waits_behind_a_person(domain):
    domain.github(lambda state: state["repositories"].pop("octo-org/sagemaker-churn"))
    ran = domain.onramp("setup", "--yes")
    assert ran.code == 5, ran
    assert "GH-01" in ran.err
    assert "https://github.com/" in ran.err


def test_the_version_is_a_result(domain):
    ran = domain.onramp("--version")
    assert ran.code == 0
    assert re.fullmatch(r"(onramp )?\d+\.\d+\.\d+\n", ran.out)
    assert ran.err == ""


@pytest.mark.parametrize("arguments", [["help"], ["--help"], ["help", "check"], ["check", "--help"], ["help", "setup-file"]])
def test_help_is_a_result(domain, arguments):
    ran = domain.onramp(*arguments)
    assert ran.code == 0, ran
    assert len(ran.out.splitlines()) > 5
    assert ran.err == ""
    assert domain.records() == []


def test_the_schema_of_the_setup_file_is_valid_and_takes_the_sandboxs_own(domain):
    ran = domain.onramp("help", "setup-file", "--schema")
    assert ran.code == 0
    schema = json.loads(ran.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    content = yaml.safe_load(domain.original_setup)
    validator.validate(content)
    for wrong in (
        {**content, "acount": "1"},
        {**content, "region": 5},
        {**content, "account": "12"},
        {**content, "github": {"owner": "-", "repository": "x"}},
        {**content, "tracks": ["acess"]},
    ):
        assert list(validator.iter_errors(wrong)), wrong


@pytest.mark.parametrize("arguments", [["check"], ["check", "--json"], ["plan"], ["plan", "--json"], ["plan", "--format", "cli"]])
def test_stdout_carries_results_only(healthy, arguments):
    healthy.faults({"operation": "GetBucketCors", "do": "deny"})
    ran = healthy.onramp(*arguments)
    if "--json" in arguments:
        json.loads(ran.out)
    assert "\x1b" not in ran.out


def test_what_comes_from_outside_cannot_drive_the_terminal(healthy):
    arn = healthy.boto("sagemaker").list_domains()["Domains"][0]["DomainArn"]
    role = healthy.boto("iam")
    role.put_role_policy(
        RoleName="GitHubActionsRole",
        PolicyName="Odd",
        PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Sid": "x", "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}]}
        ),
    )
    healthy.github(
        lambda state: state["repositories"]["octo-org/sagemaker-churn"].update(
            default_branch="ma\x1b[31min",
            branches={"ma\x1b[31min": {"sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e", "protected": False}},
        )
    )
    ran = healthy.onramp("check")
    assert arn
    assert "GH-03" in ran.out
    assert "\x1b" not in ran.out + ran.err
    machine = json.loads(healthy.onramp("check", "--json").out)
    assert "ma\\u001b" in json.dumps(machine)


def test_a_closed_output_ends_it(domain):
    done = subprocess.run(["sh", "-c", f"{ONRAMP} check >&-"], env=domain.env, capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, 3)


def test_check_needs_no_writable_place(domain):
    """A health check in a read-only container is no reason to fail."""
    ran = domain.onramp("check", env={"XDG_STATE_HOME": "/proc/nowhere"})
    assert ran.code == 3, ran
    assert ran.out


def test_setup_without_a_place_for_its_journal_changes_nothing(domain):
    ran = domain.onramp("setup", "--yes", env={"XDG_STATE_HOME": "/proc/nowhere"})
    assert ran.code == 2, ran
    assert "/proc/nowhere" in ran.err
    assert domain.writes() == []

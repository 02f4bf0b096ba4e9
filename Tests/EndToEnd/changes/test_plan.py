"""A plan says exactly what setup then does; options limit what is looked at and changed."""

import json
import re
import subprocess

import pytest

from support.world import ACCOUNT, ONRAMP, day

# On seed `domain` with the tracks access and project.
ACCESS = {"identity", "github-repository", "oidc-provider", "github-role", "github-settings", "workflows"}


def planned(world, *arguments):
    """The changes of `plan --json`."""
    ran = world.onramp("plan", "--json", *arguments)
    assert ran.code == 0, ran
    return json.loads(ran.out)["changes"]


@pytest.mark.parametrize("seed", ["empty", "domain", "documents", "healthy"])
def test_setup_writes_what_the_plan_said_in_that_order(world, seed):
    world.reset(seed)
    changes = planned(world)
    assert world.writes() == []
    world.onramp("setup", "--yes")
    assert world.writes() == [call["operation"] for change in changes for call in change["calls"]]


@pytest.mark.parametrize("seed", ["domain", "documents"])
def test_teardown_writes_what_its_plan_said(world, seed):
    world.reset(seed)
    world.setup()
    changes = planned(world, "--teardown")
    world.mark()
    world.teardown()
    assert world.writes() == [call["operation"] for change in changes for call in change["calls"]]


def asked_of_github(world, call):
    """Sends one call of a plan with gh."""
    method, path = call["operation"].split()
    body = dict(call["input"])
    for name in re.findall(r"\{(\w+)\}", path):
        path = path.replace(f"{{{name}}}", body.pop(name))
    file = world.home / "body.json"
    file.write_text(json.dumps(body))
    done = world.run(["gh", "api", "--method", method, path, *(["--input", str(file)] if body else [])], world.home)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("seed", ["domain", "documents"])
def test_the_undo_of_every_change_gives_back_the_account(world, seed):
    """Run backwards, with boto3 and gh, by nobody but this test."""
    world.reset(seed)
    before = world.state()
    changes = planned(world)
    world.setup()
    for change in reversed(changes):
        for call in change["undo"]:
            if call["service"] == "github":
                asked_of_github(world, call)
                continue
            name = "".join(f"_{c.lower()}" if c.isupper() else c for c in call["operation"]).lstrip("_")
            name = name.replace("open_i_d", "open_id").replace("client_i_d", "client_id")
            getattr(world.boto(call["service"]), name)(**call["input"])
    assert world.state() == before


def test_a_plan_marks_what_onramp_did_not_make(world):
    world.reset("documents")
    assert {change["made_by_onramp"] for change in planned(world) if change["kind"] != "create"} == {False}
    assert "not made by onramp" in world.onramp("plan").out
    world.reset("domain")
    assert {
        change["made_by_onramp"] for change in planned(world) if change["step"] not in ("connection", "domain-tag", "execution-role")
    } == {True}


@pytest.mark.parametrize("seed", ["domain", "documents"])
def test_the_plan_as_a_script_makes_everything_right(world, seed):
    world.reset(seed)
    script = world.onramp("plan", "--format", "cli")
    assert script.code == 0
    file = world.home / "plan.sh"
    file.write_text(script.out)
    done = subprocess.run(["sh", str(file)], env=world.env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    checked = world.check()
    assert checked.troubled == {}
    assert planned(world) == []


def test_the_teardown_as_a_script_gives_back_the_account(domain):
    before = domain.state()
    domain.setup()
    file = domain.home / "teardown.sh"
    file.write_text(domain.onramp("plan", "--teardown", "--format", "cli").out)
    done = subprocess.run(["sh", str(file)], env=domain.env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert domain.state() == before


def test_an_empty_plan_is_a_script_that_does_nothing(healthy):
    ran = healthy.onramp("plan", "--format", "cli")
    assert ran.code == 0, ran
    assert "aws " not in ran.out


def test_a_track_limits_what_is_looked_at_and_changed(domain):
    checked = domain.check("--track", "access")
    judged = {checked[check]["step"] for check in checked if checked[check]["status"] != "skipped"}
    assert judged == ACCESS
    assert {line["service"] for line in domain.records()} <= {"sts", "iam", "github", "cloudtrail"}
    domain.mark()
    domain.setup("--track", "access")
    assert {line["service"] for line in domain.records() if line["write"]} == {"iam", "github"}
    assert domain.check("--track", "access").troubled == {}
    assert "S3-01" in domain.check().red


def test_a_step_limits_what_is_looked_at_and_changed_to_what_it_needs(domain):
    checked = domain.check("--step", "oidc-provider")
    judged = {checked[check]["step"] for check in checked if checked[check]["status"] != "skipped"}
    assert judged == {"identity", "oidc-provider"}
    assert set(checked) == set(domain.check()), "the ids of the other steps stand there as skipped"
    domain.mark()
    domain.setup("--step", "oidc-provider")
    assert domain.writes() == ["CreateOpenIDConnectProvider"]


def test_a_step_of_another_track_pulls_in_what_it_needs(domain):
    domain.setup("--step", "domain-tag")
    checked = domain.check("--step", "domain-tag")
    assert checked.troubled == {}
    assert {checked[c]["step"] for c in checked if checked[c]["status"] == "pass"} == {
        "identity",
        "domain",
        "template-bucket",
        "project-template",
        "domain-tag",
    }


def test_steps_add_up(domain):
    checked = domain.check("--step", "oidc-provider", "--step", "domain")
    judged = {checked[check]["step"] for check in checked if checked[check]["status"] != "skipped"}
    assert judged == {"identity", "oidc-provider", "domain"}


def test_tracks_of_the_setup_file_count_too(domain):
    domain.edit(tracks=["access"])
    checked = domain.check()
    assert {checked[c]["step"] for c in checked if checked[c]["status"] != "skipped"} == ACCESS


def test_an_accepted_warning_is_no_warning(healthy):
    healthy.boto("s3").delete_bucket_policy(Bucket="sagemaker-projects-templates-123456789012-us-east-1")
    assert healthy.check()["S3-17"]["status"] == "warn"
    assert healthy.check().code == 0
    assert healthy.check("--strict").code == 3
    healthy.edit(accepted=[{"check": "S3-17", "reason": "the office proxy", "until": day(90)}])
    checked = healthy.check("--strict")
    assert checked["S3-17"]["status"] == "accepted"
    assert "the office proxy" in checked["S3-17"]["found"]
    assert checked.report["counts"]["accepted"] == 1
    assert checked.code == 0


def test_an_accepted_warning_expires(healthy):
    healthy.boto("s3").delete_bucket_policy(Bucket="sagemaker-projects-templates-123456789012-us-east-1")
    healthy.edit(accepted=[{"check": "S3-17", "reason": "for now", "until": "2020-01-01"}])
    assert healthy.check()["S3-17"]["status"] == "warn"


def test_a_failure_cannot_be_accepted_away(healthy):
    healthy.boto("s3").delete_bucket_cors(Bucket="sagemaker-projects-templates-123456789012-us-east-1")
    healthy.edit(accepted=[{"check": "S3-05", "reason": "no thanks", "until": day(90)}])
    checked = healthy.check()
    assert checked["S3-05"]["status"] == "fail"
    assert checked.code == 3


def test_a_broken_pipe_ends_quietly(domain):
    command = f"{ONRAMP} plan | head -n 1"
    done = subprocess.run(["sh", "-c", command], env=domain.env, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    assert done.stdout.startswith("1.")
    assert ACCOUNT not in done.stderr

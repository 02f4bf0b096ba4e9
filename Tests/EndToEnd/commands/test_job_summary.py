"""Inside a job of GitHub Actions, `handshake` and `check` add a summary to the run's page, and fail for want of none."""

import re

import pytest

from support.world import PREFIX, ROLE

JOB = {"GITHUB_ACTIONS": "true"}


def job(world, **facts):
    return world.control("POST", "job", {"repository": "octo-org/sagemaker-churn", "workflow": "deploy.yml", **facts})["env"]


@pytest.fixture
def summary(healthy, tmp_path):
    """The file that the runner names, with what another command of the step wrote."""
    file = tmp_path / "summary.md"
    file.write_text("before\n")
    return file


def rows(text):
    """The cells of each row of a table, as GitHub parts them: a bar with a backslash parts nothing."""
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in text.splitlines() if line.startswith("|")]


def test_handshake_says_claims_verdict_and_what_decided(healthy, summary):
    done = healthy.onramp("handshake", env={**job(healthy), **JOB, "GITHUB_STEP_SUMMARY": str(summary)})
    assert done.code == 0 and done.err == "", done
    text = summary.read_text()
    assert text.startswith("before\n## onramp handshake\n") and text.endswith("\n")
    assert ["`sub`", f"`{PREFIX}:ref:refs/heads/main`", "yes"] in rows(text) and all(len(row) == 3 for row in rows(text))
    assert "AWS STS admits it: arn:aws:sts::" in text and f"role/{ROLE}" in text
    assert any(line.startswith("> ") and f'"{PREFIX}:ref:refs/heads/main"' in line for line in text.splitlines()), "what decides is marked"
    assert "eyJ" not in text, "a token begins so"


def test_a_refusal_is_there_too_and_what_others_wrote_is_no_markup(healthy, summary):
    name = "x|y`</table><script>[a](http://b)"
    env = {**job(healthy, ref=f"refs/heads/{name}"), **JOB, "GITHUB_STEP_SUMMARY": str(summary)}
    done = healthy.onramp("handshake", env=env)
    assert done.code == 3, done
    text = summary.read_text()
    assert "AWS STS refuses it: AccessDenied" in text
    row = next(row for row in rows(text) if row[0] == "`sub`")
    assert row[1].startswith("``") and row[1].endswith("``") and "x\\|y`</table>" in row[1] and len(row) == 3


def test_check_adds_its_report(healthy, summary):
    plain = healthy.onramp("check")
    done = healthy.onramp("check", env={**JOB, "GITHUB_STEP_SUMMARY": str(summary)})
    assert done.code == plain.code == 0
    text = summary.read_text()
    assert text.startswith("before\n# onramp: churn\n") and "**Nothing required is wrong.**" in text and "## Every check" in text
    again = healthy.onramp("check", "--json", env={**JOB, "GITHUB_STEP_SUMMARY": str(summary)})
    assert again.code == 0 and summary.read_text().count("# onramp: churn") == 2


@pytest.mark.parametrize("command, code", [("check", 0), ("handshake", 0)])
def test_a_summary_that_cannot_be_written_fails_nothing(healthy, tmp_path, command, code):
    env = {**job(healthy), **JOB}
    for path, reason in ((tmp_path, "it is a folder"), (tmp_path / "none" / "x", "No such file")):
        done = healthy.onramp(command, env={**env, "GITHUB_STEP_SUMMARY": str(path)})
        assert done.code == code and "no summary on the run's page" in done.err and reason in done.err, done


def test_outside_a_job_nothing_is_written(healthy, summary):
    healthy.onramp("check", env={"GITHUB_STEP_SUMMARY": str(summary)})
    assert summary.read_text() == "before\n"

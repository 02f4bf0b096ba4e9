"""The workflow files that onramp brings, filled in as `WorkflowTemplatesTests` records them: what the tools that others
judge them by say, what they say to two readers of YAML, and what their jobs run.
"""

from __future__ import annotations

import functools
import os
import pathlib
import re
import subprocess

import pytest
import ruamel.yaml
import yaml

import linters
from templates import BLUEPRINTS

RECORDED = pathlib.Path(__file__).resolve().parents[1] / "Fixtures" / "BundledWorkflows"
FILES = sorted(path for path in RECORDED.rglob("*") if path.is_file())
USUAL = RECORDED / "usual" / ".github" / "workflows"
LONG_ROLE = "arn:aws-us-gov:iam::012345678901:role/" + "p+=,.@_-" * 64 + "/r"
# What each setup was filled in with: file of the deployment, role, Region, project, environment, branch, execution role.
MEANT = {
    "usual": (
        "deploy.yml", "${{ secrets.AWS_ROLE_ARN }}", "us-east-1", "churn", "production", "main",
        "${{ secrets.SAGEMAKER_EXECUTION_ROLE_ARN }}",
    ),
    "longest": (
        "d" * 91 + ".yaml", LONG_ROLE, "us-gov-west-1", "a-123456789-123456789-123456", "e" * 255, "release/" + "a-1.b_" * 41, None,
    ),
    "quoted": (
        "Deploy_2.v1.yml", "${{ vars.role_arn_2 }}", "us-east-1", "on", "'prod': [eu] #1, \"é\" & %x | >- !y *z",
        "\\!it's\\+#1=\"v1.10\"{b}", None,
    ),
    "numbers": ("null.yml", "${{ secrets.AWS_ROLE_ARN }}", "us-east-1", "e1", "1.10", "007", None),
    "access": (None, "${{ secrets.AWS_ROLE_ARN }}", "us-east-1", None, None, "main", None),
    "access-environment": (
        None, "arn:aws-cn:iam::111122223333:role/ci/Sign-In", "cn-north-1", None, "no", "trunk", "${{ secrets.EXECUTION_ROLE }}",
    ),
}  # fmt: skip
SIGN_IN = "aws-actions/configure-aws-credentials"


@functools.cache
def read(path: pathlib.Path) -> dict:
    """A file as two readers see it, one of YAML 1.1 and one of 1.2: they have to agree, but for the word `on` as a key."""
    text = path.read_text()
    older, newer = yaml.safe_load(text), ruamel.yaml.YAML(typ="safe", pure=True).load(text)
    assert {**older, "on": older[True]} == {**newer, True: newer["on"]}, path
    return newer


def jobs(path: pathlib.Path) -> dict:
    return read(path)["jobs"]


def step(job: dict, action: str) -> dict:
    (found,) = [one["with"] for one in job["steps"] if one.get("uses", "").startswith(f"{action}@")]
    return found


# --- The tools


def test_every_setup_has_its_files():
    assert len(FILES) == sum(1 if deployment is None else 3 for deployment, *_ in MEANT.values())
    assert {path.relative_to(RECORDED).parts[0] for path in FILES} == set(MEANT)


def test_zizmor_finds_nothing_even_where_it_is_pedantic():
    assert linters.zizmor(FILES) == []
    # What it says to auditors only: the ARN of a role is no secret, and a trust policy guards it, not an environment.
    assert {one.rule for one in linters.zizmor(FILES, "auditor")} == {"secrets-outside-env"}


def by_tag(folder: pathlib.Path, files: list[pathlib.Path]) -> list[pathlib.Path]:
    """Copies whose actions are named by their major version: actionlint knows the inputs of those, and of no commit."""
    copies = []
    for number, file in enumerate(files):
        copies.append(folder / f"{number}-{file.name}")
        copies[-1].write_text(re.sub(r"@[0-9a-f]{40} # (v\d+)\.\S+", r"@\1", file.read_text()))
    return copies


def test_actionlint_and_the_schema_find_nothing(tmp_path):
    assert linters.actionlint(FILES) == []
    assert linters.actionlint(by_tag(tmp_path, FILES)) == []
    assert linters.schema(FILES) == []


def test_actionlint_knows_the_inputs_of_every_action_that_is_used(tmp_path):
    (copy,) = by_tag(tmp_path, [USUAL / "build.yml"])
    copy.write_text(re.sub(r"^( +)(persist-credentials|python-version|role-to-assume):", r"\1\2s:", copy.read_text(), flags=re.MULTILINE))
    assert [one.rule for one in linters.actionlint([copy])] == ["action"] * 3


# The tool that has to see it, the file that is broken, what is put for what, and the rule that is named.
BREAKS = [
    (linters.zizmor, "build.yml", r"(actions/checkout)@\S+ #.*", r"\1@v7", "unpinned-uses"),
    (linters.zizmor, "build.yml", r"workflow_dispatch:", "pull_request_target:", "dangerous-triggers"),
    (linters.zizmor, "deploy.yml", r'"\$MODEL_PACKAGE"', '"${{ inputs.model-package }}"', "template-injection"),
    (linters.zizmor, "deploy.yml", r"permissions: \{\}", "permissions: write-all", "excessive-permissions"),
    (linters.zizmor, "sign-in.yml", r"\$EXECUTION_ROLE_ARN ", "${{ github.head_ref }} ", "template-injection"),
    (linters.actionlint, "deploy.yml", r"steps\.resolve\.", "steps.resolv.", "expression"),
    (linters.actionlint, "deploy.yml", r"needs: StagingDeploy", "needs: Staging", "job-needs"),
    (linters.actionlint, "build.yml", r"ubuntu-24\.04", "ubuntu-99", "runner-label"),
    (linters.schema, "build.yml", r"timeout-minutes", "timeout-minuts", "schema"),
    (linters.schema, "sign-in.yml", r"id-token: write", "id-token: all", "schema"),
]


@pytest.mark.parametrize("tool, name, found, put, rule", BREAKS, ids=[f"{one[0].__name__}-{one[4]}-{one[1]}" for one in BREAKS])
def test_a_file_that_is_broken_on_purpose_is_seen(tmp_path, tool, name, found, put, rule):
    text, count = re.subn(found, put, (USUAL / name).read_text(), count=1)
    assert count == 1
    broken = tmp_path / ".github" / "workflows" / name
    broken.parent.mkdir(parents=True)
    broken.write_text(text)
    remarks = tool([broken])
    assert rule in {one.rule for one in remarks if one.severity in ("medium", "high")}, remarks


# --- What they say


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(RECORDED))[:60])
def test_each_job_asks_for_no_more_than_it_needs_and_ends_by_itself(path):
    file = read(path)
    assert file["permissions"] == {}
    for job in file["jobs"].values():
        uses = [one["uses"] for one in job["steps"] if "uses" in one]
        checks_out = any(one.startswith("actions/checkout@") for one in uses)
        assert job["permissions"] == {"id-token": "write"} | ({"contents": "read"} if checks_out else {})
        assert isinstance(job["timeout-minutes"], int) and job["runs-on"] == "ubuntu-24.04"
        assert job["concurrency"]["group"] and job["concurrency"]["cancel-in-progress"] is False
        assert not checks_out or step(job, "actions/checkout") == {"persist-credentials": False}
        for one in job["steps"]:
            assert "${{" not in one.get("run", "") and one["name"]
    text = path.read_text()
    assert not re.search(r"<[A-Z_]+\??>", text) and text.endswith("\n") and not text.endswith("\n\n")
    pins = re.findall(r"uses: (\S+)@(\S+)(.*)", text)
    assert pins and all(re.fullmatch(r"[0-9a-f]{40}", commit) and re.fullmatch(r" # v\d+\.\d+\.\d+", rest) for _, commit, rest in pins)


def test_an_action_is_run_at_one_commit_everywhere():
    pins = {match for path in FILES for match in re.findall(r"uses: (\S+)@(\S+ # \S+)", path.read_text())}
    assert len(pins) == len({action for action, _ in pins}) == 3


@pytest.mark.parametrize("name", MEANT)
def test_every_value_is_what_was_meant(name):
    deployment, role, region, project, environment, branch, execution_role = MEANT[name]
    folder = RECORDED / name / ".github" / "workflows"
    for path in folder.iterdir():
        file = read(path)
        assert file["env"] == {"AWS_REGION": region} | ({} if path.name == "sign-in.yml" else {"SAGEMAKER_PROJECT_NAME": project})
        for job in file["jobs"].values():
            given = step(job, SIGN_IN)
            assert (given["role-to-assume"], given["aws-region"]) == (role, "${{ env.AWS_REGION }}")
            assert re.fullmatch(r"[a-z-]+-\$\{\{ github\.run_id }}-\$\{\{ github\.run_attempt }}", given["role-session-name"])
        if "push" in file["on"]:
            assert file["on"]["push"]["branches"] == [branch]
    (sign_in,) = jobs(folder / "sign-in.yml").values()
    assert sign_in.get("environment") == environment
    assert sign_in["steps"][-1]["env"].get("EXECUTION_ROLE_ARN") == execution_role
    if deployment:
        assert jobs(folder / deployment)["ProductionDeploy"]["environment"] == environment
        assert "environment" not in jobs(folder / deployment)["StagingDeploy"]


def test_what_is_optional_is_there_where_it_was_given_and_nowhere_else():
    optional = ["allowed-account-ids", "audience", "role-duration-seconds"]
    given = {
        name: step(jobs(RECORDED / name / ".github" / "workflows" / "build.yml")["Build"], SIGN_IN)
        for name in ("usual", "longest", "quoted")
    }
    assert [given["usual"].get(key) for key in optional] == ["111122223333", None, 3600]
    assert [given["longest"].get(key) for key in optional] == ["012345678901", "https://github.example.com/octo-org", 43_200]
    assert [given["quoted"].get(key) for key in optional] == [None, None, 900]
    queues = {name: jobs(RECORDED / name / ".github" / "workflows" / "build.yml")["Build"]["concurrency"].get("queue") for name in given}
    assert queues == {"usual": "max", "longest": "max", "quoted": None}


# --- What they run


def commands(path: pathlib.Path) -> dict[str, list[str]]:
    return {name: [one["run"] for one in job["steps"] if "run" in one] for name, job in jobs(path).items()}


def test_they_run_the_commands_that_the_repository_has():
    readme = (BLUEPRINTS / "repository" / "README.md").read_text()
    documented = set(re.findall(r"^\| [^|]+\| `([^`]+)` \|", readme, re.MULTILINE))
    run = {one for name in ("build.yml", "deploy.yml") for several in commands(USUAL / name).values() for one in several}
    as_written = {re.sub(r"--stage (staging|production)", "--stage STAGE", one) for one in run}
    assert as_written == {one for one in documented if " delete " not in one}


def test_the_tests_run_before_the_role_is_assumed_and_production_waits_for_the_smoke_test():
    build, deploy = jobs(USUAL / "build.yml"), jobs(USUAL / "deploy.yml")
    for job in (build["Build"], deploy["StagingDeploy"]):
        order = [one.get("uses", one.get("run")) for one in job["steps"]]
        (tests,) = [number for number, one in enumerate(order) if "unittest" in one]
        (signs_in,) = [number for number, one in enumerate(order) if one.startswith(SIGN_IN)]
        assert tests < signs_in < order.index(next(one for one in order if one.startswith("python -m") and "unittest" not in one))
    assert deploy["ProductionDeploy"]["needs"] == "StagingDeploy" and "if" not in deploy["ProductionDeploy"]
    assert all(job["steps"][-1]["run"].startswith("python -m deploy.smoke") for job in deploy.values())
    assert not any("continue-on-error" in one or "if" in one for job in deploy.values() for one in job["steps"])


def test_the_deployment_declares_what_the_trigger_sends_and_its_title_has_the_version():
    source = (BLUEPRINTS / "trigger" / "lambda_function.py").read_text()
    sent = re.search(r'^INPUT = "([^"]+)"', source, re.MULTILINE)[1]
    file = read(USUAL / "deploy.yml")
    assert set(file["on"]) == {"workflow_dispatch"} and set(file["on"]["workflow_dispatch"]["inputs"]) == {sent}
    assert file["on"]["workflow_dispatch"]["inputs"][sent]["required"] is False
    assert file["run-name"] == f"Deploy ${{{{ inputs.{sent} }}}}"


PLAYED = """#!/bin/bash
printf '%s\\n' "$(basename "$0") $*" "region $AWS_REGION, project $SAGEMAKER_PROJECT_NAME" >> "$LOG"
if [ "$4" = resolve ] || [ "$3" = resolve ]; then echo "model-package=arn:resolved" >> "$GITHUB_OUTPUT"; fi
exit "${FAILS:-0}"
"""


def play(tmp_path, job: dict, env: dict, names: dict, **more: str) -> tuple[int, list[str], dict]:
    """Runs a job's scripts as a runner does, with programs that write down how they were called.

    Gives the exit code of the script that failed, or 0; the lines that were written; and the names with the outputs of
    steps added.
    """
    programs = tmp_path / "bin"
    programs.mkdir(exist_ok=True)
    for name in ("python", "pip", "aws"):
        (programs / name).write_text(PLAYED)
        (programs / name).chmod(0o755)
    log, output = tmp_path / "log", tmp_path / "output"
    log.write_text("")

    def fill(text) -> str:
        return re.sub(r"\$\{\{ (\S+) }}", lambda match: names[match[1]], str(text))

    for one in job["steps"]:
        if "run" not in one:
            continue
        output.write_text("")
        given = {name: fill(value) for name, value in {**env, **one.get("env", {})}.items()}
        surroundings = {"PATH": f"{programs}:{os.environ['PATH']}", "LOG": str(log), "GITHUB_OUTPUT": str(output), **given, **more}
        done = subprocess.run(["bash", "-e", "-c", one["run"]], env=surroundings, cwd=tmp_path, capture_output=True, text=True, timeout=30)
        if done.returncode:
            return done.returncode, (log.read_text() + done.stdout).splitlines(), names
        outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
        names = names | {f"steps.{one.get('id')}.outputs.{name}": value for name, value in outputs.items()}
    return 0, log.read_text().splitlines(), names


def test_production_gets_the_version_that_staging_resolved_and_an_input_is_never_a_script(tmp_path):
    file = read(USUAL / "deploy.yml")
    asked = 'arn:asked"; touch pwned; $(touch pwned) `touch pwned` #'
    code, lines, names = play(tmp_path, file["jobs"]["StagingDeploy"], file["env"], {"inputs.model-package": asked})
    assert code == 0 and f"python -m deploy.deploy resolve --package {asked}" in lines
    assert "python -m deploy.deploy deploy --stage staging --package arn:resolved" in lines
    assert lines[-1] == "region us-east-1, project churn" and lines[-2] == "python -m deploy.smoke --stage staging"
    assert file["jobs"]["StagingDeploy"]["outputs"] == {"model-package": "${{ steps.resolve.outputs.model-package }}"}
    handed = {"needs.StagingDeploy.outputs.model-package": names["steps.resolve.outputs.model-package"]}
    code, lines, _ = play(tmp_path, file["jobs"]["ProductionDeploy"], file["env"], handed)
    assert code == 0 and "python -m deploy.deploy deploy --stage production --package arn:resolved" in lines
    assert not any(asked in line for line in lines) and not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize(
    "arn, code",
    [
        (None, 0), ("arn:aws:iam::111122223333:role/service-role/SageMaker", 0), ("arn:aws-us-gov:iam::111122223333:role/x", 0),
        ("", 1), ("SageMakerExecutionRole", 1), ("arn:aws:iam::111122223333:role/", 1), ("arn:aws:iam::1:role/x", 1), ("-n x ]] ; exit 0", 1),
    ],
)  # fmt: skip
def test_the_sign_in_fails_where_the_execution_roles_arn_is_wanted_and_is_not_there(tmp_path, arn, code):
    file = read((USUAL if arn is not None else RECORDED / "access" / ".github" / "workflows") / "sign-in.yml")
    names = {"secrets.SAGEMAKER_EXECUTION_ROLE_ARN": arn or ""}
    found, lines, _ = play(tmp_path, file["jobs"]["SignIn"], file["env"], names)
    assert found == code and "aws sts get-caller-identity" in lines
    assert any(line.startswith("::error::") for line in lines) == bool(code)


def test_the_sign_in_fails_where_aws_refuses(tmp_path):
    file = read(USUAL / "sign-in.yml")
    names = {"secrets.SAGEMAKER_EXECUTION_ROLE_ARN": "arn:aws:iam::111122223333:role/x"}
    assert play(tmp_path, file["jobs"]["SignIn"], file["env"], names, FAILS="254")[0] == 254

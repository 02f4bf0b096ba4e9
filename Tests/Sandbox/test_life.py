"""Start, stop, reset and seeds."""

import json
import os
import shlex
import subprocess
import time
import urllib.error
from pathlib import Path

import pytest

from conftest import HERE, Sandbox

SEEDS = sorted(path.stem for path in (HERE / "seeds").glob("*.jsonl"))


@pytest.mark.parametrize("seed", SEEDS)
def test_start_furnishes_a_client_and_stop_is_prompt(tmp_path: Path, seed):
    sandbox = Sandbox(tmp_path, "--seed", seed)
    assert sandbox.work_to_start < 20
    exports = sandbox.exports
    assert set(exports) >= {
        "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION", "GITHUB_API_URL",
        "GH_TOKEN", "GH_HOST", "HTTP_PROXY", "NO_PROXY", "GH_CONFIG_DIR", "XDG_STATE_HOME", "ONRAMP_SETUP",
    }  # fmt: skip
    assert os.listdir(exports["XDG_STATE_HOME"]) == []
    setup = Path(exports["ONRAMP_SETUP"]).read_text()
    domains = sandbox.state().get("sagemaker", {}).get("us-east-1", {}).get("domains", {})
    assert all(f"domain: {ident}\n" in setup for ident in domains)
    token_file = Path(next(line for line in setup.splitlines() if "token_file" in line).partition(": ")[2])
    assert token_file.stat().st_mode & 0o777 == 0o600
    assert sandbox.control("GET", "violations") == []
    sandbox.stop()
    assert not token_file.exists()


def test_stop_does_not_wait_for_a_stalled_client(tmp_path: Path):
    sandbox = Sandbox(tmp_path)
    sandbox.faults({"service": "iam", "operation": "*", "do": "stall"})
    client = subprocess.Popen([str(HERE.parent / ".venv/bin/aws"), "iam", "list-roles"], env=sandbox.env, stderr=subprocess.DEVNULL)
    sandbox.wait_for_record()
    sandbox.stop()
    client.kill()
    client.wait()


def test_env_file_survives_a_shell(running: Sandbox):
    env_file = running.record_file.with_name("env")
    script = f'. {shlex.quote(str(env_file))} && printf %s "$AWS_SECRET_ACCESS_KEY"'
    shown = subprocess.run(["sh", "-c", script], capture_output=True, text=True)
    assert shown.stdout == running.exports["AWS_SECRET_ACCESS_KEY"]


def test_reset_is_quick_and_complete(running: Sandbox):
    dumps = {}
    for seed in SEEDS + SEEDS:
        begin = time.monotonic()
        running.control("POST", "reset", {"seed": seed})
        assert time.monotonic() - begin < 2
        dump = running.state()
        assert dumps.setdefault(seed, dump) == dump
    assert len({str(dump) for dump in dumps.values()}) == len(SEEDS)
    with pytest.raises(urllib.error.HTTPError):
        running.control("POST", "reset", {"seed": "no-such"})


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_built_again_is_the_seed_replayed(running: Sandbox, seed, tmp_path: Path):
    build = subprocess.run([str(HERE / "seeds" / "build"), seed, str(tmp_path / "tape")], capture_output=True, text=True)
    assert build.returncode == 0, build.stderr[-2000:]
    running.control("POST", "reset", {"seed": seed})
    assert json.loads(build.stdout) == running.state()


def test_tapes_hold_no_signatures_and_no_secrets():
    for tape in (HERE / "seeds").glob("*.jsonl"):
        text = tape.read_text().lower()
        for word in ("authorization", "x-amz-security-token", "signature="):
            assert word not in text, (tape.name, word)


def test_documents_seed_has_the_guides_mistakes(running: Sandbox):
    running.control("POST", "reset", {"seed": "documents"})
    state = running.state()
    role = state["iam"]["roles"]["GitHubActionsRole"]
    assert "repo:octo-org/sagemaker-churn:*" in role["trust"]
    assert "iam:PassRole" in next(iter(role["policies"].values()))
    bucket = state["s3"]["buckets"]["sagemaker-projects-templates-123456789012-us-east-1"]
    (template,) = bucket["objects"]["templates/mlops-github-actions.yaml"]
    assert "tags" not in template and bucket["cors"]
    assert "users" not in state["iam"]
    (domain,) = state["sagemaker"]["us-east-1"]["domains"].values()
    assert domain["tags"] == {
        "sagemaker:projectS3TemplatesLocation": f"s3://{'sagemaker-projects-templates-123456789012-us-east-1'}/templates/"
    }
    assert "sagemaker-github-token" in state["secretsmanager"]["us-east-1"]


def test_control_answers_on_both_ports_and_is_not_recorded(running: Sandbox):
    before = len(running.records())
    assert running.control("GET", "state", port="AWS_ENDPOINT_URL") == running.control("GET", "state", port="GITHUB_API_URL")
    assert len(running.records()) == before

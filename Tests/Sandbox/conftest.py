"""A running sandbox for the tests of the sandbox, and the tools they may use."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

HERE = Path(__file__).resolve().parent
# One session for all clients: it keeps the service models it has read.
SESSION = boto3.session.Session()
AWS = str(Path(sys.executable).with_name("aws"))


class Sandbox:
    """A sandbox process with its environment and its control endpoints."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.record_file = folder / "record.jsonl"
        env_file = folder / "env"
        command = [str(HERE / "sandbox"), "--env", str(env_file), "--record", str(self.record_file), *arguments]
        self.process = subprocess.Popen(command)
        while not env_file.exists():
            assert self.process.poll() is None, "the sandbox ended before it was ready"
            time.sleep(0.02)
        self.work_to_start = self._seconds_of_work()
        self.exports = dict(self._exports(env_file))
        self.env = {**os.environ, **self.exports, "AWS_PAGER": "", "AWS_CONFIG_FILE": os.devnull}

    @staticmethod
    def _exports(env_file: Path) -> Iterator[tuple[str, str]]:
        for line in env_file.read_text().splitlines():
            word, assignment = shlex.split(line)
            assert word == "export"
            name, _, value = assignment.partition("=")
            yield name, value

    def _seconds_of_work(self) -> float:
        """The processor's seconds it used so far: a busy machine makes it wait, and not work more."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """Ends it; one that waits for somebody fails the test."""
        self.process.terminate()
        self.process.wait(60)

    def control(self, method: str, name: str, body: Any = None, port: str = "AWS_ENDPOINT_URL") -> Any:
        """A control request; an error answer raises."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.exports[port]}/_sandbox/{name}", data=data, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return json.load(answer)

    def state(self) -> Any:
        """The dump."""
        return self.control("GET", "state")

    def faults(self, *rules: dict[str, Any]) -> None:
        """Puts faults and switches in force."""
        self.control("PUT", "faults", list(rules))

    def violations(self, *expected_kinds: str) -> list[dict[str, str]]:
        """Takes the violations so far, having checked which kinds there are."""
        found: list[dict[str, str]] = self.control("GET", "violations")
        self.control("DELETE", "violations")
        assert {violation["kind"] for violation in found} == set(expected_kinds), found
        return found

    def records(self) -> list[dict[str, Any]]:
        """Every line of the record."""
        return [json.loads(line) for line in self._whole_lines()]

    def _whole_lines(self) -> list[str]:
        """What follows the last line feed is still being written."""
        return self.record_file.read_text().split("\n")[:-1]

    def wait_for_record(self) -> None:
        """Waits for the first line of the record."""
        end = time.monotonic() + 60
        while not self._whole_lines():
            assert time.monotonic() < end, "nothing was recorded"
            time.sleep(0.01)

    def client(self, service: str, **settings: Any) -> Any:
        """A boto3 client that tries once."""
        options = {"retries": {"total_max_attempts": 1}, "s3": {"addressing_style": "path"}, "proxies": {}}
        options.update(settings.pop("config", {}))
        given = {
            "endpoint_url": self.exports["AWS_ENDPOINT_URL"],
            "region_name": self.exports["AWS_REGION"],
            "aws_access_key_id": self.exports["AWS_ACCESS_KEY_ID"],
            "aws_secret_access_key": self.exports["AWS_SECRET_ACCESS_KEY"],
            "aws_session_token": self.exports["AWS_SESSION_TOKEN"],
        }
        return SESSION.client(service, config=Config(**options), **{**given, **settings})

    def aws(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs the aws command."""
        return subprocess.run([AWS, *arguments], env=self.env, capture_output=True, text=True, timeout=60)

    def gh(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs gh as a user of this sandbox would."""
        return subprocess.run(["gh", *arguments], env=self.env, capture_output=True, text=True, timeout=60)

    def github(self, method: str, path: str, body: Any = None, token: str | None = "") -> tuple[int, Any, Any]:
        """A plain REST call: status, headers, content. A token of "" means the operator's."""
        headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token or self.exports['GH_TOKEN']}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.exports["GITHUB_API_URL"] + path, data=data, method=method, headers=headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay())
        try:
            with opener.open(request, timeout=30) as answer:
                text = answer.read()
                return answer.status, answer.headers, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            text = error.read()
            return error.code, error.headers, json.loads(text) if text else None


class _Stay(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *_: Any) -> None:
        return None


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One sandbox for the whole run: starting one takes seconds, a reset does not."""
    sandbox = Sandbox(tmp_path_factory.mktemp("sandbox"), "--seed", "domain")
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(running: Sandbox) -> Iterator[Sandbox]:
    """That sandbox with seed `domain`, and a check that nothing broke a model unnoticed."""
    running.control("POST", "reset", {"seed": "domain"})
    running.control("DELETE", "violations")
    yield running
    assert running.control("GET", "violations") == []

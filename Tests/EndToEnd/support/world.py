"""One sandbox, and the program as a user runs it against that sandbox.

The tests know nothing of the program's insides: they start it, read what it printed and how it ended, and
look at the account with other people's tools (`aws`, boto3, `gh`) and at the sandbox's own dump.
"""

import datetime
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import urllib.request
from dataclasses import dataclass

import boto3
import yaml
from botocore.config import Config

from support.aws_command import AWSCommand
from support.waiting import until, whole_lines

ROOT = pathlib.Path(__file__).resolve().parents[3]
ONRAMP = pathlib.Path(os.environ.get("ONRAMP_BIN", ROOT / ".build" / "release" / "onramp"))
ACCOUNT = "123456789012"
REGION = "us-east-1"
ROLE = "GitHubActionsRole"
BUCKET = f"sagemaker-projects-templates-{ACCOUNT}-{REGION}"
KEY = "templates/mlops-github-actions.yaml"
ISSUER = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}"
PREFIX = "repo:octo-org@583231/sagemaker-churn@1296269"
LOCATION = "sagemaker:projectS3TemplatesLocation"
VISIBLE = "sagemaker:studio-visibility"
RED = ("fail", "warn")
# What the surroundings of whoever runs the tests must not decide.
FOREIGN_VARIABLES = ("AWS_", "GH_", "GITHUB_", "XDG_", "ONRAMP_", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
SESSION = boto3.session.Session()


def day(ahead):
    """The day so many days from now, by UTC."""
    return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=ahead)).strftime("%Y-%m-%d")


# Every run of the program in the test that is under way, for the report of what was seen.
RUNS = []


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    def __post_init__(self):
        RUNS.append(self)

    def __iter__(self):
        return iter((self.code, self.out, self.err))


class Checked(dict):
    """The findings of one `check --json` by id; of an id that is judged several times, the worst."""

    ORDER = ("crash", "fail", "unknown", "blocked", "warn", "not-yet", "accepted", "pass", "skipped")

    def __init__(self, ran):
        super().__init__()
        self.code, self.err = ran.code, ran.err
        self.report = json.loads(ran.out)
        for step in self.report["steps"]:
            for finding in step["checks"]:
                known = self.get(finding["id"])
                if known is None or self.ORDER.index(finding["status"]) < self.ORDER.index(known["status"]):
                    self[finding["id"]] = {**finding, "step": step["id"]}

    def ids(self, *statuses):
        """The ids with one of these statuses."""
        return {check for check, finding in self.items() if finding["status"] in statuses}

    @property
    def red(self):
        """What does not hold."""
        return self.ids(*RED)

    @property
    def troubled(self):
        """Everything that is not as it should be, with its status: empty when all is well."""
        return {c: f["status"] for c, f in self.items() if f["status"] not in ("pass", "skipped", "not-yet")}


class World:
    """A sandbox process, and the program run against it."""

    def __init__(self, folder, *arguments):
        self.folder = pathlib.Path(folder)
        self.record = self.folder / "record.jsonl"
        env_file = self.folder / "env"
        self.log = open(self.folder / "sandbox.log", "w", encoding="utf-8")
        command = [str(ROOT / "Tests" / "Sandbox" / "sandbox"), "--env", str(env_file), "--record", str(self.record)]
        self.process = subprocess.Popen([*command, *arguments], stderr=self.log)
        until(lambda: env_file.exists() or self.process.poll() is not None, "the sandbox is ready")
        assert env_file.exists(), (self.folder / "sandbox.log").read_text()
        exports = (shlex.split(line)[1].partition("=") for line in env_file.read_text().splitlines())
        self.exports = {name: value for name, _, value in exports}
        plain = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN_VARIABLES)}
        self.plain_env = {**plain, **self.exports, "AWS_PAGER": "", "AWS_CONFIG_FILE": os.devnull}
        self.plain_env["PATH"] = f"{pathlib.Path(sys.executable).parent}:{plain['PATH']}"
        self.original_setup = pathlib.Path(self.exports["ONRAMP_SETUP"]).read_text()
        self.number = 0
        self._clients = {}
        self.aws_command = AWSCommand()
        self.reset("domain")

    def stop(self):
        """Ends the sandbox."""
        self.process.terminate()
        self.process.wait(60)
        self.log.close()
        self.aws_command.close()

    # The world around the program.

    def reset(self, seed):
        """Back to a seed, with a memory of its own for the program and the sandbox's setup file."""
        self.control("POST", "reset", {"seed": seed})
        self.control("DELETE", "violations")
        self.number += 1
        self.home = self.folder / f"run-{self.number}"
        self.home.mkdir()
        self.setup_file = self.home / "onramp.yaml"
        self.setup_file.write_text(self.original_setup)
        self.env = {**self.plain_env, "XDG_STATE_HOME": str(self.home / "state"), "ONRAMP_SETUP": str(self.setup_file)}
        self.env["HOME"] = str(self.home)
        self.mark()
        return self

    def mark(self):
        """Forgets the record so far."""
        self._seen = len(whole_lines(self.record))

    def control(self, method, name, body=None):
        """One request to the sandbox's control endpoints."""
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.exports['AWS_ENDPOINT_URL']}/_sandbox/{name}"
        with NO_PROXY.open(urllib.request.Request(url, data=data, method=method), timeout=30) as answer:
            return json.load(answer)

    def state(self):
        """The dump of everything that stands in the account and on GitHub.

        A bucket that once kept versions can only stop to: S3 has no way back further, so suspended reads as never.
        """
        state = self.control("GET", "state")
        for bucket in state.get("s3", {}).get("buckets", {}).values():
            if bucket.get("versioning") == "Suspended":
                del bucket["versioning"]
        return state

    def faults(self, *rules):
        """Misfortune from now on, until the next reset or call."""
        self.control("PUT", "faults", list(rules))

    def violations(self):
        """Every request or answer that broke a published model."""
        return self.control("GET", "violations")

    def forgive(self):
        """Forgets violations that a test provoked on purpose (a wrong signature)."""
        self.control("DELETE", "violations")

    def records(self):
        """What was asked since the last mark, one entry a request."""
        return [json.loads(line) for line in whole_lines(self.record)[self._seen :]]

    def writes(self):
        """The names of the writes that succeeded or were lost since the last mark, in order."""
        return [line["operation"] for line in self.records() if line["write"]]

    def github(self, change):
        """Changes what stands on GitHub; `change` gets the state and edits it."""
        state = self.state()["github"]
        change(state)
        self.control("PUT", "github", state)

    def repository(self, **settings):
        """Changes the repository's settings on GitHub."""
        self.github(lambda state: state["repositories"]["octo-org/sagemaker-churn"].update(settings))

    # The program.

    def onramp(self, *arguments, env=None, cwd=None, stdin="", timeout=120, setup=None):
        """Runs the program without a terminal."""
        environment = {**self.env, **(env or {})}
        environment = {name: value for name, value in environment.items() if value is not None}
        if setup is not None:
            environment["ONRAMP_SETUP"] = str(setup)
        done = subprocess.run(
            [str(ONRAMP), *arguments], env=environment, cwd=cwd or self.home, input=stdin, capture_output=True, text=True, timeout=timeout
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def check(self, *arguments, env=None, timeout=120):
        """The findings by id."""
        ran = self.onramp("check", "--json", *arguments, env=env, timeout=timeout)
        assert ran.out, ran.err
        return Checked(ran)

    def setup(self, *arguments, code=0):
        """Runs `setup --yes`, which must end with `code`."""
        ran = self.onramp("setup", "--yes", *arguments)
        assert ran.code == code, ran
        return ran

    def teardown(self, code=0):
        """Runs `teardown --confirm`, which must end with `code`."""
        ran = self.onramp("teardown", "--confirm", ACCOUNT)
        assert ran.code == code, ran
        return ran

    def edit(self, **keys):
        """Changes keys of the setup file: `github__branch="main"`; None takes a key out."""
        content = yaml.safe_load(self.setup_file.read_text())
        for path, value in keys.items():
            *blocks, name = path.split("__")
            place = content
            for block in blocks:
                place = place.setdefault(block, {})
            if value is None:
                place.pop(name, None)
            else:
                place[name] = value
        self.setup_file.write_text(yaml.safe_dump(content, sort_keys=False))

    @property
    def journal(self):
        """The journal of the setup named in the sandbox's setup file."""
        return self.home / "state" / "onramp" / ACCOUNT / "churn" / "journal.jsonl"

    def kept(self):
        """Every file the program wrote, with its text."""
        files = [file for file in (self.home / "state").rglob("*") if file.is_file()]
        files += list(self.home.glob("*.log"))
        return {file: file.read_text(errors="replace") for file in files}

    # Other people's tools.

    def boto(self, service, region=REGION):
        """A boto3 client of the operator; made once, because making one takes longer than using it."""
        if (service, region) not in self._clients:
            self._clients[service, region] = self._client(service, region)
        return self._clients[service, region]

    def signed_in(self, role):
        """Somebody signs in to a role, and does something there."""
        keys = self.boto("sts").assume_role(RoleArn=role, RoleSessionName="workflow")["Credentials"]
        names = {"aws_access_key_id": "AccessKeyId", "aws_secret_access_key": "SecretAccessKey", "aws_session_token": "SessionToken"}
        self._client("sts", REGION, **{name: keys[key] for name, key in names.items()}).get_caller_identity()

    def _client(self, service, region, **keys):
        config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, proxies={})
        return SESSION.client(
            service,
            endpoint_url=self.exports["AWS_ENDPOINT_URL"],
            region_name=region,
            config=config,
            **{
                "aws_access_key_id": self.exports["AWS_ACCESS_KEY_ID"],
                "aws_secret_access_key": self.exports["AWS_SECRET_ACCESS_KEY"],
                "aws_session_token": self.exports["AWS_SESSION_TOKEN"],
                **keys,
            },
        )

    def run(self, words, cwd):
        """Runs one command of a printed fix, as it stands."""
        if words[0] == "aws":
            return self.aws_command.run(words[1:], self.env, cwd)
        return subprocess.run(words, env=self.env, cwd=cwd, capture_output=True, text=True, timeout=60)

    def aws(self, *arguments):
        """Runs the aws command; an error fails the test."""
        done = self.run(["aws", *arguments], self.home)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip().startswith(("{", "[")) else done.stdout

    def apply(self, fix):
        """Follows a printed `cli` fix to the letter: its files in an empty folder, its commands in order."""
        folder = self.home / "fix"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, text in fix["files"].items():
            (folder / name).write_text(text)
        for words in fix["commands"]:
            assert words[0] in ("aws", "gh", "python3"), words
            done = self.run(words, folder)
            assert done.returncode == 0, (words, done.stderr)

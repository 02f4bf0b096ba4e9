"""The trigger: one dispatch for an approval, whatever comes twice, late or not at all; and a failure that is seen."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import json
import time
import types

import boto3
import pytest
from moto import mock_aws
from moto.moto_api._internal import moto_api_backend

from github import GitHub
from templates import ACCOUNT, BLUEPRINTS, REGION

TOKEN = "ghp_" + "a" * 36
GROUP, BUCKET = "Churn-p-abcdefghijkl", "sagemaker-project-github-p-abcdefghijkl-eu-central-1"
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:sagemaker-p-abcdefghijkl-github-trigger"
# A moment that no claim is stale at, nor any run older than.
HOUR = 3600


def code():
    """The module, new: as Lambda loads it."""
    spec = importlib.util.spec_from_file_location("lambda_function", BLUEPRINTS / "trigger" / "lambda_function.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Project:
    """A project's bucket, secret and a model version, the GitHub beside it, and the function."""

    def __init__(self, github: GitHub, module: types.ModuleType) -> None:
        self.github, self.code = github, module
        self.s3 = boto3.client("s3")
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        self.secrets = boto3.client("secretsmanager")
        self.secrets.create_secret(Name="sagemaker-github-token", SecretString=json.dumps({"token": TOKEN}))
        self.sagemaker = boto3.client("sagemaker")
        self.sagemaker.create_model_package_group(ModelPackageGroupName=GROUP)
        self.package = self.sagemaker.create_model_package(ModelPackageGroupName=GROUP, ModelApprovalStatus="Approved")["ModelPackageArn"]
        self.key = f"approvals/{GROUP}/1.json"

    def approve(self, state: str) -> None:
        self.sagemaker.update_model_package(ModelPackageArn=self.package, ModelApprovalStatus=state)

    def event(self, **detail) -> dict:
        detail = {"ModelPackageArn": self.package, "ModelPackageGroupName": GROUP, "ModelApprovalStatus": "Approved", **detail}
        return {"detail-type": "SageMaker Model Package State Change", "source": "aws.sagemaker", "detail": detail}

    def invoke(self, request: str = "first", event: dict | None = None) -> str:
        """The outcome of one invocation; raises as the function does."""
        context = types.SimpleNamespace(aws_request_id=request, invoked_function_arn=FUNCTION)
        return self.code.lambda_handler(self.event() if event is None else event, context)["outcome"]

    @property
    def claim(self) -> dict | None:
        with contextlib.suppress(self.s3.exceptions.NoSuchKey):
            return json.loads(self.s3.get_object(Bucket=BUCKET, Key=self.key)["Body"].read())

    def put_claim(self, **claim) -> None:
        moment = int(time.time())
        whole = {"state": "claimed", "request": "another", "package": self.package, "at": moment, "since": moment, **claim}
        self.s3.put_object(Bucket=BUCKET, Key=self.key, Body=json.dumps(whole).encode())


@pytest.fixture
def github():
    server = GitHub()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def account():
    """One emulator, one client of each service and the function's module for all tests: all are slow to begin."""
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        session = boto3.session.Session("x", "x", region_name=REGION)
        patch.setattr(boto3, "client", functools.cache(lambda service, **given: session.client(service, **given)))
        yield code()


@pytest.fixture
def project(account, github, monkeypatch):
    environment = {
        "DeployRepoName": "acme/sagemaker-churn", "GitHubWorkflowNameForDeployment": "deploy.yml", "Region": REGION,
        "GitHubTokenSecretName": "sagemaker-github-token", "GitHubApiUrl": github.base, "ArtifactsBucket": BUCKET,
        "ModelPackageGroupName": GROUP,
    }  # fmt: skip
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    moto_api_backend.reset()
    return Project(github, account)


def lines(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


# --- An approval


def test_an_approval_starts_the_workflow_with_the_packages_arn(project, capsys):
    assert project.invoke() == "dispatched"
    assert project.github.dispatches == [{"ref": "trunk", "inputs": {"model-package": project.package}, "return_run_details": True}]
    assert project.github.tokens == {f"Bearer {TOKEN}"}
    run = "https://github.com/acme/sagemaker-churn/actions/runs/1"
    assert (project.claim["state"], project.claim["run"]) == ("dispatched", run)
    assert lines(capsys) == [{"outcome": "dispatched", "package": project.package, "run": run}]


def test_three_invocations_for_one_approval_dispatch_once(project):
    assert [project.invoke(request) for request in ("first", "second", "third")] == ["dispatched", "already", "already"]
    assert len(project.github.runs) == 1


def test_two_at_once_dispatch_once(project):
    outcomes = []

    def meanwhile():
        if not outcomes:
            outcomes.append(None)
            outcomes[0] = project.invoke("second")
        return "as usual"

    # The second begins and ends while the first waits for GitHub.
    project.github.on["GET repository"] = meanwhile
    assert project.invoke("first") == "dispatched"
    assert outcomes == ["in progress"] and len(project.github.runs) == 1


def test_a_server_that_tells_no_run_is_believed(project):
    project.github.details = False
    assert project.invoke() == "dispatched"
    assert project.claim["state"] == "dispatched" and project.invoke("second") == "already"


def test_a_rejection_lets_the_next_approval_deploy_again(project):
    project.invoke("first")
    project.approve("Rejected")
    assert project.invoke("second") == "released"
    assert project.claim is None
    project.approve("Approved")
    assert project.invoke("third") == "dispatched"
    assert len(project.github.runs) == 2


def test_an_event_that_comes_late_does_not_deploy_what_is_rejected_by_now(project):
    project.approve("Rejected")
    assert project.invoke() == "released" and project.github.asked == []


def test_a_version_that_is_gone_is_not_deployed(project, monkeypatch):
    monkeypatch.setattr(project, "package", project.package[:-1] + "7")
    assert project.invoke() == "released" and project.github.asked == []


# --- Crashes and lost answers


def test_a_crash_before_the_dispatch_is_made_good_by_lambdas_next_try(project):
    project.put_claim(request="first")
    assert project.invoke("first") == "dispatched" and len(project.github.runs) == 1


@pytest.mark.parametrize("request_id", ["first", "second"])
def test_a_crash_after_the_dispatch_is_found_by_looking(project, request_id):
    project.github.on["POST dispatches"] = "done, never told"
    with pytest.raises(project.code.Undecided):
        project.invoke("first")
    assert project.claim["state"] == "claimed"
    if request_id == "second":
        project.put_claim(request="first", at=int(time.time()) - HOUR)
    assert project.invoke(request_id) == "already"
    assert len(project.github.runs) == 1 and project.claim["state"] == "dispatched"


def test_a_run_of_an_earlier_approval_is_not_taken_for_this_ones(project):
    project.github.start({"inputs": {"model-package": project.package}})
    project.github.runs[0]["created_at"] = "2020-01-01T00:00:00Z"
    project.put_claim(request="first")
    assert project.invoke("first") == "dispatched" and len(project.github.runs) == 2


def test_a_run_of_another_version_is_not_taken_for_this_ones(project):
    project.github.start({"inputs": {"model-package": project.package + "2"}})
    project.put_claim(request="first")
    assert project.invoke("first") == "dispatched"


def test_a_claim_that_could_not_be_written_in_the_end_is_only_a_warning(project, monkeypatch, capsys):
    def gone():
        project.s3.delete_object(Bucket=BUCKET, Key=project.key)
        return "as usual"

    project.github.on["POST dispatches"] = gone
    assert project.invoke() == "dispatched"
    assert [line["outcome"] for line in lines(capsys)] == ["warning", "dispatched"]


@pytest.mark.parametrize(
    "claim, outcome",
    [
        ({}, "in progress"),
        ({"at": int(time.time()) - HOUR}, "dispatched"),
        ({"state": "failed"}, "dispatched"),
        ({"state": "dispatched", "run": "https://x"}, "already"),
    ],
)
def test_another_ones_claim(project, claim, outcome):
    project.put_claim(**claim)
    assert project.invoke("mine") == outcome
    assert len(project.github.runs) == (outcome == "dispatched")


def test_of_two_that_take_a_stale_claim_over_one_wins(project, monkeypatch):
    project.put_claim(at=int(time.time()) - HOUR)
    read = project.code.Claims.read

    def read_and_be_late(self):
        found = read(self)
        project.put_claim(request="faster", at=int(time.time()))
        return found

    monkeypatch.setattr(project.code.Claims, "read", read_and_be_late)
    with pytest.raises(project.code.Undecided, match="another invocation"):
        project.invoke("mine")
    assert project.claim["request"] == "faster" and project.github.asked == []


def test_a_claim_that_nobody_can_read_is_said(project):
    project.s3.put_object(Bucket=BUCKET, Key=project.key, Body=b"[]")
    with pytest.raises(project.code.Failed, match="delete it to go on"):
        project.invoke()


def test_without_the_bucket_it_fails(project):
    project.s3.delete_bucket(Bucket=BUCKET)
    with pytest.raises(project.code.ClientError, match="NoSuchBucket"):
        project.invoke()
    assert project.github.dispatches == []


# --- A workflow without the input


def test_a_workflow_without_the_input_is_started_without_it(project, capsys):
    project.github.inputs = ()
    assert project.invoke() == "dispatched"
    assert [body["inputs"] for body in project.github.dispatches] == [{"model-package": project.package}, {}]
    assert project.claim["plain"] is True
    assert "declares no input" in lines(capsys)[0]["reason"]


def test_a_run_without_the_arn_is_found_again_too(project):
    project.github.inputs = ()
    answers = iter(["as usual", "done, never told"])
    project.github.on["POST dispatches"] = lambda: next(answers)
    with pytest.raises(project.code.Undecided):
        project.invoke("first")
    assert project.claim["plain"] is True
    assert project.invoke("first") == "already" and len(project.github.runs) == 1


def test_a_server_that_does_not_know_of_details_is_asked_without(project):
    def answer():
        body = project.github.dispatches[-1]
        return (
            (422, {"message": 'Invalid request.\n\n"return_run_details" is not a permitted key.'})
            if "return_run_details" in body
            else "as usual"
        )

    project.github.on["POST dispatches"] = answer
    assert project.invoke() == "dispatched" and len(project.github.runs) == 1


# --- What GitHub refuses


@pytest.mark.parametrize(
    "where, answer, says, check",
    [
        ("POST dispatches", (422, {"message": "Workflow does not have 'workflow_dispatch' trigger"}), "does not have", "LAM-10"),
        ("POST dispatches", (422, {"message": "No ref found for: trunk"}), "No ref found", "LAM-10"),
        ("POST dispatches", (401, {"message": "Bad credentials"}), "Bad credentials", "SEC-09"),
        ("POST dispatches", (403, {"message": "Resource not accessible by personal access token"}), "not accessible", "SEC-11"),
        ("POST dispatches", (403, {"message": "You have exceeded a secondary rate limit."}), "limit of requests", None),
        ("POST dispatches", (403, {"message": "wait"}, {"Retry-After": "60"}), "limit of requests", None),
        ("POST dispatches", (429, {"message": "wait"}, {"X-RateLimit-Remaining": "0"}), "limit of requests", None),
        ("POST dispatches", (404, {"message": "Not Found"}), "Actions: write", "SEC-11"),
        ("GET repository", (401, {"message": "Bad credentials"}), "Bad credentials", "SEC-09"),
        ("GET repository", (404, {"message": "Not Found"}), "does not see acme/sagemaker-churn", "SEC-11"),
        ("GET repository", (403, {"message": "the `acme` organization has an IP allow list enabled"}), "IP allow list", "SEC-11"),
    ],
)  # fmt: skip
def test_a_refusal_fails_in_githubs_words_and_the_next_event_tries_again(project, capsys, where, answer, says, check):
    project.github.on[where] = answer
    with pytest.raises(project.code.Failed, match=says):
        project.invoke("first")
    (line,) = lines(capsys)
    assert (line["outcome"], line.get("check")) == ("failed", check) and says in line["reason"]
    assert project.claim["state"] == "failed" and project.github.runs == []
    del project.github.on[where]
    assert project.invoke("second") == "dispatched"


def test_a_workflow_that_is_not_there_is_told_from_a_token_that_may_only_read(project):
    project.github.on |= {"POST dispatches": (404, {}), "GET deploy.yml": (404, {})}
    with pytest.raises(project.code.Failed, match=r"no workflow deploy\.yml on trunk"):
        project.invoke()


@pytest.mark.parametrize(
    "answer", [(500, {}), (502, None), (503, {"message": "later"}), None, (302, {}, {"Location": "https://elsewhere.example/"})]
)
def test_what_github_leaves_open_is_looked_at_by_the_next_try(project, answer):
    project.github.on["POST dispatches"] = answer
    with pytest.raises(project.code.Undecided):
        project.invoke("first")
    assert project.claim["state"] == "claimed"
    # Another event waits for the owner's next try.
    assert project.invoke("second") == "in progress"
    del project.github.on["POST dispatches"]
    assert project.invoke("first") == "dispatched" and len(project.github.runs) == 1


def test_a_github_that_is_down_fails(project):
    project.github.stop()
    with pytest.raises(project.code.Undecided, match="did not answer"):
        project.invoke()


def test_a_renamed_repository_is_followed_on_the_same_host_only(project):
    renamed = iter([(301, {}, {"Location": f"{project.github.base}/repos/acme/new"}), "as usual"])
    project.github.on["GET repository"] = lambda: next(renamed)
    assert project.invoke() == "dispatched"
    project.github.on["GET repository"] = (301, {}, {"Location": "https://elsewhere.example/repos/acme/new"})
    project.s3.delete_object(Bucket=BUCKET, Key=project.key)
    with pytest.raises(project.code.Failed, match=r"another host: elsewhere\.example"):
        project.invoke("second")


# --- Events that are not the project's


@pytest.mark.parametrize(
    "detail",
    [
        {"ModelPackageArn": None},
        {"ModelPackageArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package/unversioned"},
        {"ModelPackageArn": f"arn:aws:sagemaker:{REGION}:999999999999:model-package/{GROUP}/1"},
        {"ModelPackageArn": f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package/{GROUP}/1"},
        {"ModelPackageArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package/other/1"},
        {"ModelPackageGroupName": "other"},
    ],
)
def test_an_event_of_a_wrong_rule_fails(project, detail):
    with pytest.raises(project.code.Failed, match="the rule is not the project's"):
        project.invoke(event=project.event(**detail))
    assert project.claim is None and project.github.asked == []


def test_an_event_without_anything_fails(project):
    with pytest.raises(project.code.Failed):
        project.invoke(event={})


# --- The secret


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"token": TOKEN}), json.dumps({"token": TOKEN, "user": "ana"}), json.dumps({"github": TOKEN}),
        json.dumps({"github": TOKEN, "days": 90}), TOKEN, f"  {TOKEN}\r\n", json.dumps({"token": TOKEN + "\r\n"}) + "\r\n",
    ],
)  # fmt: skip
def test_a_token_is_read_in_every_form_in_which_it_is_plain(project, text):
    project.secrets.put_secret_value(SecretId="sagemaker-github-token", SecretString=text)
    assert project.invoke() == "dispatched" and project.github.tokens == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    "text, shape",
    [
        (json.dumps({"user": "ana", "github": TOKEN}), "JSON with 2 members"),
        ("{token:" + TOKEN + "}", "begins as JSON does and is none"),
        (json.dumps([TOKEN]), "JSON that is no object"),
        (json.dumps({"token": 7}), "JSON with 1 members"),
        (json.dumps({"token": TOKEN + "\n" + TOKEN}), "JSON with 1 members"),
        (f"token {TOKEN}", "is text"),
        ("{}", "JSON with 0 members"),
    ],
)
def test_a_secret_of_another_form_fails_and_tells_the_form_alone(project, capsys, text, shape):
    project.secrets.put_secret_value(SecretId="sagemaker-github-token", SecretString=text)
    with pytest.raises(project.code.Failed) as caught:
        project.invoke()
    out = capsys.readouterr().out
    assert shape in str(caught.value) and caught.value.check == "SEC-05"
    assert TOKEN not in out + str(caught.value) + repr(caught.value.__cause__)
    assert project.github.asked == [] and project.claim["state"] == "failed"


def test_a_secret_that_is_not_there_or_binary_fails(project):
    project.secrets.put_secret_value(SecretId="sagemaker-github-token", SecretBinary=TOKEN.encode())
    with pytest.raises(project.code.Failed, match="binary"):
        project.invoke("first")
    project.secrets.delete_secret(SecretId="sagemaker-github-token", ForceDeleteWithoutRecovery=True)
    with pytest.raises(project.code.Failed, match="could not be read") as caught:
        project.invoke("second")
    assert caught.value.check == "SEC-01"


def test_the_token_is_in_nothing_that_is_said_or_kept(project, capsys):
    for answer in [(401, {"message": "Bad credentials"}), (500, {}), None, (302, {}, {"Location": "https://elsewhere.example/"})]:
        project.github.on["POST dispatches"] = answer
        with pytest.raises(project.code.Failed) as caught:
            project.invoke("first")
        assert TOKEN not in str(caught.value) + repr(caught.value.__cause__) + json.dumps(project.claim)
    assert TOKEN not in capsys.readouterr().out

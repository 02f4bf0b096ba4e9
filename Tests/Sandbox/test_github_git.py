"""Commits, branches, pull requests and runs on GitHub."""

import base64
import io
import urllib.error
import urllib.request
import zipfile

import pytest

from conftest import Sandbox
from test_github_places import OPERATOR, OWN, change

REPOSITORY = "/repos/octo-org/sagemaker-churn"
BUILD = ".github/workflows/build.yml"
COMMIT = """
mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid url } ref { name } } }
"""
TEXT = "name: Build\non:\n  push:\n  workflow_dispatch:\n    inputs:\n      stage: {required: true}\njobs: {}\n"


def content(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def head(sandbox: Sandbox, branch: str = "main") -> str:
    return sandbox.github("GET", f"{REPOSITORY}/git/ref/heads/{branch}")[2]["object"]["sha"]


def branch(sandbox: Sandbox, name: str = "onboarding") -> str:
    """Makes a branch at the default branch's head, which it gives back."""
    sha = head(sandbox)
    assert sandbox.github("POST", f"{REPOSITORY}/git/refs", {"ref": f"refs/heads/{name}", "sha": sha})[0] == 201
    return sha


def commit(sandbox: Sandbox, oid: str, name: str = "onboarding", address: str = "/graphql", token: str = "", **changes):
    """createCommitOnBranch, by default with one workflow file."""
    given = {
        "branch": {"repositoryNameWithOwner": OWN, "branchName": name}, "expectedHeadOid": oid, "message": {"headline": "Add"},
        "fileChanges": changes or {"additions": [{"path": BUILD, "contents": content(TEXT)}]},
    }  # fmt: skip
    status, _, answer = sandbox.github("POST", address, {"query": COMMIT, "variables": {"input": given}}, token=token)
    assert status == 200
    return answer


@pytest.mark.parametrize("address", ["/graphql", "/api/graphql"])
def test_a_commit_is_made_only_on_the_head_that_was_seen(sandbox: Sandbox, address):
    before, sha = sandbox.state(), branch(sandbox)
    refused = commit(sandbox, "0" * 40, address=address)
    assert refused["data"] == {"createCommitOnBranch": None}
    assert refused["errors"][0]["type"] == "STALE_DATA" and refused["errors"][0]["path"] == ["createCommitOnBranch"]
    made = commit(sandbox, sha, address=address)["data"]["createCommitOnBranch"]
    assert made["ref"]["name"] == "onboarding" and made["commit"]["oid"] == head(sandbox, "onboarding") != sha
    assert sandbox.github("GET", f"{REPOSITORY}/contents/{BUILD}?ref=onboarding")[2]["size"] == len(TEXT)
    assert sandbox.github("GET", f"{REPOSITORY}/contents/.github/workflows?ref=onboarding")[2][0]["name"] == "build.yml"
    assert sandbox.github("GET", f"{REPOSITORY}/contents/{BUILD}")[0] == 404
    assert sandbox.github("DELETE", f"{REPOSITORY}/git/refs/heads/onboarding")[0] == 204
    assert sandbox.state() == before


def test_what_graphql_refuses(sandbox: Sandbox):
    sha = branch(sandbox)
    assert commit(sandbox, sha, "nowhere")["errors"][0]["type"] == "NOT_FOUND"
    assert commit(sandbox, sha, deletions=[{"path": "absent"}])["errors"][0]["type"] == "UNPROCESSABLE"
    wrong = sandbox.github("POST", "/graphql", {"query": "{ viewer { colour } }"})
    assert wrong[0] == 200 and "Cannot query field" in wrong[2]["errors"][0]["message"]
    assert sandbox.github("POST", "/graphql", {"query": "{ viewer { login } }"}, token=None)[0] == 401
    asked = '{ repository(owner: "octo-org", name: "sagemaker-churn") { defaultBranchRef { name target { oid } } } }'
    assert sandbox.github("POST", "/graphql", {"query": asked})[2]["data"]["repository"]["defaultBranchRef"]["target"]["oid"] == sha


def test_workflow_files_want_a_right_of_their_own(sandbox: Sandbox):
    change(sandbox, lambda state: state["tokens"][OPERATOR].update(scopes=["repo"]))
    sha = branch(sandbox)
    file = {"message": "m", "content": content(TEXT), "branch": "onboarding"}
    assert sandbox.github("PUT", f"{REPOSITORY}/contents/{BUILD}", file)[0] == 404
    assert "without `workflow` scope" in commit(sandbox, sha)["errors"][0]["message"]
    git = f"{REPOSITORY}/git"
    tree = sandbox.github("POST", f"{git}/trees", {"tree": [{"path": BUILD, "mode": "100644", "type": "blob", "content": TEXT}]})[2]["sha"]
    made = sandbox.github("POST", f"{git}/commits", {"message": "m", "tree": tree, "parents": [sha]})[2]["sha"]
    assert sandbox.github("PATCH", f"{git}/refs/heads/onboarding", {"sha": made})[0] == 404
    assert sandbox.github("POST", f"{git}/refs", {"ref": "refs/heads/other", "sha": made})[0] == 404
    # Anything else needs Contents only.
    assert sandbox.github("PUT", f"{REPOSITORY}/contents/README.md", file)[0] == 201


def test_one_commit_by_blobs_and_trees(sandbox: Sandbox):
    sha, git = branch(sandbox), f"{REPOSITORY}/git"
    blob = sandbox.github("POST", f"{git}/blobs", {"content": content(TEXT), "encoding": "base64"})
    assert blob[0] == 201
    # The id is git's own: `printf 'x\n' | git hash-object --stdin`.
    assert sandbox.github("POST", f"{git}/blobs", {"content": "x\n"})[2]["sha"] == "587be6b4c3f93f93c489c0111bba5596147a26cb"
    base = sandbox.github("GET", f"{git}/commits/{sha}")[2]["tree"]["sha"]
    entry = {"path": BUILD, "mode": "100644", "type": "blob", "sha": blob[2]["sha"]}
    tree = sandbox.github("POST", f"{git}/trees", {"base_tree": base, "tree": [entry]})[2]["sha"]
    made = sandbox.github("POST", f"{git}/commits", {"message": "Add", "tree": tree, "parents": [sha]})[2]["sha"]
    stray = sandbox.github("POST", f"{git}/commits", {"message": "Stray", "tree": tree, "parents": []})[2]["sha"]
    assert sandbox.github("PATCH", f"{git}/refs/heads/onboarding", {"sha": stray})[2]["message"] == "Update is not a fast forward"
    assert sandbox.github("PATCH", f"{git}/refs/heads/onboarding", {"sha": made})[0] == 200
    flat = sandbox.github("GET", f"{git}/trees/onboarding?recursive=1")[2]["tree"]
    assert [entry["path"] for entry in flat] == [".github", ".github/workflows", BUILD]
    shown = sandbox.github("GET", f"{git}/blobs/{flat[-1]['sha']}")[2]
    assert base64.b64decode(shown["content"]).decode() == TEXT
    assert sandbox.github("GET", f"{REPOSITORY}/commits/onboarding")[2]["parents"][0]["sha"] == sha


def test_a_pull_request_is_closed_and_leaves_no_trace(sandbox: Sandbox):
    before, sha = sandbox.state(), branch(sandbox)
    asked = {"title": "Onboarding", "head": "onboarding", "base": "main", "body": "Please"}
    status, _, problem = sandbox.github("POST", f"{REPOSITORY}/pulls", asked)
    assert status == 422 and problem["errors"][0]["message"] == "No commits between main and onboarding"
    commit(sandbox, sha)
    number = sandbox.github("POST", f"{REPOSITORY}/pulls", asked)[2]["number"]
    again = sandbox.github("POST", f"{REPOSITORY}/pulls", asked)[2]
    assert again["message"] == "Validation Failed" and "already exists" in again["errors"][0]["message"]
    assert [pull["body"] for pull in sandbox.github("GET", f"{REPOSITORY}/pulls?head=octo-org:onboarding")[2]] == ["Please"]
    assert [file["filename"] for file in sandbox.github("GET", f"{REPOSITORY}/pulls/{number}/files")[2]] == [BUILD]
    assert sandbox.github("PATCH", f"{REPOSITORY}/pulls/{number}", {"state": "closed"})[2]["state"] == "closed"
    assert sandbox.state() == before
    assert sandbox.github("GET", f"{REPOSITORY}/pulls")[2] == []
    assert [pull["number"] for pull in sandbox.github("GET", f"{REPOSITORY}/pulls?state=closed")[2]] == [number]
    assert sandbox.github("GET", f"{REPOSITORY}/branches/onboarding")[0] == 200
    assert sandbox.github("PATCH", f"{REPOSITORY}/pulls/{number}", {"state": "open"})[2]["state"] == "open"
    sandbox.control("POST", "merge", {"pull": number})
    shown = sandbox.github("GET", f"{REPOSITORY}/pulls/{number}")[2]
    assert shown["merged"] is True and sandbox.github("GET", f"{REPOSITORY}/contents/{BUILD}")[0] == 200


def test_gh_makes_a_pull_request(sandbox: Sandbox):
    commit(sandbox, branch(sandbox))
    made = sandbox.gh("api", f"{REPOSITORY[1:]}/pulls", "-f", "title=t", "-f", "head=onboarding", "-f", "base=main", "--jq", ".number")
    assert made.returncode == 0 and made.stdout.strip().isdigit(), made.stderr


def test_an_empty_repository(sandbox: Sandbox):
    change(sandbox, lambda state: state["repositories"][OWN].pop("branches"))
    git = f"{REPOSITORY}/git"
    for method, path, body in (("GET", "ref/heads/main", None), ("POST", "refs", {"ref": "refs/heads/a", "sha": "0" * 40}),
                               ("POST", "blobs", {"content": "x"}), ("GET", "trees/main", None)):  # fmt: skip
        assert sandbox.github(method, f"{git}/{path}", body)[::2] == (409, sandbox.github("GET", f"{git}/ref/heads/main")[2])
    assert sandbox.github("GET", f"{REPOSITORY}/branches")[2] == []
    assert sandbox.github("GET", f"{REPOSITORY}/contents/README.md")[2]["message"] == "This repository is empty."
    asked = {"title": "t", "head": "a", "base": "main"}
    assert sandbox.github("POST", f"{REPOSITORY}/pulls", asked)[0] == 422
    assert sandbox.github("PUT", f"{REPOSITORY}/contents/README.md", {"message": "m", "content": content("x")})[0] == 201
    assert sandbox.github("GET", f"{REPOSITORY}/branches/main")[0] == 200


def test_a_guarded_branch(sandbox: Sandbox):
    ruleset = {
        "id": 5, "name": "main", "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
        "rules": [{"type": "deletion"}, {"type": "pull_request", "parameters": {
            "required_approving_review_count": 1, "dismiss_stale_reviews_on_push": False, "require_code_owner_review": False,
            "require_last_push_approval": False, "required_review_thread_resolution": False}}],
    }  # fmt: skip
    file = {"message": "m", "content": content("x")}

    def guarded(state):
        state["repositories"][OWN]["rulesets"] = [ruleset]
        state["repositories"][OWN]["branches"]["main"]["protected"] = False

    change(sandbox, guarded)
    assert [rule["type"] for rule in sandbox.github("GET", f"{REPOSITORY}/rules/branches/main")[2]] == ["deletion", "pull_request"]
    assert sandbox.github("GET", f"{REPOSITORY}/rules/branches/other")[2] == []
    assert sandbox.github("GET", f"{REPOSITORY}/rulesets/5")[2]["source"] == OWN
    assert sandbox.github("GET", f"{REPOSITORY}/branches/main/protection")[2]["message"] == "Branch not protected"
    assert sandbox.github("PUT", f"{REPOSITORY}/contents/a", file)[0] == 409
    branch(sandbox)
    assert sandbox.github("PUT", f"{REPOSITORY}/contents/a", {**file, "branch": "onboarding"})[0] == 201
    assert sandbox.github("GET", "/repos/octo-org/website/branches/main/protection")[2]["enforce_admins"]["enabled"] is False
    reviews = {"required_pull_request_reviews": {"require_code_owner_reviews": False, "dismiss_stale_reviews": False},
               "enforce_admins": {"url": "https://api.github.com/e", "enabled": True}}  # fmt: skip
    change(sandbox, lambda state: state["repositories"]["octo-org/website"]["branches"]["main"].update(protection=reviews))
    website = "/repos/octo-org/website"
    assert sandbox.github("GET", f"{website}/branches/main/protection")[2]["enforce_admins"]["enabled"] is True
    assert sandbox.github("PUT", f"{website}/contents/a", file)[2]["message"] == "Changes must be made through a pull request."


def test_workflows_are_listed_switched_off_and_started(sandbox: Sandbox):
    change(sandbox, lambda state: state["repositories"][OWN].update(files={BUILD: TEXT, ".github/workflows/notes.txt": "x"}))
    workflows = f"{REPOSITORY}/actions/workflows"
    listed = sandbox.github("GET", workflows)[2]
    assert [(found["name"], found["path"], found["state"]) for found in listed["workflows"]] == [("Build", BUILD, "active")]
    start = f"{workflows}/build.yml/dispatches"
    before = sandbox.state()
    assert "not provided" in sandbox.github("POST", start, {"ref": "main"})[2]["message"]
    assert (
        sandbox.github("POST", start, {"ref": "main", "inputs": {"stage": "a", "b": "c"}})[2]["message"]
        == 'Unexpected inputs provided: ["b"]'
    )
    assert "No ref found" in sandbox.github("POST", start, {"ref": "other"})[2]["message"]
    given = {"ref": "main", "inputs": {"stage": "a"}}
    assert sandbox.github("POST", start, given)[::2] == (204, None)
    status, _, details = sandbox.github("POST", start, {**given, "return_run_details": True})
    assert status == 200 and sandbox.github("GET", f"{REPOSITORY}/actions/runs/{details['workflow_run_id']}")[2]["status"] == "queued"
    assert sandbox.github("GET", f"{workflows}/{listed['workflows'][0]['id']}/runs")[2]["total_count"] == 2
    assert sandbox.state() == before
    assert sandbox.github("PUT", f"{workflows}/build.yml/disable")[0] == 204
    assert "disabled" in sandbox.github("POST", start, given)[2]["message"]
    assert sandbox.github("PUT", f"{workflows}/build.yml/enable")[0] == 204
    assert sandbox.state() == before


def fetched(address: str, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(address, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_logs_are_at_another_origin_which_takes_no_token(sandbox: Sandbox):
    jobs = [{"name": "build", "conclusion": "failure", "log": "Not authorized\n"}, {"name": "deploy", "conclusion": "skipped"}]
    made = sandbox.control("POST", "run", {"repository": OWN, "workflow": "build.yml", "event": "push", "branch": "main", "conclusion": "failure", "jobs": jobs})  # fmt: skip
    runs = f"{REPOSITORY}/actions/runs"
    assert [run["conclusion"] for run in sandbox.github("GET", f"{runs}?status=failure&branch=main")[2]["workflow_runs"]] == ["failure"]
    assert sandbox.github("GET", f"{runs}?status=success")[2]["total_count"] == 0
    assert [job["conclusion"] for job in sandbox.github("GET", f"{runs}/{made['id']}/jobs")[2]["jobs"]] == ["failure", "skipped"]
    status, headers, _ = sandbox.github("GET", f"{REPOSITORY}/actions/jobs/{made['jobs']['build']}/logs")
    assert status == 302 and not headers["Location"].startswith(sandbox.exports["GITHUB_API_URL"])
    assert fetched(headers["Location"]) == (200, b"Not authorized\n")
    assert fetched(headers["Location"], Authorization=f"Bearer {OPERATOR}")[0] == 403
    archive = fetched(sandbox.github("GET", f"{runs}/{made['id']}/logs")[1]["Location"])[1]
    assert zipfile.ZipFile(io.BytesIO(archive)).read("0_build.txt") == b"Not authorized\n"


def test_runners_are_the_administrators_to_see(sandbox: Sandbox):
    def with_runners(state):
        state["repositories"][OWN]["runners"] = [{"name": "one", "status": "offline", "labels": ["self-hosted", "gpu"]}]

    change(sandbox, with_runners)
    status, _, content = sandbox.github("GET", f"{REPOSITORY}/actions/runners")
    assert (status, content["total_count"], content["runners"][0]["status"]) == (200, 1, "offline")
    assert [label["name"] for label in content["runners"][0]["labels"]] == ["self-hosted", "gpu"]
    assert sandbox.github("GET", "/orgs/octo-org/actions/runners")[0] in (403, 404)

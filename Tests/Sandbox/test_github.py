"""The GitHub stand-in, by gh and by plain requests."""

import json

import pytest

from conftest import Sandbox

REPOSITORY = "/repos/octo-org/sagemaker-churn"
SUBJECT = f"{REPOSITORY}/actions/oidc/customization/sub"


def test_gh_works_with_the_exported_environment(sandbox: Sandbox):
    shown = sandbox.gh("api", "repos/octo-org/sagemaker-churn")
    assert shown.returncode == 0, shown.stderr
    repository = json.loads(shown.stdout)
    assert (repository["id"], repository["owner"]["id"], repository["default_branch"]) == (1296269, 583231, "main")
    assert sandbox.gh("secret", "set", "AWS_ROLE_ARN", "--body", "arn", "--repo", "octo-org/sagemaker-churn").returncode == 0
    assert "AWS_ROLE_ARN" in sandbox.gh("secret", "list", "--repo", "octo-org/sagemaker-churn").stdout
    put = sandbox.gh("api", "--method", "PUT", SUBJECT[1:], "-F", "use_default=false", "-f", "include_claim_keys[]=repo")
    assert put.returncode == 0, put.stderr


def test_subject_of_a_new_repository(sandbox: Sandbox):
    status, headers, subject = sandbox.github("GET", SUBJECT)
    assert status == 200
    assert subject == {
        "use_default": True,
        "use_immutable_subject": True,
        "sub_claim_prefix": "repo:octo-org@583231/sagemaker-churn@1296269",
    }
    assert headers["X-Accepted-GitHub-Permissions"] == "actions=read"
    assert headers["X-OAuth-Scopes"] == "repo, workflow, read:org"
    assert sandbox.github("PUT", SUBJECT, {"use_default": True, "use_immutable_subject": False})[0] == 422
    assert sandbox.github("PUT", SUBJECT, {"use_default": False, "include_claim_keys": ["repo", "context"]})[0] == 201
    assert sandbox.github("GET", SUBJECT)[2]["include_claim_keys"] == ["repo", "context"]
    assert sandbox.github("PUT", SUBJECT, {"use_default": True})[0] == 201
    assert "include_claim_keys" not in sandbox.github("GET", SUBJECT)[2]


def test_subject_of_an_old_repository_follows_its_organization(sandbox: Sandbox):
    path = "/repos/octo-org/website/actions/oidc/customization/sub"
    assert sandbox.github("GET", path)[2]["sub_claim_prefix"] == "repo:octo-org/website"
    state = sandbox.state()["github"]
    state["tokens"]["ghp_sandboxOperatorToken0000000000000000"]["scopes"].append("admin:org")
    sandbox.control("PUT", "github", state)
    organization = "/orgs/octo-org/actions/oidc/customization/sub"
    assert sandbox.github("PUT", organization, {"include_claim_keys": ["repo"]})[0] == 201
    assert sandbox.github("GET", organization)[2]["include_claim_keys"] == ["repo"]
    assert sandbox.github("PUT", path, {"use_default": True, "use_immutable_subject": True})[0] == 201
    assert sandbox.github("GET", path)[2]["sub_claim_prefix"] == "repo:octo-org@583231/website@1300192"


def test_one_switch_of_an_organization_moves_what_has_no_setting_of_its_own(sandbox: Sandbox):
    state = sandbox.state()["github"]
    state["tokens"]["ghp_sandboxOperatorToken0000000000000000"]["scopes"].append("admin:org")
    for number in range(3):
        own = {"oidc": {"use_default": True, "use_immutable_subject": False}} if number == 0 else {}
        state["repositories"][f"octo-org/old-{number}"] = {"id": 7000 + number, "created_at": "2020-01-01T00:00:00Z", **own}
    sandbox.control("PUT", "github", state)
    path = "/repos/octo-org/{}/actions/oidc/customization/sub"
    names = ["old-0", "old-1", "old-2", "sagemaker-churn", "website"]
    assert [sandbox.github("GET", path.format(name))[2]["use_immutable_subject"] for name in names] == [False, False, False, True, False]
    assert sandbox.github("PUT", "/orgs/octo-org/actions/oidc/customization/sub", {"use_immutable_subject": True})[0] == 201
    assert [sandbox.github("GET", path.format(name))[2]["use_immutable_subject"] for name in names] == [False, True, True, True, True]
    status, headers, first = sandbox.github("GET", "/orgs/octo-org/repos?per_page=2")
    assert status == 200 and [one["full_name"] for one in first] == ["octo-org/old-0", "octo-org/old-1"]
    assert 'page=2>; rel="next"' in headers["Link"]
    assert [one["name"] for one in sandbox.github("GET", "/orgs/octo-org/repos?per_page=2&page=3")[2]] == ["website"]
    fine = "github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000"
    assert "website" not in [one["name"] for one in sandbox.github("GET", "/orgs/octo-org/repos", token=fine)[2]]
    assert sandbox.github("GET", "/orgs/ana/repos")[0] == 404


def test_the_limit_counts_down_and_a_reset_begins_anew(sandbox: Sandbox):
    first, second = (int(sandbox.github("GET", "/user")[1]["X-RateLimit-Remaining"]) for _ in range(2))
    assert first == second + 1
    sandbox.control("POST", "reset", {"seed": "domain"})
    assert int(sandbox.github("GET", "/user")[1]["X-RateLimit-Remaining"]) == 4999


def test_who_may_see_what(sandbox: Sandbox):
    assert sandbox.github("GET", "/user")[2]["login"] == "ana"
    assert sandbox.github("GET", "/user", token="ghp_wrong")[0] == 401
    assert sandbox.github("GET", "/user", token=None)[0] == 401
    assert sandbox.github("GET", "/repos/octo-org/website", token=None)[0] == 404
    assert sandbox.github("GET", REPOSITORY, token=None)[0] == 200
    fine = "github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000"
    assert sandbox.github("GET", "/repos/octo-org/website", token=fine)[0] == 404
    assert sandbox.github("GET", SUBJECT, token=fine)[0] == 200
    status, headers, problem = sandbox.github("GET", f"{REPOSITORY}/actions/permissions", token=fine)
    assert (status, problem["message"]) == (403, "Resource not accessible by personal access token")
    assert headers["X-Accepted-GitHub-Permissions"] == "administration=read" and headers["X-OAuth-Scopes"] is None
    assert sandbox.github("GET", "/repos/octo-org/nothing-here")[0] == 404


def test_names_ignore_case_and_survive_renaming(sandbox: Sandbox):
    assert sandbox.github("GET", "/repos/OCTO-ORG/SageMaker-Churn")[2]["full_name"] == "octo-org/sagemaker-churn"
    state = sandbox.state()["github"]
    state["repositories"]["octo-org/sagemaker-churn"]["former_names"] = ["octo-org/churn"]
    sandbox.control("PUT", "github", state)
    status, headers, moved = sandbox.github("GET", "/repos/octo-org/churn")
    assert status == 301 and moved["url"] == headers["Location"]
    path = headers["Location"].removeprefix(sandbox.exports["GITHUB_API_URL"])
    assert path == "/repositories/1296269"
    assert sandbox.github("GET", path)[2]["full_name"] == "octo-org/sagemaker-churn"
    assert sandbox.github("GET", "/repositories/1296269/actions/oidc/customization/sub")[0] == 200


def test_settings(sandbox: Sandbox):
    before = sandbox.state()
    assert sandbox.github("GET", f"{REPOSITORY}/actions/permissions")[2]["enabled"] is True
    assert sandbox.github("GET", f"{REPOSITORY}/actions/permissions/workflow")[0] == 200
    variables = f"{REPOSITORY}/actions/variables"
    assert sandbox.github("POST", variables, {"name": "AWS_REGION", "value": "us-east-1"})[0] == 201
    assert sandbox.github("POST", variables, {"name": "AWS_REGION", "value": "us-east-1"})[0] == 409
    assert sandbox.github("PATCH", f"{variables}/AWS_REGION", {"name": "AWS_REGION", "value": "eu-west-1"})[0] == 204
    assert sandbox.github("GET", variables)[2]["variables"][0]["value"] == "eu-west-1"
    assert sandbox.github("GET", f"{variables}/AWS_REGION")[2]["value"] == "eu-west-1"
    environment = f"{REPOSITORY}/environments/production"
    assert sandbox.github("GET", environment)[0] == 404
    wanted = {"wait_timer": 30, "reviewers": [{"type": "User", "id": 4242}, {"type": "Team", "id": 1}], "deployment_branch_policy": None}
    assert sandbox.github("PUT", environment, wanted)[0] == 200
    rules = sandbox.github("GET", environment)[2]["protection_rules"]
    assert [rule["type"] for rule in rules] == ["wait_timer", "required_reviewers"]
    assert sandbox.github("GET", f"{REPOSITORY}/environments")[2]["total_count"] == 1
    assert sandbox.github("DELETE", environment)[0] == 204
    assert sandbox.github("DELETE", f"{variables}/AWS_REGION")[0] == 204
    assert sandbox.state() == before


def test_secrets_must_be_sealed(sandbox: Sandbox):
    secrets = f"{REPOSITORY}/actions/secrets"
    key_id = sandbox.github("GET", f"{secrets}/public-key")[2]["key_id"]
    assert sandbox.github("PUT", f"{secrets}/NAME", {"encrypted_value": "cGxhaW4=", "key_id": key_id})[0] == 422
    assert sandbox.github("GET", secrets)[2] == {"total_count": 0, "secrets": []}
    assert sandbox.gh("secret", "set", "NAME", "--body", "x", "--repo", "octo-org/sagemaker-churn").returncode == 0
    assert sandbox.github("GET", f"{secrets}/NAME")[2]["name"] == "NAME"
    assert sandbox.github("DELETE", f"{secrets}/NAME")[0] == 204


@pytest.mark.parametrize("body", [{"use_default": "perhaps"}, {}, {"use_default": True, "colour": "red"}])
def test_bodies_are_held_against_the_schema(sandbox: Sandbox, body):
    assert sandbox.github("PUT", SUBJECT, body)[0] == 422
    sandbox.violations("shape")


def test_branches_and_organization(sandbox: Sandbox):
    assert [branch["name"] for branch in sandbox.github("GET", f"{REPOSITORY}/branches")[2]] == ["main"]
    assert sandbox.github("GET", f"{REPOSITORY}/branches/main")[2]["name"] == "main"
    assert sandbox.github("GET", f"{REPOSITORY}/branches/other")[0] == 404
    assert sandbox.github("GET", "/orgs/octo-org")[2]["plan"]["name"] == "team"


def test_replacing_the_state(sandbox: Sandbox):
    state = sandbox.state()["github"]
    state["repositories"]["octo-org/sagemaker-churn"]["files"] = {".github/workflows/build.yml": "on: push\n"}
    sandbox.control("PUT", "github", state)
    assert sandbox.state()["github"] == state
    content = sandbox.github("GET", f"{REPOSITORY}/contents/.github/workflows/build.yml")[2]
    assert content["size"] == 9


def test_a_workflow_file_arrives_by_pull_request(sandbox: Sandbox):
    before = sandbox.state()
    head = sandbox.github("GET", f"{REPOSITORY}/git/ref/heads/main")[2]["object"]["sha"]
    assert sandbox.github("POST", f"{REPOSITORY}/git/refs", {"ref": "refs/heads/onboarding", "sha": head})[0] == 201
    path = f"{REPOSITORY}/contents/.github/workflows/build.yml"
    file = {"message": "Add", "content": "b246IHB1c2gK", "branch": "onboarding"}
    assert sandbox.github("PUT", path, file)[0] == 201
    assert sandbox.github("PUT", path, file)[0] == 422
    assert sandbox.github("PUT", path, {**file, "sha": "0" * 40})[0] == 409
    assert sandbox.github("GET", path)[0] == 404
    assert sandbox.github("GET", f"{path}?ref=onboarding")[0] == 200
    asked = {"title": "Onboarding", "head": "onboarding", "base": "main"}
    number = sandbox.github("POST", f"{REPOSITORY}/pulls", asked)[2]["number"]
    assert sandbox.github("POST", f"{REPOSITORY}/pulls", asked)[0] == 422
    assert [pull["number"] for pull in sandbox.github("GET", f"{REPOSITORY}/pulls")[2]] == [number]
    sandbox.control("POST", "merge", {"pull": number})
    assert sandbox.github("GET", path)[2]["size"] == 9
    after = sandbox.state()["github"]["repositories"]["octo-org/sagemaker-churn"]
    assert "pulls" not in after and list(after["branches"]) == ["main"]
    assert sandbox.state() != before


def test_actions_are_chosen_and_the_archive_is_opened_again(sandbox: Sandbox):
    permissions = f"{REPOSITORY}/actions/permissions"
    chosen = f"{permissions}/selected-actions"
    assert sandbox.github("GET", chosen)[0] == 409
    assert sandbox.github("PUT", permissions, {"enabled": True, "allowed_actions": "selected"})[0] == 204
    assert sandbox.github("PUT", chosen, {"github_owned_allowed": True, "patterns_allowed": ["docker/*"]})[0] == 204
    assert sandbox.github("GET", chosen)[2] == {
        "github_owned_allowed": True, "verified_allowed": False, "patterns_allowed": ["docker/*"]}  # fmt: skip
    assert sandbox.github("PUT", permissions, {"enabled": False})[0] == 204
    assert sandbox.github("GET", permissions)[2] == {"enabled": False}
    assert sandbox.github("PATCH", REPOSITORY, {"archived": True})[2]["archived"] is True
    assert sandbox.github("PUT", permissions, {"enabled": True})[0] == 403
    assert sandbox.github("PATCH", REPOSITORY, {"description": "x"})[0] == 403
    assert sandbox.github("PATCH", REPOSITORY, {"archived": False})[2]["archived"] is False

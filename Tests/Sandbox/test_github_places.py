"""Secrets, variables and environments on GitHub, level by level, with the plans and the rights that bound them."""

import base64
import hashlib

import pytest
from nacl.public import PublicKey, SealedBox

from conftest import Sandbox

REPOSITORY = "/repos/octo-org/sagemaker-churn"
ENVIRONMENT = f"{REPOSITORY}/environments/production"
ORGANIZATION = "/orgs/octo-org/actions"
OPERATOR = "ghp_sandboxOperatorToken0000000000000000"
OWN = "octo-org/sagemaker-churn"


def change(sandbox: Sandbox, edit):
    """Changes what stands on GitHub."""
    state = sandbox.state()["github"]
    edit(state)
    sandbox.control("PUT", "github", state)


def become_owner(sandbox: Sandbox):
    change(sandbox, lambda state: state["tokens"][OPERATOR]["scopes"].append("admin:org"))


def seal(sandbox: Sandbox, secrets: str, text: str, **more):
    """The body that puts a secret, sealed for its place."""
    key = sandbox.github("GET", f"{secrets}/public-key")[2]
    box = SealedBox(PublicKey(base64.b64decode(key["key"]))).encrypt(text.encode())
    return {"encrypted_value": base64.b64encode(box).decode(), "key_id": key["key_id"], **more}


def place(sandbox: Sandbox, level: str):
    """The address of a level, and what its entries say beside their names."""
    become_owner(sandbox)
    sandbox.github("PUT", ENVIRONMENT, {})
    return {
        "repository": (f"{REPOSITORY}/actions", {}),
        "environment": (ENVIRONMENT, {}),
        "organization": (ORGANIZATION, {"visibility": "selected", "selected_repository_ids": [1296269]}),
    }[level]


def kept(sandbox: Sandbox, level: str, section: str):
    """What the state keeps of a level."""
    github = sandbox.state()["github"]
    repository = github["repositories"][OWN]
    held = {"repository": repository, "organization": github["organizations"]["octo-org"]}
    return (held[level] if level in held else repository.get("environments", {}).get("production", {})).get(section, {})


LEVELS = pytest.mark.parametrize("level", ["repository", "environment", "organization"])


@LEVELS
def test_a_secret_is_opened_and_its_digest_kept(sandbox: Sandbox, level):
    address, more = place(sandbox, level)
    secrets = f"{address}/secrets"
    assert sandbox.github("PUT", f"{secrets}/role_arn", seal(sandbox, secrets, "arn:aws:iam", **more))[0] == 201
    entry = kept(sandbox, level, "secrets")["ROLE_ARN"]
    assert entry["sha256"] == hashlib.sha256(b"arn:aws:iam").hexdigest()
    assert sandbox.github("PUT", f"{secrets}/ROLE_ARN", seal(sandbox, secrets, "other", **more))[0] == 204
    listed = sandbox.github("GET", secrets)[2]
    assert listed["total_count"] == 1 and listed["secrets"][0]["name"] == "ROLE_ARN"
    assert listed["secrets"][0]["updated_at"] > "2026-11"
    assert sandbox.github("GET", f"{secrets}/ROLE_ARN")[2]["name"] == "ROLE_ARN"
    assert sandbox.github("PUT", f"{secrets}/GITHUB_TOKEN", seal(sandbox, secrets, "x", **more))[0] == 422
    assert sandbox.github("DELETE", f"{secrets}/ROLE_ARN")[0] == 204
    assert sandbox.github("DELETE", f"{secrets}/ROLE_ARN")[0] == 404
    assert kept(sandbox, level, "secrets") == {}


def test_a_box_sealed_for_another_place_is_refused(sandbox: Sandbox):
    sandbox.github("PUT", ENVIRONMENT, {})
    of_repository, of_environment = f"{REPOSITORY}/actions/secrets", f"{ENVIRONMENT}/secrets"
    sealed = seal(sandbox, of_repository, "x")
    assert sandbox.github("PUT", f"{of_environment}/NAME", sealed)[0] == 422
    own = sandbox.github("GET", f"{of_environment}/public-key")[2]["key_id"]
    assert sandbox.github("PUT", f"{of_environment}/NAME", {**sealed, "key_id": own})[0] == 422


@LEVELS
def test_variables(sandbox: Sandbox, level):
    address, more = place(sandbox, level)
    variables = f"{address}/variables"
    for number in range(11):
        assert sandbox.github("POST", variables, {"name": f"n{number:02}", "value": "v", **more})[0] == 201
    assert sandbox.github("POST", variables, {"name": "N00", "value": "v", **more})[0] == 409
    status, headers, listed = sandbox.github("GET", variables)
    assert (status, listed["total_count"], len(listed["variables"])) == (200, 11, 10)
    assert 'page=2>; rel="next"' in headers["Link"]
    assert sandbox.github("GET", f"{variables}?page=2")[2]["variables"][0]["name"] == "N10"
    assert sandbox.github("PATCH", f"{variables}/N10", {"value": "w"})[0] == 204
    assert sandbox.github("GET", f"{variables}/N10")[2]["value"] == "w"
    assert sandbox.github("DELETE", f"{variables}/N10")[0] == 204
    assert sandbox.github("GET", f"{variables}/N10")[0] == 404


def test_what_the_organization_shares(sandbox: Sandbox):
    become_owner(sandbox)
    for name, more in (("ALL", {"visibility": "all"}), ("PRIVATE", {"visibility": "private"}),
                       ("OURS", {"visibility": "selected", "selected_repository_ids": [1296269]})):  # fmt: skip
        assert sandbox.github("POST", f"{ORGANIZATION}/variables", {"name": name, "value": "v", **more})[0] == 201
    assert sandbox.github("GET", f"{ORGANIZATION}/variables/OURS")[2]["selected_repositories_url"].endswith("/variables/OURS/repositories")
    shared = [sandbox.github("GET", f"/repos/octo-org/{name}/actions/organization-variables")[2] for name in ("sagemaker-churn", "website")]
    assert [[found["name"] for found in one["variables"]] for one in shared] == [["ALL", "OURS"], ["ALL", "PRIVATE"]]


def test_an_environment_with_everything(sandbox: Sandbox):
    team = {"deployers": {"id": 77, "name": "Deployers", "repositories": [OWN]}, "others": {"id": 78}}
    change(sandbox, lambda state: state["organizations"]["octo-org"].update(teams=team))
    address = f"{REPOSITORY}/environments/eu%2FProduction"
    reviewers = [{"type": "User", "id": 4343}, {"type": "Team", "id": 77}, {"type": "Team", "id": 78}]
    rules = {"wait_timer": 5, "prevent_self_review": True, "reviewers": reviewers}
    custom = {"deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True}}
    assert sandbox.github("PUT", address, {**rules, **custom})[0] == 200
    shown = sandbox.github("GET", f"{REPOSITORY}/environments/EU%2Fproduction")[2]
    assert shown["name"] == "eu/Production" and shown["url"].endswith("/environments/eu%2FProduction")
    assert [rule["type"] for rule in shown["protection_rules"]] == ["wait_timer", "required_reviewers", "branch_policy"]
    # The team without access is not there, and nobody says so.
    assert [found["reviewer"]["id"] for found in shown["protection_rules"][1]["reviewers"]] == [4343, 77]
    policies = f"{address}/deployment-branch-policies"
    made = sandbox.github("POST", policies, {"name": "main"})
    assert made[0] == 200 and made[2]["type"] == "branch"
    assert sandbox.github("POST", policies, {"name": "v*", "type": "tag"})[0] == 200
    assert sandbox.github("GET", policies)[2]["total_count"] == 2
    assert sandbox.github("DELETE", f"{policies}/{made[2]['id']}")[0] == 204
    # Replacing the rules keeps secrets and patterns, and loses what is not sent.
    secrets = f"{address}/secrets"
    sandbox.github("PUT", f"{secrets}/NAME", seal(sandbox, secrets, "x"))
    assert sandbox.github("PUT", address, custom)[0] == 200
    shown = sandbox.github("GET", address)[2]
    assert [rule["type"] for rule in shown["protection_rules"]] == ["branch_policy"]
    assert sandbox.github("GET", policies)[2]["branch_policies"][0]["name"] == "v*"
    assert sandbox.github("GET", secrets)[2]["total_count"] == 1
    assert sandbox.github("PUT", address, {"deployment_branch_policy": None})[0] == 200
    assert sandbox.github("POST", policies, {"name": "main"})[0] == 404
    assert sandbox.github("DELETE", address)[0] == 204


@pytest.mark.parametrize("body", [
    {"deployment_branch_policy": {"protected_branches": True, "custom_branch_policies": True}},
    {"reviewers": [{"type": "User", "id": 4242}] * 7}, {"prevent_self_review": True}, {"wait_timer": 43201},
])  # fmt: skip
def test_environments_that_make_no_sense(sandbox: Sandbox, body):
    assert sandbox.github("PUT", ENVIRONMENT, body)[0] == 422
    assert sandbox.github("GET", ENVIRONMENT)[0] == 404


@pytest.mark.parametrize("plan, bare, guarded", [("free", 404, 404), ("team", 200, 422), ("enterprise", 200, 200)])
def test_plans_of_private_repositories(sandbox: Sandbox, plan, bare, guarded):
    def private(state):
        state["organizations"]["octo-org"]["plan"] = plan
        state["repositories"][OWN]["private"] = True
        state["repositories"][OWN]["branches"]["main"]["protected"] = False

    change(sandbox, private)
    assert sandbox.github("PUT", ENVIRONMENT, {"reviewers": []})[0] == guarded
    assert sandbox.github("PUT", ENVIRONMENT, {})[0] == bare
    assert sandbox.github("GET", f"{REPOSITORY}/branches/main/protection")[0] == (403 if plan == "free" else 404)


FINE = "github_pat_finegrained"


@pytest.mark.parametrize("method, address, permission", [
    ("GET", f"{REPOSITORY}/actions/secrets/public-key", "secrets=read"), ("GET", f"{ENVIRONMENT}/secrets", "environments=read"),
    ("GET", f"{REPOSITORY}/actions/variables", "actions_variables=read"), ("GET", ENVIRONMENT, "actions=read"),
    ("DELETE", ENVIRONMENT, "administration=write"), ("GET", f"{ENVIRONMENT}/deployment-branch-policies", "actions=read"),
    ("GET", f"{ORGANIZATION}/secrets", "organization_secrets=read"), ("GET", "/orgs/octo-org/teams", "members=read"),
    ("GET", f"{REPOSITORY}/branches/main/protection", "administration=read"), ("GET", f"{REPOSITORY}/pulls", "pull_requests=read"),
])  # fmt: skip
def test_a_fine_grained_token_needs_the_permission_of_the_table(sandbox: Sandbox, method, address, permission):
    sandbox.github("PUT", ENVIRONMENT, {})
    name, level = permission.split("=")
    token = {"login": "ana", "kind": "fine-grained", "permissions": {"metadata": "read", "allows_permissionless_access": True}}
    change(sandbox, lambda state: state["tokens"].update({FINE: token}))
    status, headers, problem = sandbox.github(method, address, token=FINE)
    assert (status, problem["message"]) == (403, "Resource not accessible by personal access token")
    assert headers["X-Accepted-GitHub-Permissions"] == permission
    change(sandbox, lambda state: state["tokens"][FINE]["permissions"].update({name: level}))
    assert sandbox.github(method, address, token=FINE)[0] in (200, 204, 404)


def test_a_jobs_own_token_has_no_such_rights(sandbox: Sandbox):
    permissions = {"contents": "write", "actions": "write", "pull_requests": "write"}
    change(
        sandbox,
        lambda state: state["tokens"].update({"ghs_job": {"login": "github-actions[bot]", "kind": "job", "permissions": permissions}}),
    )
    assert sandbox.github("GET", f"{REPOSITORY}/actions/secrets", token="ghs_job")[2]["message"] == "Resource not accessible by integration"
    assert sandbox.github("GET", "/user", token="ghs_job")[0] == 403
    assert sandbox.github("GET", f"{REPOSITORY}/actions/workflows", token="ghs_job")[0] == 200
    file = {"message": "m", "content": "b246IHB1c2gK"}
    assert sandbox.github("PUT", f"{REPOSITORY}/contents/.github/workflows/a.yml", file, token="ghs_job")[0] == 404


@pytest.mark.parametrize("organization, status, words", [
    ({"ip_allow_list": True}, 403, "IP allow list"), ({"forbids_classic": True}, 403, "forbids access via a personal access token (classic)"),
    ({"max_token_days": 30}, 403, "greater than 30 days"),
])  # fmt: skip
def test_what_an_organization_demands(sandbox: Sandbox, organization, status, words):
    change(sandbox, lambda state: state["organizations"]["octo-org"].update(organization))
    answered, _, problem = sandbox.github("GET", REPOSITORY)
    assert answered == status and words in problem["message"]


def test_a_sign_in_that_is_wanted_may_hide_behind_404(sandbox: Sandbox):
    for hides, status in ((False, 403), (True, 404)):
        change(
            sandbox,
            lambda state, hides=hides: state["tokens"][OPERATOR].update(sso="https://github.com/orgs/octo-org/sso", sso_hides=hides),
        )
        answered, headers, _ = sandbox.github("GET", REPOSITORY)
        assert answered == status and headers["X-GitHub-SSO"] == "required; url=https://github.com/orgs/octo-org/sso"


def test_who_is_no_administrator(sandbox: Sandbox):
    change(sandbox, lambda state: state["repositories"][OWN].update(roles={"ana": "push"}))
    assert sandbox.github("GET", f"{REPOSITORY}/actions/permissions")[2]["message"] == "Must have admin rights to Repository."
    assert sandbox.github("GET", f"{REPOSITORY}/branches/main/protection")[2]["message"] == "Not Found"
    assert sandbox.github("PUT", ENVIRONMENT, {})[0] == 403
    assert sandbox.github("GET", f"{REPOSITORY}/actions/secrets")[0] == 200
    change(sandbox, lambda state: state["organizations"]["octo-org"].update(role="member"))
    assert "plan" not in sandbox.github("GET", "/orgs/octo-org")[2]
    become_owner(sandbox)
    assert sandbox.github("GET", f"{ORGANIZATION}/secrets")[0] == 403
    assert sandbox.github("GET", f"{REPOSITORY}/collaborators/ana/permission")[2]["permission"] == "write"


def test_the_organization_decides_about_actions(sandbox: Sandbox):
    change(sandbox, lambda state: state["organizations"]["octo-org"].update(actions={"allowed_actions": "selected"}))
    permissions = f"{REPOSITORY}/actions/permissions"
    assert sandbox.github("GET", permissions)[2]["allowed_actions"] == "selected"
    assert sandbox.github("PUT", permissions, {"enabled": True, "allowed_actions": "all"})[0] == 409
    become_owner(sandbox)
    assert sandbox.github("GET", f"{ORGANIZATION}/permissions")[2]["allowed_actions"] == "selected"


def test_members_of_the_subject_setting_may_be_left_out(sandbox: Sandbox):
    change(sandbox, lambda state: state["repositories"][OWN]["oidc"].update(leaves_out=["use_immutable_subject", "sub_claim_prefix"]))
    assert sandbox.github("GET", f"{REPOSITORY}/actions/oidc/customization/sub")[2] == {"use_default": True}


def test_people_and_teams_have_numbers(sandbox: Sandbox):
    change(sandbox, lambda state: state["organizations"]["octo-org"].update(teams={"deployers": {"id": 77, "repositories": [OWN]}}))
    assert sandbox.github("GET", "/user/4343")[2]["login"] == "ben"
    assert [team["id"] for team in sandbox.github("GET", "/orgs/octo-org/teams")[2]] == [77]
    assert sandbox.github("GET", "/orgs/octo-org/teams/deployers")[2]["organization"]["id"] == 583231
    assert sandbox.github("GET", "/orgs/octo-org/teams/deployers/repos/octo-org/sagemaker-churn")[0] == 204
    assert sandbox.github("GET", "/orgs/octo-org/teams/deployers/repos/octo-org/website")[0] == 404


def test_a_secondary_limit_without_headers(sandbox: Sandbox):
    words = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    sandbox.faults({"service": "github", "do": "status", "status": 403, "message": words, "times": 1})
    status, headers, problem = sandbox.github("GET", REPOSITORY)
    assert (status, problem["message"], headers["Retry-After"]) == (403, words, None)


def test_an_answer_that_is_known_is_not_sent_again(sandbox: Sandbox):
    first = sandbox.gh("api", "--include", REPOSITORY[1:]).stdout
    tag = next(line.split(" ", 1)[1] for line in first.splitlines() if line.lower().startswith("etag:"))
    shown = sandbox.gh("api", "--include", REPOSITORY[1:], "--header", f"If-None-Match: {tag}")
    assert "HTTP/1.1 304" in shown.stdout and "full_name" not in shown.stdout

"""The issuer of a job's tokens: who gets one, what it says, and that its keys fit."""

import json
import urllib.error
import urllib.request

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from conftest import Sandbox
from test_github_places import OWN, change

IDS = "octo-org@583231/sagemaker-churn@1296269"


def asked(address: str, bearer: str = "") -> tuple[int, dict]:
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {bearer}"} if bearer else {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def token_of(job: dict, audience: str = "sts.amazonaws.com") -> str:
    """What a step of the job gets when it asks as actions/core does."""
    env = job["env"]
    status, answer = asked(f"{env['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience={audience}", env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"])
    assert status == 200
    return answer["value"]


def begin(sandbox: Sandbox, **facts) -> dict:
    return sandbox.control("POST", "job", {"repository": OWN, **facts})


def test_a_token_is_verified_by_the_published_keys(sandbox: Sandbox):
    job = begin(sandbox, workflow="deploy.yml", event="workflow_dispatch", actor="ben")
    configuration = asked(f"{job['issuer']}/.well-known/openid-configuration")[1]
    assert configuration["issuer"] == "https://token.actions.githubusercontent.com"
    keys = KeySet.import_key_set(asked(configuration["jwks_uri"])[1])
    assert all("d" not in key.as_dict() for key in keys.keys)
    claims = jwt.decode(token_of(job), keys, algorithms=["RS256"]).claims
    file = f"{OWN}/.github/workflows/deploy.yml@refs/heads/main"
    wanted = {
        "iss": configuration["issuer"], "aud": "sts.amazonaws.com", "sub": f"repo:{IDS}:ref:refs/heads/main", "actor_id": "4343",
        "repository": OWN, "repository_id": "1296269", "repository_owner": "octo-org", "repository_owner_id": "583231",
        "repository_visibility": "public", "event_name": "workflow_dispatch", "ref": "refs/heads/main", "ref_type": "branch",
        "workflow_ref": file, "job_workflow_ref": file, "runner_environment": "github-hosted",
        "sha": sandbox.state()["github"]["repositories"][OWN]["branches"]["main"]["sha"],
    }  # fmt: skip
    assert {key: claims[key] for key in wanted} == wanted
    assert claims["exp"] - claims["iat"] == 300 and "environment" not in claims


def test_only_the_job_itself_gets_its_token(sandbox: Sandbox):
    first, second = begin(sandbox), begin(sandbox)
    url = first["env"]["ACTIONS_ID_TOKEN_REQUEST_URL"]
    assert asked(url)[0] == 401
    assert asked(url, second["env"]["ACTIONS_ID_TOKEN_REQUEST_TOKEN"])[0] == 401
    status, answer = asked(url, first["env"]["ACTIONS_ID_TOKEN_REQUEST_TOKEN"])
    assert status == 200 and answer["count"] == len(answer["value"])
    for facts in ({"permissions": {"contents": "read"}}, {"event": "pull_request", "fork": True}):
        assert not [name for name in begin(sandbox, **facts)["env"] if name.startswith("ACTIONS_ID_TOKEN")]
    sandbox.control("POST", "reset", {"seed": "domain"})
    assert asked(url, first["env"]["ACTIONS_ID_TOKEN_REQUEST_TOKEN"])[0] == 401


@pytest.mark.parametrize("facts, subject", [
    ({"environment": "production"}, f"repo:{IDS}:environment:production"),
    ({"environment": "eu:prod/1", "event": "pull_request"}, f"repo:{IDS}:environment:eu%3Aprod/1"),
    ({"event": "pull_request"}, f"repo:{IDS}:pull_request"), ({"event": "pull_request_target"}, f"repo:{IDS}:ref:refs/heads/main"),
    ({"ref": "refs/tags/v1"}, f"repo:{IDS}:ref:refs/tags/v1"),
    ({"repository": "octo-org/website"}, "repo:octo-org/website:ref:refs/heads/main"),
    ({"repository": "octo-org-evil/sagemaker-churn", "repository_id": 7, "repository_owner_id": 8},
     "repo:octo-org-evil@8/sagemaker-churn@7:ref:refs/heads/main"),
    ({"repository": "octo-org/sagemaker-churn-evil", "repository_id": 7, "immutable": False},
     "repo:octo-org/sagemaker-churn-evil:ref:refs/heads/main"),
])  # fmt: skip
def test_subjects(sandbox: Sandbox, facts, subject):
    assert begin(sandbox, **facts)["claims"]["sub"] == subject


def test_templates_of_repository_and_organization(sandbox: Sandbox):
    def template(**oidc):
        change(sandbox, lambda state: state["repositories"][OWN].update(oidc=oidc))

    template(use_default=False, include_claim_keys=["repository_owner_id", "repo", "job_workflow_ref"])
    reused = "octo-org/shared/.github/workflows/deploy.yml@refs/heads/main"
    assert begin(sandbox, job_workflow_ref=reused)["claims"]["sub"] == f"repository_owner_id:583231:repo:{IDS}:job_workflow_ref:{reused}"
    change(sandbox, lambda state: state["organizations"]["octo-org"].update(oidc={"include_claim_keys": ["repo", "actor"]}))
    template(use_default=False)
    assert begin(sandbox, actor="ben")["claims"]["sub"] == f"repo:{IDS}:actor:ben"
    template(use_default=True)
    assert begin(sandbox)["claims"]["sub"] == f"repo:{IDS}:ref:refs/heads/main"


def test_an_enterprise_may_have_an_issuer_of_its_own(sandbox: Sandbox):
    enterprise = {"slug": "octo-corp", "id": 99, "include_enterprise_slug": True}
    change(sandbox, lambda state: state["organizations"]["octo-org"].update(enterprise=enterprise))
    claims = begin(sandbox)["claims"]
    assert claims["iss"] == "https://token.actions.githubusercontent.com/octo-corp" and claims["enterprise_id"] == "99"

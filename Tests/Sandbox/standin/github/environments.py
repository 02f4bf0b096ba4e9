"""Deployment environments: their rules, the branches that may deploy, and what the owner's plan allows."""

from __future__ import annotations

import hashlib
from typing import Any

from . import render
from .places import environment_name, environment_of
from .routes import Outcome, Problem, Visit, page, route

ENVIRONMENTS = "/repos/{owner}/{repo}/environments"
ONE = f"{ENVIRONMENTS}/{{environment_name}}"
POLICIES = f"{ONE}/deployment-branch-policies"
# What a request to replace an environment says nothing of.
KEPT = ("secrets", "variables", "branch_policies", "can_admins_bypass")
GATED = {"reviewers": "required reviewers", "wait_timer": "wait timer", "prevent_self_review": "required reviewers"}
FAILED = "Failed to create the environment protection rule."


def _number(*parts: object) -> int:
    """An id that stays with what it names, though the state keeps none."""
    return int.from_bytes(hashlib.sha256("/".join(map(str, parts)).encode()).digest()[:5], "big")


@route(f"GET {ENVIRONMENTS}", rights=("actions", "read"), answers="ReposOwnerRepoEnvironmentsGetResponse200")
def environments(visit: Visit) -> Outcome:
    """The deployment environments."""
    names = sorted(visit.repository.get("environments", {}))
    return 200, {"total_count": len(names), "environments": [_shown(visit, name) for name in page(visit, names)]}


@route(f"GET {ONE}", rights=("actions", "read"), answers="Environment")
def environment(visit: Visit) -> Outcome:
    """One environment."""
    return 200, _shown(visit, environment_name(visit))


@route(f"PUT {ONE}", rights=("administration", "write"), answers="Environment", takes="ReposOwnerRepoEnvironmentsEnvironmentNamePutBody")  # fmt: skip
def set_environment(visit: Visit) -> Outcome:
    """Replaces the rules of an environment, or makes one: what is not sent is gone."""
    body = visit.body or {}
    _plan_allows(visit, body)
    _makes_sense(body)
    kept = visit.repository.setdefault("environments", {})
    name = next((known for known in kept if known.lower() == visit.path["environment_name"].lower()), visit.path["environment_name"])
    old = {key: value for key, value in kept.get(name, {}).items() if key in KEPT}
    branches = body.get("deployment_branch_policy") or {}
    if not branches.get("custom_branch_policies"):
        old.pop("branch_policies", None)
    kept[name] = {**body, **old}
    if body.get("reviewers"):
        kept[name]["reviewers"] = [entry for entry in body["reviewers"] if _reviewer(visit, entry)]
    visit.store.wrote("environment", str(visit.repository["id"]), name)
    return 200, _shown(visit, name)


@route(f"DELETE {ONE}", rights=("administration", "write"))
def delete_environment(visit: Visit) -> Outcome:
    """Removes an environment with all it holds."""
    name = environment_name(visit)
    del visit.repository["environments"][name]
    visit.store.moments.pop(("environment", str(visit.repository["id"]), name), None)
    return 204, None


def plan(visit: Visit) -> str:
    """The plan of a repository's owner, where it matters: what is public has everything."""
    owner = visit.store.owner(visit.name.partition("/")[0])
    if not visit.repository.get("private"):
        return "enterprise"
    if visit.repository.get("visibility") == "internal":
        return "enterprise"
    return str(owner[1].get("plan", "team" if owner[2] == "Organization" else "free")) if owner else "free"


def _plan_allows(visit: Visit, body: dict[str, Any]) -> None:
    """A private repository has no environments on Free, and on Pro and Team no reviewers: asking for none is asking too."""
    has = plan(visit)
    if has == "free":
        raise Problem(404, "Not Found")
    gated = [rule for member, rule in GATED.items() if member in body]
    if gated and has != "enterprise":
        raise Problem(422, f"{FAILED} Please ensure the billing plan supports the {gated[0]} protection rule.")


def _makes_sense(body: dict[str, Any]) -> None:
    branches = body.get("deployment_branch_policy")
    if branches and branches["protected_branches"] == branches["custom_branch_policies"]:
        raise Problem(422, "Validation Failed", errors=["protected_branches and custom_branch_policies cannot have the same value"])
    if len(body.get("reviewers") or []) > 6:
        raise Problem(422, "Validation Failed", errors=["an environment has at most six reviewers"])
    if not 0 <= (body.get("wait_timer") or 0) <= 43200:
        raise Problem(422, "Validation Failed", errors=["wait_timer is between 0 and 43200 minutes"])
    if body.get("prevent_self_review") and not body.get("reviewers"):
        raise Problem(422, "Failed to create or update the environment protection rule. Required reviewers must have at least one reviewer to set prevent_self_review.")  # fmt: skip


def _shown(visit: Visit, name: str) -> dict[str, Any]:
    found = visit.repository["environments"][name]
    number = _number(visit.repository["id"], name)
    url = f"{visit.base}/repos/{visit.name}/environments/{name.replace('/', '%2F')}"
    return {
        "id": number, "node_id": render.node("Environment", number), "name": name, "url": url,
        "html_url": f"https://github.com/{visit.name}/deployments/activity_log?environments_filter={name}",
        **visit.store.dates("environment", str(visit.repository["id"]), name), "protection_rules": _rules(visit, number, found),
        "deployment_branch_policy": found.get("deployment_branch_policy"),
        # GitHub sends it, and its description says nothing of it.
        **{key: found[key] for key in ("can_admins_bypass",) if key in found},
    }  # fmt: skip


def _rules(visit: Visit, number: int, found: dict[str, Any]) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    if found.get("wait_timer"):
        rules.append({"type": "wait_timer", "wait_timer": found["wait_timer"]})
    if found.get("reviewers"):
        people = [shown for entry in found["reviewers"] if (shown := _reviewer(visit, entry))]
        rules.append({"type": "required_reviewers", "prevent_self_review": bool(found.get("prevent_self_review")), "reviewers": people})
    if found.get("deployment_branch_policy"):
        rules.append({"type": "branch_policy"})
    return [{"id": number * 10 + place, "node_id": render.node("Gate", number * 10 + place), **rule} for place, rule in enumerate(rules, 1)]


def _reviewer(visit: Visit, entry: dict[str, Any]) -> dict[str, Any] | None:
    """A person, or a team that has access here; anything else GitHub leaves out without a word."""
    if entry["type"] == "User":
        person = next(((login, found) for login, found in visit.store.state["users"].items() if found["id"] == entry["id"]), None)
        return {"type": "User", "reviewer": render.owner(visit.base, *person, "User")} if person else None
    login = visit.name.partition("/")[0]
    organization = visit.store.state["organizations"].get(login, {})
    for slug, team in organization.get("teams", {}).items():
        if team["id"] == entry["id"] and visit.name in team.get("repositories", []):
            return {"type": "Team", "reviewer": render.team(visit.base, slug, team, organization["id"], login)}
    return None


@route(f"GET {POLICIES}", rights=("actions", "read"), answers="ReposOwnerRepoEnvironmentsEnvironmentNameDeploymentBranchPoliciesGetResponse200")  # fmt: skip
def branch_policies(visit: Visit) -> Outcome:
    """The patterns of branches and tags that may deploy."""
    kept = environment_of(visit).get("branch_policies", [])
    return 200, {"total_count": len(kept), "branch_policies": page(visit, [_policy(visit, entry) for entry in kept])}


@route(f"POST {POLICIES}", rights=("administration", "write"), answers="DeploymentBranchPolicy", takes="DeploymentBranchPolicyNamePatternWithType")  # fmt: skip
def create_branch_policy(visit: Visit) -> Outcome:
    """Adds a pattern, where the environment chooses its branches by patterns."""
    found = environment_of(visit)
    if not (found.get("deployment_branch_policy") or {}).get("custom_branch_policies"):
        raise Problem(404, "Not Found")
    entry = {"name": visit.body["name"], "type": visit.body.get("type", "branch")}
    kept = found.setdefault("branch_policies", [])
    if entry in kept:
        raise Problem(303, "See Other")
    kept.append(entry)
    return 200, _policy(visit, entry)


@route(f"GET {POLICIES}/{{branch_policy_id}}", rights=("actions", "read"), answers="DeploymentBranchPolicy")
def branch_policy(visit: Visit) -> Outcome:
    """One pattern."""
    return 200, _policy(visit, _entry(visit))


@route(f"PUT {POLICIES}/{{branch_policy_id}}", rights=("administration", "write"), answers="DeploymentBranchPolicy", takes="DeploymentBranchPolicyNamePattern")  # fmt: skip
def update_branch_policy(visit: Visit) -> Outcome:
    """Changes a pattern."""
    entry = _entry(visit)
    entry["name"] = visit.body["name"]
    return 200, _policy(visit, entry)


@route(f"DELETE {POLICIES}/{{branch_policy_id}}", rights=("administration", "write"))
def delete_branch_policy(visit: Visit) -> Outcome:
    """Removes a pattern."""
    environment_of(visit)["branch_policies"].remove(_entry(visit))
    return 204, None


def _policy(visit: Visit, entry: dict[str, Any]) -> dict[str, Any]:
    number = _number(visit.repository["id"], visit.path["environment_name"].lower(), entry.get("type", "branch"), entry["name"])
    return {"id": number, "node_id": render.node("BranchPolicy", number), "name": entry["name"], "type": entry.get("type", "branch")}


def _entry(visit: Visit) -> dict[str, Any]:
    for entry in environment_of(visit).get("branch_policies", []):
        if str(_policy(visit, entry)["id"]) == visit.path["branch_policy_id"]:
            found: dict[str, Any] = entry
            return found
    raise Problem(404, "Not Found")

"""What guards a branch: classic protection for administrators' eyes, rulesets for everybody's."""

from __future__ import annotations

import fnmatch
from typing import Any

from . import rights
from .environments import plan
from .routes import Outcome, Problem, Visit, page, route

REPOSITORY = "/repos/{owner}/{repo}"
UPGRADE = "Upgrade to GitHub Pro or make this repository public to enable this feature."
THROUGH_A_PULL = "Changes must be made through a pull request."


@route(f"GET {REPOSITORY}/branches/{{branch}}/protection", rights=("administration", "read"), answers="BranchProtection", hidden=True)  # fmt: skip
def protection(visit: Visit) -> Outcome:
    """Classic protection; a branch that only a ruleset guards has none."""
    _offered(visit)
    branch = visit.repository.get("branches", {}).get(visit.path["branch"])
    if branch is None:
        raise Problem(404, "Branch not found")
    if not branch.get("protected"):
        raise Problem(404, "Branch not protected")
    url = f"{visit.base}/repos/{visit.name}/branches/{visit.path['branch']}/protection"
    usual = {"url": f"{url}/enforce_admins", "enabled": False}
    return 200, {"url": url, "enforce_admins": usual, **branch.get("protection", {})}


@route(f"GET {REPOSITORY}/rules/branches/{{branch}}", rights=("metadata", "read"), answers="list:RepositoryRuleDetailedOneof*")
def rules(visit: Visit) -> Outcome:
    """The rules in force for a branch, be there such a branch or not."""
    _offered(visit)
    return 200, page(visit, rules_of(visit, visit.path["branch"]))


@route(f"GET {REPOSITORY}/rulesets", rights=("metadata", "read"), answers="list:RepositoryRuleset")
def rulesets(visit: Visit) -> Outcome:
    """The rulesets, without their rules."""
    _offered(visit)
    shown = [_ruleset(visit, found) for found in visit.repository.get("rulesets", [])]
    return 200, page(visit, [{key: value for key, value in found.items() if key not in ("rules", "conditions")} for found in shown])


@route(f"GET {REPOSITORY}/rulesets/{{number}}", rights=("metadata", "read"), answers="RepositoryRuleset")
def ruleset(visit: Visit) -> Outcome:
    """One ruleset in full."""
    _offered(visit)
    for found in visit.repository.get("rulesets", []):
        if str(found["id"]) == visit.path["number"]:
            return 200, _ruleset(visit, found)
    raise Problem(404, "Not Found")


def _offered(visit: Visit) -> None:
    if plan(visit) == "free":
        raise Problem(403, UPGRADE)


def _ruleset(visit: Visit, found: dict[str, Any]) -> dict[str, Any]:
    return {"source_type": "Repository", "source": visit.name, "target": "branch", "enforcement": "active", **found}


def rules_of(visit: Visit, branch: str) -> list[dict[str, Any]]:
    """The rules of active rulesets that a branch falls under, each with the ruleset it comes from."""
    ref = f"refs/heads/{branch}"
    shown = [_ruleset(visit, found) for found in visit.repository.get("rulesets", [])]
    active = [found for found in shown if found["enforcement"] == "active" and found["target"] == "branch" and _meant(visit, found, ref)]
    return [
        {**rule, "ruleset_id": found["id"], "ruleset_source": found["source"], "ruleset_source_type": found["source_type"]}
        for found in active
        for rule in found.get("rules", [])
    ]


def _meant(visit: Visit, found: dict[str, Any], ref: str) -> bool:
    names = found.get("conditions", {}).get("ref_name", {})
    main = f"refs/heads/{visit.repository.get('default_branch', 'main')}"

    def fits(pattern: str) -> bool:
        return pattern == "~ALL" or (ref == main if pattern == "~DEFAULT_BRANCH" else fnmatch.fnmatchcase(ref, pattern))

    return any(map(fits, names.get("include", []))) and not any(map(fits, names.get("exclude", [])))


def refusal(visit: Visit, branch: str) -> str | None:
    """Why nobody may commit to a branch directly, where that is so; classic protection lets administrators pass."""
    if any(rule["type"] == "pull_request" for rule in rules_of(visit, branch)):
        return f"Repository rule violations found\n\n{THROUGH_A_PULL}\n\n"
    found = visit.repository.get("branches", {}).get(branch, {}).get("protection", {})
    bound = rights.role(visit) != "admin" or found.get("enforce_admins", {}).get("enabled")
    return THROUGH_A_PULL if "required_pull_request_reviews" in found and bound else None

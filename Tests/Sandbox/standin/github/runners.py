"""Runners of one's own, of a repository and of the organization above it."""

from __future__ import annotations

from typing import Any

from .routes import Outcome, Visit, page, route


@route("GET /repos/{owner}/{repo}/actions/runners", rights=("administration", "read"), answers="ReposOwnerRepoActionsRunnersGetResponse200")  # fmt: skip
def of_repository(visit: Visit) -> Outcome:
    """Those of the repository alone."""
    return _listed(visit, visit.repository.get("runners", []))


@route("GET /orgs/{org}/actions/runners", rights=("organization_self_hosted_runners", "read"), scopes=("admin:org",), answers="OrgsOrgActionsRunnersGetResponse200")  # fmt: skip
def of_organization(visit: Visit) -> Outcome:
    """Those that the organization shares."""
    return _listed(visit, visit.store.state["organizations"][visit.path["org"]].get("runners", []))


def _listed(visit: Visit, found: list[dict[str, Any]]) -> Outcome:
    runners = [_shown(number, runner) for number, runner in enumerate(found, 1)]
    return 200, {"total_count": len(runners), "runners": page(visit, runners)}


def _shown(number: int, found: dict[str, Any]) -> dict[str, Any]:
    labels = [{"id": place, "name": name, "type": "custom"} for place, name in enumerate(found.get("labels", []), 1)]
    return {
        "id": number, "name": found.get("name", f"runner-{number}"), "os": found.get("os", "linux"),
        "status": found.get("status", "online"), "busy": False, "labels": labels,
    }  # fmt: skip

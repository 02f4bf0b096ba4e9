"""Actions settings of a repository and of the organization above it: whether Actions may run, and which."""

from __future__ import annotations

from typing import Any

from .routes import Outcome, Problem, Visit, route

REPOSITORY = "/repos/{owner}/{repo}"


@route(f"GET {REPOSITORY}/actions/permissions", rights=("administration", "read"), answers="ActionsRepositoryPermissions")
def permissions(visit: Visit) -> Outcome:
    """Whether Actions may run here, and which."""
    above = _above(visit)
    actions = {**visit.repository.get("actions", {}), **{k: v for k, v in above.items() if k != "enabled_repositories"}}
    shown = {"enabled": actions.get("enabled", True) and above.get("enabled_repositories", "all") != "none"}
    if shown["enabled"]:
        shown.update(allowed_actions=actions.get("allowed_actions", "all"), sha_pinning_required=actions.get("sha_pinning_required", False))  # fmt: skip
    return 200, shown


@route(f"PUT {REPOSITORY}/actions/permissions", rights=("administration", "write"), takes="ReposOwnerRepoActionsPermissionsPutBody")  # fmt: skip
def set_permissions(visit: Visit) -> Outcome:
    """Turns Actions on or off; what is not sent stays as it was."""
    above = _above(visit)
    if above.get("allowed_actions", "all") != "all" or above.get("enabled_repositories", "all") == "none":
        raise Problem(409, "Conflict: the organization or enterprise decides this for all of its repositories")
    visit.repository["actions"] = {**visit.repository.get("actions", {}), **visit.body}
    return 204, None


def _above(visit: Visit) -> dict[str, Any]:
    """What the organization says of Actions in its repositories."""
    owner = visit.store.owner(visit.name.partition("/")[0])
    found: dict[str, Any] = owner[1].get("actions", {}) if owner else {}
    return found


@route(f"GET {REPOSITORY}/actions/permissions/selected-actions", rights=("administration", "read"), answers="SelectedActions")  # fmt: skip
def selected_actions(visit: Visit) -> Outcome:
    """What may be used beside the repository's own actions."""
    kept = _selecting(visit).get("selected_actions", {})
    return 200, {"github_owned_allowed": False, "verified_allowed": False, "patterns_allowed": [], **kept}


@route(f"PUT {REPOSITORY}/actions/permissions/selected-actions", rights=("administration", "write"), takes="SelectedActions")  # fmt: skip
def select_actions(visit: Visit) -> Outcome:
    """Chooses what may be used."""
    actions = _selecting(visit)
    actions["selected_actions"] = {**actions.get("selected_actions", {}), **visit.body}
    return 204, None


def _selecting(visit: Visit) -> dict[str, Any]:
    actions: dict[str, Any] = visit.repository.get("actions", {})
    if actions.get("allowed_actions") != "selected":
        raise Problem(409, "Conflict: the repository does not select its actions")
    return actions


@route(f"GET {REPOSITORY}/actions/permissions/workflow", rights=("administration", "read"), answers="ActionsGetDefaultWorkflowPermissions")  # fmt: skip
def workflow_permissions(visit: Visit) -> Outcome:
    """What a job's own token may do by default."""
    actions = visit.repository.get("actions", {})
    return 200, {
        "default_workflow_permissions": actions.get("default_workflow_permissions", "read"),
        "can_approve_pull_request_reviews": actions.get("can_approve_pull_request_reviews", False),
    }


@route("GET /orgs/{org}/actions/permissions", rights=("organization_administration", "read"), scopes=("admin:org",), answers="ActionsOrganizationPermissions")  # fmt: skip
def organization_permissions(visit: Visit) -> Outcome:
    """Which repositories of an organization may run Actions, and which actions they may use."""
    kept = visit.store.state["organizations"][visit.path["org"]].get("actions", {})
    return 200, {
        "enabled_repositories": kept.get("enabled_repositories", "all"),
        "allowed_actions": kept.get("allowed_actions", "all"),
        "sha_pinning_required": kept.get("sha_pinning_required", False),
    }

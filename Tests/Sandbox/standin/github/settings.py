"""Actions settings of a repository: permissions, secrets, variables, environments."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from . import render
from .routes import Outcome, Problem, Visit, page, route

REPOSITORY = "/repos/{owner}/{repo}"
SECRETS = f"{REPOSITORY}/actions/secrets"
VARIABLES = f"{REPOSITORY}/actions/variables"
ENVIRONMENTS = f"{REPOSITORY}/environments"
DATES = {"created_at": render.EPOCH, "updated_at": render.EPOCH}
KEY_ID = "568250167242549743"
# Fixed, so that a test can open what was sealed; real secrets never come here.
PRIVATE_KEY = PrivateKey(hashlib.sha256(b"sandbox repository key").digest())


@route(f"GET {REPOSITORY}/actions/permissions", rights=("administration", "read"), answers="ActionsRepositoryPermissions")
def permissions(visit: Visit) -> Outcome:
    """Whether Actions may run here, and which."""
    actions = visit.repository.get("actions", {})
    shown = {"enabled": actions.get("enabled", True)}
    if shown["enabled"]:
        shown.update(allowed_actions=actions.get("allowed_actions", "all"), sha_pinning_required=actions.get("sha_pinning_required", False))  # fmt: skip
    return 200, shown


@route(f"PUT {REPOSITORY}/actions/permissions", rights=("administration", "write"), takes="ReposOwnerRepoActionsPermissionsPutBody")  # fmt: skip
def set_permissions(visit: Visit) -> Outcome:
    """Turns Actions on or off; what is not sent stays as it was."""
    visit.repository["actions"] = {**visit.repository.get("actions", {}), **visit.body}
    return 204, None


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


@route(f"GET {SECRETS}", rights=("secrets", "read"), answers="ReposOwnerRepoActionsSecretsGetResponse200")
def secrets(visit: Visit) -> Outcome:
    """Names and dates; a value is never given back."""
    names = sorted(visit.repository.get("secrets", {}))
    return 200, {"total_count": len(names), "secrets": page(visit, [{"name": name, **DATES} for name in names])}


@route(f"GET {SECRETS}/public-key", rights=("secrets", "read"), answers="ActionsPublicKey")
def public_key(visit: Visit) -> Outcome:
    """The key to seal secrets with."""
    return 200, {"key_id": KEY_ID, "key": base64.b64encode(bytes(PRIVATE_KEY.public_key)).decode()}


@route(f"GET {SECRETS}/{{name}}", rights=("secrets", "read"), answers="ActionsSecret")
def secret(visit: Visit) -> Outcome:
    """One secret's name and dates."""
    return 200, {"name": _known(visit, "secrets"), **DATES}


@route(f"PUT {SECRETS}/{{name}}", rights=("secrets", "write"), answers="EmptyObject", takes="ReposOwnerRepoActionsSecretsSecretNamePutBody")  # fmt: skip
def set_secret(visit: Visit) -> Outcome:
    """Opens the box with the private key: a wrong seal is refused as GitHub does."""
    if visit.body.get("key_id") != KEY_ID:
        raise Problem(422, "Validation Failed: key_id is not the current key")
    try:
        value = SealedBox(PRIVATE_KEY).decrypt(base64.b64decode(visit.body["encrypted_value"]))
    except (CryptoError, ValueError, KeyError):
        raise Problem(422, "Validation Failed: encrypted_value is not a sealed box") from None
    kept = visit.repository.setdefault("secrets", {})
    name = visit.path["name"].upper()
    status = 204 if name in kept else 201
    kept[name] = {"sha256": hashlib.sha256(value).hexdigest()}
    return status, {} if status == 201 else None


@route(f"DELETE {SECRETS}/{{name}}", rights=("secrets", "write"))
def delete_secret(visit: Visit) -> Outcome:
    """Removes a secret."""
    del visit.repository["secrets"][_known(visit, "secrets")]
    return 204, None


@route(f"GET {VARIABLES}", rights=("variables", "read"), answers="ReposOwnerRepoActionsVariablesGetResponse200")
def variables(visit: Visit) -> Outcome:
    """Names and values."""
    kept = visit.repository.get("variables", {})
    shown = [{"name": name, "value": kept[name], **DATES} for name in sorted(kept)]
    return 200, {"total_count": len(shown), "variables": page(visit, shown)}


@route(f"POST {VARIABLES}", rights=("variables", "write"), answers="EmptyObject", takes="ReposOwnerRepoActionsVariablesPostBody")  # fmt: skip
def create_variable(visit: Visit) -> Outcome:
    """Adds a variable; one that exists is a conflict."""
    kept = visit.repository.setdefault("variables", {})
    name = visit.body["name"].upper()
    if name in kept:
        raise Problem(409, "Already exists - Variable already exists")
    kept[name] = visit.body["value"]
    return 201, {}


@route(f"GET {VARIABLES}/{{name}}", rights=("variables", "read"), answers="ActionsVariable")
def variable(visit: Visit) -> Outcome:
    """One variable."""
    name = _known(visit, "variables")
    return 200, {"name": name, "value": visit.repository["variables"][name], **DATES}


@route(f"PATCH {VARIABLES}/{{name}}", rights=("variables", "write"), takes="ReposOwnerRepoActionsVariablesNamePatchBody")
def update_variable(visit: Visit) -> Outcome:
    """Changes a variable."""
    name = _known(visit, "variables")
    visit.repository["variables"][name] = visit.body.get("value", visit.repository["variables"][name])
    return 204, None


@route(f"DELETE {VARIABLES}/{{name}}", rights=("variables", "write"))
def delete_variable(visit: Visit) -> Outcome:
    """Removes a variable."""
    del visit.repository["variables"][_known(visit, "variables")]
    return 204, None


def _known(visit: Visit, section: str) -> str:
    name = visit.path["name"].upper()
    if name not in visit.repository.get(section, {}):
        raise Problem(404, "Not Found")
    return name


@route(f"GET {ENVIRONMENTS}", rights=("actions", "read"), answers="ReposOwnerRepoEnvironmentsGetResponse200")
def environments(visit: Visit) -> Outcome:
    """The deployment environments."""
    names = sorted(visit.repository.get("environments", {}))
    return 200, {"total_count": len(names), "environments": page(visit, [_environment(visit, name) for name in names])}


@route(f"GET {ENVIRONMENTS}/{{name}}", rights=("actions", "read"), answers="Environment")
def environment(visit: Visit) -> Outcome:
    """One environment."""
    if visit.path["name"] not in visit.repository.get("environments", {}):
        raise Problem(404, "Not Found")
    return 200, _environment(visit, visit.path["name"])


@route(f"PUT {ENVIRONMENTS}/{{name}}", rights=("administration", "write"), answers="Environment", takes="ReposOwnerRepoEnvironmentsEnvironmentNamePutBody")  # fmt: skip
def set_environment(visit: Visit) -> Outcome:
    """Replaces an environment whole: what is not sent is gone."""
    kept = visit.repository.setdefault("environments", {})
    kept[visit.path["name"]] = dict(visit.body or {})
    return 200, _environment(visit, visit.path["name"])


@route(f"DELETE {ENVIRONMENTS}/{{name}}", rights=("administration", "write"))
def delete_environment(visit: Visit) -> Outcome:
    """Removes an environment."""
    if visit.repository.get("environments", {}).pop(visit.path["name"], None) is None:
        raise Problem(404, "Not Found")
    return 204, None


def _environment(visit: Visit, name: str) -> dict[str, Any]:
    kept = visit.repository["environments"]
    number = visit.repository["id"] * 100 + sorted(kept).index(name) + 1
    return render.environment(visit.base, visit.name, number, name, kept[name], visit.store)

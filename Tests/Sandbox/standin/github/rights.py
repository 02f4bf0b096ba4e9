"""Who may do what: GitHub's table of permissions, and the rules that stand above it."""

from __future__ import annotations

import datetime
from typing import Any

from .routes import Problem, Route, Visit

LEVELS = ("read", "write", "admin")
ROLES = ("none", "pull", "triage", "push", "maintain", "admin")
# Tests may name a permission as the settings page does.
SPELLINGS = {"actions_variables": "variables", "organization_actions_variables": "organization_variables"}
NO_RIGHT = {"job": "Resource not accessible by integration"}
SSO = "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization."


def holds(token: dict[str, Any], permission: str, level: str) -> bool:
    """Whether a fine-grained token, or a job's own, has a permission; markers among them are none."""
    held = token.get("permissions", {})
    found = held.get(permission, held.get(SPELLINGS.get(permission, ""), "read" if permission == "metadata" else ""))
    return found in LEVELS and LEVELS.index(found) >= LEVELS.index(level)


def may_write_workflows(token: dict[str, Any] | None) -> bool:
    """Whether files below .github/workflows may be written: a right beside the one for contents. A job's token never has it."""
    if token is None or token.get("kind") == "job":
        return False
    if token.get("kind", "classic") == "classic":
        return "workflow" in token.get("scopes", [])
    return holds(token, "workflows", "write")


def role(visit: Visit) -> str:
    """What the person behind the token may do in this repository, whatever the token may."""
    login = visit.token["login"] if visit.token else ""
    given: str = visit.repository.get("roles", {}).get(login, visit.repository.get("role", "admin"))
    return given


def admit(visit: Visit, route: Route, prefix: str) -> None:
    """Lets a request into a repository; one that the token does not reach looks like one that is not there."""
    name, repository = _found(visit, prefix)
    token = visit.token
    public_read = not repository.get("private") and route.rights in (("metadata", "read"), ("contents", "read"))
    if token is not None:
        _of_owner(visit, name.partition("/")[0])
    # A token that the organization has not approved yet reaches what is public, and no more.
    granted = token is not None and not token.get("pending") and name in token.get("repositories", [name])
    if not granted and not public_read:
        raise Problem(404, "Not Found") if token or repository.get("private") else Problem(401, "Requires authentication")
    visit.path["full_name"] = name
    visit.path.setdefault("org", name.partition("/")[0])
    if token is not None and granted:
        _allow(route, token, public_read)
        _of_role(visit, route)
    if route.write and repository.get("archived") and route.name != "PATCH /repos/{owner}/{repo}":
        raise Problem(403, "Repository was archived so is read-only.")


def _found(visit: Visit, prefix: str) -> tuple[str, dict[str, Any]]:
    asked = f"{visit.path['owner']}/{visit.path['repo']}"
    found = visit.store.repository(asked)
    if found is not None:
        return found
    number = visit.store.renamed(asked)
    if number is None:
        raise Problem(404, "Not Found")
    rest = visit.request.raw_path.removeprefix(prefix).split("/", 4)[4:]
    raise Problem(301, "Moved Permanently", {"Location": "/".join([f"{visit.base}/repositories/{number}", *rest])})


def sees(token: dict[str, Any] | None, name: str, repository: dict[str, Any]) -> bool:
    """Whether a list shows a repository: what is public to everybody, the others to tokens that reach them."""
    granted = token is not None and not token.get("pending") and name in token.get("repositories", [name])
    return granted or not repository.get("private")


def admit_to_organization(visit: Visit, route: Route) -> None:
    """Lets a request into an organization's settings; its members are no owners."""
    account = visit.store.owner(visit.path["org"])
    token = visit.token
    if account is None or account[2] != "Organization" or token is None:
        raise Problem(404, "Not Found")
    visit.path["org"] = account[0]
    _of_owner(visit, account[0])
    if not route.scopes:
        return
    _allow(route, token)
    if route.rights and route.rights[0].startswith("organization_") and account[1].get("role", "admin") != "admin":
        kind = route.rights[0].removeprefix("organization_").replace("_", " ")
        raise Problem(403, f"You must be an org admin or have the {kind} fine-grained permission.")


def _of_owner(visit: Visit, login: str) -> None:
    """What an organization demands of whoever comes with a token: an address, a kind of token, a lifetime, a sign-in."""
    account, token = visit.store.owner(login), visit.token or {}
    found = account[1] if account else {}
    kind = token.get("kind", "classic")
    if found.get("ip_allow_list"):
        raise Problem(403, f"Although you appear to have the correct authorization credentials, the `{login}` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.")  # fmt: skip
    if kind == "classic" and found.get("forbids_classic"):
        raise Problem(403, f"`{login}` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.")  # fmt: skip
    if kind == "fine-grained" and found.get("forbids_fine_grained"):
        raise Problem(403, f"`{login}` forbids access via a personal access token with fine-grained permissions. Please use a GitHub App, or an OAuth App.")  # fmt: skip
    days = found.get("max_token_days")
    if days and kind != "job" and not _ends_within(token, days):
        raise Problem(403, f"The '{login}' organization forbids access via a personal access token if the token's lifetime is greater than {days} days. Please adjust your token's lifetime.")  # fmt: skip
    if token.get("sso"):
        # Where the resource is private it may be hidden as well, and only the header tells.
        status, words = (404, "Not Found") if token.get("sso_hides") else (403, SSO)
        raise Problem(status, words, {"X-GitHub-SSO": f"required; url={token['sso']}"})


def _ends_within(token: dict[str, Any], days: int) -> bool:
    try:
        ends = datetime.datetime.strptime(token.get("expires", ""), "%Y-%m-%d %H:%M:%S %Z")
    except ValueError:
        return False
    return ends <= datetime.datetime.now(datetime.UTC).replace(tzinfo=None) + datetime.timedelta(days=days)


def _allow(route: Route, token: dict[str, Any], public_read: bool = False) -> None:
    kind = token.get("kind", "classic")
    if kind == "classic":
        if route.scopes and not set(route.scopes) & set(token.get("scopes", [])) and not public_read:
            raise Problem(404, "Not Found")
    elif route.rights and not holds(token, *route.rights):
        raise Problem(403, NO_RIGHT.get(kind, "Resource not accessible by personal access token"))


def _of_role(visit: Visit, route: Route) -> None:
    """What the person may do: settings are an administrator's, everything else that writes wants push.

    Reading settings is an administrator's too, where `roles` names this person: `role` alone bounds writes.
    """
    held = ROLES.index(role(visit))
    named = visit.token is not None and visit.token["login"] in visit.repository.get("roles", {})
    administration = route.rights is not None and route.rights[0] == "administration" and (route.write or named)
    needed = "admin" if administration else "push" if route.write else "none"
    if held < ROLES.index(needed):
        raise Problem(404, "Not Found") if route.hidden else Problem(403, "Must have admin rights to Repository.")

"""People and teams, with the numbers that reviewers are named by, and who has access to a repository."""

from __future__ import annotations

from typing import Any

from . import render
from .rights import ROLES
from .routes import Outcome, Problem, Visit, page, route

MEMBERS: Any = {"rights": ("members", "read"), "scopes": ("read:org", "write:org", "admin:org")}


@route("GET /user/{number}", scopes=(), answers="PublicUser")
def by_number(visit: Visit) -> Outcome:
    """Anybody, by the number that stays when they change their name."""
    for section, kind in (("users", "User"), ("organizations", "Organization")):
        for login, found in visit.store.state[section].items():
            if str(found["id"]) == visit.path["number"]:
                return 200, render.public_user(visit.base, login, found, kind)
    raise Problem(404, "Not Found")


@route("GET /orgs/{org}/teams", **MEMBERS, answers="list:Team")
def teams(visit: Visit) -> Outcome:
    """The teams of an organization."""
    return 200, page(visit, [_team(visit, slug) for slug in sorted(_kept(visit))])


@route("GET /orgs/{org}/teams/{slug}", **MEMBERS, answers="TeamFull")
def team(visit: Visit) -> Outcome:
    """One team."""
    if visit.path["slug"] not in _kept(visit):
        raise Problem(404, "Not Found")
    login = visit.path["org"]
    organization = render.organization(visit.base, login, visit.store.state["organizations"][login])
    organization.pop("plan", None)
    counts = {"members_count": 0, "repos_count": len(_kept(visit)[visit.path["slug"]].get("repositories", []))}
    dates = {"created_at": render.EPOCH, "updated_at": render.EPOCH}
    return 200, {**_team(visit, visit.path["slug"]), **counts, **dates, "organization": organization}


@route("GET /orgs/{org}/teams/{slug}/repos/{owner}/{repo}", **MEMBERS)
def team_has(visit: Visit) -> Outcome:
    """Whether a team has access to a repository: 204, or 404."""
    if visit.name not in _kept(visit).get(visit.path["slug"], {}).get("repositories", []):
        raise Problem(404, "Not Found")
    return 204, None


@route("GET /repos/{owner}/{repo}/teams", rights=("administration", "read"), answers="list:Team")
def teams_of_repository(visit: Visit) -> Outcome:
    """The teams with access to a repository."""
    slugs = [slug for slug, found in _kept(visit).items() if visit.name in found.get("repositories", [])]
    return 200, page(visit, [_team(visit, slug) for slug in sorted(slugs)])


@route("GET /repos/{owner}/{repo}/collaborators/{username}/permission", rights=("metadata", "read"), answers="RepositoryCollaboratorPermission")  # fmt: skip
def permission(visit: Visit) -> Outcome:
    """What a person may do in a repository."""
    account = visit.store.owner(visit.path["username"])
    if account is None or account[2] != "User":
        raise Problem(404, "Not Found")
    login, found, kind = account
    role = visit.repository.get("roles", {}).get(login, visit.repository.get("role", "admin"))
    spelt = {"pull": "read", "push": "write"}.get(role, role)
    old = {"maintain": "write", "triage": "read"}.get(spelt, spelt)
    rights = {right: ROLES.index(right) <= ROLES.index(role) for right in ROLES[1:]}
    person = {**render.owner(visit.base, login, found, kind), "permissions": rights, "role_name": spelt}
    return 200, {"permission": old, "role_name": spelt, "user": person}


def _kept(visit: Visit) -> dict[str, Any]:
    kept: dict[str, Any] = visit.store.state["organizations"].get(visit.path["org"], {}).get("teams", {})
    return kept


def _team(visit: Visit, slug: str) -> dict[str, Any]:
    login = visit.path["org"]
    return render.team(visit.base, slug, _kept(visit)[slug], visit.store.state["organizations"][login]["id"], login)

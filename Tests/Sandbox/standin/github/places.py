"""Where secrets and variables of Actions live: a repository, an environment of it, an organization."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .routes import Problem, Visit


@dataclass(frozen=True)
class Place:
    """One level: its address, the permissions it asks for, and where the state keeps what it holds."""

    address: str
    secrets: str
    variables: str
    scopes: tuple[str, ...]
    holder: Callable[[Visit], dict[str, Any]]
    """What holds `secrets` and `variables`; 404 where it is not there."""
    ident: Callable[[Visit], str]
    """Tells places apart, whatever they are called now."""
    whole: bool = False
    """Shared with repositories, so that each entry says with which."""


def environment_name(visit: Visit) -> str:
    """An environment as it is spelt: GitHub looks it up whatever the case of the letters."""
    wanted = visit.path["environment_name"].lower()
    for name in visit.repository.get("environments", {}):
        if name.lower() == wanted:
            return str(name)
    raise Problem(404, "Not Found")


def environment_of(visit: Visit) -> dict[str, Any]:
    """The environment that is asked about; 404 where there is none, be it that there never was one."""
    name = environment_name(visit)
    found: dict[str, Any] = visit.repository["environments"][name]
    return found


def _organization(visit: Visit) -> dict[str, Any]:
    found: dict[str, Any] = visit.store.state["organizations"][visit.path["org"]]
    return found


REPOSITORY = Place(
    "/repos/{owner}/{repo}/actions", "secrets", "actions_variables", ("repo",),
    lambda visit: visit.repository, lambda visit: f"repository {visit.repository['id']}",
)  # fmt: skip
ENVIRONMENT = Place(
    "/repos/{owner}/{repo}/environments/{environment_name}", "environments", "environments", ("repo",),
    environment_of, lambda visit: f"repository {visit.repository['id']}, environment {environment_name(visit)}",
)  # fmt: skip
ORGANIZATION = Place(
    "/orgs/{org}/actions", "organization_secrets", "organization_actions_variables", ("admin:org",),
    _organization, lambda visit: f"organization {_organization(visit)['id']}", whole=True,
)  # fmt: skip


def visibility(visit: Visit, found: dict[str, Any], address: str) -> dict[str, Any]:
    """Which repositories an entry of an organization is for."""
    kind = found.get("visibility", "all")
    return {"visibility": kind, **({"selected_repositories_url": f"{address}/repositories"} if kind == "selected" else {})}


def chosen(visit: Visit) -> dict[str, Any]:
    """The same, as a request says it: repositories come by number."""
    if visit.body.get("visibility") != "selected":
        return {"visibility": visit.body.get("visibility", "all")}
    names = [visit.store.repository_by_id(number) for number in visit.body.get("selected_repository_ids", [])]
    if None in names:
        raise Problem(422, "Repository not found")
    return {"visibility": "selected", "selected": sorted(str(name) for name in names)}


def shared(visit: Visit, section: str) -> list[str]:
    """The names of the organization's entries that a repository may read."""
    owner = visit.store.owner(visit.name.partition("/")[0])
    kept = owner[1].get(section, {}) if owner else {}

    def reaches(found: Any) -> bool:
        kind = found.get("visibility", "all") if isinstance(found, dict) else "all"
        return kind == "all" or (visit.name in found.get("selected", []) if kind == "selected" else bool(visit.repository.get("private")))

    return sorted(name for name, found in kept.items() if reaches(found))

"""Variables of Actions, of a repository, an environment or an organization."""

from __future__ import annotations

import re
from typing import Any

from . import places, render
from .places import Place
from .routes import Handler, Outcome, Problem, Visit, page, route

NAME = re.compile(r"(?!GITHUB_)[A-Z_][A-Z0-9_]*")
DATES = {"created_at": render.EPOCH, "updated_at": render.EPOCH}


def _kept(visit: Visit, place: Place) -> dict[str, Any]:
    kept: dict[str, Any] = place.holder(visit).setdefault("variables", {})
    return kept


def _known(visit: Visit, place: Place) -> str:
    name = visit.path["name"].upper()
    if name not in _kept(visit, place):
        raise Problem(404, "Not Found")
    return name


def value_of(found: Any) -> str:
    """An organization's variable says more than its value."""
    return str(found["value"] if isinstance(found, dict) else found)


def _shown(visit: Visit, place: Place, name: str, address: str) -> dict[str, Any]:
    found = _kept(visit, place)[name]
    shown = {"name": name, "value": value_of(found), **visit.store.dates("variable", place.ident(visit), name)}
    entry = found if isinstance(found, dict) else {}
    return {**shown, **(places.visibility(visit, entry, f"{address}/{name}") if place.whole else {})}


def _register(place: Place, model: str, body: str) -> None:
    """The operations of one level, which are the same on each."""
    address = f"{place.address}/variables"

    def listed(visit: Visit) -> Outcome:
        names = sorted(_kept(visit, place))
        url = visit.base + visit.request.raw_path.removeprefix("/api/v3")
        shown = [_shown(visit, place, name, url) for name in page(visit, names, 10, 30)]
        return 200, {"total_count": len(names), "variables": shown}

    def one(visit: Visit) -> Outcome:
        url = (visit.base + visit.request.raw_path.removeprefix("/api/v3")).rpartition("/")[0]
        return 200, _shown(visit, place, _known(visit, place), url)

    def create(visit: Visit) -> Outcome:
        kept, name = _kept(visit, place), visit.body["name"].upper()
        if not NAME.fullmatch(name):
            raise Problem(422, "Variable names may hold letters, digits and underscores only, may not begin with a digit or with GITHUB_.")
        if name in kept:
            raise Problem(409, "Already exists - Variable already exists")
        value = visit.body["value"]
        kept[name] = {"value": value, **places.chosen(visit)} if place.whole else value
        visit.store.wrote("variable", place.ident(visit), name)
        return 201, {}

    def update(visit: Visit) -> Outcome:
        kept, name = _kept(visit, place), _known(visit, place)
        found = kept.pop(name)
        value, new = visit.body.get("value", value_of(found)), visit.body.get("name", name).upper()
        if new in kept:
            kept[name] = found
            raise Problem(409, "Already exists - Variable already exists")
        shared = places.chosen(visit) if "visibility" in visit.body else {k: v for k, v in dict(found).items() if k != "value"} if isinstance(found, dict) else {}  # fmt: skip
        kept[new] = {"value": value, **shared} if place.whole else value
        if moments := visit.store.moments.pop(("variable", place.ident(visit), name), None):
            visit.store.moments["variable", place.ident(visit), new] = moments
        visit.store.wrote("variable", place.ident(visit), new)
        return 204, None

    def delete(visit: Visit) -> Outcome:
        name = _known(visit, place)
        del _kept(visit, place)[name]
        visit.store.moments.pop(("variable", place.ident(visit), name), None)
        return 204, None

    def offer(operation: str, handler: Handler, level: str, answers: str | None = None, takes: str | None = None) -> None:
        route(operation, rights=(place.variables, level), scopes=place.scopes, answers=answers, takes=takes)(handler)

    offer(f"GET {address}", listed, "read", f"{body}VariablesGetResponse200")
    offer(f"POST {address}", create, "write", "EmptyObject", f"{body}VariablesPostBody")
    offer(f"GET {address}/{{name}}", one, "read", model)
    offer(f"PATCH {address}/{{name}}", update, "write", None, f"{body}VariablesNamePatchBody")
    offer(f"DELETE {address}/{{name}}", delete, "write")


_register(places.REPOSITORY, "ActionsVariable", "ReposOwnerRepoActions")
_register(places.ENVIRONMENT, "ActionsVariable", "ReposOwnerRepoEnvironmentsEnvironmentName")
_register(places.ORGANIZATION, "OrganizationActionsVariable", "OrgsOrgActions")


@route("GET /repos/{owner}/{repo}/actions/organization-variables", rights=("actions_variables", "read"), answers="ReposOwnerRepoActionsOrganizationVariablesGetResponse200")  # fmt: skip
def of_organization(visit: Visit) -> Outcome:
    """The organization's variables that this repository may read."""
    names = places.shared(visit, "variables")
    owner = visit.store.owner(visit.name.partition("/")[0])
    kept = owner[1].get("variables", {}) if owner else {}
    shown = [{"name": name, "value": value_of(kept[name]), **DATES} for name in page(visit, names, 10, 30)]
    return 200, {"total_count": len(names), "variables": shown}

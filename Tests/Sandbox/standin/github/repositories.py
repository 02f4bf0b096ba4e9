"""Users, organizations, repositories, branches, files and the OIDC subject."""

from __future__ import annotations

from typing import Any

from . import render, rights, trees
from .routes import Outcome, Problem, Visit, page, route
from .store import IMMUTABLE_SINCE

SUBJECT = "/repos/{owner}/{repo}/actions/oidc/customization/sub"
ORG_SUBJECT = "/orgs/{org}/actions/oidc/customization/sub"


@route("GET /user", scopes=(), answers="PrivateUser")
def user(visit: Visit) -> Outcome:
    """Who the token belongs to."""
    if visit.token is None:
        raise Problem(401, "Requires authentication")
    if visit.token.get("kind") == "job":
        raise Problem(403, "Resource not accessible by integration")
    login = visit.token["login"]
    return 200, render.user(visit.base, login, visit.store.state["users"][login])


@route("GET /users/{username}", scopes=(), answers="PublicUser")
def public_user(visit: Visit) -> Outcome:
    """Anybody by login, organizations too; a login that was given up is nobody's."""
    account = visit.store.owner(visit.path["username"])
    if account is None:
        raise Problem(404, "Not Found")
    return 200, render.public_user(visit.base, *account)


@route("GET /orgs/{org}", scopes=(), answers="OrganizationFull")
def organization(visit: Visit) -> Outcome:
    """An organization and its plan."""
    login, found = _organization(visit)
    return 200, render.organization(visit.base, login, found)


def _organization(visit: Visit) -> tuple[str, dict[str, Any]]:
    account = visit.store.owner(visit.path["org"])
    if account is None or account[2] != "Organization":
        raise Problem(404, "Not Found")
    return account[0], account[1]


@route("GET /orgs/{org}/repos", rights=("metadata", "read"), answers="list:MinimalRepository")
def organization_repositories(visit: Visit) -> Outcome:
    """The repositories of an organization that the token sees, page by page."""
    found = visit.store.state["repositories"]
    seen = [name for name in sorted(found) if name.partition("/")[0] == visit.path["org"] and rights.sees(visit.token, name, found[name])]
    return 200, [render.repository(visit.base, visit.store, name, found[name]) for name in page(visit, seen)]


@route("GET /repos/{owner}/{repo}", rights=("metadata", "read"), answers="FullRepository")
def repository(visit: Visit) -> Outcome:
    """A repository, its ids and its default branch."""
    return 200, render.repository(visit.base, visit.store, visit.name, visit.repository)


@route("PATCH /repos/{owner}/{repo}", rights=("administration", "write"), answers="FullRepository", takes="ReposOwnerRepoPatchBody")  # fmt: skip
def update_repository(visit: Visit) -> Outcome:
    """Changes settings; an archived repository takes nothing but its return."""
    known = {"archived", "private", "default_branch", "description"}
    if set(visit.body) - known:
        raise Problem(422, "Validation Failed: not here yet")
    if visit.repository.get("archived") and visit.body.get("archived") is not False:
        raise Problem(403, "Repository was archived so is read-only.")
    visit.repository.update(visit.body)
    return 200, render.repository(visit.base, visit.store, visit.name, visit.repository)


@route(f"GET {SUBJECT}", rights=("actions", "read"), answers="OidcCustomSubRepo")
def subject(visit: Visit) -> Outcome:
    """How subjects of this repository are formed, with the prefix in use."""
    oidc = visit.repository.get("oidc", {})
    shown: dict[str, Any] = {
        "use_default": oidc.get("use_default", True),
        "use_immutable_subject": visit.store.immutable(visit.name),
        "sub_claim_prefix": visit.store.subject_prefix(visit.name),
    }
    if oidc.get("include_claim_keys"):
        shown["include_claim_keys"] = oidc["include_claim_keys"]
    return 200, {key: value for key, value in shown.items() if key not in oidc.get("leaves_out", [])}


@route(f"PUT {SUBJECT}", rights=("actions", "write"), answers="EmptyObject", takes="ReposOwnerRepoActionsOidcCustomizationSubPutBody")  # fmt: skip
def set_subject(visit: Visit) -> Outcome:
    """Replaces the template; a young repository cannot go back to names without ids."""
    young = visit.repository.get("created_at", "") >= IMMUTABLE_SINCE
    if young and visit.body.get("use_immutable_subject") is False:
        raise Problem(422, "Immutable subject claims cannot be turned off for this repository")
    visit.repository["oidc"] = {**visit.repository.get("oidc", {}), **visit.body}
    if visit.body["use_default"]:
        visit.repository["oidc"].pop("include_claim_keys", None)
    return 201, {}


@route(f"GET {ORG_SUBJECT}", rights=("organization_administration", "read"), scopes=("read:org", "write:org", "admin:org"), answers="OidcCustomSub")  # fmt: skip
def organization_subject(visit: Visit) -> Outcome:
    """The template that repositories of the organization may adopt."""
    _, found = _organization(visit)
    oidc = {"include_claim_keys": ["repo", "context"], **found.get("oidc", {})}
    return 200, {key: value for key, value in oidc.items() if key not in ("leaves_out", *oidc.get("leaves_out", []))}


@route(f"PUT {ORG_SUBJECT}", rights=("organization_administration", "write"), scopes=("write:org", "admin:org"), answers="EmptyObject", takes="OrgsOrgActionsOidcCustomizationSubPutBody")  # fmt: skip
def set_organization_subject(visit: Visit) -> Outcome:
    """Sets that template."""
    _, found = _organization(visit)
    found["oidc"] = {**found.get("oidc", {}), **visit.body}
    return 201, {}


@route("GET /repos/{owner}/{repo}/branches", rights=("contents", "read"), answers="list:ShortBranch")
def branches(visit: Visit) -> Outcome:
    """The branches, by name."""
    return 200, page(visit, [_short_branch(visit, name) for name in sorted(visit.repository.get("branches", {}))])


def _short_branch(visit: Visit, name: str) -> dict[str, Any]:
    found = visit.repository["branches"][name]
    url = f"{visit.base}/repos/{visit.name}/commits/{found['sha']}"
    return {"name": name, "commit": {"sha": found["sha"], "url": url}, "protected": found.get("protected", False)}


@route("GET /repos/{owner}/{repo}/branches/{branch}", rights=("contents", "read"), answers="BranchWithProtection")
def branch(visit: Visit) -> Outcome:
    """One branch with the commit it points to."""
    name = visit.path["branch"]
    if name not in visit.repository.get("branches", {}):
        raise Problem(404, "Branch not found")
    short = _short_branch(visit, name)
    url = f"{visit.base}/repos/{visit.name}/branches/{name}"
    return 200, {
        **short,
        "commit": commit(visit, short["commit"]["sha"]),
        "_links": {"self": url, "html": f"https://github.com/{visit.name}/tree/{name}"},
        "protection": {"enabled": short["protected"]},
        "protection_url": f"{url}/protection",
    }


def commit(visit: Visit, sha: str) -> dict[str, Any]:
    """A commit as the pages about branches and commits show it."""
    found = trees.commit_facts(visit, sha)
    url = f"{visit.base}/repos/{visit.name}/commits/{sha}"
    person = {"name": "Ana", "email": "ana@example.com", "date": render.EPOCH}
    inner = {"url": url, "author": person, "committer": person, "message": found["message"], "comment_count": 0,
             "tree": {"sha": found["tree"], "url": url}}  # fmt: skip
    parents = [{"sha": parent, "url": url.replace(sha, parent), "html_url": url.replace(sha, parent)} for parent in found["parents"]]
    return {"url": url, "sha": sha, "node_id": render.node("Commit", sha), "html_url": url, "comments_url": url,
            "commit": inner, "author": None, "committer": None, "parents": parents}  # fmt: skip


@route("GET /repos/{owner}/{repo}/commits/{ref}", rights=("contents", "read"), answers="Commit")
def one_commit(visit: Visit) -> Outcome:
    """A commit by its id or by a branch's name."""
    known = trees.branches(visit)
    asked = visit.path["ref"].removeprefix("heads/")
    return 200, commit(visit, known[asked]["sha"] if asked in known else asked)

"""GitHub's objects, written out in full from the little that the store keeps."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from .store import EPOCH, Store

USER_LINKS = ("followers", "following", "gists", "starred", "subscriptions", "organizations", "repos", "events", "received_events")  # fmt: skip
REPOSITORY_LINKS = (
    "archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits", "compare", "contents",
    "contributors", "deployments", "downloads", "events", "forks", "git_commits", "git_refs", "git_tags",
    "issue_comment", "issue_events", "issues", "keys", "labels", "languages", "merges", "milestones",
    "notifications", "pulls", "releases", "stargazers", "statuses", "subscribers", "subscription", "tags", "teams",
    "trees", "hooks",
)  # fmt: skip
ROLES = ("pull", "triage", "push", "maintain", "admin")


def node(kind: str, number: int | str) -> str:
    """A node id: opaque, and the same for the same thing."""
    return base64.b64encode(f"{kind}:{number}".encode()).decode()


def sha(text: str) -> str:
    """A commit or blob id that follows from its content."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def owner(base: str, login: str, found: dict[str, Any], kind: str) -> dict[str, Any]:
    """The short form of a user or organization, as it stands inside other objects."""
    shown = {
        "login": login,
        "id": found["id"],
        "node_id": node(kind, found["id"]),
        "avatar_url": f"{base}/avatars/{found['id']}",
        "gravatar_id": "",
        "url": f"{base}/users/{login}",
        "html_url": f"https://github.com/{login}",
        "type": kind,
        "site_admin": False,
    }
    return {**shown, **{f"{link}_url": f"{base}/users/{login}/{link}" for link in USER_LINKS}}


def user(base: str, login: str, found: dict[str, Any]) -> dict[str, Any]:
    """The signed-in user, with what only they see."""
    texts = dict.fromkeys(("company", "blog", "location", "email", "bio", "hireable"))
    counts = dict.fromkeys(
        ("public_repos", "public_gists", "followers", "following", "private_gists", "total_private_repos",
         "owned_private_repos", "disk_usage", "collaborators"), 0)  # fmt: skip
    dates = {"created_at": EPOCH, "updated_at": EPOCH}
    return {
        **owner(base, login, found, "User"),
        **texts,
        **counts,
        **dates,
        "name": found.get("name"),
        "two_factor_authentication": True,
    }


def public_user(base: str, login: str, found: dict[str, Any], kind: str) -> dict[str, Any]:
    """What everybody sees of a user or an organization."""
    return {
        **owner(base, login, found, kind),
        **dict.fromkeys(("company", "blog", "location", "email", "bio", "hireable")),
        **dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0),
        "created_at": EPOCH,
        "updated_at": EPOCH,
        "name": found.get("name"),
    }


def organization(base: str, login: str, found: dict[str, Any]) -> dict[str, Any]:
    """An organization in full; its plan is shown to its owners."""
    links = {f"{link}_url": f"{base}/orgs/{login}/{link}" for link in ("repos", "events", "hooks", "issues", "members", "public_members", "avatar")}  # fmt: skip
    counts = dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0)
    return {
        "login": login,
        "id": found["id"],
        "node_id": node("Organization", found["id"]),
        "url": f"{base}/orgs/{login}",
        "html_url": f"https://github.com/{login}",
        "description": None,
        "type": "Organization",
        "has_organization_projects": True,
        "has_repository_projects": True,
        "created_at": EPOCH,
        "updated_at": EPOCH,
        "archived_at": None,
        **(
            {"plan": {"name": found.get("plan", "team"), "space": 1, "private_repos": 999}} if found.get("role", "admin") == "admin" else {}
        ),
        **links,
        **counts,
    }


def repository(base: str, store: Store, full_name: str, found: dict[str, Any]) -> dict[str, Any]:
    """A repository in full, with the caller's rights."""
    owner_name, _, name = full_name.partition("/")
    url = f"{base}/repos/{full_name}"
    account = store.owner(owner_name)
    login, known, kind = account if account else (owner_name, {"id": 0}, "User")
    counts = dict.fromkeys(("forks_count", "stargazers_count", "watchers_count", "size", "open_issues_count",
                            "subscribers_count", "network_count", "forks", "open_issues", "watchers"), 0)  # fmt: skip
    created = found.get("created_at", EPOCH)
    role = ROLES.index(found.get("role", "admin"))
    return {
        "id": found["id"],
        "node_id": node("Repository", found["id"]),
        "name": name,
        "full_name": full_name,
        "owner": owner(base, login, known, kind),
        "private": found.get("private", False),
        "visibility": found.get("visibility", "private" if found.get("private") else "public"),
        "description": found.get("description"),
        "fork": found.get("fork", False),
        "url": url,
        "html_url": f"https://github.com/{full_name}",
        "git_url": f"git://github.com/{full_name}.git",
        "ssh_url": f"git@github.com:{full_name}.git",
        "clone_url": f"https://github.com/{full_name}.git",
        "svn_url": f"https://github.com/{full_name}",
        "mirror_url": None,
        "homepage": None,
        "language": None,
        "license": None,
        "default_branch": found.get("default_branch", "main"),
        "has_issues": True,
        "has_projects": True,
        "has_wiki": True,
        "has_pages": False,
        "has_discussions": False,
        "archived": found.get("archived", False),
        "disabled": False,
        "created_at": created,
        "updated_at": created,
        "pushed_at": created,
        "permissions": {right: ROLES.index(right) <= role for right in ROLES},
        **{f"{link}_url": f"{url}/{link}" for link in REPOSITORY_LINKS},
        **counts,
    }


def team(base: str, slug: str, found: dict[str, Any], organization_id: int, login: str) -> dict[str, Any]:
    """A team of an organization."""
    url = f"{base}/organizations/{organization_id}/team/{found['id']}"
    return {
        "id": found["id"], "node_id": node("Team", found["id"]), "url": url, "members_url": f"{url}/members{{/member}}",
        "name": found.get("name", slug), "slug": slug, "description": None, "permission": found.get("permission", "pull"),
        "privacy": "closed", "notification_setting": "notifications_enabled", "html_url": f"https://github.com/orgs/{login}/teams/{slug}",
        "parent": None, "repositories_url": f"{url}/repos", "type": "organization", "organization_id": organization_id,
    }  # fmt: skip


def blob(text: str) -> str:
    """The id git gives a file of that content."""
    content = text.encode(errors="surrogateescape")
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()

"""Branches, commits of one file, and pull requests: how workflow files are delivered."""

from __future__ import annotations

import base64
from typing import Any

from . import render
from .repositories import commit
from .routes import Outcome, Problem, Visit, page, route

REPOSITORY = "/repos/{owner}/{repo}"


@route(f"GET {REPOSITORY}/git/ref/{{path}}", rights=("contents", "read"), answers="GitRef")
def reference(visit: Visit) -> Outcome:
    """Where a branch points."""
    name = visit.path["path"].removeprefix("heads/")
    if name not in visit.repository.get("branches", {}):
        raise Problem(404, "Not Found")
    return 200, _reference(visit, name)


@route(f"POST {REPOSITORY}/git/refs", rights=("contents", "write"), answers="GitRef", takes="ReposOwnerRepoGitRefsPostBody")  # fmt: skip
def create_reference(visit: Visit) -> Outcome:
    """Makes a branch at a commit."""
    name = visit.body["ref"].removeprefix("refs/heads/")
    branches = visit.repository.setdefault("branches", {})
    if name in branches:
        raise Problem(422, "Reference already exists")
    if visit.body["sha"] not in {branch["sha"] for branch in branches.values()}:
        raise Problem(422, "Object does not exist")
    branches[name] = {"sha": visit.body["sha"], "protected": False}
    return 201, _reference(visit, name)


def _reference(visit: Visit, name: str) -> dict[str, Any]:
    sha = visit.repository["branches"][name]["sha"]
    url = f"{visit.base}/repos/{visit.name}/git"
    return {
        "ref": f"refs/heads/{name}",
        "node_id": render.node("Ref", name),
        "url": f"{url}/refs/heads/{name}",
        "object": {"type": "commit", "sha": sha, "url": f"{url}/commits/{sha}"},
    }


@route(f"PUT {REPOSITORY}/contents/{{path}}", rights=("contents", "write"), answers="FileCommit", takes="ReposOwnerRepoContentsPathPutBody")  # fmt: skip
def write_file(visit: Visit) -> Outcome:
    """Commits one file: to the default branch at once, elsewhere until a merge."""
    path, body = visit.path["path"], visit.body
    main = visit.repository.get("default_branch", "main")
    name = body.get("branch", main)
    branch = visit.repository.get("branches", {}).get(name)
    if branch is None:
        raise Problem(404, f"Branch {name} not found")
    files = visit.repository.setdefault("files", {}) if name == main else branch.setdefault("files", {})
    old = files.get(path, visit.repository.get("files", {}).get(path))
    if old is not None and body.get("sha") != render.sha(old):
        raise Problem(409, f"{path} does not match {body.get('sha')}")
    files[path] = base64.b64decode(body["content"]).decode()
    branch["sha"] = render.sha(f"{branch['sha']}{path}{files[path]}")
    return 200 if old is not None else 201, {"content": None, "commit": commit(visit, branch["sha"])["commit"]}


@route(f"GET {REPOSITORY}/pulls", rights=("pull_requests", "read"), answers="list:PullRequestSimple")
def pulls(visit: Visit) -> Outcome:
    """The open pull requests."""
    numbers = sorted(visit.repository.get("pulls", {}), key=int)
    return 200, page(visit, [_pull(visit, number) for number in numbers])


@route(f"POST {REPOSITORY}/pulls", rights=("pull_requests", "write"), answers="PullRequestSimple", takes="ReposOwnerRepoPullsPostBody")  # fmt: skip
def create_pull(visit: Visit) -> Outcome:
    """Asks for a branch to be merged."""
    head = visit.body["head"].rpartition(":")[2]
    kept = visit.repository.setdefault("pulls", {})
    if head not in visit.repository.get("branches", {}):
        raise Problem(422, "Validation Failed: head is invalid")
    if any(pull["head"] == head for pull in kept.values()):
        raise Problem(422, "Validation Failed: a pull request already exists for this branch")
    number = visit.store.next_pull()
    kept[number] = {"head": head, "base": visit.body["base"], "title": visit.body.get("title", "")}
    return 201, _pull(visit, number)


def _pull(visit: Visit, number: str) -> dict[str, Any]:
    found = visit.repository["pulls"][number]
    url = f"{visit.base}/repos/{visit.name}/pulls/{number}"
    html = f"https://github.com/{visit.name}/pull/{number}"
    links = ("html", "issue", "comments", "review_comments", "review_comment", "commits", "statuses", "self")
    owner = visit.store.owner(visit.name.partition("/")[0])
    login, known, kind = owner if owner else ("ghost", {"id": 0}, "User")
    person = render.owner(visit.base, login, known, kind)
    sides = {
        side: {
            "label": f"{login}:{found[side]}",
            "ref": found[side],
            "sha": visit.repository["branches"][found[side]]["sha"],
            "user": person,
            "repo": render.repository(visit.base, visit.store, visit.name, visit.repository),
        }
        for side in ("head", "base")
    }
    empty: dict[str, Any] = dict.fromkeys(("body", "closed_at", "merged_at", "merge_commit_sha", "assignee", "milestone", "auto_merge"))  # fmt: skip
    addresses = dict.fromkeys(("diff_url", "patch_url", "issue_url", "commits_url", "review_comments_url", "review_comment_url", "comments_url", "statuses_url"), url)  # fmt: skip
    return {
        **empty,
        **addresses,
        **sides,
        "id": int(number),
        "node_id": render.node("PullRequest", number),
        "number": int(number),
        "url": url,
        "html_url": html,
        "state": "open",
        "locked": False,
        "title": found["title"],
        "user": person,
        "labels": [],
        "created_at": render.EPOCH,
        "updated_at": render.EPOCH,
        "author_association": "MEMBER",
        "_links": {link: {"href": url} for link in links},
    }

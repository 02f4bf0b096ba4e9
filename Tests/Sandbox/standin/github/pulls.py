"""Pull requests: asked for, listed, changed, closed. The merge is a person's."""

from __future__ import annotations

from typing import Any

from . import render, trees
from .routes import Outcome, Problem, Visit, page, route

PULLS = "/repos/{owner}/{repo}/pulls"


@route(f"GET {PULLS}", rights=("pull_requests", "read"), answers="list:PullRequestSimple")
def pulls(visit: Visit) -> Outcome:
    """Pull requests by state, head (`owner:branch`) and base; the newest first."""
    query = visit.query
    wanted, head = query.get("state", "open"), query.get("head", "").rpartition(":")[2]
    numbers = list(visit.repository.get("pulls", {})) if wanted in ("open", "all") else []
    if wanted in ("closed", "all"):
        numbers += [number for number, pull in visit.store.closed.items() if pull["repository"] == visit.name]
    found = {number: _facts(visit, number) for number in sorted(numbers, key=int, reverse=True)}
    fitting = [
        number for number, pull in found.items() if (not head or pull["head"] == head) and query.get("base", pull["base"]) == pull["base"]
    ]
    return 200, page(visit, [_simple(visit, number) for number in fitting])


@route(f"GET {PULLS}/{{pull_number}}", rights=("pull_requests", "read"), answers="PullRequest")
def pull(visit: Visit) -> Outcome:
    """One pull request."""
    return 200, _full(visit, visit.path["pull_number"])


@route(f"POST {PULLS}", rights=("pull_requests", "write"), answers="PullRequest", takes="ReposOwnerRepoPullsPostBody")
def create_pull(visit: Visit) -> Outcome:
    """Asks for a branch to be merged."""
    head, base = visit.body["head"].rpartition(":")[2], visit.body["base"]
    branches = visit.repository.get("branches", {})
    for field, name in (("head", head), ("base", base)):
        if name not in branches:
            raise _invalid({"resource": "PullRequest", "field": field, "code": "invalid"})
    kept = visit.repository.setdefault("pulls", {})
    if any(pull["head"] == head and pull["base"] == base for pull in kept.values()):
        raise _invalid({"resource": "PullRequest", "code": "custom", "message": f"A pull request already exists for {visit.body['head']}."})
    if trees.tree_of_branch(visit, head) == trees.tree_of_branch(visit, base):
        raise _invalid({"resource": "PullRequest", "code": "custom", "message": f"No commits between {base} and {head}"})
    number = visit.store.next_pull()
    visit.store.wrote("pull", number)
    kept[number] = {"head": head, "base": base, "title": visit.body.get("title", ""), "body": visit.body.get("body") or ""}
    return 201, _full(visit, number)


def _invalid(error: dict[str, Any]) -> Problem:
    return Problem(422, "Validation Failed", errors=[error])


@route(f"PATCH {PULLS}/{{pull_number}}", rights=("pull_requests", "write"), answers="PullRequest", takes="ReposOwnerRepoPullsPullNumberPatchBody")  # fmt: skip
def update_pull(visit: Visit) -> Outcome:
    """Changes what is said of it, closes it, or opens it again."""
    number = visit.path["pull_number"]
    found = _facts(visit, number)
    found.update({key: value for key, value in visit.body.items() if key in ("title", "body")})
    state = visit.body.get("state")
    visit.store.wrote("pull", number)
    if state == "closed" and number in visit.repository.get("pulls", {}):
        visit.store.close(visit.name, number, sha=_sha(visit, found, "head"))
    elif state == "open" and number in visit.store.closed:
        if found.get("merged") or found["head"] not in visit.repository.get("branches", {}):
            raise _invalid({"resource": "PullRequest", "field": "state", "code": "invalid"})
        visit.repository.setdefault("pulls", {})[number] = {k: v for k, v in visit.store.closed.pop(number).items() if k in ("head", "base", "title", "body")}  # fmt: skip
    return 200, _full(visit, number)


@route(f"GET {PULLS}/{{pull_number}}/files", rights=("pull_requests", "read"), answers="list:DiffEntry")
def files(visit: Visit) -> Outcome:
    """What an open pull request changes, file by file."""
    found = visit.repository.get("pulls", {}).get(visit.path["pull_number"])
    if found is None:
        raise Problem(404, "Not Found")
    old, new = (trees.tree_of_branch(visit, found[side]) for side in ("base", "head"))
    url = f"{visit.base}/repos/{visit.name}/contents"
    shown = []
    for path in sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path)):
        status = "added" if path not in old else "removed" if path not in new else "modified"
        lines = [len(tree.get(path, "").splitlines()) for tree in (new, old)]
        shown.append({
            "sha": render.blob(new.get(path, old.get(path, ""))), "filename": path, "status": status, "additions": lines[0], "deletions": lines[1],
            "changes": sum(lines), "blob_url": f"{url}/{path}", "raw_url": f"{url}/{path}", "contents_url": f"{url}/{path}",
        })  # fmt: skip
    return 200, page(visit, shown)


def _facts(visit: Visit, number: str) -> dict[str, Any]:
    """What is kept of an open or a closed pull request."""
    found: dict[str, Any] | None = visit.repository.get("pulls", {}).get(number)
    closed = visit.store.closed.get(number)
    if found is None and closed and closed["repository"] == visit.name:
        found = closed
    if found is None:
        raise Problem(404, "Not Found")
    return found


def _sha(visit: Visit, found: dict[str, Any], side: str) -> str:
    branch = visit.repository.get("branches", {}).get(found[side])
    return str(branch["sha"] if branch else found.get("sha", "0" * 40))


def _simple(visit: Visit, number: str) -> dict[str, Any]:
    found = _facts(visit, number)
    closed = number in visit.store.closed
    url = f"{visit.base}/repos/{visit.name}/pulls/{number}"
    dates = visit.store.dates("pull", number)
    links = ("html", "issue", "comments", "review_comments", "review_comment", "commits", "statuses", "self")
    owner = visit.store.owner(visit.name.partition("/")[0])
    login, known, kind = owner if owner else ("ghost", {"id": 0}, "User")
    person = render.owner(visit.base, login, known, kind)
    repository = render.repository(visit.base, visit.store, visit.name, visit.repository)
    sides = {
        side: {"label": f"{login}:{found[side]}", "ref": found[side], "sha": _sha(visit, found, side), "user": person, "repo": repository}
        for side in ("head", "base")
    }
    empty: dict[str, Any] = dict.fromkeys(("assignee", "milestone", "auto_merge"))
    addresses = dict.fromkeys(("diff_url", "patch_url", "issue_url", "commits_url", "review_comments_url", "review_comment_url", "comments_url", "statuses_url"), url)  # fmt: skip
    return {
        **empty, **addresses, **sides, "id": int(number), "node_id": render.node("PullRequest", number), "number": int(number),
        "url": url, "html_url": f"https://github.com/{visit.name}/pull/{number}", "state": "closed" if closed else "open",
        "locked": False, "title": found["title"], "body": found.get("body") or None, "user": person, "labels": [],
        **dates, "closed_at": dates["updated_at"] if closed else None,
        "merged_at": dates["updated_at"] if found.get("merged") else None, "merge_commit_sha": found.get("sha"),
        "author_association": "MEMBER", "draft": False, "_links": {link: {"href": url} for link in links},
    }  # fmt: skip


def _full(visit: Visit, number: str) -> dict[str, Any]:
    merged = bool(_facts(visit, number).get("merged"))
    counts = dict.fromkeys(("comments", "review_comments", "commits", "additions", "deletions", "changed_files"), 0)
    more = {"merged": merged, "mergeable": None, "mergeable_state": "unknown", "merged_by": None, "maintainer_can_modify": False}
    return {**_simple(visit, number), **counts, **more}

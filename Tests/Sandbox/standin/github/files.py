"""Files by their path: read, written and removed, a commit each."""

from __future__ import annotations

import base64
from typing import Any

from . import render, trees
from .git import decoded
from .repositories import commit
from .routes import Outcome, Problem, Visit, route

CONTENTS = "/repos/{owner}/{repo}/contents/{path}"
NOTHING = "This repository is empty."


@route(f"GET {CONTENTS}", rights=("contents", "read"), answers="ContentFile|list:ContentDirectoryItems")
def content(visit: Visit) -> Outcome:
    """One file, or what a folder holds; of the default branch unless `ref` says otherwise."""
    path, ref = visit.path["path"].rstrip("/"), visit.query.get("ref", trees.main_of(visit)).removeprefix("refs/heads/")
    if not visit.repository.get("branches") and not visit.repository.get("files"):
        raise Problem(404, NOTHING)
    at_commit = trees.tree_of_commit(visit, ref)
    if ref != trees.main_of(visit) and ref not in visit.repository.get("branches", {}) and at_commit is None:
        raise Problem(404, f"No commit found for the ref {ref}")
    files = at_commit if at_commit is not None else trees.tree_of_branch(visit, ref)
    if path in files:
        return 200, {**_entry(visit, path, files[path]), **_text(files[path])}
    below = {name.removeprefix(f"{path}/").partition("/")[0] for name in files if name.startswith(f"{path}/")}
    if not below:
        raise Problem(404, "Not Found")
    return 200, [_entry(visit, f"{path}/{name}", files.get(f"{path}/{name}")) for name in sorted(below)]


def _entry(visit: Visit, path: str, text: str | None) -> dict[str, Any]:
    """A file, or a folder where there is no text."""
    url = f"{visit.base}/repos/{visit.name}/contents/{path}"
    html = f"https://github.com/{visit.name}/blob/{trees.main_of(visit)}/{path}"
    size = len(text.encode(errors="surrogateescape")) if text is not None else 0
    return {
        "type": "file" if text is not None else "dir", "size": size, "name": path.rpartition("/")[2], "path": path,
        "sha": render.blob(text) if text is not None else render.sha(path), "url": url, "git_url": url, "html_url": html,
        "download_url": url if text is not None else None, "_links": {"self": url, "git": url, "html": html},
    }  # fmt: skip


def _text(text: str) -> dict[str, str]:
    return {"encoding": "base64", "content": base64.encodebytes(text.encode(errors="surrogateescape")).decode()}


@route(f"PUT {CONTENTS}", rights=("contents", "write"), answers="FileCommit", takes="ReposOwnerRepoContentsPathPutBody")
def write_file(visit: Visit) -> Outcome:
    """Commits one file; the first one in an empty repository makes the default branch."""
    path, body = visit.path["path"], visit.body
    files, name = _files(visit)
    old = files.get(path)
    if old is not None and body.get("sha") != render.blob(old):
        if "sha" not in body:
            raise Problem(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
        raise Problem(409, f"{path} does not match {body['sha']}")
    text = decoded(body["content"])
    sha = trees.commit(visit, name, {**files, path: text}, body["message"])
    return 200 if old is not None else 201, {"content": _entry(visit, path, text), "commit": _committed(visit, sha)}


@route(f"DELETE {CONTENTS}", rights=("contents", "write"), answers="FileCommit", takes="ReposOwnerRepoContentsPathDeleteBody")
def delete_file(visit: Visit) -> Outcome:
    """Commits that a file is gone."""
    path, body = visit.path["path"], visit.body
    files, name = _files(visit)
    if path not in files:
        raise Problem(404, "Not Found")
    if body["sha"] != render.blob(files[path]):
        raise Problem(409, f"{path} does not match {body['sha']}")
    sha = trees.commit(visit, name, {other: text for other, text in files.items() if other != path}, body["message"])
    return 200, {"content": None, "commit": _committed(visit, sha)}


def _files(visit: Visit) -> tuple[trees.Tree, str]:
    main = trees.main_of(visit)
    name = visit.body.get("branch", main).removeprefix("refs/heads/")
    known = visit.repository.get("branches", {})
    if name not in known and (known or name != main):
        raise Problem(404, f"Branch {name} not found")
    return trees.tree_of_branch(visit, name), name


def _committed(visit: Visit, sha: str) -> dict[str, Any]:
    shown = commit(visit, sha)
    inner = {key: value for key, value in shown["commit"].items() if key != "comment_count"}
    return {**inner, "sha": sha, "node_id": shown["node_id"], "html_url": shown["html_url"], "parents": shown["parents"]}

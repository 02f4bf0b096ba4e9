"""What git would keep: trees as flat maps of path to text, commits by id, and where branches point.

The state says what files a branch has; objects that no branch points at yet stand beside it, in no dump. The ids of blobs
are git's own, those of trees and commits follow from their content but are ours.
"""

from __future__ import annotations

import json
from typing import Any

from . import render, rights
from .protection import refusal
from .routes import Problem, Visit

Tree = dict[str, str]
WORKFLOWS = ".github/workflows/"
EMPTY = "Git Repository is empty."


def main_of(visit: Visit) -> str:
    """The default branch's name."""
    return str(visit.repository.get("default_branch", "main"))


def branches(visit: Visit) -> dict[str, Any]:
    """The branches; a repository without one is empty, and git's own addresses say so."""
    found: dict[str, Any] = visit.repository.setdefault("branches", {})
    if not found and not visit.repository.get("files"):
        raise Problem(409, EMPTY)
    return found


def tree_of_branch(visit: Visit, name: str) -> Tree:
    """The files of a branch: the default branch's, with what differs."""
    files: Tree = visit.repository.get("files", {})
    if name == main_of(visit):
        return files
    own = visit.repository.get("branches", {}).get(name, {}).get("files", {})
    return {path: text for path, text in {**files, **own}.items() if text is not None}


def tree_of_commit(visit: Visit, sha: str) -> Tree | None:
    """The files of a commit that was made here, or that a branch points at."""
    found = visit.store.objects.get(sha)
    if found and found["kind"] == "commit":
        tree: Tree = visit.store.objects[found["tree"]]["files"]
        return tree
    name = next((name for name, branch in visit.repository.get("branches", {}).items() if branch["sha"] == sha), None)
    return None if name is None else tree_of_branch(visit, name)


def keep_blob(visit: Visit, text: str) -> str:
    """Keeps a file's content and gives its id."""
    sha = render.blob(text)
    visit.store.objects[sha] = {"kind": "blob", "text": text}
    return sha


def keep_tree(visit: Visit, files: Tree) -> str:
    """Keeps a tree and gives its id."""
    sha = render.sha("tree " + json.dumps(files, sort_keys=True))
    visit.store.objects[sha] = {"kind": "tree", "files": dict(files)}
    return sha


def keep_commit(visit: Visit, tree: str, parents: list[str], message: str) -> str:
    """Keeps a commit and gives its id, which holds no time: made twice alike it is the same."""
    sha = render.sha(f"commit {tree} {parents} {message}")
    visit.store.objects[sha] = {"kind": "commit", "tree": tree, "parents": parents, "message": message}
    visit.store.wrote("commit", sha)
    return sha


def commit_facts(visit: Visit, sha: str) -> dict[str, Any]:
    """Tree, parents and message of a commit; of one that the state brought along, only its tree is known."""
    found = visit.store.objects.get(sha)
    if found and found["kind"] == "commit":
        return dict(found)
    files = tree_of_commit(visit, sha)
    if files is None:
        raise Problem(404, "Not Found")
    tree = keep_tree(visit, files)
    visit.store.objects[sha] = {"kind": "commit", "tree": tree, "parents": [], "message": "Begin"}
    return dict(visit.store.objects[sha])


def workflows_differ(old: Tree, new: Tree) -> bool:
    """Whether a change touches workflow files."""
    return any(old.get(path) != new.get(path) for path in old.keys() | new.keys() if path.startswith(WORKFLOWS))


def point(visit: Visit, name: str, sha: str) -> None:
    """Moves a branch to a commit, or makes it there; what the state shows of its files follows."""
    for branch in visit.repository.get("branches", {}).values():
        commit_facts(visit, branch["sha"])
    files = tree_of_commit(visit, sha)
    assert files is not None
    known = visit.repository.setdefault("branches", {}).setdefault(name, {"protected": False})
    known["sha"] = sha
    if name == main_of(visit):
        visit.repository["files"] = dict(files)
        return
    base = visit.repository.get("files", {})
    differing: dict[str, str | None] = {path: text for path, text in files.items() if base.get(path) != text}
    differing.update({path: None for path in base if path not in files})
    known.pop("files", None)
    if differing:
        known["files"] = differing


def may_point(visit: Visit, sha: str) -> bool:
    """Whether the token may make a branch point there: a commit with workflow files that no branch has yet needs a right."""
    new = tree_of_commit(visit, sha) or {}
    known = [tree_of_branch(visit, name) for name in visit.repository.get("branches", {})] or [{}]
    return rights.may_write_workflows(visit.token) or not all(workflows_differ(old, new) for old in known)


def commit(visit: Visit, branch: str, files: Tree, message: str) -> str:
    """Commits a whole tree to a branch, where nothing guards it."""
    guarded = refusal(visit, branch)
    if guarded:
        raise Problem(409, guarded)
    old = tree_of_branch(visit, branch)
    if workflows_differ(old, files) and not rights.may_write_workflows(visit.token):
        raise Problem(404, "Not Found")
    head = visit.repository.get("branches", {}).get(branch)
    if head:
        commit_facts(visit, head["sha"])
    sha = keep_commit(visit, keep_tree(visit, files), [head["sha"]] if head else [], message)
    point(visit, branch, sha)
    return sha

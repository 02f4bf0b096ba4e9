"""Git's own objects: references, blobs, trees and commits."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from . import render, trees
from .protection import refusal
from .routes import Outcome, Problem, Visit, route

GIT = "/repos/{owner}/{repo}/git"
UNVERIFIED = {"verified": False, "reason": "unsigned", "signature": None, "payload": None, "verified_at": None}


@route(f"GET {GIT}/ref/{{path}}", rights=("contents", "read"), answers="GitRef")
def reference(visit: Visit) -> Outcome:
    """Where a branch points."""
    return 200, _reference(visit, _branch(visit))


@route(f"GET {GIT}/matching-refs/{{path}}", rights=("contents", "read"), answers="list:GitRef")
def references(visit: Visit) -> Outcome:
    """The branches whose names begin so."""
    begins = visit.path["path"].removeprefix("heads/")
    return 200, [_reference(visit, name) for name in sorted(trees.branches(visit)) if name.startswith(begins)]


@route(f"POST {GIT}/refs", rights=("contents", "write"), answers="GitRef", takes="ReposOwnerRepoGitRefsPostBody")
def create_reference(visit: Visit) -> Outcome:
    """Makes a branch at a commit."""
    known, sha = trees.branches(visit), visit.body["sha"]
    if not visit.body["ref"].startswith("refs/heads/"):
        raise Problem(422, "Reference name must start with 'refs/heads/' here")
    name = visit.body["ref"].removeprefix("refs/heads/")
    if name in known:
        raise Problem(422, "Reference already exists")
    if trees.tree_of_commit(visit, sha) is None:
        raise Problem(422, "Object does not exist")
    if not trees.may_point(visit, sha):
        raise Problem(404, "Not Found")
    trees.point(visit, name, sha)
    return 201, _reference(visit, name)


@route(f"PATCH {GIT}/refs/{{path}}", rights=("contents", "write"), answers="GitRef", takes="ReposOwnerRepoGitRefsRefPatchBody")
def update_reference(visit: Visit) -> Outcome:
    """Moves a branch, forward only unless forced."""
    if visit.path["path"].removeprefix("heads/") not in trees.branches(visit):
        raise Problem(422, "Reference does not exist")
    name, sha = _branch(visit), visit.body["sha"]
    if trees.tree_of_commit(visit, sha) is None:
        raise Problem(422, "Object does not exist")
    if not trees.may_point(visit, sha):
        raise Problem(404, "Not Found")
    guarded = refusal(visit, name)
    if guarded:
        raise Problem(422, guarded)
    if not visit.body.get("force") and not _follows(visit, sha, visit.repository["branches"][name]["sha"]):
        raise Problem(422, "Update is not a fast forward")
    trees.point(visit, name, sha)
    return 200, _reference(visit, name)


@route(f"DELETE {GIT}/refs/{{path}}", rights=("contents", "write"))
def delete_reference(visit: Visit) -> Outcome:
    """Removes a branch; its open pull requests close with it."""
    name = visit.path["path"].removeprefix("heads/")
    if name not in trees.branches(visit):
        raise Problem(422, "Reference does not exist")
    if name == trees.main_of(visit):
        raise Problem(422, "Cannot delete the default branch")
    for number in [number for number, pull in visit.repository.get("pulls", {}).items() if pull["head"] == name]:
        visit.store.close(visit.name, number, sha=visit.repository["branches"][name]["sha"])
    del visit.repository["branches"][name]
    return 204, None


def _branch(visit: Visit) -> str:
    name = visit.path["path"].removeprefix("heads/")
    if name not in trees.branches(visit):
        raise Problem(404, "Not Found")
    return name


def _follows(visit: Visit, sha: str, head: str) -> bool:
    """Whether a branch that points at `head` comes to `sha` by going forward."""
    parents = [sha]
    while parents:
        sha = parents.pop()
        if sha == head:
            return True
        parents += visit.store.objects.get(sha, {}).get("parents", [])
    return False


def _reference(visit: Visit, name: str) -> dict[str, Any]:
    sha = visit.repository["branches"][name]["sha"]
    url = f"{visit.base}/repos/{visit.name}/git"
    pointed = {"type": "commit", "sha": sha, "url": f"{url}/commits/{sha}"}
    return {"ref": f"refs/heads/{name}", "node_id": render.node("Ref", name), "url": f"{url}/refs/heads/{name}", "object": pointed}


@route(f"POST {GIT}/blobs", rights=("contents", "write"), answers="ShortBlob", takes="ReposOwnerRepoGitBlobsPostBody")
def create_blob(visit: Visit) -> Outcome:
    """Keeps a file's content."""
    trees.branches(visit)
    sha = trees.keep_blob(visit, decoded(visit.body["content"]) if visit.body.get("encoding") == "base64" else visit.body["content"])
    return 201, {"sha": sha, "url": f"{visit.base}/repos/{visit.name}/git/blobs/{sha}"}


@route(f"GET {GIT}/blobs/{{sha}}", rights=("contents", "read"), answers="Blob")
def blob(visit: Visit) -> Outcome:
    """A file's content, by its id."""
    trees.branches(visit)
    sha = visit.path["sha"]
    texts = [text for name in visit.repository["branches"] for text in trees.tree_of_branch(visit, name).values()]
    kept = visit.store.objects.get(sha, {})
    text = kept.get("text") if kept.get("kind") == "blob" else next((text for text in texts if render.blob(text) == sha), None)
    if text is None:
        raise Problem(404, "Not Found")
    content = text.encode(errors="surrogateescape")
    url = f"{visit.base}/repos/{visit.name}/git/blobs/{sha}"
    return 200, {"sha": sha, "node_id": render.node("Blob", sha), "size": len(content), "url": url,
                 "content": base64.encodebytes(content).decode(), "encoding": "base64"}  # fmt: skip


@route(f"POST {GIT}/trees", rights=("contents", "write"), answers="GitTree", takes="ReposOwnerRepoGitTreesPostBody")
def create_tree(visit: Visit) -> Outcome:
    """Keeps a tree, made of another one and what differs; Contents is enough for workflow files here."""
    trees.branches(visit)
    base = visit.body.get("base_tree")
    files = dict(_files(visit, base)) if base else {}
    for entry in visit.body["tree"]:
        path = entry["path"]
        if "content" in entry:
            files[path] = entry["content"]
        elif entry.get("sha") is None:
            if files.pop(path, None) is None:
                raise Problem(422, "GitRPC::BadObjectState")
        else:
            kept = visit.store.objects.get(entry["sha"], {})
            if kept.get("kind") != "blob":
                raise Problem(422, f"tree.sha {entry['sha']} is not a valid blob")
            files[path] = kept["text"]
    sha = trees.keep_tree(visit, files)
    return 201, _tree(visit, sha, files)


@route(f"GET {GIT}/trees/{{sha}}", rights=("contents", "read"), answers="GitTree")
def tree(visit: Visit) -> Outcome:
    """A tree by its id, a commit's or a branch's name; flat where `recursive` is asked for."""
    trees.branches(visit)
    files = _files(visit, visit.path["sha"])
    return 200, _tree(visit, trees.keep_tree(visit, files), files, flat="recursive" in visit.query)


def _files(visit: Visit, name: str) -> trees.Tree:
    kept = visit.store.objects.get(name, {})
    if kept.get("kind") == "tree":
        found: trees.Tree = kept["files"]
        return found
    if name in visit.repository.get("branches", {}):
        return trees.tree_of_branch(visit, name)
    files = trees.tree_of_commit(visit, name)
    if files is None:
        raise Problem(404, "Not Found")
    return files


def _tree(visit: Visit, sha: str, files: trees.Tree, flat: bool = True) -> dict[str, Any]:
    url = f"{visit.base}/repos/{visit.name}/git"
    entries = []
    for path, text in sorted(files.items()):
        blob_sha = render.blob(text)
        visit.store.objects.setdefault(blob_sha, {"kind": "blob", "text": text})
        size = len(text.encode(errors="surrogateescape"))
        entries.append({"path": path, "mode": "100644", "type": "blob", "sha": blob_sha, "size": size, "url": f"{url}/blobs/{blob_sha}"})
    folders = sorted({path[:end] for path in files for end, letter in enumerate(path) if letter == "/"})
    for folder in folders:
        within = {path: text for path, text in files.items() if path.startswith(f"{folder}/")}
        inner = trees.keep_tree(visit, {path.removeprefix(f"{folder}/"): text for path, text in within.items()})
        entries.append({"path": folder, "mode": "040000", "type": "tree", "sha": inner, "url": f"{url}/trees/{inner}"})
    shown = [entry for entry in entries if flat or "/" not in str(entry["path"])]
    return {"sha": sha, "url": f"{url}/trees/{sha}", "truncated": False, "tree": sorted(shown, key=lambda entry: str(entry["path"]))}


@route(f"POST {GIT}/commits", rights=("contents", "write"), answers="GitCommit", takes="ReposOwnerRepoGitCommitsPostBody")
def create_commit(visit: Visit) -> Outcome:
    """Keeps a commit that no branch points at yet."""
    trees.branches(visit)
    if visit.store.objects.get(visit.body["tree"], {}).get("kind") != "tree":
        raise Problem(422, "Tree SHA does not exist")
    parents = visit.body.get("parents", [])
    if any(trees.tree_of_commit(visit, parent) is None for parent in parents):
        raise Problem(422, "Parent SHA does not exist or is not a commit object")
    for parent in parents:
        trees.commit_facts(visit, parent)
    return 201, _commit(visit, trees.keep_commit(visit, visit.body["tree"], parents, visit.body["message"]))


@route(f"GET {GIT}/commits/{{sha}}", rights=("contents", "read"), answers="GitCommit")
def git_commit(visit: Visit) -> Outcome:
    """A commit by its id."""
    trees.branches(visit)
    return 200, _commit(visit, visit.path["sha"])


def _commit(visit: Visit, sha: str) -> dict[str, Any]:
    found = trees.commit_facts(visit, sha)
    url = f"{visit.base}/repos/{visit.name}/git"
    person = {"name": "Ana", "email": "ana@example.com", "date": visit.store.dates("commit", sha)["updated_at"]}
    parents = [{"sha": one, "url": f"{url}/commits/{one}", "html_url": f"{url}/commits/{one}"} for one in found["parents"]]
    return {
        "sha": sha, "node_id": render.node("Commit", sha), "url": f"{url}/commits/{sha}", "html_url": f"{url}/commits/{sha}",
        "author": person, "committer": person, "message": found["message"], "parents": parents, "verification": UNVERIFIED,
        "tree": {"sha": found["tree"], "url": f"{url}/trees/{found['tree']}"},
    }  # fmt: skip


def decoded(content: str) -> str:
    """A file's text, from base64; bytes that are no text are kept as they are."""
    try:
        return base64.b64decode(content, validate=False).decode(errors="surrogateescape")
    except binascii.Error:
        raise Problem(422, "content is not valid Base64") from None

"""GraphQL, as far as a commit needs it: createCommitOnBranch, and what has to be known for it.

A wrong request, a missing right and a branch that moved all come with status 200 and `errors`.
"""

from __future__ import annotations

import functools
from typing import Any

import graphql

from . import render, rights, trees
from .git import decoded
from .protection import refusal
from .routes import Outcome, Problem, Visit, route

# The part of GitHub's public schema that is answered here, with its names and types.
SCHEMA = """
scalar GitObjectID
scalar Base64String
scalar URI
type Query { viewer: User!, repository(owner: String!, name: String!): Repository }
type User { login: String! }
type Repository { id: ID!, nameWithOwner: String!, isEmpty: Boolean!, defaultBranchRef: Ref, ref(qualifiedName: String!): Ref }
type Ref { id: ID!, name: String!, target: Commit }
type Commit { oid: GitObjectID!, url: URI!, message: String! }
type Mutation { createCommitOnBranch(input: CreateCommitOnBranchInput!): CreateCommitOnBranchPayload }
type CreateCommitOnBranchPayload { clientMutationId: String, commit: Commit, ref: Ref }
input CreateCommitOnBranchInput {
  branch: CommittableBranch!, clientMutationId: String, expectedHeadOid: GitObjectID!, fileChanges: FileChanges, message: CommitMessage!
}
input CommittableBranch { branchName: String, id: ID, repositoryNameWithOwner: String }
input CommitMessage { body: String, headline: String! }
input FileChanges { additions: [FileAddition!], deletions: [FileDeletion!] }
input FileAddition { contents: Base64String!, path: String! }
input FileDeletion { path: String! }
"""


class Refusal(graphql.GraphQLError):
    """An error with GitHub's type beside its message."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@functools.cache
def _schema() -> graphql.GraphQLSchema:
    return graphql.build_schema(SCHEMA)


@route("POST /graphql", scopes=())
def query(visit: Visit) -> Outcome:
    """One operation. Enterprise Server has it at /api/graphql, beside the REST API and not below it."""
    body = visit.body
    if not isinstance(body.get("query"), str):
        raise Problem(400, "A query attribute must be specified and must be a string.")
    root = {"viewer": {"login": (visit.token or {})["login"]}, "repository": functools.partial(_repository, visit),
            "createCommitOnBranch": functools.partial(_commit_on_branch, visit)}  # fmt: skip
    result = graphql.graphql_sync(
        _schema(), body["query"], root, variable_values=body.get("variables"), operation_name=body.get("operationName")
    )
    answer: dict[str, Any] = {"data": result.data} if result.data is not None else {}
    if result.errors:
        answer["errors"] = [_shown(error) for error in result.errors]
    return 200, answer


def _shown(error: graphql.GraphQLError) -> dict[str, Any]:
    kind = getattr(error.original_error, "kind", None)
    places = [{"line": place.line, "column": place.column} for place in error.locations or []]
    shown = {"message": error.message, "locations": places, **({"path": error.path} if error.path else {})}
    return {"type": kind, **shown} if kind else shown


def _visit_of(visit: Visit, name: str, permission: str, level: str) -> Visit:
    """The same visit, in a repository that the token reaches."""
    found, token = visit.store.repository(name), visit.token or {}
    kind = token.get("kind", "classic")
    reached = found is not None and not token.get("pending") and found[0] in token.get("repositories", [found[0]])
    if found is None or not (reached or not found[1].get("private")):
        raise Refusal("NOT_FOUND", f"Could not resolve to a Repository with the name '{name}'.")
    inner = Visit(visit.request, visit.store, visit.base, {**visit.path, "full_name": found[0]}, visit.token)
    allowed = "repo" in token.get("scopes", []) if kind == "classic" else rights.holds(token, permission, level)
    if level != "read" and not (reached and allowed):
        raise Refusal("FORBIDDEN", rights.NO_RIGHT.get(kind, "Resource not accessible by personal access token"))
    return inner


def _repository(visit: Visit, _: Any, owner: str, name: str) -> dict[str, Any]:
    inner = _visit_of(visit, f"{owner}/{name}", "contents", "read")

    def ref(_: Any, qualifiedName: str) -> Any:
        return _ref(inner, qualifiedName.removeprefix("refs/heads/"))

    main = _ref(inner, trees.main_of(inner))
    return {"id": render.node("Repository", inner.repository["id"]), "nameWithOwner": inner.name, "isEmpty": main is None,
            "defaultBranchRef": main, "ref": ref}  # fmt: skip


def _ref(visit: Visit, name: str) -> dict[str, Any] | None:
    found = visit.repository.get("branches", {}).get(name)
    return {"id": render.node("Ref", name), "name": name, "target": _commit(visit, found["sha"])} if found else None


def _commit(visit: Visit, sha: str) -> dict[str, Any]:
    message = trees.commit_facts(visit, sha)["message"]
    return {"oid": sha, "url": f"https://github.com/{visit.name}/commit/{sha}", "message": message}


def _commit_on_branch(visit: Visit, _: Any, input: dict[str, Any]) -> dict[str, Any]:
    """Commits files to a branch, if it still stands where the caller saw it."""
    branch = input["branch"]
    if not branch.get("repositoryNameWithOwner") or not branch.get("branchName"):
        raise Refusal("UNPROCESSABLE", "A branch is named by repositoryNameWithOwner and branchName here.")
    inner = _visit_of(visit, branch["repositoryNameWithOwner"], "contents", "write")
    name = branch["branchName"].removeprefix("refs/heads/")
    known = inner.repository.get("branches", {})
    if inner.repository.get("archived"):
        raise Refusal("UNPROCESSABLE", "Repository was archived so is read-only.")
    if rights.ROLES.index(rights.role(inner)) < rights.ROLES.index("push"):
        raise Refusal("FORBIDDEN", "Must have push access to the repository.")
    if name not in known:
        raise Refusal("NOT_FOUND", f'No such branch "{name}".')
    expected = input["expectedHeadOid"]
    if known[name]["sha"] != expected:
        raise Refusal("STALE_DATA", f'Expected branch to point to "{expected}" but it did not.  Pull and try again.')
    guarded = refusal(inner, name)
    if guarded:
        raise Refusal("UNPROCESSABLE", guarded)
    sha = trees.commit(inner, name, _changed(inner, name, input.get("fileChanges") or {}), _text(input["message"]))
    return {"clientMutationId": input.get("clientMutationId"), "commit": _commit(inner, sha), "ref": _ref(inner, name)}


def _changed(visit: Visit, name: str, changes: dict[str, Any]) -> trees.Tree:
    """The files of a branch after a change; one to workflow files wants its own right."""
    old = trees.tree_of_branch(visit, name)
    files = dict(old)
    for entry in changes.get("deletions") or []:
        if files.pop(entry["path"], None) is None:
            raise Refusal("UNPROCESSABLE", f"A path was requested for deletion which does not exist as of commit oid `{visit.repository['branches'][name]['sha']}`")  # fmt: skip
    for entry in changes.get("additions") or []:
        files[entry["path"]] = decoded(entry["contents"])
    touched = sorted(path for path in files.keys() | old.keys() if path.startswith(trees.WORKFLOWS) and files.get(path) != old.get(path))
    if touched and not rights.may_write_workflows(visit.token):
        scope = "`workflow` scope" if (visit.token or {}).get("kind", "classic") == "classic" else "`workflows` permission"
        raise Refusal("FORBIDDEN", f"refusing to allow a Personal Access Token to create or update workflow `{touched[0]}` without {scope}")
    return files


def _text(message: dict[str, str]) -> str:
    return message["headline"] + (f"\n\n{message['body']}" if message.get("body") else "")

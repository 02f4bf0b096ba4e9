"""Workflow files as Actions knows them, and starting them by hand."""

from __future__ import annotations

import re
from typing import Any

import yaml

from . import render, trees
from .routes import Outcome, Problem, Visit, page, route

FOLDER = ".github/workflows/"
WORKFLOWS = "/repos/{owner}/{repo}/actions/workflows"
# From this version on a dispatch tells of its run unasked.
TELLS = "2026-03-10"
INPUT = re.compile(r"""\$\{\{\s*(?:github\.event\.)?inputs(?:\.([\w-]+)|\[['"]([\w-]+)['"]\])\s*\}\}""")


@route(f"GET {WORKFLOWS}", rights=("actions", "read"), answers="ReposOwnerRepoActionsWorkflowsGetResponse200")
def workflows(visit: Visit) -> Outcome:
    """The workflows of the default branch."""
    paths = _paths(visit)
    return 200, {"total_count": len(paths), "workflows": page(visit, [shown(visit, path) for path in paths])}


@route(f"GET {WORKFLOWS}/{{workflow_id}}", rights=("actions", "read"), answers="Workflow")
def workflow(visit: Visit) -> Outcome:
    """One workflow of the default branch, by its file's name or its id."""
    return 200, shown(visit, _path(visit))


def _switch(state: str | None) -> Any:
    def switch(visit: Visit) -> Outcome:
        visit.repository.setdefault("disabled_workflows", {})[_path(visit)] = state
        return 204, None

    return switch


route(f"PUT {WORKFLOWS}/{{workflow_id}}/disable", rights=("actions", "write"))(_switch("disabled_manually"))
route(f"PUT {WORKFLOWS}/{{workflow_id}}/enable", rights=("actions", "write"))(_switch(None))


@route(f"POST {WORKFLOWS}/{{workflow_id}}/dispatches", rights=("actions", "write"), answers="WorkflowDispatchResponse", takes="ReposOwnerRepoActionsWorkflowsWorkflowIdDispatchesPostBody")  # fmt: skip
def dispatch(visit: Visit) -> Outcome:
    """Starts a workflow, if its file says that one may: 204, or 200 where details are asked for."""
    path, ref = _path(visit), visit.body["ref"].removeprefix("refs/heads/")
    if ref not in visit.repository.get("branches", {}):
        raise Problem(422, f"No ref found for: {visit.body['ref']}")
    if _state(visit, path) != "active":
        raise Problem(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow")
    text, inputs = trees.tree_of_branch(visit, ref).get(path, ""), visit.body.get("inputs") or {}
    _takes(text, inputs)
    facts = {"event": "workflow_dispatch", "branch": ref, "status": "queued", "conclusion": None, "inputs": inputs}
    found = make_run(visit, path, {**facts, **_titled(text, inputs)})
    if not visit.body.get("return_run_details") and visit.request.header("x-github-api-version") != TELLS:
        return 204, None
    url = f"{visit.base}/repos/{visit.name}/actions/runs/{found['id']}"
    html = f"https://github.com/{visit.name}/actions/runs/{found['id']}"
    return 200, {"workflow_run_id": found["id"], "run_url": url, "html_url": html}


@route("POST /repos/{owner}/{repo}/dispatches", rights=("contents", "write"), takes="ReposOwnerRepoDispatchesPostBody")
def repository_dispatch(visit: Visit) -> Outcome:
    """Tells the repository's workflows of an event from outside."""
    return 204, None


def _takes(text: str, inputs: dict[str, Any]) -> None:
    """What the file says of being started by hand."""
    triggers = triggers_of(text)
    if "workflow_dispatch" not in triggers:
        raise Problem(422, "Workflow does not have 'workflow_dispatch' trigger")
    declared = (triggers["workflow_dispatch"] or {}).get("inputs") or {}
    unknown = sorted(inputs.keys() - declared.keys())
    if unknown:
        raise Problem(422, f"Unexpected inputs provided: {unknown}".replace("'", '"'))
    for name, facts in declared.items():
        if (facts or {}).get("required") == "true" and name not in inputs and "default" not in facts:
            raise Problem(422, f"Required input '{name}' not provided")


def _titled(text: str, inputs: dict[str, Any]) -> dict[str, str]:
    """The title that `run-name` gives a run, with what was put in; of expressions it knows the inputs."""
    declared = (triggers_of(text).get("workflow_dispatch") or {}).get("inputs") or {}
    given = {**{name: (facts or {}).get("default", "") for name, facts in declared.items()}, **inputs}

    def value(match: re.Match[str]) -> str:
        return str(given.get(match[1] or match[2] or "", ""))

    title = INPUT.sub(value, str(_read(text).get("run-name") or "")).strip()
    return {"title": title} if title else {}


def triggers_of(text: str) -> dict[str, Any]:
    """The events of a workflow file; none where it is no YAML."""
    on = _read(text).get("on")
    if isinstance(on, dict):
        return on
    return dict.fromkeys(on if isinstance(on, list) else [on] if on else [])


def _read(text: str) -> dict[str, Any]:
    """A file with every scalar as text, so that `on` is no truth value."""
    try:
        found = yaml.load(text, yaml.BaseLoader)  # noqa: S506  (it makes text, lists and maps only)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


def _paths(visit: Visit) -> list[str]:
    files = trees.tree_of_branch(visit, trees.main_of(visit))
    return sorted(path for path in files if path.startswith(FOLDER) and path.endswith((".yml", ".yaml")))


def ident(visit: Visit, path: str) -> int:
    """The id of a workflow, which stays with its path."""
    return int(visit.repository["id"] * 1000 + int(render.sha(path)[:2], 16))


def _path(visit: Visit) -> str:
    wanted = visit.path["workflow_id"]
    for path in _paths(visit):
        if wanted in (path, path.removeprefix(FOLDER), str(ident(visit, path))):
            return path
    raise Problem(404, "Not Found")


def _state(visit: Visit, path: str) -> str:
    return str(visit.repository.get("disabled_workflows", {}).get(path) or "active")


def name_of(visit: Visit, path: str) -> str:
    """What a workflow calls itself, else its path."""
    text = trees.tree_of_branch(visit, trees.main_of(visit)).get(path, "")
    return str(_read(text).get("name") or path)


def shown(visit: Visit, path: str) -> dict[str, Any]:
    """A workflow as the API shows it."""
    number, name = ident(visit, path), path.removeprefix(FOLDER)
    return {
        "id": number, "node_id": render.node("Workflow", number), "name": name_of(visit, path), "path": path,
        "state": _state(visit, path), "created_at": render.EPOCH, "updated_at": render.EPOCH,
        "url": f"{visit.base}/repos/{visit.name}/actions/workflows/{number}",
        "html_url": f"https://github.com/{visit.name}/blob/{trees.main_of(visit)}/{path}",
        "badge_url": f"https://github.com/{visit.name}/workflows/{name}/badge.svg",
    }  # fmt: skip


def make_run(visit: Visit, path: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Enters a run, which no dump holds."""
    return visit.store.add_run(visit.name, {"workflow": path.removeprefix(FOLDER), **facts})

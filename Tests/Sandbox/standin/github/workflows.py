"""Workflow files as Actions knows them."""

from __future__ import annotations

from . import render
from .routes import Outcome, Problem, Visit, route

FOLDER = ".github/workflows/"


@route("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}", rights=("actions", "read"), answers="Workflow")
def workflow(visit: Visit) -> Outcome:
    """One workflow of the default branch, by its file's name or its id."""
    wanted = visit.path["workflow_id"]
    files = sorted(path for path in visit.repository.get("files", {}) if path.startswith(FOLDER))
    for number, path in enumerate(files, 1):
        name = path.removeprefix(FOLDER)
        ident = visit.repository["id"] * 1000 + number
        if wanted in (name, str(ident)):
            url = f"{visit.base}/repos/{visit.name}/actions/workflows/{ident}"
            branch = visit.repository.get("default_branch", "main")
            return 200, {
                "id": ident, "node_id": render.node("Workflow", ident), "name": name, "path": path, "state": "active",
                "created_at": render.EPOCH, "updated_at": render.EPOCH, "url": url,
                "html_url": f"https://github.com/{visit.name}/blob/{branch}/{path}",
                "badge_url": f"https://github.com/{visit.name}/workflows/{name}/badge.svg",
            }  # fmt: skip
    raise Problem(404, "Not Found")

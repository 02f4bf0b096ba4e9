"""Runs of workflows, their jobs, and where their logs are: at another origin, which takes no token."""

from __future__ import annotations

import io
import operator
import re
import zipfile
from typing import Any

from ..message import Answer, Request
from . import render, workflows
from .routes import Outcome, Problem, Visit, page, route
from .store import Store

ACTIONS = "/repos/{owner}/{repo}/actions"
RUNS = f"{ACTIONS}/runs"
LOGS = re.compile(r"/logs/(?P<owner>[^/]+)/(?P<repo>[^/]+)/(?P<kind>run|job)/(?P<number>\d+)")


@route(f"GET {RUNS}", rights=("actions", "read"), answers="ReposOwnerRepoActionsRunsGetResponse200")
def runs(visit: Visit) -> Outcome:
    """The runs of all workflows, the newest first."""
    return 200, _listed(visit, visit.store.runs_of(visit.name))


@route(f"GET {ACTIONS}/workflows/{{workflow_id}}/runs", rights=("actions", "read"), answers="ReposOwnerRepoActionsWorkflowsWorkflowIdRunsGetResponse200")  # fmt: skip
def runs_of_workflow(visit: Visit) -> Outcome:
    """The runs of one."""
    wanted = workflows.workflow(visit)[1]["path"].removeprefix(workflows.FOLDER)
    return 200, _listed(visit, [run for run in visit.store.runs_of(visit.name) if run["workflow"] == wanted])


def _listed(visit: Visit, found: list[dict[str, Any]]) -> dict[str, Any]:
    query = visit.query
    for key in ("branch", "event"):
        found = [run for run in found if query.get(key, run.get(key)) == run.get(key)]
    if "status" in query:
        # GitHub takes a conclusion here as well.
        found = [run for run in found if query["status"] in (run.get("status", "completed"), run.get("conclusion"))]
    if "created" in query:
        found = [run for run in found if _within(query["created"], run.get("created_at", render.EPOCH))]
    return {"total_count": len(found), "workflow_runs": [_run(visit, run) for run in page(visit, found)]}


def _within(span: str, moment: str) -> bool:
    """GitHub's date ranges: `>=A`, `>A`, `<=A`, `<A`, `A..B`, or a day. Dates of one form compare as text."""
    for sign, test in ((">=", operator.ge), ("<=", operator.le), (">", operator.gt), ("<", operator.lt)):
        if span.startswith(sign):
            return test(moment[: len(span) - len(sign)], span[len(sign) :])
    first, dots, last = span.partition("..")
    if dots:
        return (first == "*" or moment[: len(first)] >= first) and (last == "*" or moment[: len(last)] <= last)
    return moment.startswith(span)


@route(f"GET {RUNS}/{{number}}", rights=("actions", "read"), answers="WorkflowRun")
def run(visit: Visit) -> Outcome:
    """One run."""
    return 200, _run(visit, _found(visit))


@route(f"GET {RUNS}/{{number}}/jobs", rights=("actions", "read"), answers="ReposOwnerRepoActionsRunsRunIdJobsGetResponse200")
def jobs(visit: Visit) -> Outcome:
    """The jobs of a run."""
    found = _found(visit)
    return 200, {"total_count": len(found["jobs"]), "jobs": page(visit, [_job(visit, found, job) for job in found["jobs"]])}


@route(f"GET {RUNS}/{{number}}/logs", rights=("actions", "read"))
def logs(visit: Visit) -> Outcome:
    """Leads to the logs of a run, as an archive."""
    return _elsewhere(visit, "run", _found(visit)["id"])


@route(f"GET {ACTIONS}/jobs/{{number}}", rights=("actions", "read"), answers="Job")
def job(visit: Visit) -> Outcome:
    """One job."""
    return 200, _job(visit, *_job_of(visit))


@route(f"GET {ACTIONS}/jobs/{{number}}/logs", rights=("actions", "read"))
def job_logs(visit: Visit) -> Outcome:
    """Leads to the log of a job, as text."""
    return _elsewhere(visit, "job", _job_of(visit)[1]["id"])


def _elsewhere(visit: Visit, kind: str, number: int) -> Outcome:
    visit.headers["Location"] = f"{visit.store.elsewhere}/logs/{visit.name}/{kind}/{number}?sig=sandbox"
    return 302, None


def download(store: Store, request: Request) -> Answer | None:
    """The other origin's side: it knows no tokens of GitHub, and refuses whoever brings one."""
    match = LOGS.fullmatch(request.path)
    if match is None:
        return None
    name, number = f"{match['owner']}/{match['repo']}", int(match["number"])
    if request.header("authorization"):
        return Answer(403, [("Content-Type", "application/xml")], b"<Error><Code>AuthenticationFailed</Code></Error>")
    for found in store.runs_of(name) if name in store.state["repositories"] else []:
        if match["kind"] == "run" and found["id"] == number:
            return Answer(200, [("Content-Type", "application/zip")], _archive(found))
        for one in found["jobs"]:
            if match["kind"] == "job" and one["id"] == number:
                return Answer(200, [("Content-Type", "text/plain; charset=utf-8")], one.get("log", "").encode())
    return Answer(404, [("Content-Type", "application/xml")], b"<Error><Code>BlobNotFound</Code></Error>")


def _archive(found: dict[str, Any]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for place, one in enumerate(found["jobs"]):
            archive.writestr(f"{place}_{one['name'].replace('/', '')}.txt", one.get("log", ""))
    return packed.getvalue()


def _found(visit: Visit) -> dict[str, Any]:
    for found in visit.store.runs_of(visit.name):
        if str(found["id"]) == visit.path["number"]:
            return found
    raise Problem(404, "Not Found")


def _job_of(visit: Visit) -> tuple[dict[str, Any], dict[str, Any]]:
    for found in visit.store.runs_of(visit.name):
        for one in found["jobs"]:
            if str(one["id"]) == visit.path["number"]:
                return found, one
    raise Problem(404, "Not Found")


def _head(visit: Visit, found: dict[str, Any]) -> str:
    branch = visit.repository.get("branches", {}).get(found.get("branch", ""))
    return str(found.get("sha") or (branch["sha"] if branch else "0" * 40))


def _run(visit: Visit, found: dict[str, Any]) -> dict[str, Any]:
    path = workflows.FOLDER + found["workflow"]
    number, url = found["id"], f"{visit.base}/repos/{visit.name}/actions/runs/{found['id']}"
    created, repository = found.get("created_at", render.EPOCH), render.repository(visit.base, visit.store, visit.name, visit.repository)
    links = {f"{link}_url": f"{url}/{link}" for link in ("jobs", "logs", "check_suite", "artifacts", "cancel", "rerun")}
    name = workflows.name_of(visit, path)
    return {
        "id": number, "name": name, "node_id": render.node("WorkflowRun", number), "head_branch": found.get("branch", "main"),
        "head_sha": _head(visit, found), "path": path, "run_number": found["number"], "run_attempt": 1, "event": found.get("event", "push"),
        "status": found.get("status", "completed"), "conclusion": found.get("conclusion"), "workflow_id": workflows.ident(visit, path),
        "url": url, "html_url": f"https://github.com/{visit.name}/actions/runs/{number}", "pull_requests": [], "created_at": created,
        "updated_at": created, "run_started_at": created, "workflow_url": f"{visit.base}/repos/{visit.name}/actions/workflows/{path}",
        "head_commit": None, "repository": repository, "head_repository": repository, "display_title": found.get("title", name), **links,
    }  # fmt: skip


def _job(visit: Visit, run: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    number, url = found["id"], f"{visit.base}/repos/{visit.name}/actions"
    created = run.get("created_at", render.EPOCH)
    runner: dict[str, Any] = dict.fromkeys(("runner_id", "runner_name", "runner_group_id", "runner_group_name"))
    return {
        **runner, "id": number, "run_id": run["id"], "run_url": f"{url}/runs/{run['id']}", "node_id": render.node("Job", number),
        "head_sha": _head(visit, run), "url": f"{url}/jobs/{number}", "html_url": f"https://github.com/{visit.name}/actions/runs/{run['id']}/job/{number}",
        "status": found.get("status", run.get("status", "completed")), "conclusion": found.get("conclusion", run.get("conclusion")),
        "created_at": created, "started_at": created, "completed_at": created, "name": found["name"], "labels": ["ubuntu-latest"],
        "check_run_url": f"{visit.base}/repos/{visit.name}/check-runs/{number}", "head_branch": run.get("branch", "main"),
        "workflow_name": workflows.name_of(visit, workflows.FOLDER + run["workflow"]),
        "steps": found.get("steps", []),
    }  # fmt: skip

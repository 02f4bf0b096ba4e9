"""The stand-in for GitHub against GitHub's own description: no operation, parameter or model that is not in it."""

import pytest

from conftest import Sandbox
from standin.github import api, description

RUNS = "/repos/octo-org/sagemaker-churn/actions/runs"
# GraphQL has a description of its own.
ROUTES = [route for route in api.ROUTES if route.template != "/graphql"]
# Since 2026 this answers what was started; the description of 2022-11-28 knows of no answer.
NEWER = {"POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches"}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_each_operation_takes_and_answers_what_is_described(route):
    described = description.operation(route.name)
    assert described is not None, "GitHub has no such operation"
    assert route.takes in described.takes if route.takes else not described.takes
    answers = set((route.answers or "").split("|")) - {""}
    for name in answers if route.name not in NEWER else set():
        assert any(model == name or (name.endswith("*") and model.startswith(name[:-1])) for model in described.answers)


@pytest.mark.parametrize(
    "query, wrong",
    [
        ("per_page=5&status=completed&exclude_pull_requests=true", []),
        ("perpage=5", ["unknown query parameter perpage"]),
        ("per_page=many", ["query parameter per_page: 'many' is no Missing[int]"]),
        ("exclude_pull_requests=yes", ["query parameter exclude_pull_requests: 'yes' is no Missing[bool]"]),
    ],
)
def test_a_query_is_held_against_the_description(sandbox: Sandbox, query, wrong):
    assert sandbox.github("GET", f"{RUNS}?{query}")[0] == 200
    assert [one["message"] for one in sandbox.violations(*["shape"][: len(wrong)])] == wrong


def test_a_value_that_is_none_of_the_listed_is_noted(sandbox: Sandbox):
    sandbox.github("GET", f"{RUNS}?status=finished")
    [one] = sandbox.violations("shape")
    assert "'finished' is no Missing[Literal['completed'," in one["message"]

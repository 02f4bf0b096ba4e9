"""Answers GitHub's REST API from a store: who asks, may they, and does it fit the schema."""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
import time
import uuid
from typing import Any

from ..message import Answer, Request, json_answer
from ..violations import Violations
from . import description, rights, schema
from .routes import ROUTES, Problem, Route, Visit
from .store import Store

DOCUMENTATION = "https://docs.github.com/rest"
# Importing a file registers its routes.
for _file in pkgutil.iter_modules([__file__.rpartition("/")[0]]):
    importlib.import_module(f"{__package__}.{_file.name}")
VERSIONS = ("", "2022-11-28", "2026-03-10")
# Enterprise Server has its API under a prefix; gh uses that for every other host.
PREFIX = "/api/v3"
GRAPHQL = "/api/graphql"


def find(request: Request) -> tuple[Route, dict[str, str]] | None:
    """The operation a request asks for, most literal path first."""
    path = "/graphql" if request.raw_path == GRAPHQL else request.raw_path.removeprefix(PREFIX)
    for route in sorted(ROUTES, key=lambda r: r.template.count("{")):
        match = route.match(request.method, path)
        if match is not None:
            return route, match
    return None


def writes(found: tuple[Route, dict[str, str]] | None, request: Request) -> bool:
    """Whether a request could change the state; what GraphQL is asked stands in its body."""
    return found is not None and found[0].write and (found[0].template != "/graphql" or b"mutation" in request.body)


class GitHub:
    """The stand-in: one store, answered through the table of routes."""

    def __init__(self, violations: Violations) -> None:
        self.store = Store()
        self._violations = violations
        self._used = 0

    def begin_hour(self) -> None:
        """What was asked before no longer counts against the limit: a long run of tests is no single client."""
        self._used = 0

    def direct(self, request: Request) -> Request:
        """Follows `/repositories/ID`, the address that survives a rename."""
        parts = request.raw_path.removeprefix(PREFIX).split("/", 3)
        if parts[1:2] != ["repositories"] or len(parts) < 3 or not parts[2].isdigit():
            return request
        name = self.store.repository_by_id(int(parts[2]))
        rest = f"/{parts[3]}" if len(parts) > 3 else ""
        query = f"?{request.raw_query}" if request.raw_query else ""
        return Request(request.method, f"/repos/{name or '-/-'}{rest}{query}", request.headers, request.body)

    def answer(self, request: Request, found: tuple[Route, dict[str, str]] | None) -> Answer:
        """One answer, with the headers that tell a client its rights and limits."""
        token = self._token(request)
        headers = self._headers(token, found[0] if found else None)
        try:
            if token is None and request.header("authorization"):
                raise Problem(401, "Bad credentials")
            if found is None:
                raise Problem(404, "Not Found")
            if request.header("x-github-api-version") not in VERSIONS:
                raise Problem(400, "This version of the API is not supported")
            more: dict[str, str] = {}
            status, content = self._visit(request, found[0], found[1], token, more)
        except Problem as problem:
            return self._problem(problem, headers)
        headers += more.items()
        if content is None:
            return Answer(status, headers)
        self._check(found[0], content)
        return self._fresh(request, json_answer(status, content, headers))

    @staticmethod
    def _fresh(request: Request, answer: Answer) -> Answer:
        """Nothing but the headers for who has this answer already."""
        if request.method != "GET" or answer.status != 200:
            return answer
        tag = f'W/"{hashlib.sha256(answer.body).hexdigest()}"'
        answer.headers.append(("ETag", tag))
        return Answer(304, answer.headers) if request.header("if-none-match") == tag else answer

    def error(self, status: int, message: str, headers: dict[str, str] | None = None) -> Answer:
        """An error that no operation decided on: a fault that a test asked for."""
        return self._problem(Problem(status, message, headers), self._headers(None, None))

    def _visit(
        self, request: Request, route: Route, path: dict[str, str], token: dict[str, Any] | None, more: dict[str, str]
    ) -> tuple[int, Any]:
        base = f"http://{request.header('host')}" + (PREFIX if request.path.startswith(PREFIX) else "")
        visit = Visit(request, self.store, base, dict(path), token, headers=more)
        if "repo" in path:
            rights.admit(visit, route, PREFIX)
        elif token is None:
            raise Problem(401, "Requires authentication")
        elif "org" in path:
            rights.admit_to_organization(visit, route)
        # GitHub says nothing of a parameter that it does not know, so nothing is refused.
        described = description.operation(route.name)
        for wrong in described.problems(request.query) if described else []:
            self._violations.add("shape", "github", route.name, wrong)
        if route.takes or route.template == "/graphql":
            visit.body = self._body(route, request)
        return route.handler(visit)

    def _body(self, route: Route, request: Request) -> Any:
        try:
            body = json.loads(request.body or b"{}")
        except ValueError:
            raise Problem(400, "Problems parsing JSON") from None
        wrong = ["the body is not an object"] if not isinstance(body, dict) else schema.problems(route.takes, body) if route.takes else []
        if wrong:
            self._violations.add("shape", "github", route.name, "; ".join(wrong))
            raise Problem(422, "Invalid request.\n\n" + "; ".join(wrong))
        return body

    def _check(self, route: Route, content: Any) -> None:
        for problem in schema.problems(route.answers, content) if route.answers else []:
            self._violations.add("response", "github", route.name, problem)

    def _token(self, request: Request) -> dict[str, Any] | None:
        scheme, _, text = request.header("authorization").partition(" ")
        if scheme.lower() not in ("bearer", "token"):
            return None
        found: dict[str, Any] | None = self.store.state["tokens"].get(text.strip())
        return found

    def _headers(self, token: dict[str, Any] | None, route: Route | None) -> list[tuple[str, str]]:
        self._used += 1
        headers = [
            ("X-GitHub-Media-Type", "github.v3; format=json"),
            ("X-GitHub-Api-Version-Selected", "2022-11-28"),
            ("X-GitHub-Request-Id", uuid.uuid4().hex.upper()),
            ("X-RateLimit-Limit", "5000" if token else "60"),
            ("X-RateLimit-Remaining", str(max(5000 - self._used, 0) if token else 59)),
            ("X-RateLimit-Reset", str(int(time.time()) + 3600)),
        ]
        if route and route.rights:
            # What everybody may read has a marker among the permissions.
            marker = ",allows_permissionless_access=true" if route.rights == ("metadata", "read") else ""
            headers.append(("X-Accepted-GitHub-Permissions", "=".join(route.rights) + marker))
        if token and token.get("kind", "classic") == "classic":
            headers.append(("X-OAuth-Scopes", ", ".join(token.get("scopes", []))))
            headers.append(("X-Accepted-OAuth-Scopes", ", ".join(route.scopes) if route else ""))
        if token and token.get("expires"):
            headers.append(("GitHub-Authentication-Token-Expiration", token["expires"]))
        return headers

    def _problem(self, problem: Problem, headers: list[tuple[str, str]]) -> Answer:
        content: dict[str, Any] = {"message": problem.message, "documentation_url": DOCUMENTATION, "status": str(problem.status)}
        if "Location" in problem.headers:
            content = {"message": problem.message, "url": problem.headers["Location"], "documentation_url": DOCUMENTATION}
        model = "BasicError"
        if problem.errors is not None:
            content["errors"] = problem.errors
            model = "ValidationErrorSimple" if isinstance(problem.errors[0], str) else "ValidationError"
        stated = content if model == "BasicError" else {key: value for key, value in content.items() if key != "status"}
        for wrong in schema.problems(model, stated):
            self._violations.add("response", "github", str(problem.status), wrong)
        return json_answer(problem.status, content, [*headers, *problem.headers.items()])

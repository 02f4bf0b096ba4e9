"""Answers GitHub's REST API from a store: who asks, may they, and does it fit the schema."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from ..message import Answer, Request, json_answer
from ..violations import Violations
from . import pulls, repositories, schema, settings, workflows  # noqa: F401  (importing them registers their routes)
from .routes import ROUTES, Problem, Route, Visit
from .store import Store

DOCUMENTATION = "https://docs.github.com/rest"
LEVELS = ("read", "write", "admin")
# Enterprise Server has its API under a prefix; gh uses that for every other host.
PREFIX = "/api/v3"


def find(request: Request) -> tuple[Route, dict[str, str]] | None:
    """The operation a request asks for, most literal path first."""
    path = request.path.removeprefix(PREFIX)
    for route in sorted(ROUTES, key=lambda r: r.template.count("{")):
        match = route.pattern.fullmatch(path)
        if match and route.method == request.method:
            return route, match.groupdict()
    return None


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
        parts = request.path.removeprefix(PREFIX).split("/", 3)
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
            status, content = self._visit(request, found[0], found[1], token)
        except Problem as problem:
            return self._problem(problem, headers)
        if content is None:
            return Answer(status, headers)
        self._check(found[0], content)
        return json_answer(status, content, headers)

    def error(self, status: int, message: str, headers: dict[str, str] | None = None) -> Answer:
        """An error that no operation decided on: a fault that a test asked for."""
        return self._problem(Problem(status, message, headers), self._headers(None, None))

    def _visit(self, request: Request, route: Route, path: dict[str, str], token: dict[str, Any] | None) -> tuple[int, Any]:
        base = f"http://{request.header('host')}" + (PREFIX if request.path.startswith(PREFIX) else "")
        visit = Visit(request, self.store, base, dict(path), token)
        if "repo" in path:
            self._admit(visit, route)
        elif token is None:
            raise Problem(401, "Requires authentication")
        elif "org" in path and route.scopes:
            self._allow(route, token)
        if route.takes:
            visit.body = self._body(route, request)
        return route.handler(visit)

    def _admit(self, visit: Visit, route: Route) -> None:
        """A repository that the token does not reach looks like one that is not there."""
        asked = f"{visit.path['owner']}/{visit.path['repo']}"
        found = self.store.repository(asked)
        if found is None:
            number = self.store.renamed(asked)
            if number is None:
                raise Problem(404, "Not Found")
            rest = visit.request.path.removeprefix(PREFIX).split("/", 4)[4:]
            raise Problem(301, "Moved Permanently", {"Location": "/".join([f"{visit.base}/repositories/{number}", *rest])})
        name, repository = found
        public_read = not repository.get("private") and route.rights in (("metadata", "read"), ("contents", "read"))
        # A token that the organization has not approved yet reaches what is public, and no more.
        granted = visit.token is not None and not visit.token.get("pending") and name in visit.token.get("repositories", [name])
        if not granted and not public_read:
            raise Problem(404, "Not Found") if visit.token or repository.get("private") else Problem(401, "Requires authentication")  # fmt: skip
        visit.path["full_name"] = name
        if visit.token is not None and granted:
            self._allow(route, visit.token, public_read)
        if route.write and repository.get("role", "admin") not in ("admin", "maintain", "push"):
            raise Problem(403, "Must have admin rights to Repository.")
        if route.write and repository.get("archived") and route.name != "PATCH /repos/{owner}/{repo}":
            raise Problem(403, "Repository was archived so is read-only.")

    def _allow(self, route: Route, token: dict[str, Any], public_read: bool = False) -> None:
        if token.get("sso"):
            raise Problem(403, "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.", {"X-GitHub-SSO": f"required; url={token['sso']}"})  # fmt: skip
        if token.get("kind", "classic") == "classic":
            scopes = token.get("scopes", [])
            if route.scopes and not set(route.scopes) & set(scopes) and not public_read:
                raise Problem(404, "Not Found")
        elif route.rights:
            permission, level = route.rights
            held = token.get("permissions", {}).get(permission, "read" if permission == "metadata" else "")
            if held not in LEVELS or LEVELS.index(held) < LEVELS.index(level):
                raise Problem(403, "Resource not accessible by personal access token")

    def _body(self, route: Route, request: Request) -> Any:
        try:
            body = json.loads(request.body or b"{}")
        except ValueError:
            raise Problem(400, "Problems parsing JSON") from None
        wrong = schema.problems(route.takes or "", body) if isinstance(body, dict) else ["the body is not an object"]
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
            headers.append(("X-Accepted-GitHub-Permissions", "=".join(route.rights)))
        if token and token.get("kind", "classic") == "classic":
            headers.append(("X-OAuth-Scopes", ", ".join(token.get("scopes", []))))
            headers.append(("X-Accepted-OAuth-Scopes", ", ".join(route.scopes) if route else ""))
        if token and token.get("expires"):
            headers.append(("GitHub-Authentication-Token-Expiration", token["expires"]))
        return headers

    def _problem(self, problem: Problem, headers: list[tuple[str, str]]) -> Answer:
        content = {"message": problem.message, "documentation_url": DOCUMENTATION, "status": str(problem.status)}
        if "Location" in problem.headers:
            content = {"message": problem.message, "url": problem.headers["Location"], "documentation_url": DOCUMENTATION}
        for wrong in schema.problems("BasicError", content):
            self._violations.add("response", "github", str(problem.status), wrong)
        return json_answer(problem.status, content, [*headers, *problem.headers.items()])

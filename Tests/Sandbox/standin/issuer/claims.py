"""What GitHub says of a job in its token, and how the subject is made of it.

By the OIDC reference: the subject is the repository and the job's context (environment, else pull request, else ref), or
what the repository's or the organization's template names; a colon inside a value is written %3A.
"""

from __future__ import annotations

import time
import uuid
from typing import Any

from ..github.render import sha
from ..github.store import IMMUTABLE_SINCE, Store

ISSUER = "https://token.actions.githubusercontent.com"
# Events whose jobs run on a merge of the pull request. `pull_request_target` runs with the ref of its base.
OF_PULL_REQUESTS = ("pull_request", "pull_request_review", "pull_request_review_comment")
LIFETIME = 300


class Job:
    """A job of a run, in a repository that stands on GitHub or, for attackers, in one that the request describes."""

    def __init__(self, store: Store, facts: dict[str, Any]) -> None:
        self.facts = facts
        found = store.repository(facts["repository"])
        self.name = found[0] if found else facts["repository"]
        self.repository: dict[str, Any] = (
            found[1] if found else {"id": facts["repository_id"], "created_at": facts.get("created_at", IMMUTABLE_SINCE)}
        )
        self.owner_name = self.name.partition("/")[0]
        account = store.owner(self.owner_name)
        self.owner: dict[str, Any] = account[1] if account else {"id": facts["repository_owner_id"]}
        actor = store.owner(facts.get("actor", ""))
        self.actor_id = actor[1]["id"] if actor else facts.get("actor_id", 1)
        self.number = str(facts.get("run_id", self.repository["id"] * 10))
        immutable = facts.get("immutable", store.immutable(self.name) if found else self.repository["created_at"] >= IMMUTABLE_SINCE)
        self.prefix = (
            f"{self.owner_name}@{self.owner['id']}/{self.name.partition('/')[2]}@{self.repository['id']}" if immutable else self.name
        )

    @property
    def event(self) -> str:
        """What started the run."""
        return str(self.facts.get("event", "push"))

    @property
    def ref(self) -> str:
        """What the run is about: a branch, a tag, or the merge of a pull request."""
        main = f"refs/heads/{self.repository.get('default_branch', 'main')}"
        return str(self.facts.get("ref", "refs/pull/1/merge" if self.event in OF_PULL_REQUESTS else main))

    @property
    def issuer(self) -> str:
        """github.com's, with the enterprise's name where it chose that; a request may name another."""
        enterprise = self.owner.get("enterprise", {})
        slug = f"/{enterprise['slug']}" if enterprise.get("include_enterprise_slug") else ""
        return str(self.facts.get("issuer", ISSUER + slug))

    @property
    def may_ask(self) -> bool:
        """Whether the job has `id-token: write`; one from a fork's pull request never has."""
        fork = self.facts.get("fork") and self.event in OF_PULL_REQUESTS
        return not fork and self.facts.get("permissions", {"id-token": "write"}).get("id-token") == "write"

    def claims(self, audience: str | None) -> dict[str, Any]:
        """The whole token. `claims` of the request stand above everything, for tokens that GitHub would not make."""
        now = int(time.time())
        said = self._said()
        return {
            "jti": str(uuid.uuid4()), "sub": self._subject(said), "aud": audience or f"https://github.com/{self.owner_name}", **said,
            "iss": self.issuer, "nbf": now - 600, "iat": now, "exp": now + int(self.facts.get("lifetime", LIFETIME)),
            **self.facts.get("claims", {}),
        }  # fmt: skip

    def _said(self) -> dict[str, Any]:
        """The claims about the job; numbers are text, as GitHub has them."""
        facts, ref = self.facts, self.ref
        file = f"{self.name}/.github/workflows/{facts.get('workflow', 'build.yml')}@{ref}"
        branch = self.repository.get("branches", {}).get(ref.removeprefix("refs/heads/"), {})
        head = facts.get("sha", branch.get("sha", sha(ref)))
        said: dict[str, Any] = {
            "ref": ref, "sha": head, "repository": self.name, "repository_owner": self.owner_name,
            "repository_owner_id": str(self.owner["id"]), "repository_id": str(self.repository["id"]),
            "repository_visibility": self.repository.get("visibility", "private" if self.repository.get("private") else "public"),
            "run_id": self.number, "run_number": str(facts.get("run_number", 1)), "run_attempt": str(facts.get("run_attempt", 1)),
            "check_run_id": str(facts.get("check_run_id", int(self.number) + 1)),
            "actor": facts.get("actor", "ana"), "actor_id": str(self.actor_id), "workflow": facts.get("workflow_name", facts.get("workflow", "build.yml")),
            "head_ref": facts.get("head_ref", ""), "base_ref": facts.get("base_ref", ""), "event_name": self.event,
            "ref_protected": "true" if branch.get("protected") else "false", "ref_type": "tag" if ref.startswith("refs/tags/") else "branch",
            "workflow_ref": file, "workflow_sha": head, "job_workflow_ref": facts.get("job_workflow_ref", file), "job_workflow_sha": head,
            "runner_environment": facts.get("runner_environment", "github-hosted"),
        }  # fmt: skip
        if facts.get("environment"):
            said.update(environment=facts["environment"], environment_node_id=f"EN_{sha(facts['environment'])[:12]}")
        enterprise = self.owner.get("enterprise")
        if enterprise:
            said.update(enterprise=enterprise["slug"], enterprise_id=str(enterprise["id"]))
        return said

    def _subject(self, said: dict[str, Any]) -> str:
        parts = {"repo": f"repo:{self.prefix}", "context": self._context()}
        keys = self._template() or ["repo", "context"]
        return ":".join(parts.get(key) or f"{key}:{_escaped(said.get(key, ''))}" for key in keys)

    def _context(self) -> str:
        if self.facts.get("environment"):
            return f"environment:{_escaped(self.facts['environment'])}"
        return "pull_request" if self.event in OF_PULL_REQUESTS else f"ref:{_escaped(self.ref)}"

    def _template(self) -> list[str]:
        """The repository's own keys, or those of the organization where the repository takes them over."""
        own = self.repository.get("oidc", {})
        if own.get("use_default", True):
            return []
        keys: list[str] = own.get("include_claim_keys") or self.owner.get("oidc", {}).get("include_claim_keys", [])
        return keys


def _escaped(value: Any) -> str:
    return str(value).replace(":", "%3A")

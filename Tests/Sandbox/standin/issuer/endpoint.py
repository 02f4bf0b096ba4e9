"""Where the issuer is asked: its description and keys by everybody, a token by the job that it is for."""

from __future__ import annotations

import re
import secrets
from typing import Any

from ..github.store import Store
from ..message import Answer, Request, json_answer
from . import keys
from .claims import ISSUER, Job

CONFIGURATION = "/.well-known/openid-configuration"
KEYS = "/.well-known/jwks"
TOKEN = re.compile(r"/\d+//idtoken/(?P<job>[0-9a-f]+)")
CLAIMS = (
    "sub",
    "aud",
    "exp",
    "iat",
    "iss",
    "jti",
    "nbf",
    "ref",
    "sha",
    "repository",
    "repository_id",
    "repository_owner",
    "repository_owner_id",
)


class Issuer:
    """The jobs that run, each with the bearer token that its runner holds."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._jobs: dict[str, tuple[str, Job]] = {}

    def clear(self) -> None:
        """Every job is over."""
        self._jobs.clear()

    def begin(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Starts a job and gives its environment, as a runner fills it; without the right to a token two variables are missing."""
        job, ident, bearer = Job(self._store, facts), secrets.token_hex(16), secrets.token_urlsafe(32)
        self._jobs[ident] = (bearer, job)
        said = job.claims(None)
        env = {
            "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_JOB": facts.get("job", "build"), "GITHUB_REPOSITORY": job.name,
            "GITHUB_REPOSITORY_ID": said["repository_id"], "GITHUB_REPOSITORY_OWNER": said["repository_owner"],
            "GITHUB_REPOSITORY_OWNER_ID": said["repository_owner_id"], "GITHUB_REF": said["ref"], "GITHUB_REF_TYPE": said["ref_type"],
            "GITHUB_REF_NAME": said["ref"].partition("/")[2].partition("/")[2], "GITHUB_SHA": said["sha"], "GITHUB_ACTOR": said["actor"],
            "GITHUB_EVENT_NAME": job.event, "GITHUB_WORKFLOW": said["workflow"], "GITHUB_WORKFLOW_REF": said["workflow_ref"],
            "GITHUB_RUN_ID": said["run_id"], "GITHUB_RUN_ATTEMPT": said["run_attempt"], "GITHUB_SERVER_URL": "https://github.com",
        }  # fmt: skip
        if job.may_ask:
            env["ACTIONS_ID_TOKEN_REQUEST_URL"] = f"{self._store.elsewhere}/27//idtoken/{ident}?api-version=2.0"
            env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = bearer
        return {"env": env, "claims": said, "issuer": self._store.elsewhere}

    def answer(self, request: Request) -> Answer | None:
        """What is asked of the issuer; None where that is somebody else's."""
        base = self._store.elsewhere
        if request.path == CONFIGURATION:
            return json_answer(200, {
                "issuer": ISSUER, "jwks_uri": base + KEYS, "response_types_supported": ["id_token"], "scopes_supported": ["openid"],
                "subject_types_supported": ["public", "pairwise"], "id_token_signing_alg_values_supported": [keys.ALGORITHM],
                "claims_supported": list(CLAIMS),
            })  # fmt: skip
        if request.path == KEYS:
            return json_answer(200, keys.published())
        match = TOKEN.fullmatch(request.path)
        return self._token(request, match["job"]) if match else None

    def _token(self, request: Request, ident: str) -> Answer:
        bearer, job = self._jobs.get(ident, ("", None))
        query = dict(request.query)
        if job is None or request.header("authorization").partition(" ")[::2] not in (("Bearer", bearer), ("bearer", bearer)):
            return json_answer(401, {"message": "Unauthorized"})
        if "api-version" not in query:
            return json_answer(400, {"message": "No api-version was given"})
        token = keys.sign(job.claims(query.get("audience")))
        return json_answer(200, {"count": len(token), "value": token})

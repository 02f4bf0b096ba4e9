"""Seeds: worlds built once with `aws`, kept as a tape, and played back in a moment.

A tape holds requests without signatures: service, Region, caller, and what was
sent. It is made by `seeds/build`, from `seeds/NAME.sh`; both are committed, and
a test builds each seed again and compares.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moto.moto_api._internal import mock_random
from moto.moto_api._internal.models import moto_api_backend

from . import services
from .aws import credentials, models, wire
from .aws.call import Call
from .message import Request
from .services.events.bus import Muted

if TYPE_CHECKING:
    from .world import World

HERE = Path(__file__).resolve().parent.parent / "seeds"
DROPPED = re.compile(r"authorization|host|user-agent|accept-encoding|connection|content-length|expect|amz-sdk-.*|x-amz-(date|security-token|content-sha256)")  # fmt: skip
OPERATOR_ROLE_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{credentials.OPERATOR.account}:root"},
            "Action": "sts:AssumeRole",
        }
    ],
}
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


class UnknownSeed(ValueError):
    """No tape has that name."""


# A world without a tape: what every seed is built on.
BARE = "bare"


def names() -> list[str]:
    """The seeds that can be replayed."""
    return [BARE, *sorted(path.stem for path in HERE.glob("*.jsonl"))]


class Tape:
    """Writes down what changed the world, for `seeds/build`; otherwise does nothing."""

    def __init__(self, path: Path | None) -> None:
        self._file = open(path, "w", encoding="utf-8") if path else None

    def note(self, call: Call) -> None:
        """Keeps an AWS request, without whatever signed it."""
        request = call.request
        body: dict[str, str] = {}
        if request.body:
            try:
                body = {"body": request.body.decode()}
            except UnicodeDecodeError:
                body = {"base64": base64.b64encode(request.body).decode()}
        headers = {name: value for name, value in request.headers if not DROPPED.fullmatch(name)}
        stranger = {"caller": "stranger"} if call.key == credentials.STRANGER.key else {}
        self.write({
            "service": call.model.metadata.get("signingName") or call.model.metadata["endpointPrefix"],
            "region": call.region, "operation": call.name, **stranger,
            "method": request.method, "target": request.target, "headers": headers, **body,
        })  # fmt: skip

    def write(self, line: dict[str, Any]) -> None:
        """Keeps one line, of AWS or of a control request."""
        if self._file:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()


def replay(name: str, world: World) -> None:
    """Empties the world and plays a tape."""
    if name not in names():
        raise UnknownSeed(f"no seed '{name}'; there are {', '.join(names())}")
    _empty(world)
    tape = "" if name == BARE else (HERE / f"{name}.jsonl").read_text(encoding="utf-8")
    Muted.on = True
    try:
        for line in tape.splitlines():
            _play(json.loads(line), world)
    finally:
        Muted.on = False


def _empty(world: World) -> None:
    moto_api_backend.reset()
    mock_random.seed(1)
    world.github.store.clear()
    for identity in (credentials.OPERATOR, credentials.STRANGER):
        credentials.admit(identity)
    credentials.admit_root(credentials.ROOT)
    # The operator signs in as a role, and that role is part of every account.
    iam = credentials.iam_backends[credentials.OPERATOR.account]["aws"]
    role = iam.create_role(
        role_name=credentials.OPERATOR.role,
        assume_role_policy_document=json.dumps(OPERATOR_ROLE_TRUST),
        path="/",
        permissions_boundary=None,
        description="The operator of this sandbox",
        tags=[],
        max_session_duration="43200",
    )
    iam.put_role_policy(role.name, "Everything", json.dumps(EVERYTHING))


def _play(line: dict[str, Any], world: World) -> None:
    if "github" in line:
        world.github.store.replace(line["github"])
        return
    if "operation" not in line:
        for name, body in line.items():
            services.CONTROLS[name](body)
        return
    who = credentials.STRANGER if line.get("caller") == "stranger" else credentials.OPERATOR
    scope = f"{who.key}/20260801/{line['region']}/{line['service']}/aws4_request"
    headers = [*line["headers"].items(), ("host", "127.0.0.1"), ("authorization", f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0")]  # fmt: skip
    body = base64.b64decode(line["base64"]) if "base64" in line else line.get("body", "").encode()
    request = Request(line["method"], line["target"], headers, body)
    model = models.service(line["service"])
    assert model is not None
    operation = model.operation_model(line["operation"])
    answer = services.answer(Call(request, model, operation, line["region"], who.key, wire.read(operation, request)[0]))
    if answer.status >= 400:
        raise RuntimeError(f"seed: {line['operation']} answered {answer.status}: {answer.body.decode()[:400]}")

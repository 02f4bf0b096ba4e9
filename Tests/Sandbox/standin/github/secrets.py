"""Secrets of Actions, of a repository, an environment or an organization: boxes are really opened with the place's key."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from . import places, render
from .places import Place
from .routes import Handler, Outcome, Problem, Visit, page, route

NAME = re.compile(r"(?!GITHUB_)[A-Z_][A-Z0-9_]*")
LONGEST = 48 * 1024
ALLOWED = "Secret names may hold letters, digits and underscores only, may not begin with a digit or with GITHUB_."
REPOSITORY = "/repos/{owner}/{repo}"


def key_of(place: str) -> tuple[str, PrivateKey]:
    """The id and the private key of a place: fixed, and no two places have the same."""
    digest = hashlib.sha256(f"sandbox key of {place}".encode()).digest()
    return str(int.from_bytes(digest[:7], "big")), PrivateKey(digest)


def _kept(visit: Visit, place: Place) -> dict[str, Any]:
    kept: dict[str, Any] = place.holder(visit).setdefault("secrets", {})
    return kept


def _shown(visit: Visit, place: Place, name: str, address: str) -> dict[str, Any]:
    found = _kept(visit, place)[name]
    dates = visit.store.dates("secret", place.ident(visit), name)
    shown = {"name": name, **dates, **{key: found[key] for key in dates if key in found}}
    return {**shown, **(places.visibility(visit, found, f"{address}/{name}") if place.whole else {})}


def _known(visit: Visit, place: Place) -> str:
    name = visit.path["secret_name"].upper()
    if name not in _kept(visit, place):
        raise Problem(404, "Not Found")
    return name


def _opened(visit: Visit, place: Place) -> bytes:
    ident, key = key_of(place.ident(visit))
    if visit.body.get("key_id") != ident:
        raise Problem(422, "The encryption key does not match the current one of this place.")
    try:
        value = SealedBox(key).decrypt(base64.b64decode(visit.body["encrypted_value"]))
    except (CryptoError, ValueError, KeyError):
        raise Problem(422, "Bad request - encrypted_value is not a box sealed with this key") from None
    if len(value) > LONGEST:
        raise Problem(422, "Secret is too large: 48 KB at most")
    return bytes(value)


def _register(place: Place, model: str, body: str) -> None:
    """The operations of one level, which are the same on each."""
    address = f"{place.address}/secrets"

    def listed(visit: Visit) -> Outcome:
        names = sorted(_kept(visit, place))
        url = visit.base + visit.request.raw_path.removeprefix("/api/v3")
        return 200, {"total_count": len(names), "secrets": [_shown(visit, place, name, url) for name in page(visit, names)]}

    def public_key(visit: Visit) -> Outcome:
        ident, key = key_of(place.ident(visit))
        return 200, {"key_id": ident, "key": base64.b64encode(bytes(key.public_key)).decode()}

    def one(visit: Visit) -> Outcome:
        url = (visit.base + visit.request.raw_path.removeprefix("/api/v3")).rpartition("/")[0]
        return 200, _shown(visit, place, _known(visit, place), url)

    def put(visit: Visit) -> Outcome:
        name = visit.path["secret_name"].upper()
        if not NAME.fullmatch(name):
            raise Problem(422, ALLOWED)
        kept = _kept(visit, place)
        status = 204 if name in kept else 201
        digest = {"sha256": hashlib.sha256(_opened(visit, place)).hexdigest()}
        kept[name] = {**digest, **(places.chosen(visit) if place.whole else {})}
        visit.store.wrote("secret", place.ident(visit), name)
        return status, {} if status == 201 else None

    def delete(visit: Visit) -> Outcome:
        name = _known(visit, place)
        del _kept(visit, place)[name]
        visit.store.moments.pop(("secret", place.ident(visit), name), None)
        return 204, None

    def offer(operation: str, handler: Handler, level: str, answers: str | None = None, takes: str | None = None) -> None:
        route(operation, rights=(place.secrets, level), scopes=place.scopes, answers=answers, takes=takes)(handler)

    offer(f"GET {address}", listed, "read", f"{body}SecretsGetResponse200")
    offer(f"GET {address}/public-key", public_key, "read", "ActionsPublicKey")
    offer(f"GET {address}/{{secret_name}}", one, "read", model)
    offer(f"PUT {address}/{{secret_name}}", put, "write", "EmptyObject", f"{body}SecretsSecretNamePutBody")
    offer(f"DELETE {address}/{{secret_name}}", delete, "write")


_register(places.REPOSITORY, "ActionsSecret", "ReposOwnerRepoActions")
_register(places.ENVIRONMENT, "ActionsSecret", "ReposOwnerRepoEnvironmentsEnvironmentName")
_register(places.ORGANIZATION, "OrganizationActionsSecret", "OrgsOrgActions")


@route(f"GET {REPOSITORY}/actions/organization-secrets", rights=("secrets", "read"), answers="ReposOwnerRepoActionsOrganizationSecretsGetResponse200")  # fmt: skip
def of_organization(visit: Visit) -> Outcome:
    """The organization's secrets that this repository may read."""
    names = places.shared(visit, "secrets")
    dates = {"created_at": render.EPOCH, "updated_at": render.EPOCH}
    return 200, {"total_count": len(names), "secrets": [{"name": name, **dates} for name in page(visit, names)]}

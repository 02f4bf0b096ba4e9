"""The issuer's key: made when the first token is asked for, and gone with the sandbox."""

from __future__ import annotations

import functools
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

ALGORITHM = "RS256"


@functools.cache
def _key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)


def published() -> dict[str, Any]:
    """The JSON Web Key Set, without anything private."""
    shown: dict[str, Any] = {"keys": [_key().as_dict(private=False)]}
    return shown


def sign(claims: dict[str, Any]) -> str:
    """A token with these claims."""
    return str(jwt.encode({"alg": ALGORITHM, "typ": "JWT", "kid": _key().kid}, claims, _key()))


def verified(token: str) -> dict[str, Any]:
    """The claims of a token that this key signed; a JoseError for any other."""
    return dict(jwt.decode(token, KeySet([_key()]), algorithms=[ALGORITHM]).claims)

"""Makes `moto.codeconnections` exist: a service moto does not have at all."""

from __future__ import annotations

import re
from pathlib import Path

import moto
import moto.backend_index

OPERATIONS = (
    "CreateConnection", "GetConnection", "ListConnections", "DeleteConnection",
    "TagResource", "UntagResource", "ListTagsForResource",
)  # fmt: skip
FILLED = {("codeconnections", operation) for operation in OPERATIONS}


def install() -> None:
    """Lets moto import the extension's package as one of its own."""
    moto.__path__.append(str(Path(__file__).parent / "extension"))
    pattern = re.compile(r"https?://codeconnections\.(.+)\.amazonaws\.com")
    moto.backend_index.backend_url_patterns.append(("codeconnections", pattern))

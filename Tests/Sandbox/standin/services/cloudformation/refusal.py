"""CloudFormation's answer to almost everything that it does not like."""

from __future__ import annotations

from ...aws.refused import Refused


def refused(message: str) -> Refused:
    """A ValidationError, which is 400 even where something is not there."""
    return Refused("ValidationError", 400, message)

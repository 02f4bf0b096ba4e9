"""The condition keys that a request itself fills, whoever made it."""

from __future__ import annotations

import datetime
import time

from .call import Call


def of_request(call: Call) -> dict[str, list[str]]:
    """Network, time and Region. Plain http on loopback counts as TLS."""
    now = datetime.datetime.now(datetime.UTC)
    return {
        "aws:sourceip": ["127.0.0.1"],
        "aws:securetransport": ["true"],
        "aws:currenttime": [now.strftime("%Y-%m-%dT%H:%M:%SZ")],
        "aws:epochtime": [str(int(time.time()))],
        "aws:requestedregion": [call.region],
        "aws:useragent": [call.request.header("user-agent")],
        "aws:viaawsservice": ["true" if call.via else "false"],
        **({"aws:calledvia": [call.via], "aws:calledviafirst": [call.via], "aws:calledvialast": [call.via]} if call.via else {}),
    }

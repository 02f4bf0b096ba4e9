"""10,000 calls through the client, answered, refused, thrown away and cancelled, leave memory as it was.

The program is `many-calls` (Tests/Programs/ManyCalls): it sends them and says what it holds every thousand calls. Compared is
what it holds after 2,000 and after 10,000 calls: by then every table, cache and pool has been filled.
"""

import json
import os
import re
import subprocess

import pytest

from support.faulty import Server, answer, query_error, surroundings
from support.world import ROOT

# Under a second load the pools are full later.
CALLS, WARM = 10_000, 4_000
ROLE = (
    "<GetRoleResponse><GetRoleResult><Role><RoleName>{0}</RoleName><Arn>arn:aws:iam::111122223333:role/{0}</Arn>"
    "<CreateDate>2026-11-21T09:00:00Z</CreateDate><AssumeRolePolicyDocument>%7B%22Statement%22%3A%5B%5D%7D"
    "</AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>"
)
OBJECTS = "<ListBucketResult><KeyCount>1</KeyCount>{1}<Contents><Key>{0}</Key><Size>5</Size></Contents></ListBucketResult>"
TAGS = '{{"Tags":[{{"Key":"name","Value":"{0}"}}{1}]}}'
# How each kind of call may end, by the name of the obstacle.
ENDS = {
    "good": {"answered"},
    "fresh": {"answered"},
    "large": {"answered"},
    "throttled": {"answered"},
    "refused": {"refused"},
    "denied": {"denied"},
    "silent": {"timed-out"},
    "cancelled": {"cancelled"},
    "page": {"unreachable"},
    "reset": {"unreachable"},
    "cut": {"unreachable"},
    "nested": {"unreachable"},
    "laughs": {"unreachable"},
}


def whole(target, data, name, more=False):
    """An answer of the service that was asked; a large one is 100 KB."""
    if b"Action=GetRole" in data:
        return answer(200, ROLE.format(name) + (f"<!-- {'x' * 100_000} -->" if more else ""))
    if target.startswith("/bucket"):
        return answer(200, OBJECTS.format(name, "<Contents><Key>k</Key></Contents>" * 3000 if more else ""))
    return answer(200, TAGS.format(name, ',{"Key":"k","Value":"v"}' * 4000 if more else ""))


def plays():
    seen = set()

    def play(peer, _):
        while (request := peer.read()) is not None:
            peer.server.requests.clear()
            _, target, _, data = request
            kind, number = re.search(rb"kind-([a-z]+)-(\d+)", target.encode() + data).groups()
            name = f"{kind.decode()}-{number.decode()}"
            match kind:
                case b"silent" | b"cancelled":
                    return peer.server.stopped.wait(5)
                case b"page":
                    peer.send(answer(503, "<!doctype html><html><body>busy</body></html>"))
                case b"reset":
                    return peer.reset()
                case b"cut":
                    return peer.send(whole(target, data, name)[:-40])
                case b"nested":
                    peer.send(answer(200, ("<a>" if b"Action=" in data else "[") * 100_000))
                case b"laughs":
                    peer.send(answer(200, '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'))
                case b"throttled" if name not in seen:
                    seen.add(name)
                    peer.send(query_error(400, "Throttling"))
                case b"refused":
                    peer.send(query_error(404, "NoSuchEntity"))
                case b"denied":
                    peer.send(query_error(403, "AccessDenied"))
                case _:
                    peer.send(whole(target, data, name, kind == b"large"))

    return play


@pytest.fixture(scope="module")
def accounts():
    """What the program held every thousand calls, by the number of calls."""
    program = os.environ.get("MANY_CALLS", ROOT / ".build" / "debug" / "many-calls")
    with Server(plays()) as server:
        ran = subprocess.run(
            [str(program), str(CALLS), "1000"],
            env=surroundings({"AWS_ENDPOINT_URL": server.url}),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr
    print(ran.stdout)
    return {line["calls"]: line for line in map(json.loads, ran.stdout.splitlines())}


def test_every_call_ended_as_it_was_played(accounts):
    outcomes = accounts[CALLS]["outcomes"]
    assert {kind: set(ends) for kind, ends in outcomes.items()} == ENDS
    assert sum(sum(ends.values()) for ends in outcomes.values()) == CALLS


@pytest.mark.parametrize("what, bound", [("heap", 128 << 10), ("resident", 2 << 20), ("descriptors", 9), ("threads", 2)])
def test_memory_stays_flat(accounts, what, bound):
    """A leak of 16 bytes a call would already be 128 KiB of heap. Eight connections may be kept at any time."""
    assert accounts[CALLS][what] - accounts[WARM][what] < bound, [line[what] for line in accounts.values()]

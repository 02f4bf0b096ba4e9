"""Answers of the sandbox, each spoilt in a way drawn by a seed, one a check: no crash, no escape, no pass that the right
answer does not give, nothing sent that could write.

An answer is cut off, has other bytes in it, a text where a structure belongs or the other way round, a list of two
thousand, or texts that a terminal would obey. `ONRAMP_SEED` draws others; `--every-answer` spoils each answer in each way.
"""

import json
import os
import random
import re

import pytest

from support.liar import Liar, parts, whole

pytestmark = pytest.mark.answers
SEED = int(os.environ.get("ONRAMP_SEED", "1"))
FEW = 40
CODES = (0, 3, 4)
ESCAPE = "\x1b]0;owned\x07\x1b[2J\u202e"


def cut(body, dice):
    return body[: dice.randrange(len(body))]


def bent(body, dice):
    """Some bytes are others."""
    body = bytearray(body)
    for _ in range(8):
        body[dice.randrange(len(body))] = dice.randrange(256)
    return bytes(body)


def confused(body, dice):
    """One value has another type."""
    if body[:1] in (b"{", b"["):
        return re.sub(rb'"(\w+)":\s*("[^"]*"|\d+|\[|\{)', _once(dice, lambda m: b'"%s": [[{"a": null}], ' % m[1] + m[2]), body)
    return re.sub(rb"<(\w+)>([^<]+)</\w+>", _once(dice, lambda m: b"<%s><a><b>%s</b></a></%s>" % (m[1], m[2], m[1])), body)


def _once(dice, change):
    """Changes one hit in three, and each of them alone."""
    return lambda match: change(match) if dice.random() < 1 / 3 else match[0]


def long(body, _):
    """One element two thousand times."""
    if body[:1] in (b"{", b"["):
        return re.sub(rb"\[(\{.*?\})\]", lambda m: b"[" + b",".join([m[1]] * 2000) + b"]", body, count=1)
    return re.sub(rb"(<(member|Contents|Version|Tag|Bucket)>.*?</\2>)", lambda m: m[1] * 2000, body, count=1, flags=re.S)


def obeyed(body, _):
    """Texts hold what a terminal obeys."""
    if body[:1] in (b"{", b"["):
        return re.sub(rb'": "([^"]{3,})"', lambda m: b'": "' + m[1] + json.dumps(ESCAPE).encode()[1:-1] + b'"', body)
    return re.sub(rb">([^<>]{3,})<", lambda m: b">" + m[1] + "\u202e\x9b2J\u0085".encode() + b"<", body)


WAYS = [cut, bent, confused, long, obeyed]
# What is another value of the right shape may be another state of the account, in which other things hold.
SHAPELESS = (cut, confused)


def check(world, wanted=None, lie=None):
    with Liar(world, wanted, lie) as door:
        ran = world.onramp("check", "--json", env={"AWS_ENDPOINT_URL": door.url}, timeout=60)
        return ran, door


def passes(report):
    found = {}
    for step in report["steps"]:
        for finding in step["checks"]:
            found.setdefault((finding["id"], finding["resource"]), finding["status"])
    return {key for key, status in found.items() if status == "pass"}


@pytest.mark.parametrize("seed", ["documents"])
def test_no_spoilt_answer_is_believed(world, request, seed):
    world.reset(seed)
    ran, door = check(world)
    right, asked = passes(json.loads(ran.out)), sorted(door.answers)
    assert len(asked) > 20 and right
    pairs = [(name, way) for name in asked for way in WAYS]
    if not request.config.getoption("--every-answer"):
        pairs = random.Random(SEED).sample(pairs, FEW)
    world.mark()
    for number, (name, way) in enumerate(pairs):
        dice = random.Random(SEED * 1000 + number)
        seen = []

        def lie(_, __, way=way, dice=dice, door=door, name=name, seen=seen):
            head, body = parts(door.answers[name])
            if not body:
                return None
            seen.append(way(body, dice))
            return whole(head, seen[0])

        ran, _ = check(world, name, lie)
        told = (name, way.__name__, seen, ran)
        report = json.loads(ran.out)
        assert report["counts"]["crash"] == 0 and ran.code in CODES, told
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", ran.out + ran.err), told
        if way in SHAPELESS:
            assert passes(report) <= right, (passes(report) - right, told)
    assert world.writes() == []
    # What a spoilt answer names is asked for, and the sandbox notes that no such thing can be; a write would not be asked.
    assert {violation["kind"] for violation in world.violations()} <= {"shape"}
    world.forgive()


def test_the_ways_of_spoiling_change_something(world):
    """A way that leaves every answer as it is would prove nothing."""
    world.reset("documents")
    _, door = check(world)
    bodies = [body for body in (parts(said)[1] for said in door.answers.values()) if body]
    for way in WAYS:
        assert sum(way(body, random.Random(SEED)) != body for body in bodies) > 5, way.__name__

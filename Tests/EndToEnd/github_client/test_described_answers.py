"""Answers generated from GitHub's own description, for every read of a check: what a stand-in never fills or leaves out.

One answer is changed in one place a run. No crash, no escape, nothing written, and no pass that rests on no look at it.
`ONRAMP_SEED` draws others; `--every-answer` tries them all.
"""

import json
import os
import pathlib
import random
import re

import pytest

from support import described
from support.liar import Liar, named, parts, passes, whole
from support.world import ROOT

pytestmark = pytest.mark.answers
SEED = int(os.environ.get("ONRAMP_SEED", "1"))
FEW = 25
CODES = (0, 3, 4)
OPERATION = re.compile(r'"((?:GET|PUT|POST|PATCH|DELETE) /[^"\\]*)"')


class GitHubLiar(Liar):
    """Falsifies one answer of GitHub; knows the operations that were asked for."""

    door = "GITHUB_API_URL"

    def __init__(self, *arguments):
        self.operations = {}
        super().__init__(*arguments)

    def default(self, request):
        self.operations[named(request)] = described.route(request)
        return super().default(request)


def check(world, *arguments):
    with GitHubLiar(world, *arguments) as door:
        return world.onramp("check", "--json", env={"GITHUB_API_URL": door.url}, timeout=60), door


def variants(door):
    """Every other answer, as (what was asked, operation, where, the answer)."""
    for name, said in sorted(door.answers.items()):
        head, body = parts(said)
        operation = door.operations[name]
        if operation and b" 200 " in head.split(b"\r\n")[0]:
            for where, other in described.variants(operation.name, body):
                yield name, operation.name, where, whole(head, other)


@pytest.mark.parametrize("seed", ["documents", "healthy"])
def test_whatever_an_answer_of_github_has_or_lacks_nothing_crashes(world, request, seed):
    world.reset(seed)
    ran, door = check(world)
    right, found = passes(json.loads(ran.out)), list(variants(door))
    assert right and len(found) > 300, len(found)
    every = request.config.getoption("--every-answer")
    world.mark()
    wrong = []
    for name, operation, where, said in found if every else random.Random(SEED).sample(found, FEW):
        ran, told = check(world, name, lambda *_, said=said: said)
        assert told.has_lied
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", ran.out + ran.err), (operation, where, ran)
        report = json.loads(ran.out)
        if report["counts"]["crash"] or ran.code not in CODES:
            crashed = [finding["found"] for step in report["steps"] for finding in step["checks"] if finding["status"] == "crash"]
            wrong.append((operation, where, ran.code, crashed))
    assert not wrong, "\n".join(map(str, wrong))
    assert world.writes() == []
    world.forgive()


def test_what_is_generated_is_as_the_description_has_it(world):
    """A generator that makes nonsense would show nothing."""
    world.reset("healthy")
    _, door = check(world)
    found = list(variants(door))
    wrong = {(operation, where) for _, operation, where, said in found if not described.fits(operation, json.loads(parts(said)[1]))}
    assert not wrong, sorted(wrong)[:20]


def test_every_operation_that_the_program_names_is_described():
    texts = [file.read_text() for file in pathlib.Path(ROOT / "Sources").rglob("*.swift")]
    named_there = {operation for text in texts for operation in OPERATION.findall(text)}
    # The first halves of names; GraphQL, and what asks a runner for its token, have descriptions of their own.
    others = {name for name in named_there if name.endswith("/")} | {"POST /graphql", "GET /idtoken"}
    assert len(named_there - others) > 20
    assert {name for name in named_there - others if not described.description.operation(name)} == set()

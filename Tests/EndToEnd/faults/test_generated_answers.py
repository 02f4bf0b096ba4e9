"""Answers generated from AWS's own models, for every read of a check: what an emulator never fills or leaves out.

Each optional member present and absent, lists of none, one and many, several pages; one answer is changed in one place a
run. No crash, no escape, nothing written; what passes then passes with the answer as it was, or looked at the one that was
changed and says so. `ONRAMP_SEED` draws others; `--every-answer` tries them all.
"""

import json
import os
import random
import re

import pytest

from support import generated
from support.liar import Liar, named, parts, passes, whole
from support.world import ACCOUNT

pytestmark = pytest.mark.answers
SEED = int(os.environ.get("ONRAMP_SEED", "1"))
FEW = 15
CODES = (0, 3, 4)


class Pager(Liar):
    """Lies once, and answers whoever asks for the second page with the right answer; knows what was asked for."""

    def __init__(self, *arguments):
        self.operations = {}
        super().__init__(*arguments)

    def default(self, request):
        self.operations[named(request)] = generated.asked(request)
        if generated.NEXT in f"{request[1]} {request[3].decode()}":
            return self.earlier
        return super().default(request)


def run(world, *arguments, wanted=None, lie=None, right=None):
    with Pager(world, wanted, lie, right) as door:
        return world.onramp(*arguments, env={"AWS_ENDPOINT_URL": door.url}, timeout=60), door


def reads(door):
    """Each answer of a run that can be read by its model, as (what was asked, operation, head, body, value)."""
    for name, said in sorted(door.answers.items()):
        operation, (head, body) = door.operations[name], parts(said)
        shape = operation.output_shape if operation else None
        is_modelled = shape and shape.serialization.get("payload") in (None, *STRUCTURES)
        if body and is_modelled and b" 200 " in head.split(b"\r\n")[0]:
            yield name, operation, head, body, generated.read(operation, head, body)


# Payloads of S3 that are structures; others are texts and files, of which a model says nothing.
STRUCTURES = ("PublicAccessBlockConfiguration", "ServerSideEncryptionConfiguration", "OwnershipControls", "ObjectLockConfiguration")


def variants(door):
    """Every other answer, as (what was asked, operation, where, the answer)."""
    for name, operation, head, body, value in reads(door):
        for path, new in generated.changes(operation.output_shape, value):
            there = generated.changed(value, path, new)
            yield (
                name,
                operation,
                (*path, "absent" if new is None else str(new)[:60]),
                whole(head, generated.written(operation, there, body)),
            )


def few(request, found):
    return found if request.config.getoption("--every-answer") else random.Random(SEED).sample(found, min(FEW, len(found)))


def clean(ran, told):
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", ran.out + ran.err), told


def lawful(world):
    """What an answer names is asked for, and the sandbox notes that no such thing can be."""
    assert world.writes() == [] and {violation["kind"] for violation in world.violations()} <= {"shape", "emulator"}
    world.forgive()


@pytest.mark.parametrize("seed", ["documents", "healthy"])
def test_whatever_an_answer_has_or_lacks_nothing_crashes_and_nothing_passes_by_it(world, request, seed):
    world.reset(seed)
    ran, door = run(world, "check", "--json")
    right, found = passes(json.loads(ran.out)), list(variants(door))
    assert right and len(found) > 200, len(found)
    world.mark()
    wrong = []
    for name, operation, where, said in few(request, found):
        ran, _ = run(world, "check", "--json", wanted=name, lie=lambda *_, said=said: said)
        told = (operation.name, where)
        clean(ran, (told, ran))
        report = json.loads(ran.out)
        if report["counts"]["crash"] or ran.code not in CODES:
            wrong.append((told, "crash", ran.code, [c["found"] for s in report["steps"] for c in s["checks"] if c["status"] == "crash"]))
        # Another value of the right shape is another state of the account; whatever did not look there knows nothing of it.
        for check, looked in passes(report).items():
            if check not in right and not any(operation.name in look for look in looked):
                wrong.append((told, "passes", check, looked))
    assert not wrong, "\n".join(map(str, wrong))
    lawful(world)


@pytest.mark.parametrize("seed", ["documents", "healthy"])
def test_an_answer_in_another_writing_or_in_two_pages_says_the_same(world, request, seed):
    world.reset(seed)
    ran, door = run(world, "check", "--json")
    right, found = passes(json.loads(ran.out)), []
    for name, operation, head, body, value in reads(door):
        found.append((name, operation, "as it is", whole(head, generated.written(operation, value, body)), None))
        if page := generated.first_page(operation, value):
            found.append((name, operation, "pages", whole(head, generated.written(operation, page, body)), door.answers[name]))
    assert sum(where == "pages" for _, _, where, _, _ in found) > 3
    world.mark()
    wrong = []
    for name, operation, where, said, rest in few(request, found):
        ran, told = run(world, "check", "--json", wanted=name, lie=lambda *_, said=said: said, right=rest)
        assert told.has_lied
        if passes(json.loads(ran.out)) != right:
            wrong.append((operation.name, where, set(right) ^ set(passes(json.loads(ran.out)))))
    assert not wrong, "\n".join(map(str, wrong))
    lawful(world)


def test_whatever_an_answer_has_or_lacks_no_write_is_made_that_was_not_shown(world, request):
    world.reset("documents")
    _, door = run(world, "check", "--json")
    found = list(variants(door))
    for name, operation, where, said in few(request, found)[:: 1 if request.config.getoption("--every-answer") else 5]:
        world.reset("documents")
        lie = {"wanted": name, "lie": lambda *_, said=said: said}
        shown = [json.loads(run(world, "plan", "--json", **lie)[0].out or "{}"), json.loads(world.onramp("plan", "--json").out)]
        world.mark()
        ran, _ = run(world, "setup", "--yes", **lie)
        told = (operation.name, where, ran)
        clean(ran, told)
        assert ran.code in (0, 2, 3, 4, 5), told
        calls = {call["operation"] for plan in shown for change in plan.get("changes", []) for call in change["calls"]}
        assert set(world.writes()) <= calls, (told, set(world.writes()) - calls)
        world.forgive()
        assert world.onramp("setup", "--yes").code == 0, told
        ran = world.onramp("teardown", "--confirm", ACCOUNT)
        assert ran.code in (0, 3), (told, ran)
        world.forgive()

"""Killed at any write, the program goes on where it was: nothing is made twice, nothing is left behind."""

import itertools
import os
import pathlib
import random
import shutil
import signal
import subprocess

import pytest

from support.killer import kill_while_stalled, run_until
from support.world import ACCOUNT

TEARDOWN = ("teardown", "--confirm", ACCOUNT)
SEEDS = ("domain", "documents")


def uninterrupted(world, seed):
    """The dumps before and after a setup that nobody disturbed."""
    world.reset(seed)
    before = world.state()
    world.setup()
    return before, world.state()


def goes_on(world, before, after):
    """The next run ends as if nothing had happened, the one after it writes nothing, and teardown gives all back."""
    world.setup()
    assert world.state() == after
    world.mark()
    world.setup()
    assert world.writes() == []
    world.teardown()
    assert world.state() == before


def writes(request, first):
    """How many writes stand when a run is killed: each number, or every third.

    The others stand when a run is killed the other way, or when an answer is lost.
    """
    return itertools.count(first, 1 if request.config.getoption("--every-request") else 3)


@pytest.mark.crash
@pytest.mark.parametrize("seed", SEEDS)
def test_killed_after_a_write_was_done_setup_goes_on(world, seed, request):
    every = request.config.getoption("--every-request")
    before, after = uninterrupted(world, seed)
    for number in writes(request, 1):
        world.reset(seed)
        if not run_until(world, number, "setup", "--yes", every_request=every):
            break
        goes_on(world, before, after)
    assert number > 4


@pytest.mark.crash
@pytest.mark.parametrize("seed", SEEDS)
def test_killed_before_a_write_was_done_setup_goes_on(world, seed, request):
    before, after = uninterrupted(world, seed)
    for number in writes(request, 0):
        world.reset(seed)
        if not kill_while_stalled(world, number, "setup", "--yes"):
            break
        goes_on(world, before, after)
    assert number > 4


@pytest.mark.crash
@pytest.mark.parametrize("seed", SEEDS)
def test_killed_after_a_write_was_done_teardown_goes_on(world, seed, request):
    every = request.config.getoption("--every-request")
    before, _ = uninterrupted(world, seed)
    for number in writes(request, 2):
        world.reset(seed)
        world.setup()
        if not run_until(world, number, *TEARDOWN, every_request=every):
            break
        world.teardown()
        assert world.state() == before
    assert number > 4


@pytest.mark.crash
@pytest.mark.parametrize("seed", SEEDS)
def test_killed_before_a_write_was_done_teardown_goes_on(world, seed, request):
    before, _ = uninterrupted(world, seed)
    for number in writes(request, 1):
        world.reset(seed)
        world.setup()
        if not kill_while_stalled(world, number, *TEARDOWN):
            break
        world.teardown()
        assert world.state() == before
    assert number > 4


# Fewer fsyncs than the shortest of these runs has.
FSYNCS = 13


@pytest.fixture(scope="session")
def unsynced(tmp_path_factory):
    """What is preloaded to kill the program before an fsync, with what was not synchronised gone."""
    library = tmp_path_factory.mktemp("unsynced") / "unsynced.so"
    compiler = shutil.which("cc") or shutil.which("clang")
    assert compiler, "a C compiler is needed: Swift comes with one"
    source = pathlib.Path(__file__).parent.parent / "support" / "unsynced.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)

    def run(world, number, *arguments):
        """Whether it was killed: a run that ends by itself has fewer fsyncs."""
        return world.onramp(*arguments, env={"LD_PRELOAD": str(library), "UNSYNCED_AT": str(number)}).code == -signal.SIGKILL

    return run


def fsyncs(request, few):
    """At which of its fsyncs a run is killed: at each, or at some."""
    if request.config.getoption("--every-request"):
        return itertools.count(1)
    return random.Random(os.environ.get("ONRAMP_SEED", "1")).sample(range(1, FSYNCS), few)


@pytest.mark.crash
@pytest.mark.parametrize("seed", SEEDS)
def test_stopped_before_a_line_was_on_the_disk_setup_goes_on(world, seed, request, unsynced):
    before, after = uninterrupted(world, seed)
    for number in fsyncs(request, 1):
        world.reset(seed)
        if not unsynced(world, number, "setup", "--yes"):
            break
        goes_on(world, before, after)
    else:
        return
    assert number > FSYNCS


@pytest.mark.crash
@pytest.mark.parametrize("seed", SEEDS)
def test_stopped_before_a_line_was_on_the_disk_teardown_goes_on(world, seed, request, unsynced):
    before, _ = uninterrupted(world, seed)
    for number in fsyncs(request, 1):
        world.reset(seed)
        world.setup()
        if not unsynced(world, number, *TEARDOWN):
            break
        world.teardown()
        assert world.state() == before
    else:
        return
    assert number > FSYNCS


@pytest.mark.proves("T07", "T08")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("command", ["setup", "teardown"])
def test_a_lost_answer_is_looked_after_and_not_believed(world, seed, command, request):
    before, after = uninterrupted(world, seed)
    count = len(world.writes()) if command == "setup" else 5
    some = range(1, count, 3) if command == "setup" else range(SEEDS.index(seed) % 2, count, 2)
    for number in range(count) if request.config.getoption("--every-request") else some:
        world.reset(seed)
        if command == "teardown":
            world.setup()
        world.faults({"write": True, "skip": number, "times": 1, "do": "drop_answer"})
        if command == "setup":
            world.setup()
            assert world.state() == after
        world.teardown()
        assert world.state() == before


def test_the_journal_announces_every_write_before_it_is_sent(world):
    assert run_until(world, 1, "setup", "--yes")
    lines = world.journal.read_text().splitlines()
    assert len(lines) == 1
    assert "intent" in lines[0]
    assert world.writes() == ["CreateOpenIDConnectProvider"]

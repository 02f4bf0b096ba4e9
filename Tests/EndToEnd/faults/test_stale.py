"""Reads that lag behind the writes, as IAM's and SageMaker's do: no look that is too old decides anything.

After each write each read of the same service is answered from before it, some times. Whether the run sees that through
or says that it could not: exit 0 means that the account is as wanted, nothing is written twice, and once the service
has caught up one more run of the same command ends where an undisturbed one does.
"""

from collections import Counter
from dataclasses import dataclass

import pytest

from support.world import ACCOUNT

SETUP = ("setup", "--yes")
TEARDOWN = ("teardown", "--confirm", ACCOUNT)
WRITTEN = ("codeconnections", "github", "iam", "s3", "sagemaker", "secretsmanager")
LAG = (1, 3, 30)
# Nobody asks so often for the same: what stood before is kept, and no read is struck yet.
NOT_YET = 10_000


def pytest_generate_tests(metafunc):
    """One lag of all services at once for each kind; with --every-lag each length in each service, which takes an hour."""
    if "times" in metafunc.fixturenames:
        every = metafunc.config.getoption("--every-lag")
        cases = [(service, times) for times in LAG for service in (*WRITTEN, "*")] if every else [("*", LAG[0])]
        metafunc.parametrize("service, times", cases)


@dataclass(frozen=True)
class Undisturbed:
    """A setup and a teardown as they go when every read is current."""

    before: dict
    after: dict
    writes: dict


def made(world):
    """What was written since the last mark, as (service, operation, path), with how often."""
    return Counter((line["service"], line["operation"], line["path"]) for line in world.records() if line["write"])


@pytest.fixture(scope="module")
def undisturbed(running):
    """The dumps before and after, and what each command writes."""
    running.reset("domain")
    before, writes = running.state(), {}
    for command in (SETUP, TEARDOWN):
        running.mark()
        assert running.onramp(*command).code == 0
        writes[command] = made(running)
        if command == SETUP:
            after = running.state()
    assert running.state() == before and after != before
    return Undisturbed(before, after, writes)


def test_these_are_the_services_that_are_written_to(undisturbed):
    assert {service for writes in undisturbed.writes.values() for service, _, _ in writes} == set(WRITTEN)


def holds(world, undisturbed, command):
    """Runs a command while reads lag, and once more when they do not."""
    wanted = undisturbed.after if command == SETUP else undisturbed.before
    world.mark()
    ran = world.onramp(*command, timeout=600)
    lagged = Counter(line["operation"] for line in world.records() if line.get("stale"))
    assert lagged, "no read was too old"
    written = made(world)
    assert not written - undisturbed.writes[command], ("written twice", lagged, ran)
    assert ran.code in (0, 3, 5), (lagged, ran)
    assert ran.code != 0 or world.state() == wanted, (lagged, ran)
    world.faults()
    again = world.onramp(*command)
    assert again.code == 0 and world.state() == wanted, (lagged, ran, again)
    assert not made(world) - undisturbed.writes[command], ("written twice by both", lagged, ran, again)


@pytest.mark.stale
def test_setup_while_reads_lag(world, undisturbed, service, times):
    world.faults({"do": "stale", "service": service, "times": times})
    holds(world, undisturbed, SETUP)


@pytest.mark.stale
def test_teardown_while_reads_lag(world, undisturbed, service, times):
    world.setup()
    world.faults({"do": "stale", "service": service, "times": times})
    holds(world, undisturbed, TEARDOWN)


@pytest.mark.stale
def test_teardown_right_after_a_setup_that_reads_do_not_show_yet(world, undisturbed, service, times):
    world.faults({"do": "stale", "service": service, "skip": NOT_YET})
    world.setup()
    world.faults({"do": "stale", "service": service, "times": times})
    holds(world, undisturbed, TEARDOWN)

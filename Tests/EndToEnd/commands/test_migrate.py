"""`onramp migrate immutable-subjects`: at no point is a job of the repository refused, on the way there and back."""

import json
import signal

import pytest

from support import foreign
from support.breaks.rows import trusting
from support.killer import run_until
from support.lines import Conversation
from support.migrating import BOTH, IDS, NAMES, jobs_get_in, migrate, subjects, writes_ids
from support.world import day


def test_there_point_by_point_and_back(classic):
    before, others = classic.state(), foreign.seen(classic)
    first = migrate(classic, code=2)
    assert "GitHub writes: names alone" in first.out and "The role accepts: names alone" in first.out
    assert "Next:" in first.out and IDS[0] in first.out and "+" in first.out
    assert "give --yes" in first.err and classic.writes() == []
    classic.mark()
    there = migrate(classic, "--yes")
    assert classic.writes() == ["UpdateAssumeRolePolicy", "PUT /repos/{owner}/{repo}/actions/oidc/customization/sub"]
    assert "Left for you: " in there.out and "at the latest on " in there.out and "run onramp migrate immutable-subjects again" in there.out
    assert (subjects(classic), writes_ids(classic)) == (BOTH, True)
    # Nobody signed in with the new form yet.
    migrate(classic, "--yes")
    assert subjects(classic) == BOTH
    checked = classic.check()
    assert checked.troubled == {} and "onramp migrate immutable-subjects" in checked["TRUST-13"]["found"]
    classic.setup()
    assert subjects(classic) == BOTH, "setup leaves it as it is"
    jobs_get_in(classic)
    migrate(classic, "--yes")
    assert (subjects(classic), writes_ids(classic)) == (IDS, True)
    jobs_get_in(classic)
    classic.mark()
    assert "Nothing is left to migrate." in migrate(classic, "--yes").out and classic.writes() == []
    assert classic.check().troubled == {} and foreign.seen(classic) == others
    for accepted, ids in ((BOTH, True), (BOTH, False), (NAMES, False)):
        migrate(classic, "--yes", "--undo")
        assert (subjects(classic), writes_ids(classic)) == (accepted, ids)
        jobs_get_in(classic)
    assert "Nothing is left to migrate." in migrate(classic, "--yes", "--undo").out
    assert foreign.seen(classic) == others and classic.check().troubled == {}
    after = classic.state()
    assert json.dumps(after["github"], sort_keys=True) == json.dumps(before["github"], sort_keys=True)


def test_at_a_terminal_it_asks_and_makes_one_change(classic):
    told = Conversation(classic, "migrate", "immutable-subjects")
    told.answer("make this change? y or n:", "x").answer("y or n:", "maybe")
    assert told.answer("y or n:", "n").end() == 6, told.text
    assert "nothing is changed" in told.text and classic.writes() == []
    told = Conversation(classic, "migrate", "immutable-subjects").hear("make this change? y or n:")
    told.child.sendintr()
    assert told.end() == -signal.SIGINT and classic.writes() == []
    told = Conversation(classic, "migrate", "immutable-subjects")
    assert told.answer("make this change? y or n:", "y").end() == 0, told.text
    assert "The role accepts: both" in told.text and classic.writes() == ["UpdateAssumeRolePolicy"]
    jobs_get_in(classic)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_killed_at_a_write_the_same_command_goes_on_and_no_job_was_refused(classic, number):
    assert run_until(classic, number, "migrate", "immutable-subjects", "--yes") == (number < 3)
    jobs_get_in(classic)
    migrate(classic, "--yes")
    jobs_get_in(classic)
    migrate(classic, "--yes")
    assert (subjects(classic), writes_ids(classic)) == (IDS, True)
    jobs_get_in(classic)


def test_a_lost_journal_loses_nothing(classic):
    migrate(classic, "--yes")
    classic.journal.unlink()
    left = migrate(classic, "--yes")
    assert "goes when a job has signed in" in left.out and "at the latest" not in left.out, "no date is known"
    jobs_get_in(classic)
    migrate(classic, "--yes")
    assert subjects(classic) == IDS
    jobs_get_in(classic)


def test_a_young_repository_cannot_go_back_and_github_says_so(healthy):
    migrated = migrate(healthy, "--yes")
    assert "Nothing is left to migrate." in migrated.out and healthy.writes() == []
    assert "also accepts" in migrate(healthy, "--yes", "--undo").out
    refused_by = migrate(healthy, "--yes", "--undo", code=5)
    assert "Immutable subject claims cannot be turned off" in refused_by.out + refused_by.err
    jobs_get_in(healthy)
    migrate(healthy, "--yes")
    assert subjects(healthy) == IDS


def test_what_refuses_the_jobs_already_is_mended_first(classic):
    trusting(NAMES[0])(classic)
    classic.mark()
    ran = migrate(classic, "--yes", code=3)
    assert "onramp setup mends that first" in ran.err and classic.writes() == []


@pytest.mark.parametrize("service, operation", [("iam", "GetRole"), ("github", "GET /repos/{owner}/{repo}/actions/oidc/customization/sub")])
def test_what_cannot_be_looked_at_changes_nothing(classic, service, operation):
    classic.faults({"service": service, "operation": operation, "do": "deny", "times": 0})
    classic.mark()
    assert "denied" in migrate(classic, "--yes", code=3).err and classic.writes() == []


def test_a_switch_that_is_denied_leaves_both_forms_accepted(classic):
    classic.faults({"service": "github", "operation": "PUT /repos/{owner}/{repo}/actions/oidc/customization/sub", "do": "deny", "times": 0})
    stopped = migrate(classic, "--yes", code=5)
    assert "run the same command again" in stopped.err
    assert (subjects(classic), writes_ids(classic)) == (BOTH, False)
    jobs_get_in(classic)
    classic.faults()
    migrate(classic, "--yes")
    assert writes_ids(classic)
    jobs_get_in(classic)


def test_the_other_migration_is_not_in_this_version(world):
    ran = world.onramp("migrate", "keys-to-oidc")
    assert ran.code == 2 and "immutable-subjects" in ran.err


def reminder(checked):
    """What is left to do of the migration."""
    return next(one for one in checked.report["left_for_you"] if "onramp migrate immutable-subjects" in one)


def line_of(entry):
    """A line of the journal: what it says, and FNV-1a over 64 bits of that."""
    entry = {name: value for name, value in entry.items() if name != "sum"}
    total = 0xCBF29CE484222325
    for byte in json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode():
        total = (total ^ byte) * 0x100000001B3 % 2**64
    return json.dumps({**entry, "sum": f"{total:x}"}, separators=(",", ":")) + "\n"


def age(world, days):
    """Lets days pass since everything that the journal tells of; each line has a checksum of the rest of it."""
    lines = [json.loads(line) for line in world.journal.read_text().splitlines()]
    world.journal.write_text("".join(line_of({**line, "time": line["time"] - days * 86400}) for line in lines))


def test_the_day_is_named_and_from_then_on_nobody_waits(classic):
    migrate(classic, "--yes")
    told = migrate(classic, "--yes")
    assert f"at the latest on {day(7)}" in told.out
    checked = classic.check()
    assert day(7) in reminder(checked) and NAMES[0] in reminder(checked) and checked.code == 0
    assert day(7) in checked["TRUST-13"]["found"]
    assert f"from {day(7)} on" in classic.onramp("check").out
    age(classic, 8)
    assert ", now: onramp migrate immutable-subjects" in reminder(classic.check())
    migrate(classic, "--yes")
    assert subjects(classic) == IDS
    assert "onramp migrate" not in json.dumps(classic.check().report["left_for_you"])

"""Every check turns red when the account is changed, and green again by each of its fixes.

Into each account things of other people are planted first: whatever a fix does, they must stand unchanged
afterwards.
"""

import pytest

from support import foreign, hints
from support.breaks.every import REMARKS, ROWS, WAITS
from support.breaks.rows import domain_of
from support.schemas import valid_check
from support.world import RED


def prepare(world, row):
    """The account the row starts from, with other people's things in it, and everything right."""
    world.reset("domain" if row.seed == "ours" else row.seed)
    world.own_domain, _ = domain_of(world)
    if row.seed == "ours":
        world.setup()
    foreign.plant(world)
    world.healthy_github = world.state()["github"]


def broken(world, row):
    """Breaks it, and asserts that the check says so, and that nothing else does but what follows from it."""
    row.do(world)
    others = foreign.seen(world)
    checked = world.check(env=row.env)
    finding = checked[row.check]
    assert finding["status"] in RED, (finding, checked.troubled)
    assert row.found in finding["found"], finding
    assert finding["needed"], finding
    assert checked.red - {row.check} <= row.also, checked.troubled
    assert not checked.ids("crash", "unknown"), checked.troubled
    valid_check(checked.report)
    assert hints.problems_of_finding(finding, world.home / "hints") == []
    red = {"fail": 3, "warn": 0}[finding["status"]]
    assert checked.code == (row.code if row.code is not None else 3 if checked.ids("fail", "blocked") else red)
    return finding, others


def stand(world, others):
    """Whether the things of other people stand as before; one that the break had taken away may be back."""
    now = foreign.seen(world)
    return {name: now.get(name) for name in others} == others


def fix(finding, kind):
    """The fix of one kind that is offered, or None."""
    return next((fix for fix in finding["fixes"] if fix["kind"] == kind), None)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_it_turns_red_and_green_again(world, row, red_table):
    prepare(world, row)
    assert world.check().troubled == {}
    finding, others = broken(world, row)
    ways = [kind for kind in ("wizard", "cli", "console", "terraform") if fix(finding, kind)]
    red_table(row, finding, ways)
    assert fix(finding, "console"), "every red check has a way by hand"

    if fix(finding, "wizard"):
        world.setup()
        after = world.check()
        assert after.troubled == {}
        assert stand(world, others)
        world.mark()
        world.setup()
        assert world.writes() == []
    else:
        assert row.mend, "neither the wizard nor a person mends it"
        row.mend(world)
        assert world.check().troubled == {}

    if fix(finding, "cli"):
        prepare(world, row)
        finding, others = broken(world, row)
        world.apply(fix(finding, "cli"))
        after = world.check()[row.check]
        assert after["status"] in ("pass", "not-yet"), after
        assert stand(world, others)
    if row.check == "ENV-01":
        # Wrong credentials are a violation, and here they are meant.
        world.forgive()


def test_the_table_has_every_check(world):
    checks = {finding["id"] for step in world.check().report["steps"] for finding in step["checks"]}
    assert {row.check for row in ROWS + REMARKS + WAITS} == checks


@pytest.mark.parametrize("row", REMARKS, ids=str)
def test_what_only_informs_says_so_and_disturbs_nobody(world, row):
    prepare(world, row)
    assert row.found not in world.check()[row.check]["found"]
    row.do(world)
    checked = world.check()
    assert (checked[row.check]["status"], checked[row.check]["severity"]) == ("pass", "info")
    assert row.found in checked[row.check]["found"]
    assert checked.troubled == {}


@pytest.mark.parametrize("row", WAITS, ids=str)
def test_what_waits_for_a_person_says_where_and_stops_nobody(world, row):
    prepare(world, row)
    row.do(world)
    checked = world.check()
    finding = checked[row.check]
    assert finding["status"] == "not-yet", finding
    assert row.found in finding["found"] and finding["needed"], finding
    assert checked.troubled == {}
    assert checked.code == 0
    assert hints.problems_of_finding(finding, world.home / "hints") == []
    page = fix(finding, "console")["url"]
    world.mark()
    ran = world.setup()
    assert world.writes() == []
    assert [line for line in ran.err.splitlines() if page in line], ran
    row.mend(world)
    assert world.check()[row.check]["status"] == "pass"

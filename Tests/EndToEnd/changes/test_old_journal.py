"""A journal that an older build wrote, in its own letters: what it tells of is gone on with and taken back."""

import json

from support.world import ACCOUNT, ROOT

# Written by `setup --yes` of the build of commit f62560a on the sandbox's seed `domain`.
OLD = ROOT / "Tests" / "Fixtures" / "Journals" / "f62560a.jsonl"


def made_by_the_old_build(world):
    """The account as a setup leaves it, with the journal of the older build instead of ours."""
    before = world.state()
    world.setup()
    ours = {(line["key"], line["resource"]) for line in map(json.loads, world.journal.read_text().splitlines())}
    theirs = {(line["key"], line["resource"]) for line in map(json.loads, OLD.read_text().splitlines())}
    assert theirs == ours, "both builds make the same things"
    world.journal.write_text(OLD.read_text())
    world.journal.chmod(0o600)
    return before


def test_what_an_older_build_made_is_taken_back(domain):
    before = made_by_the_old_build(domain)
    assert json.loads(domain.onramp("plan", "--json").out)["changes"] == []
    ran = domain.teardown()
    assert "Nothing of this setup is in the account." in ran.out
    assert domain.state() == before


def test_an_older_journal_that_ends_in_the_middle_is_gone_on_from(domain):
    before = made_by_the_old_build(domain)
    lines = OLD.read_text().splitlines(keepends=True)
    # The last thing was announced, and the build was killed before it heard of the outcome.
    domain.journal.write_text("".join(lines[:-1]))
    assert domain.onramp("check").code == 0
    ran = domain.onramp("teardown", "--confirm", ACCOUNT)
    assert ran.code == 0, ran
    assert domain.state() == before

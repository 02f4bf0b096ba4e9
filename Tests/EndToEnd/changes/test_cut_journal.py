"""A journal of which the end is lost, and a state folder that goes away: what stands in the account tells the rest."""

import json
import shutil

import pytest

from support.breaks.rows import domain_of
from support.killer import Door
from support.world import ACCOUNT, BUCKET, LOCATION

TEARDOWN = ("teardown", "--confirm", ACCOUNT)


def beginnings(journal, every):
    """Beginnings of a journal: up to the end of each line, and within the last one."""
    lines = journal.splitlines(keepends=True)
    ends = [sum(map(len, lines[:count])) for count in range(len(lines))]
    last = range(ends[-1] + 1, len(journal))
    if not every:
        # Of each thing the line that tells of it first, and those about what only the journal told of once.
        known = [json.loads(line)["key"] for line in lines]
        ends = [ends[n] for n, key in enumerate(known) if key.startswith("domain-tag") or key not in known[:n]]
        last = last[:: len(last) // 3]
    return [journal[:end] for end in [*ends, *last]]


def taken_back(world):
    """What a teardown would send, in no order."""
    ran = world.onramp("plan", "--teardown", "--json")
    assert ran.code == 0, ran
    return sorted(json.dumps(call) for change in json.loads(ran.out)["changes"] for call in change["calls"])


def test_with_any_beginning_of_the_journal_a_teardown_takes_back_the_same(ours, request):
    whole = ours.journal.read_bytes()
    wanted = taken_back(ours)
    assert "DeleteTags" in str(wanted)
    parts = beginnings(whole, request.config.getoption("--every-request"))
    assert len(parts) > 15
    for part in parts:
        ours.journal.write_bytes(part)
        assert taken_back(ours) == wanted, part[-400:]
    assert ours.writes() == []


@pytest.mark.parametrize("key", ["template-bucket/tags", "github-token/secret", "domain-tag/location"])
def test_a_journal_that_ends_before_a_thing_was_made_is_gone_on_with(domain, key):
    before = domain.state()
    domain.setup()
    after = domain.state()
    lines = domain.journal.read_bytes().splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if json.loads(line)["key"] == key)
    domain.journal.write_bytes(b"".join(lines[:first]))
    domain.mark()
    domain.setup()
    assert domain.writes() == [] and domain.state() == after
    domain.teardown()
    assert domain.state() == before


def test_a_location_tag_from_before_the_bucket_stays(domain):
    """It looks as onramp's own does; what tells is that it led there while there was no bucket."""
    _, arn = domain_of(domain)
    domain.boto("sagemaker").add_tags(ResourceArn=arn, Tags=[{"Key": LOCATION, "Value": f"s3://{BUCKET}/templates/"}])
    before = domain.state()
    domain.setup()
    assert b"domain-tag" not in domain.journal.read_bytes()
    domain.teardown()
    assert domain.state() == before


def without_its_state(world, number, *arguments):
    """Runs a command whose state folder is deleted once `number` writes are done."""
    world.mark()
    state = world.home / "state"

    def may_pass():
        if state.exists() and len(world.writes()) >= number:
            shutil.rmtree(state)
        return True

    door = Door(world.exports["AWS_ENDPOINT_URL"], may_pass)
    ran = world.onramp(*arguments, env={"AWS_ENDPOINT_URL": door.url})
    door.close()
    return ran


@pytest.mark.parametrize("number", [1, 4, 9, 14])
def test_the_state_folder_goes_away_during_a_setup(domain, number):
    before = domain.state()
    ran = without_its_state(domain, number, "setup", "--yes")
    assert ran.code == 5 and "deleted while onramp is at work" in ran.err, ran
    # Nothing is made that nobody remembers: the write that was under way is the last.
    assert len(domain.writes()) == number
    domain.setup()
    assert domain.check().troubled == {}
    domain.teardown()
    assert domain.state() == before


@pytest.mark.parametrize("number", [1, 4])
def test_the_state_folder_goes_away_during_a_teardown(domain, number):
    before = domain.state()
    domain.setup()
    ran = without_its_state(domain, number, *TEARDOWN)
    assert ran.code == 5 and "deleted while onramp is at work" in ran.err, ran
    domain.teardown()
    assert domain.state() == before

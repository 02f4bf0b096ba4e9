"""Everything by keys alone: a setup, one broken setting repaired, a teardown; nobody types a command."""

import pytest

from support.screen import Screen
from support.world import ACCOUNT, BUCKET


def sent(world):
    """The writes since the last mark, with where they went."""
    return [(line["service"], line["operation"], line["path"]) for line in world.records() if line["write"]]


def by_command(world):
    """What the commands write for the same three tasks."""
    writes = []
    for task in ("setup", "break", "repair", "teardown"):
        if task == "break":
            world.boto("s3").delete_bucket_cors(Bucket=BUCKET)
        world.mark()
        if task in ("setup", "repair"):
            world.setup()
        if task == "teardown":
            world.teardown()
        writes += [] if task == "break" else sent(world)
    return writes


@pytest.mark.parametrize("columns, rows", [(80, 24), (120, 40)])
def test_a_setup_a_repair_and_a_teardown_by_keys_write_what_the_commands_write(world, columns, rows):
    expected = by_command(world)
    before = world.reset("domain").state()

    world.mark()
    screen = Screen(world, columns=columns, rows=rows).wait("Set up")
    screen.press("2", "\r").wait("Repository", "octo-org")
    screen.press("r").looked()
    screen.press("p").wait("Identity provider", "apply")
    screen.press("a").wait("Cancel").press("\t", "\r").wait("Done. Nothing required is wrong now.")
    written = sent(world)
    assert world.check().red == set()

    world.boto("s3").delete_bucket_cors(Bucket=BUCKET)
    world.mark()
    screen.press("b").wait("OIDC-01").press("R").wait("high, S3-05")
    screen.press("f").wait("in plan").press("p").wait("CORS of bucket").press("a").wait("Cancel")
    screen.press("\t", "\r").wait("Done. Nothing required is wrong now.")
    written += sent(world)
    assert world.check().red == set()

    world.mark()
    screen.press("\x1b", "\x1b", "\x1b", "\x1b", "\x1b").wait("Tear down").press("3", "\r").wait("chosen")
    screen.press("x").wait("Type the account id").press(*ACCOUNT, "\r").wait("Nothing of ours is left.")
    written += sent(world)
    assert screen.press("q").end() == 0

    assert written == expected
    assert world.state() == before


def test_nothing_is_written_before_the_plan_is_agreed_to(world):
    screen = Screen(world).wait("Set up").press("2", "\r").wait("Repository").press("r").looked()
    screen.press("F", "p").wait("apply").press("a").wait("Cancel").press("\r").wait("apply")
    screen.press("\x1b", "\x1b", "q").end()
    assert sent(world) == []


def test_a_wrong_account_id_takes_nothing_away(ours):
    before = ours.state()
    screen = Screen(ours, "teardown").wait("chosen").press("x").wait("Type the account id")
    screen.press(*"999999999999", "\r").wait("not this account")
    screen.press("\x1b", "q").end()
    assert sent(ours) == [] and ours.state() == before

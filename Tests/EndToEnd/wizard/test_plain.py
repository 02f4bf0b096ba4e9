"""Plain mode: the same wizard as lines, for screen readers and terminals that cannot show a page."""

import re
import signal

import pytest
import yaml

from support.lines import Conversation
from support.screen import Screen
from support.world import ACCOUNT, BUCKET

LAST = "Enter leaves"


def called(world):
    """Every call since the last mark: the reads as they come, in any order, and the writes in theirs."""
    lines = [(line["service"], line["operation"], line["path"], line["write"]) for line in world.records()]
    return sorted(line for line in lines if not line[3]), [line for line in lines if line[3]]


def is_plain(conversation):
    """No escape, no repainting, no line that is too long to follow."""
    assert b"\x1b" not in conversation.bytes and b"\x08" not in conversation.bytes
    assert not re.search(rb"\r[^\r\n]", conversation.bytes)
    prose = [line for line in conversation.text.split("\n") if not line.startswith("      ")]
    assert max(map(len, prose)) <= 100, max(prose, key=len)


def test_screen_and_lines_make_the_same_calls(world):
    world.mark()
    screen = Screen(world, "setup").wait("Repository", "octo-org").press("r").looked()
    screen.press("p").wait("Identity provider", "apply").press("a").wait("Cancel").press("\t", "\r")
    screen.wait("Done. Nothing required is wrong now.")
    assert screen.press("q").end() == 0
    setup = called(world)
    world.mark()
    screen = Screen(world, "teardown").wait("chosen").press("x").wait("Type the account id")
    screen.press(*ACCOUNT, "\r").wait("Nothing of ours is left.")
    screen.press("q").end()
    teardown = called(world)
    assert setup[1] and teardown[1]

    world.reset("domain")
    lines = Conversation(world, "setup", "--plain").answer("looks at the account: ").answer("[1]: ", "1")
    assert len(lines.agree()) > 1
    lines.answer(LAST)
    assert lines.end() == 0
    is_plain(lines)
    assert called(world) == setup
    world.mark()
    lines = Conversation(world, "teardown", "--plain").answer("[none]: ").answer("[no]: ", ACCOUNT).answer(LAST)
    assert lines.end() == 0
    is_plain(lines)
    assert called(world) == teardown


def test_nothing_is_written_without_the_last_word(world):
    before = world.state()
    lines = Conversation(world, "setup", "--plain").answer("looks at the account: ").answer("[1]: ")
    for _ in range(20):
        lines.child.expect([r"yes or no \[no\]: ", r"q leave \[\d\]: "])
        lines.bytes += lines.child.before + lines.child.after
        if b"leave" in lines.child.after:
            break
        lines.child.send("\n")
    lines.child.send("q\n")
    assert lines.end() == 3
    assert "nothing is changed" in lines.text
    assert world.writes() == [] and world.state() == before


def test_a_group_that_is_left_out_takes_what_needs_it_along(world):
    lines = Conversation(world, "setup", "--plain").answer("looks at the account: ").answer("[1]: ")
    agreed = lines.agree(to=lambda group: "provider" not in group)
    assert "Role for GitHub Actions" not in agreed and "Bucket for templates" in agreed
    lines.hear("1 go through the plan").child.send("q\n")
    assert lines.end() == 3
    assert "CreateOpenIDConnectProvider" not in world.writes() and "CreateBucket" in world.writes()


def test_a_missing_answer_is_asked_for_and_explained(world):
    world.edit(github__owner=None, github__repository=None)
    lines = Conversation(world, "check", "--plain").answer("Owner []: ", "?").hear("github.owner in the setup file")
    lines.answer("Owner []: ", "octo org").hear("must be a GitHub name").answer("Owner []: ", "octo-org")
    lines.answer("Repository []: ", "sagemaker-churn")
    assert lines.end() == 3
    assert "fail  OIDC-01" in lines.text and "Needed: arn:aws:iam::123456789012:oidc-provider/" in lines.text
    is_plain(lines)
    assert world.writes() == []


def test_answers_are_changed_by_their_number_and_saved(world):
    lines = Conversation(world, "setup", "--plain").hear("looks at the account: ")
    number = re.search(r"(\d+)  Branch:", lines.text)[1]
    lines.child.send(number + "\n")
    lines.answer("Branch []: ", "release").answer("looks at the account: ", "s").hear("Answers written to")
    lines.child.send("q\n")
    assert lines.end() == 0
    assert yaml.safe_load(world.setup_file.read_text())["github"]["branch"] == "release"


def test_teardown_needs_the_account_id_and_leaves_what_stays(ours):
    lines = Conversation(ours, "teardown", "--plain").hear("[none]: ")
    bucket = re.search(rf"(\d+)\. delete  Bucket {BUCKET}", lines.text)[1]
    lines.child.send(bucket + "\n")
    lines.answer("[no]: ", "999999999999").hear("not this account").answer("[no]: ", ACCOUNT).answer(LAST)
    lines.end()
    assert "DeleteRole" in ours.writes() and "DeleteBucket" not in ours.writes()


def test_teardown_that_is_declined_takes_nothing_away(ours):
    lines = Conversation(ours, "teardown", "--plain").answer("[none]: ").answer("[no]: ")
    assert lines.end() == 6
    assert ours.writes() == []


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}])
def test_lines_come_by_themselves_where_no_page_can_be_shown(world, env):
    lines = Conversation(world, env=env).answer("q leave [1]: ", "q")
    assert lines.end() == 0
    is_plain(lines)


def test_without_a_locale_only_ascii_is_written(world):
    lines = Conversation(world, "check", "--plain", env={"LANG": "C", "LC_ALL": None})
    lines.end()
    assert all(byte < 0x80 for byte in lines.bytes)


@pytest.mark.parametrize("number, end", [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGHUP, -signal.SIGHUP), (signal.SIGINT, 130)])
def test_a_signal_at_a_question_ends_it(world, number, end):
    lines = Conversation(world, "setup", "--plain").hear("looks at the account: ")
    lines.child.kill(number)
    assert lines.end() == end
    assert world.writes() == []


def test_the_end_of_input_declines(world):
    lines = Conversation(world, "setup", "--plain").answer("looks at the account: ").answer("[1]: ").hear("[no]: ")
    lines.child.sendeof()
    assert lines.end() == 3
    assert world.writes() == []

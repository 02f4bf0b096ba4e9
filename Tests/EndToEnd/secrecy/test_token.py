"""The token's road: from its file or from a person's hands into Secrets Manager, and nowhere else."""

import json
import termios

import pytest

from support.breaks.secret import CLASSIC, NAME, OTHER, TOKEN, in_days, known, storing, using, wrapped
from support.lines import Conversation
from support.schemas import valid_check
from support.screen import Screen
from support.world import ACCOUNT

TYPED = "github_pat_typedByHand000000000_00000000000000000000000000000000000000000000"

# The field of the token with nothing in it.
EMPTY = "[" + " " * 63 + "]"


def value(world):
    """What the secret holds, as a person sees it."""
    return world.boto("secretsmanager").get_secret_value(SecretId=NAME)["SecretString"]


def versions(world):
    """The number of versions that carry a label."""
    return len(world.boto("secretsmanager").describe_secret(SecretId=NAME)["VersionIdsToStages"])


def nowhere(world, *texts, secret=TYPED):
    """The token, or most of it, stands in none of the texts and files."""
    for text in [*texts, *world.kept().values(), world.record.read_text()]:
        assert secret not in text and secret[11:-6] not in text


def lent(pid, secret=TYPED):
    """The token is in no command line and no environment that other programs of this person can read."""
    for name in ("cmdline", "environ"):
        with open(f"/proc/{pid}/{name}", "rb") as place:
            content = place.read()
        assert content and secret[11:-6].encode() not in content


def with_file(world, text, mode=0o600):
    """A token file of one's own."""
    file = world.home / "token.json"
    file.write_text(text)
    file.chmod(mode)
    world.edit(project__token_file=str(file))
    return file


def test_what_is_stored_is_the_documents_json_with_our_tag(domain):
    domain.setup()
    assert json.loads(value(domain)) == {"token": TOKEN}
    described = domain.boto("secretsmanager").describe_secret(SecretId=NAME)
    assert described["Tags"] == [{"Key": "onramp:setup", "Value": "churn"}]
    assert versions(domain) == 1


def test_without_a_token_file_nothing_is_made_and_one_line_names_the_key(domain):
    domain.edit(project__token_file=None)
    before = domain.state()
    ran = domain.onramp("setup", "--yes")
    assert ran.code == 2, ran
    lines = [line for line in ran.err.splitlines() if "project.token_file" in line]
    assert len(lines) == 1 and "missing" in lines[0] and "onramp setup" in lines[0]
    assert domain.writes() == [] and domain.state() == before
    plan = domain.onramp("plan", "--json")
    assert plan.code == 0 and '"<secret>"' in plan.out
    assert not any(fix["kind"] == "cli" for fix in domain.check()["SEC-01"]["fixes"]), "no file is named"


def test_the_operators_own_token_is_never_stored(domain):
    domain.edit(project__token_file=None)
    file = domain.home / "operator"
    file.write_text(domain.env["GH_TOKEN"])
    assert domain.onramp("setup", "--yes", "--github-token-file", str(file)).code == 2
    assert domain.writes() == []


@pytest.mark.parametrize(
    "text, mode, words",
    [
        (TOKEN, 0o600, 'write {"token":"…"} into it'),
        (wrapped(TOKEN), 0o644, "chmod 600"),
        (wrapped(TOKEN), 0o640, "chmod 600"),
        (json.dumps({"token": TOKEN, "user": "ana"}), 0o600, 'the one member "token"'),
        (json.dumps([TOKEN]), 0o600, "no JSON object"),
        (wrapped(TOKEN) + "\r\n", 0o600, "carriage return"),
        (wrapped("your-github-token-here"), 0o600, "its token"),
        (wrapped(TOKEN + "\n"), 0o600, "control characters"),
        (wrapped("ghs_" + "0" * 36), 0o600, "within the hour"),
        ("", 0o600, "no JSON object"),
        (" " * 70000, 0o600, "64 KiB"),
        (wrapped("github_pat_" + "9" * 63), 0o600, "does not accept"),
    ],
)
def test_a_token_file_that_will_not_do_ends_with_2_and_says_why(domain, text, mode, words):
    file = with_file(domain, text, mode)
    ran = domain.onramp("setup", "--yes")
    assert ran.code == 2, ran
    assert f"project.token_file: {file}: " in ran.err and words in ran.err
    assert domain.writes() == []
    for piece in (TOKEN, "your-github-token", "9" * 20):
        assert piece not in ran.out + ran.err + "".join(domain.kept().values())


def test_a_token_file_that_is_not_there_or_no_file(domain):
    for path in (domain.home / "nothing.json", domain.home):
        domain.edit(project__token_file=str(path))
        ran = domain.onramp("setup", "--yes")
        assert ran.code == 2 and str(path) in ran.err


def test_the_secret_is_not_read_where_the_setup_forbids_it(healthy):
    storing("nonsense")(healthy)
    healthy.edit(project__read_secret=False)
    healthy.mark()
    checked = healthy.check()
    assert "GetSecretValue" not in [line["operation"] for line in healthy.records()]
    for check in ("SEC-05", "SEC-06", "SEC-07", "SEC-09", "SEC-10", "SEC-11", "SEC-12", "SEC-18"):
        assert checked[check]["status"] == "skipped" and "read_secret" in checked[check]["found"]
    assert checked["SEC-01"]["status"] == checked["SEC-13"]["status"] == "pass"
    healthy.setup()
    assert healthy.writes() == [] and value(healthy) == "nonsense"


def test_a_denied_look_is_unknown_and_nothing_is_stored(healthy):
    healthy.faults({"service": "secretsmanager", "operation": "GetSecretValue", "do": "deny"})
    checked = healthy.check()
    assert checked["SEC-05"]["status"] == checked["SEC-09"]["status"] == "unknown"
    assert checked["SEC-01"]["status"] == "pass"
    healthy.onramp("setup", "--yes")
    assert healthy.writes() == []


def test_a_rotation_keeps_the_old_value_and_names_where_to_revoke_the_old_token(healthy):
    using(CLASSIC, kind="classic", scopes=["repo"], expires=in_days(60))(healthy)
    healthy.mark()
    ran = healthy.setup()
    assert "revoke the old classic token of ana, valid until" in ran.out and "/settings/tokens" in ran.out
    assert ran.out.splitlines()[-1].startswith("Left for you: revoke the old classic token of ana, valid until")
    assert healthy.writes() == ["PutSecretValue"]
    assert json.loads(value(healthy)) == {"token": TOKEN}
    secrets = healthy.boto("secretsmanager")
    old = secrets.get_secret_value(SecretId=NAME, VersionStage="AWSPREVIOUS")["SecretString"]
    assert json.loads(old) == {"token": CLASSIC}
    nowhere(healthy, ran.out, ran.err, secret=CLASSIC)
    gone = healthy.teardown()
    assert "the previous value fails SEC-12" in gone.out
    assert json.loads(value(healthy)) == {"token": CLASSIC}


def test_what_a_rotation_leaves_for_a_person_stands_in_every_report(healthy):
    using(CLASSIC, kind="classic", scopes=["repo"], expires=in_days(60))(healthy)
    screen = Screen(healthy).press("1", "\r").looked().press("p").wait("Value of secret").press("a")
    screen.wait("apply").press(*"apply", "\r").wait("Left for you", "revoke the old classic token of ana").press("q").end()
    reports = healthy.journal.parent
    assert "- [ ] revoke the old classic token of ana" in (reports / "report.md").read_text()
    report = json.loads((reports / "report.json").read_text())
    valid_check(report)
    assert report["left_for_you"][0].endswith("/settings/tokens")


def test_teardown_leaves_a_value_that_somebody_stored_since(world):
    world.reset("documents")
    world.setup()
    using(OTHER)(world)
    ran = world.teardown()
    assert "another value was stored since" in ran.out
    assert json.loads(value(world)) == {"token": OTHER}


def test_a_foreign_secret_stays(healthy):
    before = healthy.state()
    healthy.teardown()
    assert healthy.writes() == [] and healthy.state() == before


def test_another_setups_secret_stays(ours):
    ours.boto("secretsmanager").tag_resource(SecretId=NAME, Tags=[{"Key": "onramp:setup", "Value": "other"}])
    ours.journal.unlink()
    ran = ours.teardown(code=0)
    assert "made by onramp setup other" in ran.out
    assert json.loads(value(ours)) == {"token": TOKEN}


@pytest.mark.proves("S24", "S25")
def test_what_teardown_deleted_can_be_restored_and_setup_restores_it(ours):
    ours.teardown()
    described = ours.boto("secretsmanager").describe_secret(SecretId=NAME)
    assert described["DeletedDate"]
    ours.mark()
    ours.setup()
    assert "RestoreSecret" in ours.writes() and "CreateSecret" not in ours.writes()
    assert json.loads(value(ours)) == {"token": TOKEN}


@pytest.mark.proves("S26", "S27")
@pytest.mark.parametrize("seed, operation", [("domain", "CreateSecret"), ("documents", "PutSecretValue")])
def test_a_lost_answer_makes_no_second_version(world, seed, operation):
    world.reset(seed)
    world.faults({"service": "secretsmanager", "operation": operation, "times": 1, "do": "drop_answer"})
    world.setup()
    assert versions(world) == (1 if seed == "domain" else 2)
    assert json.loads(value(world)) == {"token": TOKEN}


# The wizard.


def asked(world, columns=80, rows=24):
    """The wizard at the question for the token."""
    world.edit(project__token_file=None)
    known(TYPED)(world)
    screen = Screen(world, columns=columns, rows=rows).wait("Set up")
    screen.press("2", "\r").wait("Repository", "octo-org")
    screen.press("r").looked().press("p").wait("apply").press("a").wait("Token  [")
    return screen


def paste(screen, text):
    """Pastes as a terminal does that brackets what is pasted."""
    screen.child.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")
    return screen.read(0.3)


@pytest.mark.parametrize("columns, rows", [(80, 24), (120, 40)])
def test_a_pasted_token_is_trimmed_masked_judged_stored_once_and_found_nowhere_else(domain, columns, rows):
    screen = paste(asked(domain, columns, rows), f"  {TYPED}\r\n\n")
    screen.wait(f"{len(TYPED)} characters, github_pat_…")
    screen.press("\r").wait("GitHub knows it as ana")
    assert domain.writes() == []
    screen.press("\r").wait("Cancel")
    lent(screen.child.pid)
    screen.press("\t", "\r").wait("Done. Nothing required is wrong now.")
    assert domain.writes().count("CreateSecret") == 1
    assert json.loads(value(domain)) == {"token": TYPED}
    screen.press("q").end()
    nowhere(domain, screen.bytes.decode(errors="replace"))


def test_a_typed_token_is_counted_and_not_shown(domain):
    screen = asked(domain)
    screen.child.send(TYPED)
    screen.wait(f"{len(TYPED)} characters").press("\x7f").wait(f"{len(TYPED) - 1} characters")
    screen.press(TYPED[-1]).wait(f"{len(TYPED)} characters").press("\r").wait("GitHub knows it as ana")
    screen.press("\x1b").wait(EMPTY).press("\x1b").wait("apply").press("\x1b", "\x1b", "\x1b", "q").end()
    assert domain.writes() == []
    nowhere(domain, screen.bytes.decode(errors="replace"))


@pytest.mark.parametrize(
    "text, words",
    [
        (TYPED[:40] + "\n" + TYPED[40:], "control characters"),
        (TYPED[:40] + " " + TYPED[40:], "blank"),
        (TYPED[:40] + "\x1b[31m" + TYPED[40:], "control characters"),
        (TYPED[:40] + "\x00" + TYPED[40:], "control characters"),
        (TYPED * 900, "longer than any token"),
        ("hello", "does not begin like a token"),
    ],
    ids=["newline", "blank", "escape", "nul", "64 KiB", "word"],
)
def test_a_paste_that_is_no_token_is_refused_whole_with_a_reason(domain, text, words):
    screen = paste(asked(domain), text).wait("not taken", words)
    assert EMPTY in screen.text
    screen.press("\r").wait("it is empty")
    screen.press("\x1b", "\x1b").wait("apply").press("\x1b", "\x1b", "\x1b", "q").end()
    assert domain.writes() == []
    nowhere(domain, screen.bytes.decode(errors="replace"))


def test_a_token_that_github_does_not_accept_is_not_taken(domain):
    screen = paste(asked(domain), "ghp_" + "7" * 36).wait("40 characters").press("\r").wait("does not accept it")
    assert EMPTY in screen.text
    screen.press("\x1b").gone("does not accept it").wait(EMPTY)
    screen.press("\x1b").wait("apply").press("\x1b", "\x1b", "\x1b", "q").end()
    assert domain.writes() == []
    nowhere(domain, screen.bytes.decode(errors="replace"), secret="ghp_" + "7" * 36)


def test_a_wide_token_is_taken_with_a_warning(domain):
    known(CLASSIC, kind="classic", scopes=["repo"], expires=in_days(5.5))(domain)
    screen = paste(asked(domain), CLASSIC).wait("40 characters").press("\r").wait("scopes: repo", "in 5 days")
    screen.press("\r").wait("Cancel").press("\x1b").wait("apply")
    assert domain.writes() == []
    screen.press("\x1b", "\x1b", "\x1b", "q").end()
    nowhere(domain, screen.bytes.decode(errors="replace"), secret=CLASSIC)


# In plain mode.

UNSEEN = "[none]: "


def asked_in_lines(world):
    """Plain mode at the question for the token."""
    world.edit(project__token_file=None)
    known(TYPED)(world)
    lines = Conversation(world, "setup", "--plain").answer("looks at the account: ").answer("[1]: ", "1")
    while lines.child.expect([r"yes or no \[no\]: ", r"Token, not shown as it is typed or pasted \[none\]: "]) == 0:
        lines.child.send("yes\n")
    return lines


def echoes(lines):
    """Whether the terminal shows what is typed."""
    return bool(termios.tcgetattr(lines.child.child_fd)[3] & termios.ECHO)


def test_in_plain_mode_the_token_is_typed_unseen(domain):
    lines = asked_in_lines(domain)
    assert not echoes(lines)
    lines.child.send(f"  {TYPED} \n")
    lines.hear("GitHub knows it as ana").hear("to go ahead [no]: ")
    assert echoes(lines) and domain.writes() == []
    lent(lines.child.pid)
    lines.child.send("yes\n")
    lines.answer("Enter leaves")
    assert lines.end() == 0
    assert json.loads(value(domain)) == {"token": TYPED}
    nowhere(domain, lines.text)


@pytest.mark.parametrize("key, code", [("\x03", 130), ("\x04", 3)], ids=["Ctrl-C", "Ctrl-D"])
def test_in_plain_mode_every_road_out_gives_the_echo_back(domain, key, code):
    lines = asked_in_lines(domain)
    lines.child.send("hello\n")
    lines.hear("does not begin like a token").hear(UNSEEN)
    lines.child.send("ghp_" + "7" * 36 + "\n")
    lines.hear("does not accept it").hear(UNSEEN)
    assert not echoes(lines)
    lines.child.send(key)
    assert lines.end() == code
    assert domain.writes() == []
    nowhere(domain, lines.text, secret="ghp_" + "7" * 36)


def test_in_plain_mode_no_token_changes_nothing(domain):
    lines = asked_in_lines(domain)
    lines.child.send("\n")
    lines.hear("No token: nothing is changed.").hear(": ")
    assert echoes(lines)
    lines.child.send("q\n")
    lines.end()
    assert domain.writes() == []


def test_a_core_file_is_never_written(domain):
    screen = asked(domain)
    limits = open(f"/proc/{screen.child.pid}/limits", encoding="utf-8").read()
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"], core
    screen.press("\x1b").wait("apply").press("\x1b", "\x1b", "\x1b", "q").end()
    assert ACCOUNT

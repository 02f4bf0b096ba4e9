"""What comes from outside beside numbers and secrets: files that are none, services that never answer, folders and hosts
that somebody else chose."""

import json
import os
import pathlib
import signal
import subprocess
import time

import pytest

from support.faulty import GOOD, SETUP, Server, answer, onramp, script, surroundings
from support.waiting import LIMIT, until
from support.world import ACCOUNT, ONRAMP

READ = ("aws-call", "sts", "GetCallerIdentity")


# Files that are none. A program that waited for one would wait for ever: LIMIT ends the test.


def placed(kind, path):
    """Something else in a file's place."""
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")


@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
@pytest.mark.parametrize("what", ["setup", "config", "credentials", "gh", "token", "input", "ca", "web identity"])
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path, kind, what):
    path = tmp_path / "odd"
    placed(kind, path)
    setup = tmp_path / "onramp.yaml"
    setup.write_text(SETUP)
    env = {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "GITHUB_API_URL": "http://127.0.0.1:1",
        "AWS_MAX_ATTEMPTS": "1",
        "ONRAMP_SETUP": str(setup),
    }
    command, nobody = ["check"], {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None}
    match what:
        case "setup":
            command = ["check", "--setup", str(path)]
        case "config":
            env["AWS_CONFIG_FILE"] = str(path)
        case "credentials":
            env["AWS_SHARED_CREDENTIALS_FILE"] = str(path)
        case "gh":
            command = ["check", "--github-token-file", str(path)]
        case "token":
            setup.write_text(SETUP.replace("project: {", f"project: {{token_file: {path}, "))
        case "input":
            command = [*READ, "--input", f"file://{path}"]
        case "ca":
            env["AWS_CA_BUNDLE"] = str(path)
        case "web identity":
            env |= {**nobody, "AWS_WEB_IDENTITY_TOKEN_FILE": str(path), "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r"}
    ran = onramp(*command, env=env, home=tmp_path)
    assert ran.code in (2, 3, 4), ran
    if what in ("setup", "config", "credentials", "input"):
        assert f"it is a {kind}" in ran.err, ran


def test_a_journal_that_is_no_file_or_not_ours_is_refused(ours):
    kept = ours.journal.read_text()
    other = ours.home / "other.jsonl"
    other.write_text(kept)
    for place, words in (
        (lambda path: os.mkfifo(path), "pipe"),
        (lambda path: path.symlink_to(other), "symbolic link"),
        (lambda path: os.link(other, path), "hard link"),
    ):
        ours.journal.unlink()
        place(ours.journal)
        for command in (["check"], ["teardown", "--confirm", ACCOUNT]):
            ran = ours.onramp(*command)
            assert ran.code != 0 and words in ran.err, (words, ran)
    assert other.read_text() == kept and ours.writes() == []


def test_a_log_with_two_names_is_not_written_and_said_to_be(domain):
    precious, log = domain.home / "precious", domain.home / "the.log"
    precious.write_text("untouched")
    precious.chmod(0o644)
    os.link(precious, log)
    ran = domain.onramp("check", "--log", str(log))
    assert ran.code == 3 and "the.log is not written: it has 2 names" in ran.err, ran
    assert precious.read_text() == "untouched" and precious.stat().st_mode & 0o777 == 0o644


def test_a_log_that_is_a_pipe_is_not_waited_for(domain):
    os.mkfifo(domain.home / "pipe")
    ran = domain.onramp("check", "--log", str(domain.home / "pipe"))
    assert ran.code == 3 and "it is a pipe" in ran.err


# Folders of the state


@pytest.mark.parametrize("place", ["", ACCOUNT, f"{ACCOUNT}/churn"])
def test_a_folder_into_which_everybody_may_write_is_refused(ours, place):
    folder = ours.home / "state" / "onramp" / place
    for mode, code in ((0o777, 2), (0o1777, 2), (0o700, 0)):
        folder.chmod(mode)
        ran = ours.onramp("setup", "--yes")
        assert ran.code == code, ran
        assert code == 0 or ("chmod 700" in ran.err and str(folder) in ran.err), ran
    assert ours.writes() == []


@pytest.mark.parametrize("home", [None, "relative"])
def test_a_relative_state_folder_counts_as_none(domain, tmp_path, home):
    """Nothing of the working folder is written; the home folder that the system knows is the caller's."""
    work = tmp_path / "work"
    work.mkdir()
    env = {"XDG_STATE_HOME": "state", "HOME": home}
    ran = domain.onramp(*READ, env=env, cwd=work)
    assert ran.code == 0, ran
    assert list(work.iterdir()) == []


@pytest.mark.parametrize(
    "account", ["../../../tmp", "", "12345678901", "1234567890123", "11112222333x", "１２３４５６７８９０１２", "/etc"]
)
@pytest.mark.parametrize("command", [["check"], ["setup", "--yes"], ["teardown", "--confirm", "123456789012"]], ids=lambda c: c[0])
def test_an_account_that_is_none_becomes_no_path(tmp_path, account, command):
    setup = tmp_path / "onramp.yaml"
    setup.write_text(SETUP.replace('account: "111122223333"\n', ""))
    arn = f"<Arn>arn:aws:iam::{account}:user/ana</Arn><UserId>x</UserId>"
    body = GOOD.split(b"\r\n\r\n")[1].decode().replace("111122223333", account).replace("</Account>", f"</Account>{arn}")
    before = set(pathlib.Path("/tmp").iterdir())
    with Server(script(answer(200, body))) as server:
        env = {"AWS_ENDPOINT_URL": server.url, "GITHUB_API_URL": server.url, "ONRAMP_SETUP": str(setup), "AWS_MAX_ATTEMPTS": "1"}
        ran = onramp(*command, env=env, home=tmp_path)
    assert ran.code == 4 or command == ["check"] and ran.code == 3, ran
    assert "no account of 12 digits" in ran.out + ran.err
    kept = {str(path.relative_to(tmp_path / "state")) for path in (tmp_path / "state").rglob("*")}
    assert kept <= {"onramp", "onramp/onramp.log"}
    assert not any(path.name == "churn" for path in set(pathlib.Path("/tmp").iterdir()) - before)


# Services that accept and never answer


def silence(peer, _):
    """Reads all that is asked, and answers none of it."""
    while peer.read() is not None:
        peer.server.stopped.wait(10 * LIMIT)


def test_the_bound_of_a_command_is_said_in_its_help():
    for command in ("check", "setup", "teardown", "plan"):
        text = " ".join(onramp(command, "--help").out.split())
        assert "A look around ends after twice as long, setup and teardown after ten times" in text


def test_a_look_at_services_that_never_answer_ends_and_says_meanwhile_that_it_will(tmp_path):
    """Thirty seconds are the least; without a bound three attempts of each of many calls, one after the other, wait."""
    (tmp_path / "onramp.yaml").write_text(SETUP)
    with Server(silence) as server:
        env = {
            "AWS_ENDPOINT_URL": server.url,
            "GITHUB_API_URL": server.url,
            "AWS_MAX_ATTEMPTS": "100",
            "ONRAMP_SETUP": str(tmp_path / "onramp.yaml"),
        }
        ran = onramp("check", "--timeout", "15", env=env, home=tmp_path, timeout=2 * LIMIT)
    assert ran.code in (3, 4), ran
    assert "still waiting for answers; this ends by itself in" in ran.err and "--timeout 15 s" in ran.err
    assert "no answer in time" in ran.out


@pytest.mark.parametrize(
    "command", [["check"], ["setup", "--yes"], ["teardown", "--confirm", "111122223333"], ["plan"]], ids=lambda c: c[0]
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_a_command_that_waits(tmp_path, command, number):
    """The requests would wait for longer than the test does."""
    (tmp_path / "onramp.yaml").write_text(SETUP)

    def play(peer, count):
        while (request := peer.read()) is not None:
            if b"GetCallerIdentity" not in request[3]:
                return silence(peer, count)
            arn = "<Arn>arn:aws:iam::111122223333:user/ana</Arn></GetCallerIdentityResult>"
            peer.send(answer(200, GOOD.split(b"\r\n\r\n")[1].decode().replace("</GetCallerIdentityResult>", arn)))

    with Server(play) as server:
        env = {"AWS_ENDPOINT_URL": server.url, "GITHUB_API_URL": server.url, "ONRAMP_SETUP": str(tmp_path / "onramp.yaml")}
        process = subprocess.Popen(
            [str(ONRAMP), *command, "--timeout", "3600"],
            env=surroundings(env, tmp_path),
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        until(lambda: any(b"GetCallerIdentity" not in request[3] for request in server.requests), "a request that waits")
        # The command has taken its signals by then, or dies of them as any program does.
        time.sleep(0.2)
        process.send_signal(number)
        _, err = process.communicate(timeout=LIMIT)
        code = process.returncode
    assert (128 - code if code < 0 else code) == 128 + number, err


# Hosts that a setup file chose


@pytest.mark.parametrize("variable", ["GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"])
def test_a_setup_file_alone_sends_no_token_to_its_host(domain, variable):
    planted = "gho_plantedTokenOfAnotherHost0000000000"
    with Server(script(answer(200, '{"login":"x"}'))) as server:
        domain.edit(github__api=server.url)
        checked = domain.check(env={"GH_TOKEN": None, "GITHUB_API_URL": None, "GH_HOST": None, variable: planted})
    assert checked["GH-01"]["status"] == "unknown", checked["GH-01"]
    assert "only the setup file names" in checked["GH-01"]["found"]
    assert server.requests == [], "neither it nor the Lambda's token is sent"
    assert f"GitHub is asked at {server.url}, as the setup file says" in checked.err


def test_a_host_that_the_operator_names_too_is_asked(domain):
    url = domain.exports["GITHUB_API_URL"]
    domain.edit(github__api=url)
    assert domain.check()["GH-01"]["status"] == "pass"


@pytest.mark.parametrize("url", ["http://api.github.com", "http://git.example/api/v3"])
def test_a_token_goes_nowhere_in_the_clear(domain, url):
    with Server(script(answer(200, "{}"))) as server:
        checked = domain.check(env={"GITHUB_API_URL": url, "http_proxy": server.url, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"})
    assert "plain http" in checked["GH-01"]["found"], checked["GH-01"]
    assert server.requests == []


def test_an_address_of_aws_that_came_with_a_folder_is_said_before_it_is_used(domain):
    """A configuration in the repository's folder, named by the folder's own settings."""
    url = domain.exports["AWS_ENDPOINT_URL"].replace("127.0.0.1", "localhost")
    folder = domain.home / "repository"
    folder.mkdir()
    (folder / "aws").write_text(f"[default]\nendpoint_url = {url}\ns3 =\n  addressing_style = path\n")
    ran = domain.onramp("check", "--json", cwd=folder, env={"AWS_CONFIG_FILE": "aws", "AWS_ENDPOINT_URL": None})
    assert f"AWS is called with your credentials at {url}, as profile default in aws says" in ran.err, ran.err
    assert json.loads(ran.out)["account"] == ACCOUNT
    home = domain.home / ".aws"
    home.mkdir()
    (home / "config").write_text(f"[default]\nendpoint_url = {url}\ns3 =\n  addressing_style = path\n")
    ran = domain.onramp("check", "--json", env={"AWS_CONFIG_FILE": None, "AWS_ENDPOINT_URL": None})
    assert "with your credentials" not in ran.err

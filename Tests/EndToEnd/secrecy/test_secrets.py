"""No secret leaves the program: not in what it prints, not in what it keeps, not on a command line."""

import os
import pathlib
import stat
import subprocess

import pytest

from support.killer import Door
from support.world import ACCOUNT, ONRAMP

LAMBDA_TOKEN = "github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000"


def secrets(world):
    """Everything that must be seen nowhere."""
    names = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GH_TOKEN")
    return [world.env[name] for name in names] + [LAMBDA_TOKEN]


def nothing_leaks(world, *texts):
    """None of the secrets, nor a piece of one that would do, stands in the texts or in the files."""
    for text in [*texts, *world.kept().values()]:
        for secret in secrets(world):
            assert secret not in text
            assert secret[6:-6] not in text


WHOLE_WAY = (
    ["check"],
    ["check", "--json"],
    ["plan"],
    ["plan", "--json"],
    ["plan", "--format", "cli"],
    ["setup", "--yes"],
    ["check", "--json"],
    ["plan", "--teardown", "--json"],
    ["plan", "--teardown", "--format", "cli"],
    ["teardown", "--confirm", ACCOUNT],
)


@pytest.mark.parametrize("seed", ["domain", "documents"])
def test_the_whole_way_leaks_nothing(world, seed):
    world.reset(seed)
    for command in WHOLE_WAY:
        ran = world.onramp(*command, "--log", str(world.home / "own.log"))
        assert ran.code in (0, 3), ran
        nothing_leaks(world, ran.out, ran.err)
    names = {file.name for file in world.kept()}
    assert {"journal.jsonl", "own.log"} <= names


def test_the_default_log_lies_in_the_state_folder_and_names_requests(ours):
    log = ours.home / "state" / "onramp" / "onramp.log"
    assert "CreateRole" in log.read_text()
    nothing_leaks(ours)


@pytest.mark.parametrize("do", ["deny", "throttle", "reset", "drop_answer", "status"])
def test_trouble_leaks_nothing(domain, do):
    domain.faults({"do": do, "skip": 3})
    for command in WHOLE_WAY[:1] + WHOLE_WAY[5:6]:
        ran = domain.onramp(*command, "--timeout", "2", env={"AWS_MAX_ATTEMPTS": "1"})
        nothing_leaks(domain, ran.out, ran.err)
        assert ran.code != 0


def test_credentials_that_are_refused_are_not_repeated(domain):
    wrong = "sandbox/planted/secret/key/abcdef0123456789"
    for command in (["check"], ["check", "--json"], ["setup", "--yes"]):
        ran = domain.onramp(*command, env={"AWS_SECRET_ACCESS_KEY": wrong, "AWS_SESSION_TOKEN": "planted-session-token-0123"})
        assert ran.code == 4
        for secret in (wrong, "planted-session-token-0123", wrong[5:-5]):
            assert secret not in ran.out + ran.err + "".join(domain.kept().values())
    domain.forgive()


def test_a_refused_github_token_is_not_repeated(domain):
    planted = "ghp_plantedTokenThatNobodyKnows000000000"
    ran = domain.onramp("check", "--json", env={"GH_TOKEN": planted})
    assert "GH-01" in ran.out
    assert planted not in ran.out + ran.err + "".join(domain.kept().values())


@pytest.mark.parametrize("name", ["AWS_SESSION_TOKEN", "AWS_SECRET_ACCESS_KEY", "GH_TOKEN"])
def test_a_service_that_echoes_a_secret_does_not_get_it_printed(domain, name):
    """A role named like the secret: AWS repeats the name in its refusal, as it might repeat anything."""
    secret = domain.env[name].replace("/", "-")
    env = {"AWS_SESSION_TOKEN": domain.env["AWS_SESSION_TOKEN"], name: secret}
    if name == "AWS_SECRET_ACCESS_KEY":
        env["AWS_ACCESS_KEY_ID"], env["AWS_SESSION_TOKEN"] = _own_key(domain)
        secret = env[name] = domain.own_secret
    domain.edit(access__role=secret)
    domain.faults({"service": "iam", "operation": "GetRole", "do": "deny"})
    checked = domain.check(env=env)
    finding = checked["TRUST-01"]
    assert finding["status"] == "unknown", finding
    assert "not authorized" in finding["found"]
    assert secret not in finding["found"] + finding["needed"]
    assert secret not in "".join(domain.kept().values())


def _own_key(domain):
    """A user with a key whose secret can be a role's name; an IAM user has no session token."""
    iam = domain.boto("iam")
    iam.create_user(UserName="ana")
    key = iam.create_access_key(UserName="ana")["AccessKey"]
    domain.own_secret = key["SecretAccessKey"]
    return key["AccessKeyId"], None


def test_no_secret_is_on_a_command_line_or_in_a_childs(domain):
    """Every process of the program, looked at while its first requests wait."""
    seen = []
    me = str(ONRAMP)

    def look():
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                line = (folder / "cmdline").read_bytes().decode(errors="replace")
                parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
            except OSError:
                continue
            if me in line or parent == str(process.pid):
                seen.append(line)
        return True

    door = Door(domain.exports["AWS_ENDPOINT_URL"], look)
    process = subprocess.Popen(
        [me, "setup", "--yes"], env={**domain.env, "AWS_ENDPOINT_URL": door.url}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    out, err = process.communicate(timeout=120)
    door.close()
    assert process.returncode == 0, err
    assert len(seen) > 10
    nothing_leaks(domain, out, err, *seen)


@pytest.mark.parametrize("umask", ["000", "022", "077"])
def test_what_is_kept_is_for_its_owner_only(domain, umask):
    command = ["sh", "-c", f"umask {umask}; exec {ONRAMP} setup --yes"]
    subprocess.run(command, env=domain.env, check=True, capture_output=True, timeout=120)
    state = domain.home / "state"
    found = list(state.rglob("*"))
    assert {path.name for path in found} >= {"onramp.log", "journal.jsonl", "churn", ACCOUNT}
    for path in found:
        mode = stat.S_IMODE(os.stat(path).st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), (path, oct(mode))


def test_a_log_behind_a_link_is_not_followed(domain):
    target = domain.home / "precious"
    target.write_text("untouched")
    (domain.home / "link.log").symlink_to(target)
    domain.onramp("check", "--log", str(domain.home / "link.log"))
    assert target.read_text() == "untouched"

"""Credentials and configuration when things go wrong (C of the fault list), each with real files and sockets."""

import contextlib
import hashlib
import json
import pathlib
import signal
import subprocess
import time
import urllib.parse

import botocore.credentials
import botocore.session
import botocore.utils
import pexpect
import pytest

from support.faulty import GOOD, HOME, Between, Server, answer, json_error, onramp, operation, query_error, script, surroundings
from support.waiting import LIMIT, until
from support.world import ONRAMP

NOBODY = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None}
KEYS = json.dumps(
    {
        "Code": "Success",
        "AccessKeyId": "ASIAMACHINE",
        "SecretAccessKey": "canary-machine-secret",
        "Token": "canary-machine-token",
        "Expiration": "2099-01-01T00:00:00Z",
    }
)


def report(env, code, home=HOME):
    """The report of aws-config without keys in the environment; no secret of the machine is in it."""
    ran = onramp("aws-config", "--json", env={**NOBODY, **env}, home=home)
    assert ran.code == code, ran
    assert "canary" not in ran.out + ran.err
    return json.loads(ran.out)


def said(found):
    return found["trail"][-1]["said"]


# C01, C02: the metadata service of an instance


def metadata(**changes):
    """A metadata service; `changes` replaces what is done at token, list or keys."""
    plays = {"token": answer(200, "tok"), "list": answer(200, "role-name\n"), "keys": answer(200, KEYS)} | changes

    def play(peer, _):
        while (request := peer.read()) is not None:
            what = "token" if request[0] == "PUT" else "list" if request[1].endswith("/") else "keys"
            step = plays[what]
            if isinstance(step, list):
                step = step.pop(0) if len(step) > 1 else step[0]
            if callable(step):
                return step(peer)
            peer.send(step)

    return play


def instance(play, code, **env):
    with Server(play) as server:
        found = report({"AWS_EC2_METADATA_DISABLED": None, "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url, **env}, code)
        return found, server


def hang(peer):
    """Longer than the program is let run: whoever ends before has given up by itself."""
    peer.server.stopped.wait(2 * LIMIT)


def test_C01_nothing_anywhere():
    found, _ = instance(metadata(token=hang, list=hang), 4)
    assert [entry["source"] for entry in found["trail"]][-1] == "instance metadata"
    assert "no answer in time" in said(found)
    dead = report({"AWS_EC2_METADATA_DISABLED": None, "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1"}, 4)
    assert "cannot connect" in said(dead)


def test_C02_a_token_first_then_the_role():
    found, server = instance(metadata(), 0)
    assert found["credentials"]["source"] == "instance metadata: role role-name"
    assert found["credentials"]["access_key"] == "ASIA…HINE"
    put, listing, keys = server.requests
    assert put[0] == "PUT" and put[2]["x-aws-ec2-metadata-token-ttl-seconds"] == "21600"
    assert listing[2]["x-aws-ec2-metadata-token"] == keys[2]["x-aws-ec2-metadata-token"] == "tok"


def test_C02_a_token_that_hangs_falls_back_to_the_older_way_unless_that_is_off():
    found, server = instance(metadata(token=hang), 0)
    assert "x-aws-ec2-metadata-token" not in server.requests[-1][2]
    found, server = instance(metadata(token=hang), 4, AWS_EC2_METADATA_V1_DISABLED="true")
    assert "older way is off" in said(found) and len(server.requests) == 1


@pytest.mark.parametrize(
    "changes, code, what",
    [
        ({"token": answer(403)}, 4, "disabled (403)"),
        ({"token": answer(400)}, 4, "bad (400)"),
        ({"token": [answer(500), answer(200, "t")]}, 0, ""),
        ({"list": [answer(401), answer(200, "r")]}, 0, ""),
        ({"list": answer(404)}, 4, "no role"),
        ({"list": answer(200, "")}, 4, "no role"),
        ({"keys": answer(200, "<html>")}, 4, "no JSON"),
        ({"keys": [answer(503), answer(200, KEYS)]}, 0, ""),
        (
            {"keys": answer(200, '{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role"}')},
            4,
            "AssumeRoleUnauthorizedAccess",
        ),
    ],
)
def test_C02_answers(changes, code, what):
    found, _ = instance(metadata(**changes), code)
    assert what in (said(found) if code else "")


def test_C02_keys_beyond_their_end_are_used_all_the_same():
    found, _ = instance(metadata(keys=answer(200, KEYS.replace("2099", "2001"))), 0)
    assert found["credentials"]["expires"].startswith("2001")
    assert any("ended" in remark for remark in found["remarks"])


def test_C02_disabled_sends_nothing():
    _, server = instance(metadata(), 4, AWS_EC2_METADATA_DISABLED="true")
    assert server.connections == 0


# C03: a container's endpoint


def container(env, code, *answers):
    with Server(script(*(answers or [answer(200, KEYS)]))) as server:
        env = {name: value.replace("URL", server.url) for name, value in env.items()}
        return report(env, code), server


FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI"


def test_C03_plain_http_to_elsewhere_is_refused():
    assert "in the clear" in said(report({FULL: "http://example.com/c"}, 4))
    assert "no path" in said(report({"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@example.com/"}, 4))


def test_C03_the_token_comes_from_its_file_and_holds_no_line_break(tmp_path):
    file = tmp_path / "token"
    file.write_text("from-file")
    env = {FULL: "URL/c", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "from-variable", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(file)}
    found, server = container(env, 0)
    assert server.requests[0][2]["authorization"] == "from-file"
    file.write_text("a\r\nX-Evil: 1")
    found, server = container(env, 4)
    assert "line break" in said(found) and server.connections == 0


@pytest.mark.parametrize(
    "answers, code, count",
    [
        ([answer(500), answer(500), answer(200, KEYS)], 0, 3),
        ([answer(429), answer(200, KEYS)], 0, 2),
        ([answer(404)], 4, 1),
        ([answer(500)], 4, 3),
        ([answer(200, "no")], 4, 1),
    ],
)
def test_C03_answers(answers, code, count):
    _, server = container({FULL: "URL/c"}, code, *answers)
    assert len(server.requests) == count


# C04: a program of the operator's own


def program(tmp_path, command, code=4, **more):
    """What a profile with that credential_process gives."""
    config = tmp_path / "config"
    config.write_text(f"[profile own]\ncredential_process = {command}\n")
    return report({"AWS_CONFIG_FILE": str(config), "AWS_PROFILE": "own", **more}, code)


def printing(tmp_path, **members):
    """A command that prints such credentials."""
    file = tmp_path / "printed"
    file.write_text(json.dumps({"Version": 1, "AccessKeyId": "AKIAPROGRAM0", "SecretAccessKey": "canary-p", **members}))
    return f"cat {file}"


LEAK = "Zm9vYmFyQmF6MTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3Bx"


@pytest.mark.parametrize(
    "command, what",
    [
        ("sh -c 'echo sorry >&2; exit 3'", "ended with code 3: sorry"),
        ("kill -9 $$", "ended with code 137"),
        ("/no/such/program", "ended with code 127"),
        ("true", "printed no JSON object"),
        ("echo '[]'", "printed no JSON object"),
        ("""echo '{"Version":2}'""", "another version than 1"),
        ("""echo '{"Version":1,"AccessKeyId":"AKIA"}'""", "no SecretAccessKey"),
        ("head -c 50000000 /dev/zero", "more than 64 KiB"),
        ("sh -c 'head -c 50000000 /dev/zero >&2'", "more than 64 KiB"),
        ("sh -c 'read answer < /dev/tty'", "ended with code"),
    ],
)
def test_C04_a_program_that_gives_no_credentials_is_named_with_its_profile(tmp_path, command, what):
    found = program(tmp_path, command)
    assert said(found).startswith("credential_process of profile own ") and what in said(found), found


@pytest.mark.parametrize(
    "members, what",
    [
        ({"Expiration": "2001-01-01T00:00:00Z"}, "ended 2001-01-01T00:00:00Z"),
        ({"Expiration": "soon"}, "no time"),
        ({"SecretAccessKey": "a\nb"}, "line breaks"),
    ],
)
def test_C04_credentials_that_cannot_be_used(tmp_path, members, what):
    assert what in said(program(tmp_path, printing(tmp_path, **members)))


def test_C04_a_secret_on_standard_error_is_not_repeated(tmp_path):
    found = program(tmp_path, f"sh -c 'echo cannot write SecretAccessKey={LEAK} to /opt/Company2/tools/a/b/c/d/e/f >&2; exit 1'")
    assert LEAK not in json.dumps(found) and "cannot write" in said(found) and "/opt/Company2/tools/a/b/c/d/e/f" in said(found)


def test_C04_quotes_and_blanks_are_the_shells(tmp_path):
    file = tmp_path / "with blanks 'and' quotes"
    file.write_text(json.dumps({"Version": 1, "AccessKeyId": "AKIAPROGRAM0", "SecretAccessKey": "canary-p"}))
    script_ = tmp_path / "a program"
    script_.write_text('#!/bin/sh\ncat "$1"\n')
    script_.chmod(0o700)
    found = program(tmp_path, f'"{script_}" "{file}"', 0)
    assert found["credentials"]["access_key"] == "AKIA…RAM0"


def children(pid):
    """The processes of a process, as (pid, state)."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:2]
            if int(parent) == pid:
                found.append((int(folder.name), state))
    return found


def test_C04_a_program_that_hangs_is_stopped_with_all_it_started(tmp_path):
    """The minute it is given is the one that runs here."""
    config, pid = tmp_path / "config", tmp_path / "pid"
    config.write_text(f"[default]\ncredential_process = sh -c 'sleep 1000 & echo $! > {pid}; wait'\n")
    process = subprocess.Popen(
        [str(ONRAMP), "aws-config", "--json"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        env=surroundings({**NOBODY, "AWS_CONFIG_FILE": str(config)}),
    )
    states = set()
    started = time.monotonic()
    while process.poll() is None and time.monotonic() - started < 90:
        states |= {state for _, state in children(process.pid)}
        time.sleep(0.2)
    out = process.communicate(timeout=LIMIT)[0]
    assert process.returncode == 4 and "gave nothing within 60 s and was stopped" in said(json.loads(out)), out
    assert "Z" not in states, "a zombie was left while it ran"
    # Whoever adopts orphans here may leave what is dead in the table of processes.
    with contextlib.suppress(OSError):
        state = pathlib.Path(f"/proc/{pid.read_text().strip()}/stat").read_text().rsplit(")", 1)[1].split()[0]
        assert state == "Z", "what the program started lives on"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_C04_a_hanging_program_can_be_left_at_once(tmp_path, number):
    (tmp_path / "config").write_text(f"[default]\ncredential_process = sh -c 'echo > {tmp_path}/begun; sleep 1000'\n")
    child = pexpect.spawn(
        str(ONRAMP), ["aws-config"], cwd="/", timeout=LIMIT, env=surroundings({**NOBODY, "AWS_CONFIG_FILE": str(tmp_path / "config")})
    )
    until((tmp_path / "begun").exists, "the program begins")
    if number == signal.SIGINT:
        child.sendintr()
    else:
        child.kill(number)
    child.expect(pexpect.EOF)
    child.close()
    assert child.signalstatus == number or child.exitstatus == 128 + number


def test_C04_a_program_that_asks_is_let_ask_before_the_screen_is_up_and_not_while_it_is(tmp_path):
    """Its first run has the terminal; when its credentials are refused later, the keys are the screen's."""
    asks = tmp_path / "asks"
    asks.write_text(
        "#!/bin/sh\nprintf 'password of the vault: ' > /dev/tty || exit 7\nread word < /dev/tty || exit 8\n"
        f'echo "$word" > {tmp_path}/word\n'
        'echo \'{"Version":1,"AccessKeyId":"AKIAPROGRAM0","SecretAccessKey":"canary-p"}\'\n'
    )
    asks.chmod(0o700)
    config = tmp_path / "own"
    config.write_text(f"[profile own]\ncredential_process = {asks}\n")
    (tmp_path / "onramp.yaml").write_text(SETUP)
    with Server(script(IDENTITY, query_error(403, "ExpiredToken"))) as sts:
        env = {
            **NOBODY,
            "AWS_CONFIG_FILE": str(config),
            "AWS_PROFILE": "own",
            "AWS_ENDPOINT_URL_STS": sts.url,
            "TERM": "xterm",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
            "GITHUB_API_URL": "http://127.0.0.1:1",
            "AWS_MAX_ATTEMPTS": "1",
        }
        child = pexpect.spawn(
            str(ONRAMP),
            ["--setup", str(tmp_path / "onramp.yaml")],
            env=surroundings(env, tmp_path),
            cwd="/",
            encoding="utf-8",
            timeout=LIMIT,
            dimensions=(40, 120),
        )
        child.expect("password of the vault: ")
        child.send("sesame\r")
        child.expect("111122223333")
        assert (tmp_path / "word").read_text() == "sesame\n"
        child.close(force=True)


# A sign-in by `aws login`


def console_sign_in(tmp_path, token, code=0, **env):
    """A profile with login_session, whose credentials botocore's own classes wrote."""
    session = "arn:aws:sts::111122223333:assumed-role/Admin/ana"
    folder = tmp_path / ".aws" / "login" / "cache"
    (tmp_path / ".aws").mkdir(exist_ok=True)
    (tmp_path / ".aws" / "config").write_text(f"[profile p]\nlogin_session = {session}\n")
    if token is not None:
        loader = botocore.credentials.LoginTokenLoader(botocore.utils.JSONFileCache(str(folder)))
        loader.save_token(session, token)
    return report({"AWS_PROFILE": "p", **env}, code, tmp_path), folder


def login_token(end, **members):
    return {
        "accessToken": {
            "accessKeyId": "ASIALOGIN000",
            "secretAccessKey": "canary-l",
            "sessionToken": "canary-t",
            "accountId": "111122223333",
            "expiresAt": end,
            **members,
        },
        "refreshToken": "canary-r",
        "dpopKey": "canary-d",
        "clientId": "arn:aws:signin:::devtools/same-device",
    }


def test_what_aws_login_left_is_used_and_left_as_it_is(tmp_path):
    found, folder = console_sign_in(tmp_path, login_token("2099-01-01T00:00:00Z"))
    assert found["credentials"] == {
        "source": "aws login of profile p",
        "access_key": "ASIA…N000",
        "account": "111122223333",
        "expires": "2099-01-01T00:00:00Z",
    }
    (kept,) = folder.iterdir()
    assert json.loads(kept.read_text()) == login_token("2099-01-01T00:00:00Z")


@pytest.mark.parametrize(
    "token, what",
    [
        (None, "run: aws login --profile p"),
        (login_token("2001-01-01T00:00:00Z"), "ended 2001-01-01T00:00:00Z"),
        (login_token("x"), "no time"),
        (login_token("2099-01-01T00:00:00Z", secretAccessKey=""), "no secretAccessKey"),
        ({"refreshToken": "canary"}, "no expiresAt"),
    ],
)
def test_what_aws_login_left_and_cannot_be_used_says_what_to_run(tmp_path, token, what):
    found, _ = console_sign_in(tmp_path, token, 4)
    assert what in said(found)
    if token is not None:
        assert "aws configure export-credentials --profile p --format process" in said(found)


# C05: a sign-in


def sign_in(tmp_path, cache=None, session=True, answers=None, code=0, oidc=None):
    """A profile with a sign-in, its cache, and services that answer."""
    home = tmp_path / "home"
    folder = home / ".aws" / "sso" / "cache"
    folder.mkdir(parents=True)
    where = "sso_session = s\n" if session else "sso_start_url = https://x.example/start\nsso_region = eu-west-1\n"
    (home / ".aws" / "config").write_text(
        f"[profile p]\n{where}sso_account_id = 111122223333\nsso_role_name = Admin\n"
        "[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://x.example/start\n"
    )
    file = folder / (hashlib.sha1(b"s" if session else b"https://x.example/start").hexdigest() + ".json")
    if cache is not None:
        file.write_text(cache if isinstance(cache, str) else json.dumps(cache))
    good = json_error(
        200,
        json.dumps(
            {
                "roleCredentials": {
                    "accessKeyId": "ASIASIGNIN",
                    "secretAccessKey": "canary-s",
                    "sessionToken": "canary-t",
                    "expiration": 4070908800000,
                }
            }
        ),
    )
    with (
        Server(script(*(answers or [good]))) as portal,
        Server(script(oidc or json_error(400, '{"error":"invalid_grant"}', [("x-amzn-ErrorType", "InvalidGrantException")]))) as tokens,
    ):
        found = report({"AWS_PROFILE": "p", "AWS_ENDPOINT_URL_SSO": portal.url, "AWS_ENDPOINT_URL_SSO_OIDC": tokens.url}, code, home)
    return found, portal, tokens, file


GOOD_CACHE = {
    "accessToken": "canary-access",
    "expiresAt": "2099-01-01T00:00:00Z",
    "startUrl": "https://x.example/start",
    "region": "eu-west-1",
}
REFRESH = {
    **GOOD_CACHE,
    "expiresAt": "2001-01-01T00:00:00Z",
    "refreshToken": "canary-refresh",
    "clientId": "id",
    "clientSecret": "canary-client",
    "registrationExpiresAt": "2099-01-01T00:00:00Z",
}


@pytest.mark.parametrize("session", [True, False])
def test_C05_both_forms(tmp_path, session):
    found, portal, _, _ = sign_in(tmp_path, GOOD_CACHE, session)
    assert "role Admin in account 111122223333" in found["credentials"]["source"]
    method, target, headers, _ = portal.requests[0]
    assert headers["x-amz-sso_bearer_token"] == "canary-access" and "authorization" not in headers
    assert "role_name=Admin" in target and "account_id=111122223333" in target


@pytest.mark.parametrize(
    "cache",
    [
        None,
        "",
        '{"accessToken":"canary',
        {**GOOD_CACHE, "expiresAt": "2001-01-01T00:00:00Z"},
        {**GOOD_CACHE, "expiresAt": "2019-01-01T00:00:00UTC"},
        REFRESH,
    ],
)
def test_C05_a_sign_in_that_is_over_says_how_to_sign_in(tmp_path, cache):
    found, portal, _, file = sign_in(tmp_path, cache, code=4)
    assert "aws sso login --profile p" in said(found)
    assert portal.connections == 0
    if cache is not None:
        assert file.read_text() == (cache if isinstance(cache, str) else json.dumps(cache)), "the cache was changed"


def test_C05_a_token_is_renewed_and_kept(tmp_path):
    new = json_error(200, json.dumps({"accessToken": "canary-new", "expiresIn": 3600, "refreshToken": "canary-next"}))
    found, portal, tokens, file = sign_in(tmp_path, REFRESH, oidc=new)
    sent = json.loads(tokens.requests[0][3])
    assert sent["grantType"] == "refresh_token" and sent["refreshToken"] == "canary-refresh"
    assert portal.requests[0][2]["x-amz-sso_bearer_token"] == "canary-new"
    kept = json.loads(file.read_text())
    assert kept["accessToken"] == "canary-new" and kept["refreshToken"] == "canary-next" and kept["clientId"] == "id"
    assert file.stat().st_mode & 0o777 == 0o600 and len(list(file.parent.iterdir())) == 1


@pytest.mark.parametrize(
    "answers, code, count, what",
    [
        ([json_error(401, '{"message":"x"}', [("x-amzn-ErrorType", "UnauthorizedException")])], 4, 1, "aws sso login"),
        ([json_error(403, '{"message":"no"}', [("x-amzn-ErrorType", "ForbiddenException")])], 4, 1, "Admin"),
        ([json_error(429, '{"message":"x"}', [("x-amzn-ErrorType", "TooManyRequestsException")])], 4, 3, "TooManyRequests"),
        ([json_error(500, "{}")], 4, 3, ""),
    ],
)
def test_C05_the_portal_says_no(tmp_path, answers, code, count, what):
    found, portal, _, _ = sign_in(tmp_path, GOOD_CACHE, answers=answers, code=code)
    assert what in said(found) and len(portal.requests) == count


def test_C05_a_cache_that_is_no_file(tmp_path):
    (tmp_path / "home" / ".aws" / "sso" / "cache" / (hashlib.sha1(b"s").hexdigest() + ".json")).mkdir(parents=True)
    (tmp_path / "home" / ".aws" / "config").write_text(
        "[profile p]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = Admin\n"
        "[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://x.example/start\n"
    )
    assert "aws sso login --profile p" in said(report({"AWS_PROFILE": "p"}, 4, tmp_path / "home"))


def test_C05_why_a_token_was_not_renewed_is_said(tmp_path):
    found, _, tokens, _ = sign_in(tmp_path, REFRESH, code=4)
    assert "was not renewed (refused: sso-oidc CreateToken: InvalidGrantException" in said(found) and len(tokens.requests) == 1


# C06: a web identity


def web_identity(token, *answers, code=0):
    env = {"AWS_WEB_IDENTITY_TOKEN_FILE": str(token), "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r", "AWS_ROLE_SESSION_NAME": "ana"}
    with Server(script(*answers)) as sts:
        return report({**env, "AWS_ENDPOINT_URL_STS": sts.url}, code), sts


ASSUMED = answer(
    200,
    "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAWEB0000</AccessKeyId>"
    "<SecretAccessKey>canary-w</SecretAccessKey><SessionToken>canary-t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>"
    "</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>",
)


def test_C06_the_token_of_the_file_is_sent_unsigned(tmp_path):
    token = tmp_path / "token"
    token.write_text("canary.jwt.text\n")
    found, sts = web_identity(token, ASSUMED)
    assert found["credentials"]["source"] == "web identity"
    assert b"WebIdentityToken=canary.jwt.text&" in sts.requests[0][3] + b"&" and "authorization" not in sts.requests[0][2]


@pytest.mark.parametrize(
    "content, answers, what",
    [
        (None, [ASSUMED], "is not there"),
        ("", [ASSUMED], "is empty"),
        ("t" * 20, [query_error(400, "InvalidIdentityToken")], "InvalidIdentityToken"),
        ("t" * 20, [query_error(400, "ExpiredTokenException")], "expired"),
    ],
)
def test_C06_what_can_be_wrong_with_it(tmp_path, content, answers, what):
    token = tmp_path / "token"
    if content is not None:
        token.write_text(content)
    found, _ = web_identity(token, *answers, code=4)
    assert what in said(found)


def test_C06_a_token_that_was_changed_is_read_anew(tmp_path):
    """Kubernetes writes another token into the file; what it gave before has ended."""
    token = tmp_path / "token"
    token.write_text("first")

    def ended(peer):
        token.write_text("second")
        peer.send(query_error(403, "ExpiredToken"))

    env = {**NOBODY, "AWS_WEB_IDENTITY_TOKEN_FILE": str(token), "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r"}
    with Server(script(ASSUMED, ended, ASSUMED.replace(b"ASIAWEB0000", b"ASIAWEB0001"), GOOD)) as sts:
        ran = onramp("aws-call", "sts", "GetCallerIdentity", env={**env, "AWS_ENDPOINT_URL": sts.url})
        assert ran.code == 0, ran
        bodies = [dict(urllib.parse.parse_qsl(request[3].decode())) for request in sts.requests]
        assert [body.get("WebIdentityToken") for body in bodies] == ["first", None, "second", None]


@pytest.mark.proves("S40")
def test_C06_an_identity_provider_that_did_not_answer_sts_is_asked_again(tmp_path):
    token = tmp_path / "token"
    token.write_text("t" * 20)
    busy = query_error(400, "IDPCommunicationError")
    found, sts = web_identity(token, busy, ASSUMED)
    assert found["credentials"]["source"] == "web identity" and len(sts.requests) == 2
    found, sts = web_identity(token, busy, code=4)
    assert "IDPCommunicationError" in said(found) and len(sts.requests) == 3


# C07: profiles that lead to each other


@pytest.mark.parametrize(
    "config, what",
    [
        ("[default]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = default\n", "default → b → default"),
        ("[default]\nrole_arn = r\nsource_profile = gone\n", "source_profile of default is gone"),
        ("[default]\nrole_arn = r\n", "neither source_profile nor credential_source"),
        ("[default]\nrole_arn = r\nsource_profile = b\ncredential_source = Environment\n", "both source_profile and credential_source"),
        ("[default]\nrole_arn = r\nsource_profile = default\n", "its own source_profile and has no access key"),
        (
            "[default]\nrole_arn = r\nsource_profile = b\n[profile b]\nregion = us-east-1\n",
            "profile b, the source of default, names no credentials",
        ),
        ("[default]\nrole_arn = r\ncredential_source = Elsewhere\n", "none of Environment"),
    ],
)
def test_C07_a_source_that_leads_nowhere_is_named(tmp_path, config, what):
    (tmp_path / "config").write_text(config)
    assert what in said(report({"AWS_CONFIG_FILE": str(tmp_path / "config")}, 4))


def test_C07_a_profile_may_be_its_own_source_with_keys(tmp_path):
    (tmp_path / "config").write_text(
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = default\n"
        "aws_access_key_id = AKIASELF0000\naws_secret_access_key = canary-b\n"
    )
    with Server(script(ASSUMED_ROLE)) as sts:
        found = report({"AWS_CONFIG_FILE": str(tmp_path / "config"), "AWS_ENDPOINT_URL_STS": sts.url}, 0)
        assert "from profile default" in found["credentials"]["source"]
        assert "Credential=AKIASELF0000/" in sts.requests[0][2]["authorization"]


# C08: a device's code


@pytest.mark.parametrize("more", [{}, {"ExternalId": "ext:1/x", "DurationSeconds": 3600, "RoleSessionName": "ana"}])
def test_C08_the_session_of_the_aws_command_is_used(tmp_path, more):
    """The aws command has asked for the code; botocore says under which name it keeps the session."""
    role, device = "arn:aws:iam::111122223333:role/r", "arn:aws:iam::111122223333:mfa/ana"
    arguments = {**more, "SerialNumber": device}
    fetcher = botocore.credentials.AssumeRoleCredentialFetcher(None, None, role, extra_args=dict(arguments), cache={})
    folder = tmp_path / ".aws" / "cli" / "cache"
    folder.mkdir(parents=True)
    (folder / f"{fetcher._create_cache_key()}.json").write_text(
        json.dumps(
            {
                "Credentials": {
                    "AccessKeyId": "ASIACOMMAND0",
                    "SecretAccessKey": "canary-c",
                    "SessionToken": "canary-t",
                    "Expiration": "2099-01-01T00:00:00UTC",
                }
            }
        )
    )
    config = {
        "role_arn": role,
        "source_profile": "base",
        "mfa_serial": device,
        "external_id": more.get("ExternalId"),
        "duration_seconds": more.get("DurationSeconds"),
        "role_session_name": more.get("RoleSessionName"),
    }
    lines = "\n".join(f"{name} = {value}" for name, value in config.items() if value)
    (tmp_path / ".aws" / "config").write_text(
        f"[default]\n{lines}\n[profile base]\naws_access_key_id = AKIA\naws_secret_access_key = canary-b\n"
    )
    found = report({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, 0, tmp_path)
    assert found["credentials"]["access_key"] == "ASIA…AND0" and "aws command" in found["credentials"]["source"]


ASSUMED_ROLE = ASSUMED.replace(b"WithWebIdentity", b"")
ASSUMED_ROLE = answer(200, ASSUMED_ROLE.partition(b"\r\n\r\n")[2])
WRONG_CODE = query_error(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.")


def on_a_terminal(tmp_path, *answers, command=("aws-config",), **more):
    """The program on a terminal with a profile that needs a code; pexpect, and what STS was asked."""
    config = tmp_path / "config"
    config.write_text(
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/ana\n"
        "[profile base]\naws_access_key_id = AKIA\naws_secret_access_key = canary-b\n"
    )
    server = Server(script(*answers))
    env = {**NOBODY, "AWS_CONFIG_FILE": str(config), "AWS_ENDPOINT_URL_STS": server.url, "TERM": "xterm", **more}
    child = pexpect.spawn(
        str(ONRAMP),
        list(command),
        env=surroundings(env, tmp_path),
        cwd="/",
        encoding="utf-8",
        timeout=LIMIT,
        echo=True,
        dimensions=(40, 120),
    )
    return child, server


def test_C08_a_wrong_code_is_asked_for_again_and_none_is_shown(tmp_path):
    child, server = on_a_terminal(tmp_path, WRONG_CODE, ASSUMED_ROLE)
    with server:
        for code in ("111111", "222\x7f2222"):
            child.expect("mfa/ana for profile default")
            child.waitnoecho()
            child.send(code + "\r")
        child.expect("ASIA…0000")
        child.expect(pexpect.EOF)
        assert "111111" not in child.before and "2222" not in child.before
        child.close()
        assert child.exitstatus == 0
        codes = [dict(urllib.parse.parse_qsl(request[3].decode()))["TokenCode"] for request in server.requests]
        assert codes == ["111111", "222222"]


@pytest.mark.parametrize("key", ["\r", "\x03"])
def test_C08_giving_up_leaves_the_terminal_as_it_was(tmp_path, key):
    child, server = on_a_terminal(tmp_path, ASSUMED_ROLE)
    with server:
        child.expect("gives up")
        child.waitnoecho()
        child.send(key)
        child.expect("needs a code")
        assert child.getecho()
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 4 and server.requests == []


SETUP = """version: 1
name: churn
region: us-east-1
github:
  owner: octo-org
  repository: sagemaker-churn
"""
IDENTITY = answer(
    200,
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>"
    "<Arn>arn:aws:sts::111122223333:assumed-role/r/ana</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
)


def wizard(tmp_path, *answers, command=(), **more):
    """As `on_a_terminal`, for what asks AWS and GitHub more than once; nothing but STS answers."""
    setup = tmp_path / "onramp.yaml"
    setup.write_text(SETUP)
    nowhere = "http://127.0.0.1:1"
    return on_a_terminal(
        tmp_path,
        *answers,
        command=(*command, "--setup", str(setup)),
        AWS_ENDPOINT_URL=nowhere,
        GITHUB_API_URL=nowhere,
        AWS_MAX_ATTEMPTS="1",
        GH_TOKEN="canary-of-a-github-token",
        **more,
    )


def asked_for(server, name):
    return sum(operation(request) == name for request in server.requests)


@pytest.mark.parametrize("command", [(), ("--plain",), ("check", "--color", "never")])
def test_C08_the_code_is_asked_for_once_in_a_run_and_before_the_screen_is_up(tmp_path, command):
    child, server = wizard(tmp_path, WRONG_CODE, ASSUMED_ROLE, IDENTITY, command=command)
    with server:
        for code in ("111111", "222222"):
            child.expect("mfa/ana for profile default")
            child.waitnoecho()
            child.send(code + "\r")
        if "check" not in command:
            child.expect("111122223333")
            child.send("q\r" if command else "q")
            child.expect([pexpect.EOF, "(?i)leave|quit|end"])
            child.send("y\r" if command else "y")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus in (0, 3), child.before
        assert asked_for(server, "AssumeRole") == 2, "a wrong code and a right one"
        assert asked_for(server, "GetCallerIdentity") >= 1


@pytest.mark.proves("T03", "T16", "T17")
@pytest.mark.parametrize("raw", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"], ids=["silence", "headers, then silence"])
def test_a_wizard_whose_requests_hang_can_be_left_at_once(tmp_path, raw):
    def play(peer, _):
        peer.read()
        peer.send(raw)
        hang(peer)

    (tmp_path / "onramp.yaml").write_text(SETUP)
    with Server(play) as server:
        env = {"AWS_ENDPOINT_URL": server.url, "GITHUB_API_URL": server.url, "TERM": "xterm", "GH_TOKEN": "canary-of-a-github-token"}
        child = pexpect.spawn(
            str(ONRAMP),
            ["--setup", str(tmp_path / "onramp.yaml")],
            env=surroundings(env, tmp_path),
            cwd="/",
            encoding="utf-8",
            timeout=LIMIT,
            dimensions=(40, 120),
        )
        child.expect("churn|octo-org|Welcome|onramp")
        until(lambda: server.requests, "a request")
        child.send("q")
        child.expect([pexpect.EOF, "(?i)leave|quit|end"])
        child.send("y")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus is not None, "it ended by itself"


@pytest.mark.parametrize("command", [(), ("--plain",), ("check",), ("setup", "--yes"), ("plan",)])
def test_C08_no_code_is_the_end_of_it_and_is_asked_for_once_only(tmp_path, command):
    child, server = wizard(tmp_path, ASSUMED_ROLE, command=command)
    with server:
        child.expect("gives up")
        child.waitnoecho()
        child.send("\r")
        child.expect(pexpect.EOF)
        assert "gives up" not in child.before, "asked again"
        assert "needs a code of arn:aws:iam::111122223333:mfa/ana" in child.before
        child.close()
        assert child.exitstatus == 4 and server.requests == []


@pytest.mark.parametrize("command", [("check",), ("setup", "--yes"), ("plan",), ("teardown", "--confirm", "111122223333")])
def test_C08_without_a_terminal_the_error_says_what_to_run(tmp_path, command):
    config = tmp_path / "config"
    config.write_text(
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/ana\n"
        "[profile base]\naws_access_key_id = AKIA\naws_secret_access_key = canary-b\n"
    )
    (tmp_path / "onramp.yaml").write_text(SETUP)
    ran = onramp(
        *command,
        "--setup",
        str(tmp_path / "onramp.yaml"),
        home=tmp_path,
        env={**NOBODY, "AWS_CONFIG_FILE": str(config), "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "GITHUB_API_URL": "http://127.0.0.1:1"},
    )
    assert ran.code == 4, ran
    assert "mfa/ana" in ran.out + ran.err and "run: aws sts get-caller-identity --profile default" in ran.out + ran.err, ran


# C09, C10, C13: files, Regions, variables


@pytest.mark.parametrize(
    "content, region",
    [
        (b"\xef\xbb\xbf[default]\r\nregion = eu-west-1\r\n", "eu-west-1"),
        (b"[default]\nregion=eu-west-1 # home\n", "eu-west-1"),
        (b'[profile "p q"]\nregion = eu-west-1\n', "eu-west-1"),
        (b"[default]\nx = " + b"y" * (1 << 20) + b"\nregion = eu-west-1\n", "eu-west-1"),
        (b"[default]\nname = \xff\xfe\nregion = eu-west-1\n", "eu-west-1"),
        (b"[default]\ns3 =\n  addressing_style = path\nregion = eu-west-1\n", "eu-west-1"),
        (b"[default\nregion = eu-west-1\n", None),
        (b"region = eu-west-1\n", None),
        (b"[default]\nregion\n", None),
    ],
)
def test_C09_config_files(tmp_path, content, region):
    file = tmp_path / "config"
    file.write_bytes(content)
    env = {"AWS_CONFIG_FILE": str(file), "AWS_REGION": None, "AWS_PROFILE": "p q" if b"p q" in content else None}
    ran = onramp("aws-config", "--json", env=env)
    assert ran.code == (0 if region else 2), ran
    if region:
        assert json.loads(ran.out)["region"]["value"] == region
    else:
        assert f"{file}:" in ran.err, ran


def test_C09_a_folder_and_a_path_with_a_tilde(tmp_path):
    assert onramp("aws-config", env={"AWS_CONFIG_FILE": str(tmp_path)}).code == 2
    (tmp_path / "c").write_text("[default]\nregion = eu-west-1\n")
    ran = onramp("aws-config", "--json", env={"AWS_CONFIG_FILE": "~/c", "AWS_REGION": None}, home=tmp_path)
    assert json.loads(ran.out)["region"] == {"value": "eu-west-1", "from": "profile default in ~/c"}


@pytest.mark.parametrize(
    "region, host",
    [
        ("eu-west-99", "eu-west-99.amazonaws.com"),
        ("EU-WEST-1", "eu-west-1.amazonaws.com"),
        ("cn-north-1", "cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", "us-gov-west-1.amazonaws.com"),
        ("aws-global", "sts.amazonaws.com"),
        ("a/../b", None),
        ("x@evil.example", None),
        ("a b", None),
        ("eu-west-1 ", None),
        ("eu-west-1.evil.example", None),
        ("-a", None),
    ],
)
def test_C10_a_region_is_a_label_before_it_is_a_host(region, host):
    ran = onramp("aws-config", "--json", env={"AWS_REGION": region})
    if host is None:
        assert ran.code == 2 and "is no region" in ran.err, ran
    else:
        sts = next(e for e in json.loads(ran.out)["endpoints"] if e["service"] == "sts")
        assert sts["url"].endswith(host)


@pytest.mark.parametrize(
    "env, what",
    [
        ({"AWS_SECRET_ACCESS_KEY": None}, "AWS_SECRET_ACCESS_KEY is not"),
        ({"AWS_ACCESS_KEY_ID": None}, "AWS_ACCESS_KEY_ID is not"),
        ({"AWS_SESSION_TOKEN": "a\nb"}, "line breaks"),
        ({"AWS_ACCESS_KEY_ID": " ", "AWS_SECRET_ACCESS_KEY": ""}, "AWS_ACCESS_KEY_ID is not set"),
    ],
)
def test_C13_variables(env, what):
    ran = onramp("aws-config", "--json", env=env)
    assert ran.code == 4 and what in str(json.loads(ran.out)["trail"]), ran


def test_C10_without_a_region_what_needs_one_says_so():
    ran = onramp("aws-call", "sagemaker", "ListDomains", env={"AWS_REGION": None})
    assert ran.code == 2 and "no region" in ran.err, ran


PARTITIONS = {
    region: partition["id"]
    for partition in botocore.session.get_session().get_component("data_loader").load_data("partitions")["partitions"]
    for region in partition["regions"]
}


def test_C10_every_region_of_botocore_has_botocores_partition_and_host():
    """Every Region that botocore knows, the pseudo Regions, and some that nobody has made yet."""
    session = botocore.session.get_session()
    new = [
        "eu-north-9",
        "ap-southeast-42",
        "cn-east-1",
        "us-gov-north-1",
        "us-iso-south-1",
        "us-isob-west-9",
        "eu-isoe-east-1",
        "eusc-de-west-1",
    ]
    assert len(PARTITIONS) > 40
    for region in [*PARTITIONS, *new]:
        told = onramp("explain", "TRUST-01", "--region", region)
        assert told.code == 0, told
        partition = PARTITIONS.get(region) or session.get_partition_for_region(region)
        arns = {word.split(":")[1] for word in told.out.replace('"', " ").replace("'", " ").split() if word.startswith("arn:")}
        assert arns == {partition}, (region, partition, told)
        if region.endswith("-global"):
            continue
        ran = onramp("aws-config", "--json", env={"AWS_REGION": region})
        places = {e["service"]: e["url"] for e in json.loads(ran.out)["endpoints"] if "url" in e}
        client = session.create_client("sts", region_name=region, aws_access_key_id="a", aws_secret_access_key="b")
        assert places["sts"] == client.meta.endpoint_url, region


# C11: credentials that end soon


def short(tmp_path, seconds):
    """A program that gives the sandbox's keys with an end so many seconds away, each time anew; and how often it did."""
    program_ = tmp_path / "short"
    program_.write_text(
        f'#!/bin/sh\necho x >> {tmp_path}/looks\nprintf \'{{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s","SessionToken":"%s",'
        '"Expiration":"%s"}\' "$KEY_1" "$KEY_2" "$KEY_3" "$(date -u -d "+' + str(seconds) + ' seconds" +%Y-%m-%dT%H:%M:%SZ)"\n'
    )
    program_.chmod(0o700)
    (tmp_path / "config").write_text(f"[default]\ncredential_process = {program_}\n")
    return tmp_path / "looks"


def test_C11_two_minutes_are_told_at_the_start_and_renewed_in_time(domain, tmp_path):
    looks = short(tmp_path, 120)
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    env = {
        **NOBODY,
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        **{f"KEY_{number}": domain.env[name] for number, name in enumerate(names, 1)},
    }
    checked = domain.check(env=env)
    assert checked["ENV-09"]["status"] == "warn" and "end in" in checked["ENV-09"]["found"], checked["ENV-09"]
    ran = domain.onramp("setup", "--yes", env=env)
    assert ran.code == 0, ran
    assert ran.err.splitlines()[0].startswith("onramp: ENV-09 ") and "at least 15 min" in ran.err.splitlines()[0], ran
    assert len(looks.read_text().splitlines()) > 1, "it was asked again before the end"
    assert domain.check().troubled == {}


def test_C11_a_run_whose_credentials_end_stops_and_goes_on_later(domain):
    with Between(domain.exports["AWS_ENDPOINT_URL"], {"PutRolePolicy": [query_error(403, "ExpiredToken")] * 9}) as between:
        ran = domain.onramp("setup", "--yes", env={"AWS_ENDPOINT_URL": between.url})
        assert ran.code == 5 and "expired; sign in again" in ran.out + ran.err and "run the same command again" in ran.err, ran
        asked = [request[3] for request in between.requests if operation(request) == "PutRolePolicy"]
        assert asked and len(asked) == len(set(asked)), "each once: the environment has no other credentials"
    domain.setup()
    assert domain.check().troubled == {}


# C12: endpoints of one's own


def test_C12_an_endpoint_of_ones_own_and_fips_do_not_go_together():
    ran = onramp("aws-call", "sts", "GetCallerIdentity", env={"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_USE_FIPS_ENDPOINT": "true"})
    assert ran.code != 0 and "FIPS" in ran.err, ran


@pytest.mark.parametrize(
    "env, url, origin",
    [
        (
            {"AWS_ENDPOINT_URL_S3": "http://127.0.0.1:2", "AWS_ENDPOINT_URL": "http://127.0.0.1:3"},
            "http://127.0.0.1:2",
            "AWS_ENDPOINT_URL_S3",
        ),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:3"}, "http://127.0.0.1:3", "AWS_ENDPOINT_URL"),
        ({}, "http://127.0.0.1:4", "services own"),
        (
            {"AWS_ENDPOINT_URL": "http://127.0.0.1:3", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
            "https://s3.us-east-1.amazonaws.com",
            "AWS's own",
        ),
    ],
)
def test_C12_which_endpoint_wins(tmp_path, env, url, origin):
    (tmp_path / "config").write_text(
        "[default]\nservices = own\nendpoint_url = http://127.0.0.1:5\n[services own]\ns3 =\n  endpoint_url = http://127.0.0.1:4\n"
    )
    ran = onramp("aws-config", "--json", env={"AWS_CONFIG_FILE": str(tmp_path / "config"), **env})
    s3 = next(e for e in json.loads(ran.out)["endpoints"] if e["service"] == "s3")
    assert s3["url"] == url and s3["from"].startswith(origin), s3


# C14: another account than last time


OTHER = answer(
    200,
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>210987654321</Account>"
    "<Arn>arn:aws:sts::210987654321:assumed-role/r/ana</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
)


@pytest.mark.parametrize("command", [("setup", "--yes"), ("plan",), ("teardown", "--confirm", "210987654321")])
def test_C14_what_was_made_in_one_account_is_not_gone_on_with_in_another(ours, command):
    """The same setup without an account in its file, by somebody who is signed in elsewhere now."""
    ours.edit(account=None)
    ours.setup()
    ours.mark()
    journal = ours.journal.read_bytes()
    with Between(ours.exports["AWS_ENDPOINT_URL"], {"GetCallerIdentity": [OTHER] * 99}) as between:
        ran = ours.onramp(*command, env={"AWS_ENDPOINT_URL": between.url})
        assert ran.code == 4, ran
        assert "this is account 210987654321" in ran.err and "in account 123456789012" in ran.err and str(ours.journal) in ran.err, ran
        assert ours.writes() == [] and ours.journal.read_bytes() == journal
        # Whoever means a second account says so in the file.
        ours.edit(account="210987654321")
        assert ours.onramp("plan", env={"AWS_ENDPOINT_URL": between.url}).code == 0


def test_C14_an_account_that_was_taken_down_again_is_no_reason_to_stop(ours):
    ours.edit(account=None)
    ours.teardown()
    with Between(ours.exports["AWS_ENDPOINT_URL"], {"GetCallerIdentity": [OTHER] * 99}) as between:
        assert ours.onramp("plan", env={"AWS_ENDPOINT_URL": between.url}).code == 0


def test_no_core_is_left_behind(tmp_path):
    """The limit is nought from the start, for the program and what it starts."""
    config = tmp_path / "config"
    config.write_text(f"[default]\ncredential_process = sh -c 'ulimit -c > {tmp_path}/limit; exit 1'\n")
    onramp("aws-config", env={**NOBODY, "AWS_CONFIG_FILE": str(config)})
    assert (tmp_path / "limit").read_text().strip() == "0"

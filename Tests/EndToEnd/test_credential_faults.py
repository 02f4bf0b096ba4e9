"""Credentials and configuration when things go wrong (C of the fault list), each with real files and sockets."""

import hashlib
import json
import time
import urllib.parse

import botocore.credentials
import pexpect
import pytest

from faulty import HOME, Server, answer, json_error, onramp, operation, query_error, script, surroundings
from world import ONRAMP

NOBODY = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None}
KEYS = json.dumps({"Code": "Success", "AccessKeyId": "ASIAMACHINE", "SecretAccessKey": "canary-machine-secret",
                   "Token": "canary-machine-token", "Expiration": "2099-01-01T00:00:00Z"})


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
        started = time.monotonic()
        found = report({"AWS_EC2_METADATA_DISABLED": None, "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url, **env}, code)
        return found, server, time.monotonic() - started


def hang(peer):
    peer.server.stopped.wait(20)


def test_C01_nothing_anywhere():
    found, server, seconds = instance(metadata(token=hang, list=hang), 4)
    assert seconds < 4
    assert [entry["source"] for entry in found["trail"]][-1] == "instance metadata"
    assert "no answer in time" in said(found)
    started = time.monotonic()
    dead = report({"AWS_EC2_METADATA_DISABLED": None, "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1"}, 4)
    assert time.monotonic() - started < 3 and "cannot connect" in said(dead)


def test_C02_a_token_first_then_the_role():
    found, server, _ = instance(metadata(), 0)
    assert found["credentials"]["source"] == "instance metadata: role role-name"
    assert found["credentials"]["access_key"] == "ASIA…HINE"
    put, listing, keys = server.requests
    assert put[0] == "PUT" and put[2]["x-aws-ec2-metadata-token-ttl-seconds"] == "21600"
    assert listing[2]["x-aws-ec2-metadata-token"] == keys[2]["x-aws-ec2-metadata-token"] == "tok"


def test_C02_a_token_that_hangs_falls_back_to_the_older_way_unless_that_is_off():
    found, server, seconds = instance(metadata(token=hang), 0)
    assert seconds < 5 and "x-aws-ec2-metadata-token" not in server.requests[-1][2]
    found, server, _ = instance(metadata(token=hang), 4, AWS_EC2_METADATA_V1_DISABLED="true")
    assert "older way is off" in said(found) and len(server.requests) == 1


@pytest.mark.parametrize("changes, code, what", [
    ({"token": answer(403)}, 4, "disabled (403)"), ({"token": answer(400)}, 4, "bad (400)"),
    ({"token": [answer(500), answer(200, "t")]}, 0, ""), ({"list": [answer(401), answer(200, "r")]}, 0, ""),
    ({"list": answer(404)}, 4, "no role"), ({"list": answer(200, "")}, 4, "no role"),
    ({"keys": answer(200, "<html>")}, 4, "no JSON"), ({"keys": [answer(503), answer(200, KEYS)]}, 0, ""),
    ({"keys": answer(200, '{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role"}')}, 4, "AssumeRoleUnauthorizedAccess"),
])
def test_C02_answers(changes, code, what):
    found, _, _ = instance(metadata(**changes), code)
    assert what in (said(found) if code else "")


def test_C02_keys_beyond_their_end_are_used_all_the_same():
    found, _, _ = instance(metadata(keys=answer(200, KEYS.replace("2099", "2001"))), 0)
    assert found["credentials"]["expires"].startswith("2001")
    assert any("ended" in remark for remark in found["remarks"])


def test_C02_disabled_sends_nothing():
    _, server, _ = instance(metadata(), 4, AWS_EC2_METADATA_DISABLED="true")
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


@pytest.mark.parametrize("answers, code, count", [
    ([answer(500), answer(500), answer(200, KEYS)], 0, 3), ([answer(429), answer(200, KEYS)], 0, 2), ([answer(404)], 4, 1),
    ([answer(500)], 4, 3), ([answer(200, "no")], 4, 1),
])
def test_C03_answers(answers, code, count):
    _, server = container({FULL: "URL/c"}, code, *answers)
    assert len(server.requests) == count


# C05: a sign-in


def sign_in(tmp_path, cache=None, session=True, answers=None, code=0, oidc=None):
    """A profile with a sign-in, its cache, and services that answer."""
    home = tmp_path / "home"
    folder = home / ".aws" / "sso" / "cache"
    folder.mkdir(parents=True)
    where = "sso_session = s\n" if session else "sso_start_url = https://x.example/start\nsso_region = eu-west-1\n"
    (home / ".aws" / "config").write_text(
        f"[profile p]\n{where}sso_account_id = 111122223333\nsso_role_name = Admin\n"
        "[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://x.example/start\n")
    file = folder / (hashlib.sha1(b"s" if session else b"https://x.example/start").hexdigest() + ".json")
    if cache is not None:
        file.write_text(cache if isinstance(cache, str) else json.dumps(cache))
    good = json_error(200, json.dumps({"roleCredentials": {
        "accessKeyId": "ASIASIGNIN", "secretAccessKey": "canary-s", "sessionToken": "canary-t", "expiration": 4070908800000}}))
    with Server(script(*(answers or [good]))) as portal, Server(script(oidc or json_error(400, '{"error":"invalid_grant"}', [("x-amzn-ErrorType", "InvalidGrantException")]))) as tokens:
        found = report({"AWS_PROFILE": "p", "AWS_ENDPOINT_URL_SSO": portal.url, "AWS_ENDPOINT_URL_SSO_OIDC": tokens.url}, code, home)
    return found, portal, tokens, file


GOOD_CACHE = {"accessToken": "canary-access", "expiresAt": "2099-01-01T00:00:00Z", "startUrl": "https://x.example/start", "region": "eu-west-1"}
REFRESH = {**GOOD_CACHE, "expiresAt": "2001-01-01T00:00:00Z", "refreshToken": "canary-refresh", "clientId": "id", "clientSecret": "canary-client",
           "registrationExpiresAt": "2099-01-01T00:00:00Z"}


@pytest.mark.parametrize("session", [True, False])
def test_C05_both_forms(tmp_path, session):
    found, portal, _, _ = sign_in(tmp_path, GOOD_CACHE, session)
    assert "role Admin in account 111122223333" in found["credentials"]["source"]
    method, target, headers, _ = portal.requests[0]
    assert headers["x-amz-sso_bearer_token"] == "canary-access" and "authorization" not in headers
    assert "role_name=Admin" in target and "account_id=111122223333" in target


@pytest.mark.parametrize("cache", [
    None, "", '{"accessToken":"canary', {**GOOD_CACHE, "expiresAt": "2001-01-01T00:00:00Z"}, {**GOOD_CACHE, "expiresAt": "2019-01-01T00:00:00UTC"}, REFRESH,
])
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


@pytest.mark.parametrize("answers, code, count, what", [
    ([json_error(401, '{"message":"x"}', [("x-amzn-ErrorType", "UnauthorizedException")])], 4, 1, "aws sso login"),
    ([json_error(403, '{"message":"no"}', [("x-amzn-ErrorType", "ForbiddenException")])], 4, 1, "Admin"),
    ([json_error(429, '{"message":"x"}', [("x-amzn-ErrorType", "TooManyRequestsException")])], 4, 3, "TooManyRequests"),
    ([json_error(500, "{}")], 4, 3, ""),
])
def test_C05_the_portal_says_no(tmp_path, answers, code, count, what):
    found, portal, _, _ = sign_in(tmp_path, GOOD_CACHE, answers=answers, code=code)
    assert what in said(found) and len(portal.requests) == count


# C06: a web identity


def web_identity(token, *answers, code=0):
    env = {"AWS_WEB_IDENTITY_TOKEN_FILE": str(token), "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r", "AWS_ROLE_SESSION_NAME": "ana"}
    with Server(script(*answers)) as sts:
        return report({**env, "AWS_ENDPOINT_URL_STS": sts.url}, code), sts


ASSUMED = answer(200, "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAWEB0000</AccessKeyId>"
                      "<SecretAccessKey>canary-w</SecretAccessKey><SessionToken>canary-t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>"
                      "</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>")


def test_C06_the_token_of_the_file_is_sent_unsigned(tmp_path):
    token = tmp_path / "token"
    token.write_text("canary.jwt.text\n")
    found, sts = web_identity(token, ASSUMED)
    assert found["credentials"]["source"] == "web identity"
    assert b"WebIdentityToken=canary.jwt.text&" in sts.requests[0][3] + b"&" and "authorization" not in sts.requests[0][2]


@pytest.mark.parametrize("content, answers, what", [
    (None, [ASSUMED], "is not there"), ("", [ASSUMED], "is empty"), ("t" * 20, [query_error(400, "InvalidIdentityToken")], "InvalidIdentityToken"),
    ("t" * 20, [query_error(400, "ExpiredTokenException")], "expired"),
])
def test_C06_what_can_be_wrong_with_it(tmp_path, content, answers, what):
    token = tmp_path / "token"
    if content is not None:
        token.write_text(content)
    found, _ = web_identity(token, *answers, code=4)
    assert what in said(found)


# C08: a device's code


@pytest.mark.parametrize("more", [{}, {"ExternalId": "ext:1/x", "DurationSeconds": 3600, "RoleSessionName": "ana"}])
def test_C08_the_session_of_the_aws_command_is_used(tmp_path, more):
    """The aws command has asked for the code; botocore says under which name it keeps the session."""
    role, device = "arn:aws:iam::111122223333:role/r", "arn:aws:iam::111122223333:mfa/ana"
    arguments = {**more, "SerialNumber": device}
    fetcher = botocore.credentials.AssumeRoleCredentialFetcher(None, None, role, extra_args=dict(arguments), cache={})
    folder = tmp_path / ".aws" / "cli" / "cache"
    folder.mkdir(parents=True)
    (folder / f"{fetcher._create_cache_key()}.json").write_text(json.dumps({"Credentials": {
        "AccessKeyId": "ASIACOMMAND0", "SecretAccessKey": "canary-c", "SessionToken": "canary-t", "Expiration": "2099-01-01T00:00:00UTC"}}))
    config = {"role_arn": role, "source_profile": "base", "mfa_serial": device, "external_id": more.get("ExternalId"),
              "duration_seconds": more.get("DurationSeconds"), "role_session_name": more.get("RoleSessionName")}
    lines = "\n".join(f"{name} = {value}" for name, value in config.items() if value)
    (tmp_path / ".aws" / "config").write_text(
        f"[default]\n{lines}\n[profile base]\naws_access_key_id = AKIA\naws_secret_access_key = canary-b\n")
    found = report({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, 0, tmp_path)
    assert found["credentials"]["access_key"] == "ASIA…AND0" and "aws command" in found["credentials"]["source"]


ASSUMED_ROLE = ASSUMED.replace(b"WithWebIdentity", b"")
ASSUMED_ROLE = answer(200, ASSUMED_ROLE.partition(b"\r\n\r\n")[2])
WRONG_CODE = query_error(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.")


def on_a_terminal(tmp_path, *answers, command=("aws-config",), **more):
    """The program on a terminal with a profile that needs a code; pexpect, and what STS was asked."""
    config = tmp_path / "config"
    config.write_text("[default]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/ana\n"
                      "[profile base]\naws_access_key_id = AKIA\naws_secret_access_key = canary-b\n")
    server = Server(script(*answers))
    env = {**NOBODY, "AWS_CONFIG_FILE": str(config), "AWS_ENDPOINT_URL_STS": server.url, "TERM": "xterm", **more}
    child = pexpect.spawn(str(ONRAMP), list(command), env=surroundings(env, tmp_path), cwd="/", encoding="utf-8", timeout=20,
                          echo=True, dimensions=(40, 120))
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
IDENTITY = answer(200, "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>"
                       "<Arn>arn:aws:sts::111122223333:assumed-role/r/ana</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>")


def wizard(tmp_path, *answers, command=(), **more):
    """As `on_a_terminal`, for what asks AWS and GitHub more than once; nothing but STS answers."""
    setup = tmp_path / "onramp.yaml"
    setup.write_text(SETUP)
    nowhere = "http://127.0.0.1:1"
    return on_a_terminal(
        tmp_path, *answers, command=(*command, "--setup", str(setup)), AWS_ENDPOINT_URL=nowhere, GITHUB_API_URL=nowhere,
        AWS_MAX_ATTEMPTS="1", GH_TOKEN="canary-of-a-github-token", **more)


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
    config.write_text("[default]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/ana\n"
                      "[profile base]\naws_access_key_id = AKIA\naws_secret_access_key = canary-b\n")
    (tmp_path / "onramp.yaml").write_text(SETUP)
    ran = onramp(*command, "--setup", str(tmp_path / "onramp.yaml"), home=tmp_path, env={
        **NOBODY, "AWS_CONFIG_FILE": str(config), "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "GITHUB_API_URL": "http://127.0.0.1:1"})
    assert ran.code == 4, ran
    assert "mfa/ana" in ran.out + ran.err and "run: aws sts get-caller-identity --profile default" in ran.out + ran.err, ran


# C09, C10, C13: files, Regions, variables


@pytest.mark.parametrize("content, region", [
    (b"\xef\xbb\xbf[default]\r\nregion = eu-west-1\r\n", "eu-west-1"), (b"[default]\nregion=eu-west-1 # home\n", "eu-west-1"),
    (b'[profile "p q"]\nregion = eu-west-1\n', "eu-west-1"), (b"[default]\nx = " + b"y" * (1 << 20) + b"\nregion = eu-west-1\n", "eu-west-1"),
    (b"[default]\nname = \xff\xfe\nregion = eu-west-1\n", "eu-west-1"), (b"[default]\ns3 =\n  addressing_style = path\nregion = eu-west-1\n", "eu-west-1"),
    (b"[default\nregion = eu-west-1\n", None), (b"region = eu-west-1\n", None), (b"[default]\nregion\n", None),
])
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


@pytest.mark.parametrize("region, host", [
    ("eu-west-99", "eu-west-99.amazonaws.com"), ("EU-WEST-1", "eu-west-1.amazonaws.com"), ("cn-north-1", "cn-north-1.amazonaws.com.cn"),
    ("us-gov-west-1", "us-gov-west-1.amazonaws.com"), ("aws-global", "sts.amazonaws.com"), ("a/../b", None), ("x@evil.example", None), ("a b", None),
])
def test_C10_a_region_is_a_label_before_it_is_a_host(region, host):
    ran = onramp("aws-config", "--json", env={"AWS_REGION": region})
    if host is None:
        assert ran.code == 2 and "is no region" in ran.err, ran
    else:
        sts = next(e for e in json.loads(ran.out)["endpoints"] if e["service"] == "sts")
        assert sts["url"].endswith(host)


@pytest.mark.parametrize("env, what", [
    ({"AWS_SECRET_ACCESS_KEY": None}, "AWS_SECRET_ACCESS_KEY is not"), ({"AWS_ACCESS_KEY_ID": None}, "AWS_ACCESS_KEY_ID is not"),
    ({"AWS_SESSION_TOKEN": "a\nb"}, "line breaks"), ({"AWS_ACCESS_KEY_ID": " ", "AWS_SECRET_ACCESS_KEY": ""}, "metadata"),
])
def test_C13_variables(env, what):
    ran = onramp("aws-config", "--json", env=env)
    assert ran.code == 4 and what in said(json.loads(ran.out)).replace("AWS_EC2_METADATA", "metadata") or what in str(json.loads(ran.out)["trail"]), ran


def test_no_core_is_left_behind(tmp_path):
    """The limit is nought from the start, for the program and what it starts."""
    config = tmp_path / "config"
    config.write_text(f"[default]\ncredential_process = sh -c 'ulimit -c > {tmp_path}/limit; exit 1'\n")
    onramp("aws-config", env={**NOBODY, "AWS_CONFIG_FILE": str(config)})
    assert (tmp_path / "limit").read_text().strip() == "0"



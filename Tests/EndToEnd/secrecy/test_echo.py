"""Services that repeat what they were sent: nothing planted in any source of secrets comes out of any output.

Each source holds a value of its own; every service that is asked says it in code, message, header and body, as soon as
anybody was sent it. What was printed and kept is then searched for each part of it.
"""

import base64
import hashlib
import json
import random
import string
import urllib.parse

import pytest

from support.faulty import SETUP, Server, answer, onramp, operation
from support.screen import Screen

NOBODY = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None}
COMMANDS = (
    ["check"],
    ["check", "--json"],
    ["aws-config"],
    ["aws-config", "--json"],
    ["aws-call", "iam", "GetRole", "--input", '{"RoleName":"r"}'],
    ["aws-call", "secretsmanager", "DescribeSecret", "--input", '{"SecretId":"s"}'],
    ["plan"],
    ["setup", "--yes"],
    ["teardown", "--confirm", "111122223333"],
)
SOURCES = {}
# Read when the program starts: these are said from the first answer on, though no service was sent them.
AT_ONCE = ("secret_key", "session_token", "profile_", "source_profiles", "another_profiles", "proxy_", "endpoint_", "github_address")
# What these are asked answers nothing that is shown, or their address is refused before anything is asked.
UNSAID = ("password", "container", "instance", "sign_in", "stored")


def source(plant):
    """A place a secret is read from: a function that plants a value there and gives the variables and options for it."""
    SOURCES[plant.__name__] = plant
    return plant


def config(home, text, name="config"):
    """A shared file of AWS, named by a variable."""
    (home / name).write_text(text)
    variable = "AWS_CONFIG_FILE" if name == "config" else "AWS_SHARED_CREDENTIALS_FILE"
    return {**NOBODY, variable: str(home / name)}


def cache(home, folder, name, content):
    """A file of the aws command's, in the home folder."""
    place = home / ".aws" / folder
    place.mkdir(parents=True)
    (place / f"{name}.json").write_text(json.dumps(content))


@source
def secret_key(home, value, url):
    return {"AWS_SECRET_ACCESS_KEY": value}, []


@source
def session_token(home, value, url):
    return {"AWS_SESSION_TOKEN": value}, []


@source
def profile_secret_key(home, value, url):
    return config(home, f"[default]\naws_access_key_id = AKIAX\naws_secret_access_key = {value}\n", "credentials"), []


@source
def profile_session_token(home, value, url):
    return config(home, f"[default]\naws_access_key_id = AKIAX\naws_secret_access_key = s\naws_session_token = {value}\n"), []


@source
def source_profiles_session_token(home, value, url):
    return config(
        home,
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\n"
        f"[profile base]\naws_access_key_id = AKIAX\naws_secret_access_key = s\naws_session_token = {value}\n",
    ), []


@source
def another_profiles_key(home, value, url):
    text = f"[default]\naws_access_key_id = AKIAX\naws_secret_access_key = s\n[profile b]\naws_secret_access_key = {value}\n"
    return config(home, text), []


@source
def credential_process(home, value, url):
    keys = {"Version": 1, "AccessKeyId": "ASIAX", "SecretAccessKey": value, "SessionToken": "t"}
    (home / "keys").write_text(json.dumps(keys))
    return config(home, f"[default]\ncredential_process = cat {home}/keys\n"), []


@source
def credential_process_session_token(home, value, url):
    keys = {"Version": 1, "AccessKeyId": "ASIAX", "SecretAccessKey": "s", "SessionToken": value}
    (home / "keys").write_text(json.dumps(keys))
    return config(home, f"[default]\ncredential_process = cat {home}/keys\n"), []


@source
def web_identity_token(home, value, url):
    (home / "token").write_text(value + "\n")
    return {**NOBODY, "AWS_WEB_IDENTITY_TOKEN_FILE": str(home / "token"), "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r"}, []


def sign_in(home, **members):
    cache(home, "sso/cache", hashlib.sha1(b"s").hexdigest(), {"expiresAt": "2099-01-01T00:00:00Z", **members})
    return config(
        home,
        "[default]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = r\n"
        "[sso-session s]\nsso_start_url = https://x\nsso_region = us-east-1\n",
    ), []


@source
def sign_in_token(home, value, url):
    return sign_in(home, accessToken=value)


RENEWABLE = {"expiresAt": "2001-01-01T00:00:00Z", "registrationExpiresAt": "2099-01-01T00:00:00Z", "accessToken": "t", "clientId": "i"}


@source
def sign_in_refresh_token(home, value, url):
    return sign_in(home, **RENEWABLE, refreshToken=value, clientSecret="c")


@source
def sign_in_client_secret(home, value, url):
    return sign_in(home, **RENEWABLE, refreshToken="r", clientSecret=value)


@source
def console_sign_in(home, value, url):
    keys = {"accessKeyId": "ASIAX", "secretAccessKey": "s", "sessionToken": value, "expiresAt": "2099-01-01T00:00:00Z"}
    cache(home, "login/cache", hashlib.sha256(b"arn:x").hexdigest(), {"accessToken": keys})
    return config(home, "[default]\nlogin_session = arn:x\n"), []


@source
def container_token(home, value, url):
    return {**NOBODY, "AWS_CONTAINER_CREDENTIALS_FULL_URI": url, "AWS_CONTAINER_AUTHORIZATION_TOKEN": value}, []


@source
def container_token_file(home, value, url):
    (home / "token").write_text(value)
    return {**NOBODY, "AWS_CONTAINER_CREDENTIALS_FULL_URI": url, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(home / "token")}, []


@source
def instance_token(home, value, url):
    return {**NOBODY, "AWS_EC2_METADATA_DISABLED": None, "AWS_EC2_METADATA_SERVICE_ENDPOINT": url}, []


@source
def proxy_password(home, value, url):
    return {"http_proxy": f"http://ana:{value}@{url.removeprefix('http://')}", "AWS_ENDPOINT_URL": "http://nowhere.example"}, []


@source
def proxy_password_without_a_scheme(home, value, url):
    return {"http_proxy": f"ana:{value}@{url.removeprefix('http://')}", "AWS_ENDPOINT_URL": "http://nowhere.example"}, []


@source
def proxy_password_in_no_url(home, value, url):
    return {"http_proxy": f"http://ana:{value}@[::zz]:x y", "AWS_ENDPOINT_URL": "http://nowhere.example"}, []


@source
def endpoint_password(home, value, url):
    return {"AWS_ENDPOINT_URL": url.replace("://", f"://ana:{value}@")}, []


@source
def endpoint_option_password(home, value, url):
    return {}, ["--endpoint-url", url.replace("://", f"://ana:{value}@")]


@source
def profile_endpoint_password(home, value, url):
    text = "[default]\naws_access_key_id = AKIAX\naws_secret_access_key = s\n"
    return config(home, text + f"endpoint_url = {url.replace('://', f'://ana:{value}@')}\n") | {"AWS_ENDPOINT_URL": None}, []


@source
def github_token(home, value, url):
    return {"GH_TOKEN": value}, []


@source
def github_token_file(home, value, url):
    (home / "gh").write_text(value)
    return {}, ["--github-token-file", str(home / "gh")]


@source
def github_address_password(home, value, url):
    return {"GITHUB_API_URL": url.replace("://", f"://ana:{value}@")}, []


@source
def github_address_password_in_the_setup_file(home, value, url):
    (home / "onramp.yaml").write_text(SETUP.replace("churn}", f"churn, api: 'https://ana:{value}@hub.example'}}"))
    return {}, []


@source
def stored_tokens_file(home, value, url):
    token = f"ghp_{value[:36]}"
    (home / "token.json").write_text(json.dumps({"token": token}))
    (home / "token.json").chmod(0o600)
    (home / "onramp.yaml").write_text(SETUP.replace("project: {", f"project: {{token_file: {home}/token.json, "))
    return {}, []


def echo(secret, is_well, is_known):
    """A service, AWS's or GitHub's, that says a value wherever it can; where `is_well`, in answers that are none of error.
    It knows the value from the start, or once it was sent it."""
    forms = [form.encode() for form in (secret, urllib.parse.quote(secret, safe=""), secret[:36])]
    known = [is_known]

    def play(peer, _):
        while (request := peer.read()) is not None:
            known[0] = known[0] or any(form in peer.raw for form in forms)
            value = secret if known[0] else "Nothing"
            asked = "GET " if not request[3] and "x-amz-target" not in request[2] else operation(request)
            text = f"of {value} and {urllib.parse.quote(value, safe='')} \\ {value[:20]}"
            headers = [(name, value) for name in ("x-amzn-RequestId", "x-amz-request-id", "X-GitHub-Request-Id")]
            if request[0] == "PUT" and "/latest/api/token" in request[1]:
                peer.send(answer(200, secret))
            elif is_well and asked == "GetCallerIdentity":
                arn = f"arn:aws:iam::111122223333:user/{value}"
                body = f"<Account>111122223333</Account><Arn>{arn}</Arn><UserId>{value}</UserId>"
                peer.send(
                    answer(
                        200,
                        f"<GetCallerIdentityResponse><GetCallerIdentityResult>{body}</GetCallerIdentityResult></GetCallerIdentityResponse>",
                        headers,
                    )
                )
            elif "x-amz-target" in request[2] or request[2].get("authorization", "").startswith("Bearer") or not request[3]:
                body = {"__type": value, "code": value, "Code": value, "message": text, "Message": text, "error": value}
                status = 200 if is_well and not request[3] else 403
                peer.send(
                    answer(status, json.dumps(body), [*headers, ("x-amzn-ErrorType", value), ("X-GitHub-SSO", f"required; url={value}")])
                )
            else:
                error = f"<ErrorResponse><Error><Code>{value}</Code><Message>{text}</Message></Error><RequestId>{value}</RequestId></ErrorResponse>"
                peer.send(answer(403, error, headers))

    return play


def planted(name, length=700):
    """A value that stands nowhere else, with the letters that encodings change."""
    letters = random.Random(name)
    plain = "stored" in name or "github" in name
    return "".join(
        letters.choice(string.ascii_letters + string.digits + ("" if plain or "password" in name else "/+")) for _ in range(length)
    )


def kept(home):
    """All that was written into the state folder."""
    files = [file for file in (home / "state").rglob("*") if file.is_file()]
    return "".join(file.read_text(errors="replace") for file in files)


def traces(value, text):
    """The parts of a value, twelve letters and longer, that stand in a text in any form."""
    forms = [value, urllib.parse.quote(value, safe=""), base64.b64encode(f"ana:{value}".encode()).decode()]
    return [form[at : at + 12] for form in forms for at in range(len(form) - 11) if form[at : at + 12] in text]


def length(name):
    return 40 if "key" in name or "process" == name[-7:] or "stored" in name else 90 if "password" in name or "github" in name else 700


def test_there_are_many_sources():
    assert len(SOURCES) >= 24


@pytest.mark.parametrize("is_well", [False, True], ids=["errors", "answers"])
@pytest.mark.parametrize("name", SOURCES)
def test_what_a_service_repeats_is_not_shown_or_kept(tmp_path, name, is_well):
    value = planted(name, length(name))
    said = ""
    for number, command in enumerate(COMMANDS):
        # A service of its own for each run: it knows what this run sent.
        with Server(echo(value, is_well, name.startswith(AT_ONCE))) as server:
            env = {"AWS_ENDPOINT_URL": server.url, "GITHUB_API_URL": server.url, "GH_TOKEN": "gho_other", "AWS_MAX_ATTEMPTS": "1"}
            home = tmp_path / str(number)
            home.mkdir()
            (home / "onramp.yaml").write_text(SETUP)
            more, options = SOURCES[name](home, value, server.url)
            env = {**env, **more, "ONRAMP_SETUP": str(home / "onramp.yaml")}
            ran = onramp(*command, *options, "--timeout", "9", env=env, home=home)
        assert ran.code in (0, 1, 2, 3, 4, 5), (command, ran.code)
        assert traces(value, ran.out) == [], (command, ran.out)
        assert traces(value, ran.err) == [], (command, ran.err)
        assert traces(value, kept(home)) == [], command
        said += ran.out + ran.err
    # What the services said was shown, but for the secret.
    assert "…" in said or any(word in name for word in UNSAID), said


@pytest.mark.parametrize("name", ["session_token", "github_token", "web_identity_token", "endpoint_password", "sign_in_token"])
def test_the_screen_shows_none_of_it(domain, name):
    home = domain.home
    value = planted(name, length(name))
    with Server(echo(value, True, name.startswith(AT_ONCE))) as server:
        more, options = SOURCES[name](home, value, server.url)
        env = {"AWS_ENDPOINT_URL": server.url, "GITHUB_API_URL": server.url, "AWS_MAX_ATTEMPTS": "1", **more, "HOME": str(home)}
        screen = Screen(domain, *options, env=env, columns=100, rows=30)
        screen.wait("Check").press("1", "\r").looked().press("j", "j", "\r").press("\x1b")
        assert traces(value, screen.bytes.decode(errors="replace")) == []
        screen.child.close(force=True)
    assert traces(value, kept(home)) == []


def test_a_secret_that_is_not_known_would_be_found():
    """The search finds what this test is about."""
    value = planted("session_token")
    assert traces(value, f"x {value[30:44]} y") and traces(value, urllib.parse.quote(value, safe="")[9:40])
    assert not traces(value, f"x {value[30:41]} y")

"""Numbers from outside that no time and no whole number can be: each is an answer like another, and ends no program."""

import hashlib
import json

import pytest

from support.faulty import GOOD, Between, Server, answer, onramp, script

WILD = ("nan", "inf", "-inf", "1e300", "-1e300", "1e400", "99999999999999999999999", "253402300800")
wild = pytest.mark.parametrize("number", WILD)
# JSON knows no other numbers.
WILD_IN_JSON = tuple(number for number in WILD if "n" not in number)
wild_in_json = pytest.mark.parametrize("number", WILD_IN_JSON)


@wild
@pytest.mark.parametrize("status", [403, 429])
def test_a_limit_of_github_ends_at_no_time(domain, number, status):
    headers = [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", number)]
    with Server(script(answer(status, '{"message":"API rate limit exceeded"}', headers))) as server:
        checked = domain.check(env={"GITHUB_API_URL": server.url})
    assert checked["GH-01"]["status"] == "unknown"
    assert "again at" not in checked["GH-01"]["found"]


@wild
def test_a_wait_of_github_is_no_number_of_seconds(domain, number):
    with Server(script(answer(429, '{"message":"slow down"}', [("Retry-After", number)]))) as server:
        assert domain.check(env={"GITHUB_API_URL": server.url})["GH-01"]["status"] == "unknown"


@wild
def test_a_token_of_github_ends_at_no_time(domain, number):
    def odd(peer, pass_on):
        peer.send(pass_on().replace(b"\r\n", f"\r\nGitHub-Authentication-Token-Expiration: {number}\r\n".encode(), 1))

    with Between(domain.exports["GITHUB_API_URL"], {"GET": [odd] * 99}) as server:
        checked = domain.check(env={"GITHUB_API_URL": server.url})
    assert server.count("GET") and checked["GH-01"]["status"] == "pass"


@wild_in_json
def test_a_sign_in_gives_credentials_that_end_at_no_time(tmp_path, number):
    (tmp_path / "config").write_text(
        "[default]\nsso_start_url = https://x\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = r\n"
    )
    cache = tmp_path / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    name = hashlib.sha1(b"https://x").hexdigest()
    (cache / f"{name}.json").write_text(json.dumps({"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}))
    keys = f'{{"roleCredentials":{{"accessKeyId":"ASIAX","secretAccessKey":"s","sessionToken":"t","expiration":{number}000}}}}'
    env = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None}
    env["AWS_CONFIG_FILE"] = str(tmp_path / "config")
    with Server(script(answer(200, keys))) as server:
        env["AWS_ENDPOINT_URL_SSO"] = server.url
        ran = onramp("aws-config", "--json", env=env, home=tmp_path)
        assert ran.code == 0, ran
        assert json.loads(ran.out)["credentials"]["expires"] is None


@wild_in_json
def test_a_renewed_sign_in_lasts_no_number_of_seconds(tmp_path, number):
    (tmp_path / "config").write_text(
        "[default]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = r\n"
        "[sso-session s]\nsso_start_url = https://x\nsso_region = us-east-1\n"
    )
    cache = tmp_path / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    kept = {"accessToken": "t", "expiresAt": "2001-01-01T00:00:00Z", "refreshToken": "r", "clientId": "i", "clientSecret": "c"}
    kept["registrationExpiresAt"] = "2099-01-01T00:00:00Z"
    (cache / f"{hashlib.sha1(b's').hexdigest()}.json").write_text(json.dumps(kept))
    env = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None}
    env["AWS_CONFIG_FILE"] = str(tmp_path / "config")
    token = answer(200, f'{{"accessToken":"u","expiresIn":{number}}}')
    keys = answer(200, '{"roleCredentials":{"accessKeyId":"ASIAX","secretAccessKey":"s","sessionToken":"t"}}')
    with Server(script(token, keys)) as server:
        ran = onramp("aws-config", "--json", env={**env, "AWS_ENDPOINT_URL": server.url}, home=tmp_path)
    assert ran.code in (0, 4), ran


@wild_in_json
def test_a_secret_was_made_at_no_time(healthy, number):
    """Everything that Secrets Manager says of times, in both of its answers about the secret."""

    def odd(peer, pass_on):
        head, _, body = pass_on().partition(b"\r\n\r\n")
        answered = json.loads(body)
        for name in ("CreatedDate", "LastChangedDate", "LastAccessedDate", "LastRotatedDate"):
            answered[name] = 4711
        peer.send(answer(200, json.dumps(answered).replace("4711", number), [("Content-Type", "application/x-amz-json-1.1")]))

    plays = {"DescribeSecret": [odd] * 9, "GetSecretValue": [odd] * 9}
    with Between(healthy.exports["AWS_ENDPOINT_URL"], plays) as server:
        checked = healthy.check(env={"AWS_ENDPOINT_URL_SECRETS_MANAGER": server.url})
    assert server.count("DescribeSecret") and server.count("GetSecretValue")
    assert checked["SEC-13"]["status"] in ("unknown", "skipped", "pass")


@pytest.mark.parametrize("date", ["Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "nan", "1e300", "x"])
def test_a_service_has_a_clock_of_its_own(domain, date):
    with Server(script(GOOD.replace(b"\r\n\r\n", f"\r\nDate: {date}\r\n\r\n".encode(), 1))) as server:
        ran = onramp("aws-call", "sts", "GetCallerIdentity", env={"AWS_ENDPOINT_URL": server.url})
    assert ran.code == 0, ran

"""`aws-config` and `aws-call`: what is used to call AWS, and one call of the table, as an operator runs them."""

import datetime
import json

import pytest

from support.schemas import valid
from support.world import ACCOUNT, BUCKET, ROLE

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


def config(world, *arguments, code=0, **env):
    """The report of `aws-config --json`, which follows its schema and holds no secret."""
    # Without a setup file of its name here.
    ran = world.onramp("aws-config", "--json", *arguments, env=env, cwd="/")
    assert ran.code == code, ran
    report = json.loads(ran.out)
    valid("onramp.aws-config-1", report)
    for name in KEYS[1:]:
        assert world.env[name] not in ran.out + ran.err
    return report


def profiles(world, text):
    """A config file of its own, without keys in the environment."""
    file = world.home / "config"
    file.write_text(text)
    nothing = dict.fromkeys(KEYS)
    return {**nothing, "AWS_CONFIG_FILE": str(file), "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true"}


def keys_of(world):
    return "\n".join(f"{name.lower()} = {world.env[name]}" for name in KEYS)


# aws-config


def test_the_configuration_in_use_with_its_origins(domain):
    report = config(domain)
    assert report["credentials"]["source"] == "environment"
    assert report["trail"] == []
    assert {e["from"] for e in report["endpoints"]} == {"AWS_ENDPOINT_URL"}
    assert report["region"]["from"].startswith(("setup file", "AWS_REGION"))


def test_option_before_variable_before_profile(domain):
    env = profiles(domain, f"[profile p]\nregion = eu-west-3\nuse_dualstack_endpoint = true\n{keys_of(domain)}\n")
    env |= {"AWS_REGION": None, "AWS_DEFAULT_REGION": None, "AWS_ENDPOINT_URL": None, "ONRAMP_SETUP": None}
    found = config(domain, "--profile", "p", **env)
    assert found["region"]["value"] == "eu-west-3" and "profile p" in found["region"]["from"]
    s3 = next(e for e in found["endpoints"] if e["service"] == "s3")
    assert s3["url"] == "https://s3.dualstack.eu-west-3.amazonaws.com"
    assert s3["signing_region"] == "eu-west-3"
    assert config(domain, "--profile", "p", **(env | {"AWS_DEFAULT_REGION": "eu-west-2"}))["region"]["value"] == "eu-west-2"
    assert config(domain, "--profile", "p", "--region", "eu-west-1", **env)["region"]["from"] == "--region"
    assert "profile p" in found["credentials"]["source"]


def test_without_credentials_the_trail_says_why(domain):
    report = config(domain, code=4, **profiles(domain, ""))
    assert report["credentials"] is None
    assert [entry["source"] for entry in report["trail"]] == [
        "environment",
        "profile default",
        "web identity",
        "container",
        "instance metadata",
    ]
    assert "AWS_ACCESS_KEY_ID is not set" in report["trail"][0]["said"]
    ran = domain.onramp("aws-config", env=profiles(domain, ""))
    assert ran.code == 4
    assert "Asked in vain" in ran.out


@pytest.mark.parametrize(
    "text, said",
    [
        ("[default]\nrole_arn = arn:aws:iam::1:role/r\n", "neither source_profile nor credential_source"),
        ("[default]\nrole_arn = a\nsource_profile = b\n[profile b]\nrole_arn = b\nsource_profile = default\n", "circle"),
        ("[default]\ncredential_process = sh -c 'echo sorry >&2; exit 3'\n", "ended with code 3: sorry"),
        ("[default]\ncredential_process = echo no\n", "no JSON object"),
        ("[default]\ncredential_process = echo '{\"Version\":2}'\n", "another version than 1"),
        ("[default]\ncredential_process = head -c 1000000 /dev/zero\n", "more than 64 KiB"),
        (
            "[default]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = us-east-1\n"
            "sso_start_url = https://x.example\n",
            "aws sso login --profile default",
        ),
        ("[default]\nlogin_session = x\n", "run: aws login --profile default"),
    ],
)
def test_a_broken_source_ends_the_search_and_says_what_to_do(domain, text, said):
    report = config(domain, code=4, **profiles(domain, text))
    assert said in report["trail"][-1]["said"], report["trail"]


def test_a_role_is_assumed_with_the_source_profiles_keys(domain):
    role = domain.boto("iam").create_role(
        RoleName="r",
        AssumeRolePolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}]}
        ),
    )["Role"]["Arn"]
    env = profiles(
        domain, f"[default]\nrole_arn = {role}\nsource_profile = base\nrole_session_name = ana\n[profile base]\n{keys_of(domain)}\n"
    )
    report = config(domain, **env)
    assert role in report["credentials"]["source"] and "profile base" in report["credentials"]["source"]
    assert report["credentials"]["expires"]
    assert report["credentials"]["account"] == ACCOUNT
    ran = domain.onramp("aws-call", "sts", "GetCallerIdentity", env=env)
    assert json.loads(ran.out)["Arn"].endswith("assumed-role/r/ana"), ran


def test_a_code_is_asked_for_on_a_terminal_only(domain):
    env = profiles(
        domain,
        f"[default]\nrole_arn = arn:aws:iam::{ACCOUNT}:role/r\nsource_profile = base\n"
        f"mfa_serial = arn:aws:iam::{ACCOUNT}:mfa/ana\n[profile base]\n{keys_of(domain)}\n",
    )
    report = config(domain, code=4, **env)
    assert "mfa/ana" in report["trail"][-1]["said"]
    assert domain.onramp("check", env=env).code == 4


def test_a_program_gives_credentials(domain):
    printed = json.dumps(
        {"Version": 1, "AccessKeyId": domain.env[KEYS[0]], "SecretAccessKey": domain.env[KEYS[1]], "SessionToken": domain.env[KEYS[2]]}
    )
    file = domain.home / "a file"
    file.write_text(printed)
    env = profiles(domain, f"[default]\ncredential_process = cat '{file}' | cat\n")
    assert config(domain, **env)["credentials"]["source"] == "credential_process of profile default"
    assert domain.onramp("aws-call", "sts", "GetCallerIdentity", env=env).code == 0


@pytest.mark.parametrize(
    "env, said",
    [
        ({"AWS_CA_BUNDLE": "/no/such"}, "/no/such"),
        ({"AWS_PROFILE": "absent", KEYS[0]: None}, "absent"),
        ({"AWS_REGION": "a/../b", "ONRAMP_SETUP": None}, "a/../b"),
        ({"AWS_MAX_ATTEMPTS": "many"}, "max_attempts"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_named_before_anything_is_sent(domain, env, said):
    ran = domain.onramp("aws-config", env=env, cwd="/")
    assert ran.code == 2 and said in ran.err, ran
    assert domain.records() == []


# aws-call


def test_a_read_prints_what_boto3_reads(healthy):
    rows = [
        ("iam", "GetRole", {"RoleName": ROLE}),
        ("s3", "GetBucketCors", {"Bucket": BUCKET}),
        ("sagemaker", "ListDomains", {}),
        ("sts", "GetCallerIdentity", {}),
        ("iam", "ListRoles", {}),
    ]
    for service, operation, given in rows:
        ran = healthy.onramp("aws-call", service, operation, "--input", json.dumps(given))
        assert ran.code == 0 and ran.err == "", ran
        client = healthy.boto(service)
        method = next(name for name, api in client.meta.method_to_api_mapping.items() if api == operation)
        wanted = getattr(client, method)(**given)
        wanted.pop("ResponseMetadata")
        assert flat(json.loads(ran.out)) == flat(wanted), operation


def flat(value):
    """An answer with times as seconds and documents as values: boto3 parses both, we keep what the service wrote."""
    if isinstance(value, dict):
        return {name: flat(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [flat(inner) for inner in value]
    if hasattr(value, "timestamp"):
        return round(value.timestamp(), 3)
    if isinstance(value, str) and value[:1] == "{":
        return json.loads(value)
    if isinstance(value, str) and value[:4].isdigit() and value.endswith("Z"):
        return round(datetime.datetime.fromisoformat(value).timestamp(), 3)
    return value


def test_a_write_is_shown_before_it_is_sent_and_its_secret_is_not(domain):
    given = {"Name": "shown", "SecretString": "canary-of-a-secret"}
    ran = domain.onramp("aws-call", "secretsmanager", "CreateSecret", "--input", "-", stdin=json.dumps(given))
    assert ran.code == 0, ran
    assert ran.err == 'onramp: secretsmanager CreateSecret {"Name":"shown","SecretString":"<secret>"}\n'
    assert domain.boto("secretsmanager").get_secret_value(SecretId="shown")["SecretString"] == "canary-of-a-secret"


@pytest.mark.parametrize(
    "words, said",
    [
        (["iam", "GetRol"], "nearest is GetRole"),
        (["aim", "GetRole"], "nearest is iam"),
        (["iam", "GetRole"], "GetRole.RoleName is missing"),
        (["iam", "GetRole", "--input", '{"RoleName":"r","X":1}'], "GetRole.X is unknown"),
        (["iam", "GetRole", "--input", '{"RoleName":'], "at byte"),
        (["iam", "GetRole", "--input", "[]"], "no JSON object"),
        (["iam", "GetRole", "--input", "file:///no/such"], "/no/such"),
    ],
)
def test_a_mistake_in_a_call_is_named_and_nothing_is_sent(domain, words, said):
    ran = domain.onramp("aws-call", *words)
    assert ran.code == 2 and ran.out == "" and said in ran.err, ran
    assert domain.records() == []


def test_what_the_service_says_decides_the_exit_code(domain):
    refused = domain.onramp("aws-call", "iam", "get-role", "--input", '{"RoleName":"no-such-role"}')
    assert refused.code == 3 and "NoSuchEntity" in refused.err and "request " in refused.err, refused
    domain.faults({"operation": "ListRoles", "do": "deny"})
    denied = domain.onramp("aws-call", "iam", "ListRoles")
    assert denied.code == 4 and "iam:ListRoles" in denied.err, denied
    nobody = domain.onramp("aws-call", "iam", "ListRoles", env=profiles(domain, ""))
    assert nobody.code == 4 and "AWS_ACCESS_KEY_ID is not set" in nobody.err


def test_no_other_account_than_the_setup_files_is_written_to(domain):
    domain.edit(account="210987654321")
    words = ("aws-call", "iam", "CreateRole", "--input", '{"RoleName":"r","AssumeRolePolicyDocument":"{}"}')
    ran = domain.onramp(*words)
    assert ran.code == 4 and "210987654321" in ran.err, ran
    assert domain.writes() == []
    assert domain.onramp("aws-call", "sts", "GetCallerIdentity").code == 0

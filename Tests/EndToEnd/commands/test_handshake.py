"""`onramp handshake` in jobs that the sandbox's issuer stands behind, against roles that admit them and roles that do not."""

import base64
import http.server
import json
import re
import threading

import pytest

from support.world import ISSUER, PREFIX, PROVIDER, REGION, ROLE

REPOSITORY = "octo-org/sagemaker-churn"
ARN = f"arn:aws:iam::123456789012:role/{ROLE}"
# A hosted runner has nothing but its token.
NO_KEYS = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None, "AWS_EC2_METADATA_DISABLED": "true"}
URL, BEARER = "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"


def job(world, **facts):
    """The environment of a job that begins now."""
    return world.control("POST", "job", {"repository": REPOSITORY, "workflow": "deploy.yml", **facts})["env"]


def handshake(world, *arguments, env=None, **facts):
    return world.onramp("handshake", *arguments, env={**job(world, **facts), **(env or {})})


def deciding(ran):
    """The lines of the policy that are marked."""
    return [line[2:].strip() for line in ran.out.splitlines() if line.startswith("> ")]


def trust(world, subject, operator="StringEquals", audience="sts.amazonaws.com", role=ROLE):
    condition = {operator: {f"{ISSUER}:sub": subject}}
    condition.setdefault("StringEquals", {})[f"{ISSUER}:aud"] = audience
    statement = {
        "Effect": "Allow", "Principal": {"Federated": PROVIDER}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition,
    }  # fmt: skip
    world.boto("iam").update_assume_role_policy(
        RoleName=role, PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )


@pytest.mark.parametrize(
    "facts, context",
    [({}, "ref:refs/heads/main"), ({"environment": "production"}, "environment:production")],
    ids=["branch", "environment"],
)
def test_a_job_that_is_admitted(healthy, facts, context):
    done = handshake(healthy, **facts)
    assert done.code == 0 and done.err == "", done
    subject = f"{PREFIX}:{context}"
    assert f"* sub                    {subject}" in done.out.replace("environment_node_id", "")
    assert "AWS STS admits it: arn:aws:sts::123456789012:assumed-role/GitHubActionsRole/GitHubActions, until 2" in done.out
    assert f"statement 1 admits it by StringEquals {ISSUER}:sub {subject}" in done.out
    assert len(deciding(done)) == 1 and f'"{subject}"' in deciding(done)[0]
    assert [r["operation"] for r in healthy.records() if r["service"] == "sts"][:1] == ["AssumeRoleWithWebIdentity"]


def test_the_role_may_not_read_its_own_policy_and_that_is_said(healthy):
    done = handshake(healthy, env=NO_KEYS)
    assert done.code == 0 and "AWS STS admits it" in done.out
    assert "Which condition decided is not known" in done.out and "denied: iam:GetRole" in done.out
    assert deciding(done) == []


def test_the_role_reads_its_own_policy_where_it_may(healthy):
    healthy.boto("iam").put_role_policy(
        RoleName=ROLE, PolicyName="Self",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:GetRole", "Resource": "*"}]}),
    )  # fmt: skip
    done = handshake(healthy, env=NO_KEYS)
    assert done.code == 0 and len(deciding(done)) == 1, done


def test_a_wrong_subject_is_refused_and_the_condition_is_shown(healthy):
    done = handshake(healthy, ref="refs/heads/dev")
    assert done.code == 3, done
    assert "AWS STS refuses it: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity" in done.out
    assert f"is not met, for the token says {PREFIX}:ref:refs/heads/dev" in done.out and "TRUST-17" in done.out
    assert deciding(done)[0].startswith(f'"{ISSUER}:sub": [')
    annotation = done.err.splitlines()[0]
    assert annotation.startswith("::error title=onramp handshake::") and f"does not admit {PREFIX}:ref:refs/heads/dev" in annotation


def test_a_wrong_audience_is_refused(healthy):
    healthy.edit(access__audience="sts.example.com")
    done = handshake(healthy, "--role", ARN)
    assert done.code == 3 and "InvalidIdentityToken: Incorrect token audience" in done.out and "OIDC-04" in done.out, done


def test_the_first_wrong_test_is_the_audience(healthy):
    trust(healthy, f"{PREFIX}:*", "StringLike", audience="https://github.com/octo-org")
    done = handshake(healthy)
    assert done.code == 3 and deciding(done) == [f'"{ISSUER}:aud": "https://github.com/octo-org"'], done


def test_a_pattern_admits_and_is_marked(healthy):
    trust(healthy, ["repo:other/app:*", f"{PREFIX}:*"], "StringLike")
    done = handshake(healthy, ref="refs/heads/dev")
    assert done.code == 0 and deciding(done) == [f'"{PREFIX}:*"'], done


def test_a_job_without_the_permission_and_no_job_at_all(healthy):
    for facts in ({"permissions": {}}, {"event": "pull_request", "fork": True}):
        done = handshake(healthy, **facts)
        assert done.code == 2 and done.out == "" and "id-token: write" in done.err, done
        assert done.err.startswith("::error title=onramp handshake::")
    done = healthy.onramp("handshake")
    assert done.code == 2 and "this is no job of GitHub Actions" in done.err and "::error" not in done.err, done
    assert healthy.records() == [], "nobody was asked"


def test_what_is_missing_is_said_before_anything_is_asked(healthy):
    healthy.edit(account=None)
    assert "Give --role ARN" in handshake(healthy).err
    for wrong in ("GitHubActionsRole", "arn:aws:iam::123456789012:user/ana", "arn:aws:iam::123456789012:role/*"):
        done = handshake(healthy, "--role", wrong)
        assert done.code == 2 and "no ARN of a role" in done.err, done
    assert [r for r in healthy.records() if r["service"] in ("sts", "actions")] == []


def test_no_answer_decides_nothing(healthy):
    healthy.faults({"service": "sts", "operation": "AssumeRoleWithWebIdentity", "do": "status", "times": 0})
    done = handshake(healthy)
    assert done.code == 4 and "Whether AWS STS admits it is not known" in done.out and "is not known" in done.err, done
    healthy.faults({"service": "actions", "operation": "*", "do": "status", "status": 403, "times": 0})
    done = handshake(healthy)
    assert done.code == 4 and done.out == "" and "no token, so nothing is decided: denied" in done.err, done


def test_a_token_goes_nowhere_in_the_clear(healthy):
    done = handshake(healthy, env={URL: "http://192.0.2.1/token?api-version=2.0"})
    assert done.code == 2 and "plain http" in done.err, done


class Liar(http.server.BaseHTTPRequestHandler):
    """Answers what a token's address would not."""

    body = b""

    def do_GET(self):  # noqa: N802
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_):
        pass


@pytest.fixture
def liar():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Liar)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/token"
    server.shutdown()


def forged(claims):
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return json.dumps({"value": f"eyJhbGciOiJub25lIn0.{part}.c2lnbmF0dXJl"}).encode()


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b'{"value": 7}', b'{"value": "a.b"}', b'{"value": "a.!!.c"}', b"[" * 90_000, b'{"value": "' + b"a" * 70_000 + b'"}',
     forged([1]), forged({"sub": "repo:x/y:z"})],
)  # fmt: skip
def test_what_is_no_token_is_none(healthy, liar, body):
    Liar.body = body
    done = handshake(healthy, env={URL: liar})
    assert done.code == 4 and done.out == "" and "nothing is decided" in done.err, done
    assert [r for r in healthy.records() if r["service"] == "sts"] == []


def test_what_a_claim_says_is_no_command_of_the_runner(healthy, liar):
    Liar.body = forged(
        {
            "sub": "repo:x/y:z",
            "aud": "sts.amazonaws.com",
            "iss": f"https://{ISSUER}",
            "workflow": "a\n::add-mask::b #\x01#[error]c \x1b[31m",
            "::w": "x",
        }
    )
    done = handshake(healthy, env={URL: liar})
    assert done.code == 3, done
    for line in [*done.out.splitlines(), *done.err.splitlines()[1:]]:
        assert not line.strip().startswith("::") and "##[" not in line and "\x1b" not in line, line


def test_the_token_is_seen_nowhere(healthy):
    """Neither the identity token nor what it is asked for with, on no stream and in no file."""
    env = job(healthy)
    done = healthy.onramp("handshake", env=env)
    refused = handshake(healthy, ref="refs/heads/dev")
    seen = done.out + done.err + refused.out + refused.err + "".join(healthy.kept().values())
    assert done.code == 0 and "GET /idtoken" in seen
    # Every part of a token that is an object begins so, as Base64 of `{"`.
    assert env[BEARER] not in seen and not re.search(r"eyJ[\w-]{8,}", seen)


def test_another_region_says_so(healthy):
    """The Region that is asked is the one that counts for aws:RequestedRegion."""
    trust(healthy, f"{PREFIX}:ref:refs/heads/main")
    policy = healthy.boto("iam").get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
    policy["Statement"][0]["Condition"]["StringEquals"]["aws:RequestedRegion"] = "eu-west-1"
    healthy.boto("iam").update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(policy))
    done = handshake(healthy)
    assert done.code == 3 and deciding(done) == ['"aws:RequestedRegion": "eu-west-1"'], (REGION, done)

"""Signing in with a job's token: STS believes only what the issuer signed, and the role decides."""

import base64
import json
import time

import pytest
from botocore import UNSIGNED
from botocore.exceptions import ClientError

from conftest import Sandbox
from test_issuer import IDS, begin, token_of

HOST = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{HOST}"
ROLE = "arn:aws:iam::123456789012:role/Deploy"
DENIED = ("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity")
MAIN = f"repo:{IDS}:ref:refs/heads/main"


def policy(**condition) -> str:
    """A trust policy for GitHub's issuer."""
    statement = {"Effect": "Allow", "Principal": {"Federated": PROVIDER}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def subject(*patterns: str) -> dict:
    return {"StringEquals": {f"{HOST}:aud": "sts.amazonaws.com"}, "StringLike": {f"{HOST}:sub": list(patterns)}}


@pytest.fixture
def role(sandbox: Sandbox):
    """The provider, and a role that branch main may be; gives a way to change its trust policy."""
    iam = sandbox.client("iam")
    iam.create_open_id_connect_provider(Url=f"https://{HOST}", ClientIDList=["sts.amazonaws.com"])
    iam.create_role(RoleName="Deploy", AssumeRolePolicyDocument=policy(**subject(MAIN)))

    def trust(text: str) -> None:
        iam.update_assume_role_policy(RoleName="Deploy", PolicyDocument=text)

    return trust


def sign_in(sandbox: Sandbox, token: str, **more):
    """AssumeRoleWithWebIdentity as a job calls it: without keys."""
    sts = sandbox.client("sts", config={"signature_version": UNSIGNED})
    return sts.assume_role_with_web_identity(**{"RoleArn": ROLE, "RoleSessionName": "run-1", "WebIdentityToken": token, **more})


def refused(sandbox: Sandbox, token: str, **more):
    with pytest.raises(ClientError) as caught:
        sign_in(sandbox, token, **more)
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


def test_the_whole_answer_and_credentials_that_work(sandbox: Sandbox, role):
    answer = sign_in(sandbox, token_of(begin(sandbox)), DurationSeconds=900)
    assert answer["SubjectFromWebIdentityToken"] == MAIN
    assert (answer["Provider"], answer["Audience"]) == (PROVIDER, "sts.amazonaws.com")
    assert answer["AssumedRoleUser"]["Arn"] == "arn:aws:sts::123456789012:assumed-role/Deploy/run-1"
    given = answer["Credentials"]
    assert 0 < given["Expiration"].timestamp() - time.time() <= 900
    keys = {"aws_access_key_id": given["AccessKeyId"], "aws_secret_access_key": given["SecretAccessKey"]}
    sts = sandbox.client("sts", **keys, aws_session_token=given["SessionToken"])
    assert sts.get_caller_identity()["UserId"] == answer["AssumedRoleUser"]["AssumedRoleId"]


def test_tokens_that_are_none(sandbox: Sandbox, role):
    token = token_of(begin(sandbox))
    head, body, signature = token.split(".")
    assert refused(sandbox, "no token")[:2] == ("InvalidIdentityToken", 400)
    assert "not a valid JWT" in refused(sandbox, "no.token.here")[2]
    other = base64.urlsafe_b64encode(json.dumps({**claims(token), "sub": "repo:evil/x:ref:refs/heads/main"}).encode()).decode().rstrip("=")
    for forged in (f"{head}.{other}.{signature}", f"{head}.{body}.", f"{base64.urlsafe_b64encode(b'{}').decode()}.{body}.{signature}"):
        assert refused(sandbox, forged)[0] == "InvalidIdentityToken"
    code, status, message = refused(sandbox, token_of(begin(sandbox, lifetime=-5)))
    assert (code, status) == ("ExpiredTokenException", 400) and "must be before the expiration date/time" in message
    assert refused(sandbox, token_of(begin(sandbox), audience="https://github.com/octo-org"))[::2] == ("InvalidIdentityToken", "Incorrect token audience")  # fmt: skip
    lost = refused(sandbox, token_of(begin(sandbox, issuer="https://token.actions.githubusercontent.com/octo-corp")))
    assert lost[::2] == ("InvalidIdentityToken", f"No OpenIDConnect provider found in your account for https://{HOST}/octo-corp")


def claims(token: str) -> dict:
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def test_the_role_has_to_be_there_and_the_session_short_enough(sandbox: Sandbox, role):
    token = token_of(begin(sandbox))
    assert refused(sandbox, token, RoleArn=ROLE + "Nowhere") == DENIED
    assert refused(sandbox, token, RoleArn="arn:aws:iam::123456789012:user/ana")[0] == "ValidationError"
    assert "MaxSessionDuration" in refused(sandbox, token, DurationSeconds=7200)[2]
    sandbox.client("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER)
    assert "No OpenIDConnect provider" in refused(sandbox, token)[2]


@pytest.mark.parametrize("facts", [
    {"ref": "refs/heads/feature"}, {"event": "pull_request"}, {"environment": "production"}, {"ref": "refs/tags/main"},
    {"repository": "octo-org-evil/sagemaker-churn", "repository_id": 7, "repository_owner_id": 8},
    {"repository": "octo-org/sagemaker-churn-evil", "repository_id": 7},
    {"repository": "octo-org/sagemaker-churn-evil", "repository_id": 7, "immutable": False},
    {"repository": "octo-org-583231/sagemaker-churn-1296269", "repository_id": 7, "repository_owner_id": 8, "immutable": False},
    {"repository": "octo-org/website"},
])  # fmt: skip
def test_strangers_are_refused(sandbox: Sandbox, role, facts):
    assert refused(sandbox, token_of(begin(sandbox, **facts))) == DENIED


CONDITIONS = [
    ({}, True),
    (subject("repo:octo-org@583231/*"), True),
    (subject("repo:octo-org/*"), False),
    ({"StringEquals": {f"{HOST}:sub": "repo:octo-org@583231/*"}}, False),
    ({"StringEqualsIgnoreCase": {f"{HOST}:sub": MAIN.upper()}}, True),
    ({"StringLike": {f"{HOST}:SUB": MAIN}}, True),
    ({"ForAnyValue:StringLike": {f"{HOST}:sub": [MAIN, "x"]}}, True),
    ({"ForAllValues:StringEquals": {f"{HOST}:environment": "production"}}, True),
    ({"StringEquals": {f"{HOST}:environment": "production"}}, False),
    ({"StringEqualsIfExists": {f"{HOST}:environment": "production"}}, True),
    ({"StringEquals": {f"{HOST}:repository_id": "1296269", f"{HOST}:ref": "refs/heads/main"}}, True),
    ({"StringEquals": {f"{HOST}:repository_id": "7"}}, False),
    ({"StringNotEquals": {f"{HOST}:ref": "refs/heads/main"}}, False),
    ({"StringEquals": {f"{HOST}:runner_environment": "github-hosted"}}, False),
    ({"StringEquals": {"sts:ExternalId": "x"}}, False),
    ({"Null": {f"{HOST}:environment": "true"}}, True),
    ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, True),
    ({"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, False),
    ({"StringLike": {"sts:RoleSessionName": "run-*"}}, True),
    ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, False),
    ({"StringLike": {f"{HOST}:job_workflow_ref": "octo-org/sagemaker-churn/.github/workflows/build.yml@*"}}, True),
    ({"StringEquals": {f"{HOST}:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com/octo-corp:sub": MAIN}}, False),
]


@pytest.mark.parametrize("condition, admitted", CONDITIONS, ids=[json.dumps(condition)[:70] for condition, _ in CONDITIONS])
def test_conditions_of_the_trust_policy(sandbox: Sandbox, role, condition, admitted):
    role(policy(**condition))
    token = token_of(begin(sandbox))
    if admitted:
        assert sign_in(sandbox, token)["Credentials"]["SessionToken"]
    else:
        assert refused(sandbox, token) == DENIED


def test_denials_and_other_principals(sandbox: Sandbox, role):
    allow = json.loads(policy())["Statement"][0]
    deny = {**allow, "Effect": "Deny", "Condition": {"StringEquals": {f"{HOST}:actor": "ben"}}}
    role(json.dumps({"Version": "2012-10-17", "Statement": [allow, deny]}))
    assert sign_in(sandbox, token_of(begin(sandbox)))
    assert refused(sandbox, token_of(begin(sandbox, actor="ben"))) == DENIED
    for other in (
        {"Principal": {"Federated": PROVIDER + "/octo-corp"}},
        {"Principal": {"AWS": "123456789012"}},
        {"Action": "sts:AssumeRole"},
    ):
        role(json.dumps({"Version": "2012-10-17", "Statement": {**allow, "Condition": {}, **other}}))
        assert refused(sandbox, token_of(begin(sandbox))) == DENIED


def test_an_enterprises_issuer_is_a_provider_of_its_own(sandbox: Sandbox):
    iam, issuer = sandbox.client("iam"), f"{HOST}/octo-corp"
    arn = iam.create_open_id_connect_provider(Url=f"https://{issuer}", ClientIDList=["sts.amazonaws.com"])["OpenIDConnectProviderArn"]
    document = json.loads(policy(StringEquals={f"{issuer}:sub": MAIN}))
    document["Statement"][0]["Principal"]["Federated"] = arn
    iam.create_role(RoleName="Deploy", AssumeRolePolicyDocument=json.dumps(document))
    assert sign_in(sandbox, token_of(begin(sandbox, issuer=f"https://{issuer}")))["Provider"] == arn


def test_the_trail_of_sign_ins(sandbox: Sandbox, role):
    sign_in(sandbox, token_of(begin(sandbox)))
    refused(sandbox, token_of(begin(sandbox, environment="production")))
    trail = sandbox.client("cloudtrail")
    named = [{"AttributeKey": "EventName", "AttributeValue": "AssumeRoleWithWebIdentity"}]
    events = trail.lookup_events(LookupAttributes=named)["Events"]
    assert [event["Username"] for event in events] == [f"repo:{IDS}:environment:production", MAIN]
    denied, accepted = (json.loads(event["CloudTrailEvent"]) for event in events)
    assert (denied["errorCode"], denied["errorMessage"], denied["responseElements"]) == ("AccessDenied", "An unknown error occurred", None)
    assert denied["userIdentity"] == {
        "type": "WebIdentityUser", "identityProvider": PROVIDER, "userName": f"repo:{IDS}:environment:production",
        "principalId": f"{PROVIDER}:sts.amazonaws.com:repo:{IDS}:environment:production"}  # fmt: skip
    assert denied["requestParameters"]["roleArn"] == ROLE
    assert accepted["responseElements"]["subjectFromWebIdentityToken"] == MAIN and "errorCode" not in accepted
    by_name = [{"AttributeKey": "Username", "AttributeValue": MAIN}]
    assert len(trail.lookup_events(LookupAttributes=by_name)["Events"]) == 1
    first = trail.lookup_events(MaxResults=1)
    assert len(first["Events"]) == 1 and len(trail.lookup_events(NextToken=first["NextToken"])["Events"]) == 1
    assert trail.lookup_events(StartTime=time.time() + 60)["Events"] == []
    with pytest.raises(ClientError, match="InvalidLookupAttributesException"):
        trail.lookup_events(LookupAttributes=named + by_name)
    assert sandbox.client("cloudtrail", region_name="eu-west-1").lookup_events()["Events"] == []
    sandbox.control("POST", "reset", {"seed": "domain"})
    assert trail.lookup_events()["Events"] == []


def test_the_jobs_of_a_finished_setup_get_in_and_may_do_their_work_only(sandbox: Sandbox):
    sandbox.control("POST", "reset", {"seed": "healthy"})
    role = ROLE.replace("Deploy", "GitHubActionsRole")
    for facts in ({"workflow": "build.yml"}, {"workflow": "deploy.yml", "environment": "production", "event": "workflow_dispatch"}):
        given = sign_in(sandbox, token_of(begin(sandbox, **facts)), RoleArn=role)["Credentials"]
        keys = {"aws_access_key_id": given["AccessKeyId"], "aws_secret_access_key": given["SecretAccessKey"]}
        session = {**keys, "aws_session_token": given["SessionToken"]}
        assert sandbox.client("sagemaker", **session).describe_domain(DomainId="d-5qjrso3dsdp9")["Status"] == "InService"
        with pytest.raises(ClientError, match="is not authorized to perform: iam:GetRole on resource: role GitHubActionsRole"):
            sandbox.client("iam", **session).get_role(RoleName="GitHubActionsRole")
        with pytest.raises(ClientError, match="is not authorized to perform: secretsmanager:GetSecretValue"):
            sandbox.client("secretsmanager", **session).get_secret_value(SecretId="sagemaker-github-token")
    assert refused(sandbox, token_of(begin(sandbox, event="pull_request")), RoleArn=role) == DENIED

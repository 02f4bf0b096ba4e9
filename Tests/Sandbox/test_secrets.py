"""Secrets Manager as a person meets it, and GitHub's tokens with their kinds and grants."""

import json

import pytest
from botocore.exceptions import ClientError

from conftest import Sandbox

FINE = "github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000"
WORKFLOW = "/repos/octo-org/sagemaker-churn/actions/workflows/deploy.yml"


def code(call, **input):
    """The error code of a call that is refused."""
    with pytest.raises(ClientError) as refused:
        call(**input)
    return refused.value.response["Error"]["Code"], refused.value.response["ResponseMetadata"]["HTTPStatusCode"]


def test_what_is_scheduled_for_deletion_can_be_described_and_restored_only(sandbox: Sandbox):
    secrets = sandbox.client("secretsmanager")
    assert code(secrets.describe_secret, SecretId="s") == ("ResourceNotFoundException", 400)
    secrets.create_secret(Name="s", SecretString="x")
    secrets.delete_secret(SecretId="s", RecoveryWindowInDays=7)
    assert secrets.describe_secret(SecretId="s")["DeletedDate"]
    for call, more in (
        (secrets.get_secret_value, {}), (secrets.put_secret_value, {"SecretString": "y"}),
        (secrets.tag_resource, {"Tags": [{"Key": "a", "Value": "b"}]}), (secrets.update_secret, {"SecretString": "y"}),
    ):  # fmt: skip
        assert code(call, SecretId="s", **more) == ("InvalidRequestException", 400)
    assert code(secrets.create_secret, Name="s", SecretString="y") == ("InvalidRequestException", 400)
    secrets.restore_secret(SecretId="s")
    assert secrets.get_secret_value(SecretId="s")["SecretString"] == "x"


def test_the_version_in_use_follows_its_label(sandbox: Sandbox):
    secrets = sandbox.client("secretsmanager")
    first = secrets.create_secret(Name="s", SecretString="x")["VersionId"]
    second = secrets.put_secret_value(SecretId="s", SecretString="y")["VersionId"]
    secrets.update_secret_version_stage(
        SecretId="s", VersionStage="AWSCURRENT", RemoveFromVersionId=second, MoveToVersionId=first)  # fmt: skip
    assert secrets.get_secret_value(SecretId="s")["SecretString"] == "x"
    assert secrets.get_secret_value(SecretId="s", VersionStage="AWSPREVIOUS")["SecretString"] == "y"


def test_a_secret_grows_older_on_request(sandbox: Sandbox):
    secrets = sandbox.client("secretsmanager")
    secrets.create_secret(Name="s", SecretString="x")
    before = secrets.get_secret_value(SecretId="s")["CreatedDate"]
    sandbox.control("POST", "secret", {"name": "s", "days": 100})
    assert (before - secrets.get_secret_value(SecretId="s")["CreatedDate"]).days == 100


def test_policies_of_secrets_must_be_policies(sandbox: Sandbox):
    secrets = sandbox.client("secretsmanager")
    secrets.create_secret(Name="s", SecretString="x")
    assert code(secrets.put_resource_policy, SecretId="s", ResourcePolicy="{}")[0] == "MalformedPolicyDocumentException"
    text = json.dumps({"Version": "2012-10-17", "Statement": []})
    secrets.put_resource_policy(SecretId="s", ResourcePolicy=text)
    assert secrets.get_resource_policy(SecretId="s")["ResourcePolicy"] == text


def test_a_workflow_is_seen_with_actions_read_and_only_when_its_file_is_there(sandbox: Sandbox):
    assert sandbox.github("GET", WORKFLOW, token=FINE)[0] == 404
    state = sandbox.state()["github"]
    state["repositories"]["octo-org/sagemaker-churn"]["files"] = {".github/workflows/deploy.yml": "on: push\n"}
    sandbox.control("PUT", "github", state)
    status, headers, shown = sandbox.github("GET", WORKFLOW, token=FINE)
    assert (status, shown["path"], shown["state"]) == (200, ".github/workflows/deploy.yml", "active")
    assert headers["X-Accepted-GitHub-Permissions"] == "actions=read"
    state["tokens"][FINE]["permissions"] = {"metadata": "read"}
    sandbox.control("PUT", "github", state)
    assert sandbox.github("GET", WORKFLOW, token=FINE)[0] == 403
    state["tokens"][FINE].update(permissions={"actions": "write"}, pending=True)
    sandbox.control("PUT", "github", state)
    assert sandbox.github("GET", WORKFLOW, token=FINE)[0] == 404


def test_a_replica_can_be_read_and_not_written(sandbox: Sandbox):
    home, here = sandbox.client("secretsmanager", region_name="eu-west-1"), sandbox.client("secretsmanager")
    home.create_secret(Name="s", SecretString="x", AddReplicaRegions=[{"Region": "us-east-1"}])
    assert here.describe_secret(SecretId="s")["PrimaryRegion"] == "eu-west-1"
    assert "ResourcePolicy" not in here.get_resource_policy(SecretId="s")
    text = json.dumps({"Version": "2012-10-17", "Statement": []})
    home.put_resource_policy(SecretId="s", ResourcePolicy=text)
    shown = here.get_resource_policy(SecretId="s")
    assert shown["ResourcePolicy"] == text and ":us-east-1:" in shown["ARN"]
    assert code(here.put_secret_value, SecretId="s", SecretString="y")[1] == 400

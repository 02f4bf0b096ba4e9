"""Jobs of GitHub's that sign in to a role, with tokens that the sandbox's issuer signs."""

import json
import urllib.request

import botocore.exceptions

from support.world import ACCOUNT, NO_PROXY, ROLE

REPOSITORY = "octo-org/sagemaker-churn"


def token(world, audience="sts.amazonaws.com", **facts):
    """The token of a job that begins now; `facts` say what job it is."""
    env = world.control("POST", "job", {"repository": REPOSITORY, **facts})["env"]
    request = urllib.request.Request(
        f"{env['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience={audience}",
        headers={"Authorization": f"Bearer {env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}"},
    )
    with NO_PROXY.open(request, timeout=30) as answer:
        return json.load(answer)["value"]


def tried(world, role=ROLE, **facts):
    """The code by which STS refuses a job; None where it is admitted."""
    return presented(world, token(world, **facts), role)


def presented(world, token, role=ROLE):
    """The code by which STS refuses a token; None where it admits it."""
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    try:
        world.boto("sts").assume_role_with_web_identity(RoleArn=arn, RoleSessionName="job", WebIdentityToken=token)
    except botocore.exceptions.ClientError as refusal:
        return refusal.response["Error"]["Code"]
    return None


def refused(**facts):
    """A job that is refused, as a step of a row."""

    def do(world):
        assert tried(world, **facts) == "AccessDenied", facts

    return do


def admitted(**facts):
    """A job that is admitted, as a step of a row."""

    def do(world):
        assert tried(world, **facts) is None, facts

    return do

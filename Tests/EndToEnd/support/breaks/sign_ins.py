"""Turning red what CloudTrail kept of the day's sign-ins: jobs ask STS, and are refused."""

from support.breaks.rows import BRANCH, row, trusting
from support.sign_ins import admitted, refused
from support.world import ISSUER, PREFIX, PROVIDER

SLUG = f"{ISSUER}/octo-corp"


def _in_turn(*steps):
    def do(world):
        for step in steps:
            step(world)

    return do


def _wanting_pull_requests(world):
    world.edit(access__subjects=["branch", "environment", "pull_request"])
    world.setup()


def _enterprises_provider(world):
    world.boto("iam").create_open_id_connect_provider(Url=f"https://{SLUG}", ClientIDList=["sts.amazonaws.com"])


def _without_enterprises_provider(world):
    world.boto("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER.replace(ISSUER, SLUG))


ROWS = [
    row(
        "OIDC-12",
        "the enterprise switched its own issuer on",
        _in_turn(_enterprises_provider, refused(issuer=f"https://{SLUG}")),
        f"https://{SLUG}, refused at",
        "OIDC-13",
        mend=_in_turn(_without_enterprises_provider, admitted()),
    ),
    row(
        "TRUST-51",
        "a pull request's job is refused",
        _in_turn(refused(event="pull_request"), refused(event="pull_request")),
        f"{PREFIX}:pull_request",
        mend=_wanting_pull_requests,
    ),
    row(
        "TRUST-51",
        "the environment's job is refused, and would be again",
        _in_turn(trusting(BRANCH), refused(environment="production")),
        f"{PREFIX}:environment:production",
        "TRUST-17",
    ),
]

"""A repository on its way from subjects with names to subjects with ids: who gets in at each point."""

from support import foreign
from support.breaks.rows import trusting
from support.sign_ins import tried
from support.world import PREFIX, ROLE

CLASSIC = "repo:octo-org/sagemaker-churn"
CONTEXTS = ("ref:refs/heads/main", "environment:production")
JOBS = ({}, {"environment": "production"})
STRANGERS = (
    {"repository": "evil/app", "repository_id": 77, "repository_owner_id": 66},
    {"repository": "octo-org/sagemaker-churn-evil", "repository_id": 78, "repository_owner_id": 583231, "immutable": False},
)


def migrate(world, *arguments, code=0):
    ran = world.onramp("migrate", "immutable-subjects", *arguments)
    assert ran.code == code, ran
    return ran


def jobs_get_in(world, **more):
    """Both jobs of the repository, with the tokens that its issuer writes now; and nobody else."""
    for facts in JOBS:
        assert tried(world, **facts, **more) is None, facts
    for facts in STRANGERS:
        assert tried(world, **facts) == "AccessDenied", facts


def subjects(world):
    """The values of the role's statement for this repository."""
    document = world.boto("iam").get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
    found = []
    for statement in document["Statement"]:
        for tests in statement["Condition"].values():
            value = next((value for key, value in tests.items() if key.endswith(":sub")), [])
            found += [value] if isinstance(value, str) else value
    return sorted(value for value in found if "churn" in value)


def writes_ids(world):
    return world.state()["github"]["repositories"]["octo-org/sagemaker-churn"]["oidc"]["use_immutable_subject"]


NAMES = sorted(f"{CLASSIC}:{context}" for context in CONTEXTS)
IDS = sorted(f"{PREFIX}:{context}" for context in CONTEXTS)
BOTH = sorted(NAMES + IDS)


def begun(healthy):
    """A repository from before immutable subjects, set up as it was then, with things of others beside it."""
    healthy.repository(created_at="2020-01-01T00:00:00Z", oidc={"use_default": True, "use_immutable_subject": False})
    foreign.plant(healthy)
    trusting(*NAMES)(healthy)
    assert healthy.check().troubled == {}
    jobs_get_in(healthy)
    healthy.mark()
    return healthy

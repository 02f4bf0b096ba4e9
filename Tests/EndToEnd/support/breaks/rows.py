"""How to turn a check red: the form of one row, and the parts rows are made of."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from support.world import ACCOUNT, ISSUER, PREFIX, PROVIDER, REGION, ROLE

BRANCH = f"{PREFIX}:ref:refs/heads/main"
ENVIRONMENT = f"{PREFIX}:environment:production"
HEALTHY_POLICY = "SageMakerGitHubActionsPolicy"


@dataclass(frozen=True)
class Break:
    """One way to turn one check red.

    `do` changes the account, GitHub or the surroundings; `mend` is what a person does about it where the
    program can do nothing. `found` is part of what the check must then say. `also` are other checks that
    turn red as a consequence; nothing else may. `env` is the environment the program is then run in.
    """

    check: str
    how: str
    do: Callable
    found: str
    also: frozenset = frozenset()
    mend: Callable | None = None
    seed: str = "healthy"
    env: dict = field(default_factory=dict)
    code: int | None = None

    def __str__(self):
        return f"{self.check}: {self.how}"


def row(check, how, do, found, also="", **more):
    """One row; `also` parted by blanks."""
    return Break(check, how, do, found, frozenset(also.split()), **more)


def trust(*subjects, operator="StringEquals", audience="sts.amazonaws.com"):
    """A trust policy with these subjects; no subject means no condition on it."""
    tests = {}
    if audience:
        tests.setdefault("StringEquals", {})[f"{ISSUER}:aud"] = audience
    if subjects:
        tests.setdefault(operator, {})[f"{ISSUER}:sub"] = list(subjects)
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": PROVIDER},
        "Action": "sts:AssumeRoleWithWebIdentity",
        **({"Condition": tests} if tests else {}),
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def trusting(*subjects, **how):
    """Puts such a trust policy in force, beside the statements of others that stand there."""

    def do(world):
        iam = world.boto("iam")
        role = iam.get_role(RoleName=ROLE)["Role"]
        others = [s for s in role["AssumeRolePolicyDocument"]["Statement"] if "website" in json.dumps(s)]
        document = trust(*subjects, **how)
        document["Statement"] += others
        iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(document))

    return do


def permitted(edit):
    """Rewrites the healthy inline policy, statement by statement."""

    def do(world):
        iam = world.boto("iam")
        document = iam.get_role_policy(RoleName=ROLE, PolicyName=HEALTHY_POLICY)["PolicyDocument"]
        document["Statement"] = [new for old in document["Statement"] if (new := edit(old))]
        iam.put_role_policy(RoleName=ROLE, PolicyName=HEALTHY_POLICY, PolicyDocument=json.dumps(document))

    return do


def without(*actions):
    """Takes actions out of the healthy inline policy."""

    def edit(statement):
        left = [action for action in statement["Action"] if action not in actions]
        return {**statement, "Action": left} if left else None

    return permitted(edit)


def passing(resource):
    """Changes which roles may be passed on."""
    return permitted(lambda s: {**s, "Resource": resource} if s["Action"] == ["iam:PassRole"] else s)


def with_policy(name, *statements):
    """Adds an inline policy to the role."""

    def do(world):
        document = {"Version": "2012-10-17", "Statement": list(statements)}
        world.boto("iam").put_role_policy(RoleName=ROLE, PolicyName=name, PolicyDocument=json.dumps(document))

    return do


def role_arn(name):
    """The ARN of a role of the account."""
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def domain_of(world):
    """The id and the ARN of the seeds' domain."""
    domains = world.boto("sagemaker").list_domains()["Domains"]
    domain = next(found["DomainId"] for found in domains if found["DomainName"] == "churn-studio")
    return domain, f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:domain/{domain}"

"""Turning red what the trust policy of the role can have wrong besides the subjects' width."""

import json

from support.breaks.rows import BRANCH, ENVIRONMENT, row, trust, trusting
from support.world import ACCOUNT, ISSUER, PREFIX, PROVIDER, ROLE

CLASSIC = "repo:octo-org/sagemaker-churn"
SUB, AUD = f"{ISSUER}:sub", f"{ISSUER}:aud"
RIGHT = trust(BRANCH, ENVIRONMENT)["Statement"][0]
BOTH = [BRANCH, ENVIRONMENT]
AUDIENCE = "sts.amazonaws.com"
OTHER_ACCOUNT = PROVIDER.replace(ACCOUNT, "999900001111")
ASSUMES = {"Effect": "Allow", "Action": "sts:AssumeRole"}
# What a person leaves behind who follows the console's steps.
BY_HAND = trusting(BRANCH, ENVIRONMENT)


def stating(*ours, version="2012-10-17"):
    """Puts these statements in force, beside the statements of others that stand there."""

    def do(world):
        iam = world.boto("iam")
        document = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
        others = [s for s in document["Statement"] if "website" in json.dumps(s)]
        document = {**({"Version": version} if version else {}), "Statement": [*ours, *others]}
        # Without blanks: they would count for the quota.
        text = json.dumps(document, separators=(",", ":"))
        iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=text)

    return do


def changed(**members):
    """Our statement with other members."""
    return stating({**RIGHT, **members})


def testing(**operators):
    """Our statement with these tests instead; an underscore in an operator stands for its colon."""
    return changed(Condition={operator.replace("_", ":"): tests for operator, tests in operators.items()})


def also_testing(claim, value):
    """Our statement with one more exact test."""
    return testing(StringEquals={AUD: AUDIENCE, SUB: BOTH, f"{ISSUER}:{claim}": value})


def respelt(old, new):
    """Our subjects with a part written in another way."""
    return trusting(BRANCH.replace(old, new), ENVIRONMENT.replace(old, new))


def _without_ids(world):
    """GitHub writes this repository's subjects in the older form."""
    world.repository(created_at="2020-01-01T00:00:00Z", oidc={"use_default": True, "use_immutable_subject": False})


def _template(world):
    """GitHub writes this repository's subjects by a template."""
    keys = ["repository_id", "context"]
    world.repository(
        created_at="2020-01-01T00:00:00Z", oidc={"use_default": False, "include_claim_keys": keys, "use_immutable_subject": False}
    )


def _variable(value):
    """The repository's variable that workflows read the role from."""
    return lambda world: world.repository(variables={"AWS_ROLE_ARN": value})


def _environments(**environments):
    """The repository's environments, each with its rules."""
    return lambda world: world.repository(environments=environments)


def _branch_release(world):
    world.edit(github__branch="release")
    respelt("heads/main", "heads/release")(world)


def _main_again(world):
    world.edit(github__branch=None)
    BY_HAND(world)


def _tenant_only(world):
    """A colleague's statement with the repository's id alone, saved before IAM asked for more."""
    stating(RIGHT, {**RIGHT, "Condition": {"StringEquals": {AUD: AUDIENCE, f"{ISSUER}:repository_id": "1300192"}}})(world)


def _organisations_template(world):
    world.github(
        lambda state: (
            state["organizations"]["octo-org"].update(oidc={"include_claim_keys": ["repository_id", "context"]}),
            state["repositories"]["octo-org/sagemaker-churn"].update(
                created_at="2020-01-01T00:00:00Z", oidc={"use_default": False, "use_immutable_subject": False}
            ),
        )
    )


REVIEWED = {
    "reviewers": [{"type": "User", "id": 4242}],
    "deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True},
    "branch_policies": [{"name": "main", "type": "branch"}],
}
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/{ROLE}"

ROWS = [
    row(
        "TRUST-02",
        "a blank after the role's ARN in the variable",
        _variable(f"{ROLE_ARN} "),
        f"AWS_ROLE_ARN={ROLE_ARN} ",
        mend=_variable(ROLE_ARN),
    ),
    row(
        "TRUST-02",
        "the role's name in small letters in the variable",
        _variable(ROLE_ARN.replace(ROLE, ROLE.lower())),
        ROLE.lower(),
        mend=_variable(ROLE_ARN),
    ),
    row(
        "TRUST-04",
        "the repository's id and no subject",
        testing(StringEquals={AUD: AUDIENCE, f"{ISSUER}:repository_id": "1296269"}),
        f"{ISSUER}:repository_id",
    ),
    row("TRUST-04", "a colleague's statement without a subject", _tenant_only, f"{ISSUER}:repository_id", mend=BY_HAND),
    row(
        "TRUST-18",
        "an environment that is not on GitHub",
        trusting(*BOTH, f"{PREFIX}:environment:qa"),
        f"{PREFIX}:environment:qa",
        mend=BY_HAND,
    ),
    row("TRUST-21", "a branch that is gone", trusting(*BOTH, f"{PREFIX}:ref:refs/heads/feature/x"), "refs/heads/feature/x", mend=BY_HAND),
    row("TRUST-21", "the setup's branch is not there", _branch_release, "refs/heads/release", "TRUST-17", mend=_main_again),
    row("TRUST-25", "the repository follows its organisation's template", _organisations_template, BRANCH),
    row(
        "TRUST-41",
        "an owner that is no more",
        trusting(*BOTH, "repo:acme-gone/app:ref:refs/heads/main"),
        "repo:acme-gone/app",
        "TRUST-40",
        mend=BY_HAND,
    ),
    row("TRUST-42", "an actor by name", also_testing("actor", "ana"), "ana", mend=BY_HAND),
    row(
        "TRUST-48",
        "the role is to be called GitHubActions",
        lambda w: w.edit(access__role="GitHubActions"),
        "GitHubActions",
        "TRUST-01",
        mend=lambda w: w.edit(access__role=ROLE),
    ),
    row("TRUST-49", "workflows ask for two hours", lambda w: w.edit(access__max_session=7200), "3600 seconds"),
    row(
        "TRUST-55",
        "the environment has no rule",
        _environments(production={}),
        "environment production",
        "GH-09 GH-11",
        mend=_environments(production=REVIEWED),
    ),
    row(
        "TRUST-05",
        "any owner's repository of another name",
        stating(RIGHT, trust("repo:*/deploy:ref:refs/heads/main", operator="StringLike")["Statement"][0]),
        "repo:*/deploy",
        mend=BY_HAND,
    ),
    row(
        "TRUST-06",
        "owners that begin alike, of another repository",
        stating(RIGHT, trust("repo:octo-x*/deploy:ref:refs/heads/main", operator="StringLike")["Statement"][0]),
        "repo:octo-x*",
        mend=BY_HAND,
    ),
    row("TRUST-10", "pull requests may sign in", trusting(BRANCH, ENVIRONMENT, f"{PREFIX}:pull_request"), f"{PREFIX}:pull_request"),
    row("TRUST-12", "exact subjects under StringLike", trusting(BRANCH, ENVIRONMENT, operator="StringLike"), f"StringLike {SUB} {BRANCH}"),
    row("TRUST-14", "ids that GitHub does not write", _without_ids, BRANCH),
    row("TRUST-15", "another repository's id", respelt("1296269", "42"), "sagemaker-churn@42"),
    row("TRUST-15", "another owner's id", respelt("583231", "7"), "octo-org@7"),
    row(
        "TRUST-16",
        "stars for the ids",
        trusting(*(s.replace("583231", "*").replace("1296269", "*") for s in BOTH), operator="StringLike"),
        "octo-org@*/sagemaker-churn@*",
    ),
    row("TRUST-19", "the environment in capital letters", respelt("production", "Production"), f"{PREFIX}:environment:Production"),
    row(
        "TRUST-19",
        "a bare colon in an environment",
        trusting(*BOTH, f"{PREFIX}:environment:eu:west"),
        f"{PREFIX}:environment:eu:west",
        "TRUST-18",
    ),
    row("TRUST-20", "the branch alone", respelt("ref:refs/heads/main", "main"), f"{PREFIX}:main"),
    row("TRUST-20", "the ref without its word", respelt("ref:refs", "refs"), f"{PREFIX}:refs/heads/main"),
    row("TRUST-23", "the repository's former name", respelt("sagemaker-churn", "churn"), "octo-org@583231/churn@1296269"),
    row("TRUST-24", "GitHub writes subjects by a template", _template, BRANCH),
    row(
        "TRUST-28",
        "the organisation's address as audience",
        trusting(*BOTH, audience="https://github.com/octo-org"),
        "https://github.com/octo-org",
    ),
    row("TRUST-28", "a blank after the audience", trusting(*BOTH, audience="sts.amazonaws.com "), "sts.amazonaws.com "),
    row(
        "TRUST-29",
        "ForAllValues on the subject",
        testing(StringEquals={AUD: AUDIENCE}, ForAllValues_StringEquals={SUB: BOTH}),
        f"ForAllValues:StringEquals {SUB}",
    ),
    row(
        "TRUST-29",
        "ForAllValues on the audience",
        testing(StringEquals={SUB: BOTH}, ForAllValues_StringEquals={AUD: AUDIENCE}),
        f"ForAllValues:StringEquals {AUD}",
    ),
    row(
        "TRUST-30",
        "IfExists on the subject",
        testing(StringEquals={AUD: AUDIENCE}, StringEqualsIfExists={SUB: BOTH}),
        f"StringEqualsIfExists {SUB}",
    ),
    row("TRUST-31", "the keys of the former issuer", testing(StringEquals={f"vs{AUD}": AUDIENCE, f"vs{SUB}": BOTH}), f"vs{SUB}"),
    row("TRUST-31", "the issuer's address in a key", testing(StringEquals={AUD: AUDIENCE, f"https://{SUB}": BOTH}), f"https://{SUB}"),
    row("TRUST-32", "the issuer is tested", also_testing("iss", f"https://{ISSUER}"), f"{ISSUER}:iss https://{ISSUER}"),
    row("TRUST-33", "a claim that STS does not pass on", also_testing("head_ref", "main"), f"{ISSUER}:head_ref"),
    row(
        "TRUST-33",
        "such a claim in a test that keeps nobody out",
        testing(StringEquals={AUD: AUDIENCE, SUB: BOTH}, StringNotEquals={f"{ISSUER}:run_id": "1"}),
        f"{ISSUER}:run_id",
    ),
    row("TRUST-34", "another account's provider", changed(Principal={"Federated": OTHER_ACCOUNT}), OTHER_ACCOUNT),
    row("TRUST-35", "the issuer's address for the provider", changed(Principal={"Federated": f"https://{ISSUER}"}), f"https://{ISSUER}"),
    row("TRUST-36", "anybody with an AWS account", stating(RIGHT, {**ASSUMES, "Principal": {"AWS": "*"}}), "*", mend=BY_HAND),
    row("TRUST-37", "the action for AWS accounts", changed(Action="sts:AssumeRole"), "sts:AssumeRole"),
    row("TRUST-38", "every action of STS", changed(Action="sts:*"), "sts:*"),
    row("TRUST-39", "all but one repository", testing(StringEquals={AUD: AUDIENCE}, StringNotLike={SUB: "repo:evil/*"}), "repo:evil/*"),
    row(
        "TRUST-40",
        "the owner of an example",
        trusting(*BOTH, "repo:your-org/your-repo:ref:refs/heads/main"),
        "repo:your-org/your-repo",
        "TRUST-41",
        mend=BY_HAND,
    ),
    row(
        "TRUST-43",
        "subject and audience in two statements",
        stating(trust()["Statement"][0], trust(*BOTH, audience=None)["Statement"][0]),
        BRANCH,
        "TRUST-03",
    ),
    row("TRUST-45", "the version of 2008", stating(RIGHT, version="2008-10-17"), "2008-10-17"),
    row("TRUST-45", "no version", stating(RIGHT, version=None), "no Version"),
    row(
        "TRUST-46",
        "a policy nearly as long as it may be",
        stating(
            {
                **RIGHT,
                "Condition": {
                    "StringEquals": {AUD: AUDIENCE, SUB: [*BOTH, *(f"{PREFIX}:environment:{number:02}" for number in range(17))]}
                },
            }
        ),
        "characters",
        "TRUST-18",
        mend=BY_HAND,
    ),
    row(
        "TRUST-47",
        "EC2 may assume it too",
        stating(RIGHT, {**ASSUMES, "Principal": {"Service": "ec2.amazonaws.com"}}),
        "ec2.amazonaws.com",
        mend=BY_HAND,
    ),
]

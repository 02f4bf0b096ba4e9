"""Whatever stands in the trust policy: the checks agree with what AWS would do, and setup makes it right.

No table of expected ids here, only the two questions that count: can the workflows sign in, and can anybody
else? An evaluator that shares nothing with the program answers them.
"""

import json

import pytest

from support.breaks.rows import BRANCH, ENVIRONMENT, trust
from support.tokens import lets_in
from support.world import ISSUER, PREFIX, ROLE

WANTED = (BRANCH, ENVIRONMENT)
STRANGERS = (
    "repo:evil/sagemaker-churn:ref:refs/heads/main",
    "repo:evil@1/x@2:environment:production",
    "repo:octo-evil/x:ref:refs/heads/main",
    "repo:octo-org@583231/website@1300192:ref:refs/heads/main",
    "repo:octo-org@583231/sagemaker-churn-fork@77:ref:refs/heads/main",
    f"{PREFIX}0:ref:refs/heads/main",
)
LIKE = {"operator": "StringLike"}
OLD = "repo:octo-org@583231/sagemaker-loyalty@1296269"
NAMES = "repo:octo-org/sagemaker-churn"


def changed(document=None, **members):
    """The right policy with members of its statement changed; None takes one out."""
    document = document or trust(BRANCH, ENVIRONMENT)
    statement = {**document["Statement"][0], **members}
    document["Statement"] = [{name: value for name, value in statement.items() if value is not None}]
    return document


def conditioned(**operators):
    """A policy with exactly these tests: `StringEquals={"sub": …, "aud": …}`."""
    tests = {
        name.replace("_", ":"): {key if ":" in key else f"{ISSUER}:{key}": value for key, value in keys.items()}
        for name, keys in operators.items()
    }
    return changed(Condition=tests)


AUD = {"aud": "sts.amazonaws.com"}
SUB = [BRANCH, ENVIRONMENT]
POLICIES = {
    "right": trust(BRANCH, ENVIRONMENT),
    "right, with StringLike": trust(BRANCH, ENVIRONMENT, **LIKE),
    "old name of the repository": trust(f"{OLD}:ref:refs/heads/main", f"{OLD}:environment:production"),
    "names only": trust(f"{NAMES}:ref:refs/heads/main", f"{NAMES}:environment:production"),
    "names only, any context": trust(f"{NAMES}:*", **LIKE),
    "another repository's id": trust(BRANCH.replace("1296269", "1296270"), ENVIRONMENT.replace("1296269", "1296270")),
    "another owner's id": trust(BRANCH.replace("583231", "583232"), ENVIRONMENT.replace("583231", "583232")),
    "any id": trust("repo:octo-org@*/sagemaker-churn@*:ref:refs/heads/main", ENVIRONMENT, **LIKE),
    "other letters": trust(BRANCH.upper(), ENVIRONMENT.upper()),
    "another branch": trust(f"{PREFIX}:ref:refs/heads/master", ENVIRONMENT),
    "another environment": trust(BRANCH, f"{PREFIX}:environment:prod"),
    "environment in other letters": trust(BRANCH, f"{PREFIX}:environment:Production"),
    "short branch": trust(f"{PREFIX}:main", ENVIRONMENT),
    "branch without its kind": trust(f"{PREFIX}:refs/heads/main", ENVIRONMENT),
    "only pull requests": trust(f"{PREFIX}:pull_request"),
    "another repository of the owner": trust("repo:octo-org@583231/website@1300192:ref:refs/heads/main"),
    "an empty subject": trust(""),
    "a stranger's repository": trust("repo:evil/sagemaker-churn:ref:refs/heads/main"),
    "a stranger beside ours": trust(BRANCH, ENVIRONMENT, "repo:*:ref:refs/heads/main", **LIKE),
    "every owner": trust("*", **LIKE),
    "every repository named so": trust("repo:*/sagemaker-churn*:*", **LIKE),
    "a question mark for a letter": trust("repo:octo-???*", **LIKE),
    "no condition": changed(Condition=None),
    "audience only": trust(),
    "subject only": trust(BRANCH, ENVIRONMENT, audience=None),
    "another audience": trust(BRANCH, ENVIRONMENT, audience="https://github.com/octo-org"),
    "audience on another key": conditioned(StringEquals={"sub": SUB, "accounts.google.com:aud": "sts.amazonaws.com"}),
    "subject on another key": conditioned(StringEquals={**AUD, "actions.githubusercontent.com:sub": SUB}),
    "subject negated": conditioned(StringEquals=AUD, StringNotEquals={"sub": "repo:evil/x:ref:refs/heads/main"}),
    "subject must not be like": conditioned(StringEquals=AUD, StringNotLike={"sub": "repo:evil/*"}),
    "subject if it exists": conditioned(StringEqualsIfExists={**AUD, "sub": SUB}),
    "for all values": conditioned(ForAllValues_StringEquals={**AUD, "sub": SUB}),
    "for any value": conditioned(ForAnyValue_StringEquals={**AUD, "sub": SUB}),
    "letter case ignored": conditioned(StringEqualsIgnoreCase={**AUD, "sub": SUB}),
    "key in capital letters": conditioned(StringEquals={**AUD, f"{ISSUER}:SUB": SUB}),
    "two tests that exclude each other": conditioned(StringEquals={**AUD, "sub": BRANCH}, StringLike={"sub": ENVIRONMENT}),
    "claims that GitHub does not send so": conditioned(StringEquals={**AUD, "sub": SUB, "repo": "octo-org/sagemaker-churn"}),
    "another action": changed(Action="sts:AssumeRole"),
    "any action": changed(Action="sts:*"),
    "another provider": changed(Principal={"Federated": "arn:aws:iam::123456789012:oidc-provider/gitlab.com"}),
    "another account's provider": changed(Principal={"Federated": f"arn:aws:iam::999999999999:oidc-provider/{ISSUER}"}),
    "anybody federated": changed(Principal={"Federated": "*"}),
    "anybody": changed(Principal="*"),
    "denied": changed(Effect="Deny"),
    "allowed and denied": {
        "Version": "2012-10-17",
        "Statement": [trust(BRANCH, ENVIRONMENT)["Statement"][0], {**trust(BRANCH)["Statement"][0], "Effect": "Deny"}],
    },
    "in two statements": {"Version": "2012-10-17", "Statement": [trust(s)["Statement"][0] for s in WANTED]},
    "audience and subject in two statements": {
        "Version": "2012-10-17",
        "Statement": [trust()["Statement"][0], trust(BRANCH, ENVIRONMENT, audience=None)["Statement"][0]],
    },
    "only EC2": changed(Principal={"Service": "ec2.amazonaws.com"}, Action="sts:AssumeRole", Condition=None),
    "the older version": {**trust(BRANCH, ENVIRONMENT), "Version": "2008-10-17"},
}
# Statements that name another repository, and nothing else, are other people's: they are left as they are.
OTHERS = {"another repository of the owner", "a stranger's repository"}


def judged(document):
    """Whether the workflows get in, and whether somebody else does."""
    return all(lets_in(document, subject) for subject in WANTED), any(lets_in(document, subject) for subject in STRANGERS)


def test_the_table_holds_both_kinds():
    verdicts = [judged(document) for document in POLICIES.values()]
    assert {works for works, _ in verdicts} == {True, False}
    assert {open_ for _, open_ in verdicts} == {True, False}


@pytest.mark.parametrize("name", POLICIES)
def test_checks_agree_with_aws_and_setup_makes_it_right(healthy, name):
    iam = healthy.boto("iam")
    iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(POLICIES[name]))
    works, open_ = judged(POLICIES[name])
    checked = healthy.check("--track", "access")
    red = {check for check in checked.red if check.startswith("TRUST")}
    assert works or red, "the workflows cannot sign in, and every check holds"
    assert not open_ or red, "a stranger can sign in, and every check holds"
    if name.startswith("right"):
        # Right, and an invitation to widen it.
        assert red == ({"TRUST-12"} if "StringLike" in name else set())
    ran = healthy.onramp("setup", "--yes", "--track", "access")
    after = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
    works, open_ = judged(after)
    # What setup cannot repair (somebody's explicit Deny) it has to say; it never claims success over it.
    assert works or ran.code in (3, 5), (after, ran.err)
    assert not open_ or name in OTHERS or ran.code in (3, 5), (after, ran.err)

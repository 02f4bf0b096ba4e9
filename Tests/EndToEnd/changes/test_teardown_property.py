"""Teardown of a generated account while one answer is not the service's word: what is not onramp's stands as it stood.

The account holds an onramp setup and, drawn by a seed, things of others: with names that resemble ours, in our own things
and beside them. Then each answer that a teardown is given is falsified, one a time: nothing is there, denied, empty, as it
was before the others came, another shape. What is planned then is no more than without; what some of them are carried
out with leaves the others' things as an undisturbed teardown does, and one more teardown ends where that one does.
"""

import json
import os
import random

from support import foreign
from support.breaks.rows import domain_of, trust
from support.faulty import answer, operation, query_error
from support.liar import Liar, named
from support.world import ACCOUNT, BUCKET, KEY, PROVIDER, ROLE, VISIBLE

TEARDOWN = ("teardown", "--confirm", ACCOUNT)
PLAN = ("plan", "--teardown", "--json")
SEED = int(os.environ.get("ONRAMP_SEED", "1"))
SECRET = "sagemaker-github-token"
POLICY = {"Version": "2012-10-17", "Statement": [{"Sid": "Onrampchurn2", "Effect": "Allow", "Action": "logs:*", "Resource": "*"}]}


# What others have, each as (name, what plants it). Their names resemble ours; some of them stand in what is ours.


def role(name, tags=(), policy=None):
    def plant(world):
        iam = world.boto("iam")
        document = json.dumps(trust(f"repo:octo-org/{name}:ref:refs/heads/main", audience="other.example.com"))
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, Tags=[{"Key": key, "Value": value} for key, value in tags])
        if policy:
            iam.put_role_policy(RoleName=name, PolicyName="OnrampGitHubActions", PolicyDocument=json.dumps(policy))

    return plant


def secret(name, tags=()):
    return lambda world: world.boto("secretsmanager").create_secret(
        Name=name, SecretString='{"token":"theirs"}', Tags=[{"Key": key, "Value": value} for key, value in tags]
    )


def bucket(name):
    def plant(world):
        s3 = world.boto("s3")
        s3.create_bucket(Bucket=name)
        s3.put_object(Bucket=name, Key=KEY, Body=b"Resources: {}\n", Tagging=f"{VISIBLE}=true")

    return plant


def item(key, tagging=""):
    return lambda world: world.boto("s3").put_object(Bucket=BUCKET, Key=key, Body=b"Resources: {A: {}}\n", Tagging=tagging)


def statement(world):
    iam = world.boto("iam")
    document = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
    document["Statement"].append(foreign.TRUST)
    iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(document))


def inline(name, role_name):
    return lambda world: world.boto("iam").put_role_policy(RoleName=role_name, PolicyName=name, PolicyDocument=json.dumps(POLICY))


def domain_tags(world):
    world.boto("sagemaker").add_tags(ResourceArn=domain_of(world)[1], Tags=[{"Key": "team", "Value": "ml"}])


def provider_tags(world):
    world.boto("iam").tag_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER, Tags=[{"Key": "team", "Value": "web"}])


def rule(world):
    s3 = world.boto("s3")
    rules = s3.get_bucket_cors(Bucket=BUCKET)["CORSRules"]
    s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [foreign.CORS, *rules]})


THINGS = {
    "a role whose name begins as ours": role(ROLE + "2"),
    "a role that another setup made": role("GitHubActionsRole-fraud", [("onramp:setup", "fraud")], POLICY),
    "a role with our tag's beginning": role("GitHubActions", [("onramp:setup", "churn2"), ("onramp:setup2", "churn")]),
    "a secret whose name begins as ours": secret(SECRET + "-2"),
    "a secret of another setup": secret("sagemaker-github", [("onramp:setup", "fraud")]),
    "a bucket whose name ends otherwise": bucket(BUCKET[:-1] + "2"),
    "a template beside ours": item("templates/theirs.yaml", f"{VISIBLE}=true&onramp%3Asetup=fraud"),
    "an object whose name begins as ours": item(KEY + ".bak"),
    "a newer version of our template": item(KEY, f"{VISIBLE}=true"),
    "a statement in our trust policy": statement,
    "a policy in our role": inline("Others", ROLE),
    "a policy in the execution role": inline("SageMakerProjectsOthers", foreign.STUDIO),
    "a policy in our policy's name, in a role of theirs": role("WebsiteDeploy", (), POLICY),
    "tags on the domain": domain_tags,
    "tags on the provider": provider_tags,
    "a rule in our bucket": rule,
}


# What goes with the thing of ours that it is on.
LOST = {"tags on the provider", "a rule in our bucket"}


def added(before, after):
    """What a dump has that another one did not have."""
    if isinstance(before, dict) and isinstance(after, dict):
        new = {name: added(before[name], value) if name in before else value for name, value in after.items()}
        return {name: value for name, value in new.items() if value is not None} or None
    if isinstance(before, list) and isinstance(after, list):
        return [value for value in after if value not in before] or None
    return None if before == after else after


def planted(world, seed):
    """An onramp setup, and some of the things of others: their names, and what of the dump has to outlive a teardown."""
    world.reset("domain")
    world.setup()
    before = world.state()
    names = random.Random(seed).sample(sorted(THINGS), 6)
    for name in set(names) - LOST:
        THINGS[name](world)
    theirs = added(before, world.state())
    for name in LOST.intersection(names):
        THINGS[name](world)
    return names, theirs


# Answers that are not the service's word.


def refused(request, status, code):
    """A refusal as the service of a request words it."""
    method, target, headers, body = request
    if "x-amz-target" in headers:
        return answer(status if status == 403 else 400, json.dumps({"__type": code, "message": "m"}), [("x-amzn-RequestId", "r-17")])
    if body.startswith(b"Action="):
        return query_error(status, code)
    text = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>m</Message><RequestId>r-17</RequestId></Error>"
    return answer(status, "" if method == "HEAD" else text, [("x-amz-request-id", "r-17")])


GONE = {
    "GET tagging": "NoSuchTagSet",
    "GET cors": "NoSuchCORSConfiguration",
    "GET policy": "NoSuchBucketPolicy",
    "GET publicAccessBlock": "NoSuchPublicAccessBlockConfiguration",
    "GET encryption": "ServerSideEncryptionConfigurationNotFoundError",
    "GET ownershipControls": "OwnershipControlsNotFoundError",
    "GET object-lock": "ObjectLockConfigurationNotFoundError",
}


def absent(request, _):
    if "x-amz-target" in request[2]:
        return refused(request, 400, "ResourceNotFoundException" if "secretsmanager" in request[2]["x-amz-target"] else "ResourceNotFound")
    if request[3].startswith(b"Action="):
        return refused(request, 404, "NoSuchEntity")
    return refused(request, 404, GONE.get(operation(request), "NoSuchKey" if "/" in request[1].partition("?")[0][1:] else "NoSuchBucket"))


def denied(request, _):
    return refused(request, 403, "AccessDeniedException" if "x-amz-target" in request[2] else "AccessDenied")


def empty(request, _):
    return answer(200, "{}" if "x-amz-target" in request[2] else "", [("x-amz-request-id", "r-17")])


def stale(request, earlier):
    return earlier.get(named(request))


def odd(request, _):
    return answer(200, '{"Odd":[1]}' if "x-amz-target" in request[2] else "<Odd><Key>1</Key></Odd>", [("x-amz-request-id", "r-17")])


LIES = [absent, denied, empty, stale, odd]


def heard(world, *arguments):
    """Each answer of a run, by what was asked."""
    with Liar(world) as door:
        ran = world.onramp(*arguments, env={"AWS_ENDPOINT_URL": door.url})
        assert ran.code in (0, 5), ran
        return dict(door.answers)


def told(world, arguments, wanted, lie, earlier):
    """A run that is lied to once, and whether it came to that."""
    with Liar(world, wanted, lie, earlier) as door:
        ran = world.onramp(*arguments, env={"AWS_ENDPOINT_URL": door.url})
        return ran, door.has_lied


def targets(ran):
    """What a plan would write to, without the values: a deletion of versions is one target each."""
    found = set()
    for change in json.loads(ran.out)["changes"]:
        for call in change["calls"]:
            what = call["input"]
            names = {name: value for name, value in what.items() if name not in VALUES}
            for one in what.get("Delete", {}).get("Objects", [{}]):
                found.add(json.dumps([call["operation"], names, one], sort_keys=True))
    return found


# Members of a call that hold what is written, not what it is written to.
VALUES = {"Delete", "PolicyDocument", "Policy", "Tagging", "Tags", "CORSConfiguration", "ResourcePolicy"}


def holds(whole, part):
    """Whether all of a dump stands in another one."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(name in whole and holds(whole[name], value) for name, value in part.items())
    if isinstance(part, list):
        return isinstance(whole, list) and all(any(holds(one, value) for one in whole) for value in part)
    return whole == part


def everything(world):
    """The dump, and the texts of all versions in our bucket."""
    s3, state = world.boto("s3"), world.state()
    versions = s3.list_object_versions(Bucket=BUCKET).get("Versions", []) if BUCKET in state["s3"]["buckets"] else []
    texts = [[v["Key"], s3.get_object(Bucket=BUCKET, Key=v["Key"], VersionId=v["VersionId"])["Body"].read().decode()] for v in versions]
    return {"state": state, "versions": sorted(texts)}


def chosen(request, asked, few, lies):
    """The lies to be told: some of them, or with --every-answer each about each answer."""
    pairs = [(name, lie) for name in sorted(asked) for lie in lies]
    return pairs if request.config.getoption("--every-answer") else random.Random(SEED).sample(pairs, few)


def test_whatever_one_answer_says_no_more_is_planned(world, request):
    world.setup()
    earlier = heard(world, *PLAN)
    names, _ = planted(world, SEED)
    asked = heard(world, *PLAN)
    wanted = targets(world.onramp(*PLAN))
    assert wanted and len(asked) > 20
    wrong = []
    # What is only stale in a plan is looked at anew before it is carried out.
    for name, lie in chosen(request, asked, 12, [absent, denied, empty, odd]):
        ran, has_lied = told(world, PLAN, name, lie, earlier)
        assert has_lied and ran.code in (0, 4), (names, name, lie.__name__, ran)
        if more := targets(ran) - wanted if ran.code == 0 else set():
            wrong.append((name, lie.__name__, more))
    assert not wrong, (names, wrong)


def test_whatever_one_answer_says_others_things_stand_and_one_more_teardown_ends_right(world, request):
    world.setup()
    earlier = heard(world, *PLAN)
    names, theirs = planted(world, SEED)
    asked = heard(world, *TEARDOWN)
    end = everything(world)
    assert theirs and holds(end["state"], theirs), names
    # What an undisturbed teardown asks about a version differs from one setup to the next.
    for name, lie in chosen(request, [name for name in asked if "versionId" not in name], 2, LIES):
        planted(world, SEED)
        ran, has_lied = told(world, TEARDOWN, name, lie, earlier)
        said = (names, name, lie.__name__, has_lied, ran)
        assert ran.code in (0, 3, 4, 5), said
        assert holds(everything(world), end), said
        again = world.onramp(*TEARDOWN)
        assert again.code == 0 and everything(world) == end, (said, again)

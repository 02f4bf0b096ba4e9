"""How the token's secret goes wrong: its place, its shape, what GitHub says to what is in it."""

import json
import time

from support.breaks.rows import row
from support.world import ACCOUNT, REGION

NAME = "sagemaker-github-token"
TOKEN = "github_pat_sandboxLambdaToken_00000000000000000000000000000000000000000000"
OTHER = "github_pat_another00000000000000_00000000000000000000000000000000000000000000"
CLASSIC = "ghp_anotherClassicToken00000000000000000"
RIGHTS = {"metadata": "read", "actions": "write", "contents": "read"}
FINE = {"login": "ana", "kind": "fine-grained", "repositories": ["octo-org/sagemaker-churn"], "permissions": RIGHTS}
LAMBDA_ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/AmazonSageMakerProjectsLambdaRole"


def wrapped(token):
    """The secret's text as the documents mean it."""
    return json.dumps({"token": token})


def storing(text):
    """A person stores another text."""
    return lambda world: world.boto("secretsmanager").put_secret_value(SecretId=NAME, SecretString=text)


def known(token, **facts):
    """GitHub knows one more token."""
    return lambda world: world.github(lambda state: state["tokens"].update({token: {**FINE, **facts}}))


def several(*steps):
    """One after the other."""
    return lambda world: [step(world) for step in steps] and None


def using(token, **facts):
    """A person stores another token, one that GitHub knows."""
    return several(known(token, **facts), storing(wrapped(token)))


def private(world):
    """Makes the repository private, on a plan that is fit for it: what is public is read with any token."""
    world.repository(private=True)
    world.github(lambda state: state["organizations"]["octo-org"].update(plan="enterprise"))


def deleting(**how):
    """A person deletes the secret."""
    return lambda world: world.boto("secretsmanager").delete_secret(SecretId=NAME, **how)


def named(name):
    """A person keeps the token under another name."""

    def do(world):
        world.boto("secretsmanager").create_secret(Name=name, SecretString=wrapped(TOKEN))
        world.edit(project__token_secret=name)

    return do


def renamed(world):
    """A person goes back to the right name."""
    world.edit(project__token_secret=None)


def locked(world):
    """A person encrypts the secret with a key, and disables the key."""
    kms = world.boto("kms")
    world.own_key = kms.create_key()["KeyMetadata"]["KeyId"]
    world.boto("secretsmanager").update_secret(SecretId=NAME, KmsKeyId=world.own_key)
    kms.disable_key(KeyId=world.own_key)


def unlocked(world):
    """The key is enabled again."""
    world.boto("kms").enable_key(KeyId=world.own_key)


def policy(statement):
    """A person adds a statement to the secret's policy."""

    def do(world):
        secrets = world.boto("secretsmanager")
        text = secrets.get_resource_policy(SecretId=NAME).get("ResourcePolicy")
        document = json.loads(text) if text else {"Version": "2012-10-17", "Statement": []}
        document["Statement"].append({"Sid": "Broken", "Action": "secretsmanager:GetSecretValue", "Resource": "*", **statement})
        secrets.put_resource_policy(SecretId=NAME, ResourcePolicy=json.dumps(document))

    return do


def without_policy(world):
    """The statement is taken out again."""
    secrets = world.boto("secretsmanager")
    document = json.loads(secrets.get_resource_policy(SecretId=NAME)["ResourcePolicy"])
    document["Statement"] = [s for s in document["Statement"] if s.get("Sid") != "Broken"]
    secrets.put_resource_policy(SecretId=NAME, ResourcePolicy=json.dumps(document))


def aged(world):
    """The secret was stored a hundred days ago."""
    world.control("POST", "secret", {"name": NAME, "days": 100})


def another_at_hand(world):
    """The setup's file holds another token, which GitHub knows."""
    known(OTHER)(world)
    file = world.home / "another-token.json"
    file.write_text(wrapped(OTHER))
    file.chmod(0o600)
    world.edit(project__token_file=str(file))


def in_days(days):
    """A moment as GitHub writes it in its header."""
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(time.time() + days * 86400))


def replicated(world):
    """Somebody replicates the secret."""
    world.boto("secretsmanager").replicate_secret_to_regions(SecretId=NAME, AddReplicaRegions=[{"Region": "eu-west-1"}])


def gathered(world):
    """And takes the replica away."""
    world.boto("secretsmanager").remove_regions_from_replication(SecretId=NAME, RemoveReplicaRegions=["eu-west-1"])


def copied(world):
    """The secret is made in another Region, and replicated to this one."""
    world.boto("secretsmanager").delete_secret(SecretId=NAME, ForceDeleteWithoutRecovery=True)
    world.boto("secretsmanager", "eu-west-1").create_secret(Name=NAME, SecretString=wrapped(TOKEN), AddReplicaRegions=[{"Region": REGION}])


def made_here(world):
    """And made in this Region after all."""
    world.boto("secretsmanager", "eu-west-1").remove_regions_from_replication(SecretId=NAME, RemoveReplicaRegions=[REGION])
    world.boto("secretsmanager").create_secret(Name=NAME, SecretString=wrapped(TOKEN))


def role(name):
    """The rights in the repository of whoever asks."""
    return lambda world: world.repository(role=name)


ROWS = [
    row("SEC-01", "deleted for good", deleting(ForceDeleteWithoutRecovery=True), f"no secret {NAME}"),
    row("SEC-02", "deleted, and still to be restored", deleting(RecoveryWindowInDays=7), "scheduled for deletion on"),
    row("SEC-03", "a name that the Lambda's role may not read", named("github-token"), "github-token", mend=renamed),
    row("SEC-04", "a copy from another Region", copied, "eu-west-1", mend=made_here),
    row("SEC-05", "the bare token", storing(TOKEN), "plain text of 74 characters, github_pat_…"),
    row("SEC-05", "a member after the token", storing(json.dumps({"token": TOKEN, "user": "ana"})), "JSON with 2 members"),
    row("SEC-05", "a line end of Windows", storing(wrapped(TOKEN) + "\r\n"), "carriage return"),
    row("SEC-06", "the guide's placeholder", storing(wrapped("your-github-token-here")), "placeholder"),
    row("SEC-06", "half a token", storing(wrapped(TOKEN[:30])), "too short"),
    row(
        "SEC-07",
        "stored as bytes",
        lambda world: world.boto("secretsmanager").put_secret_value(SecretId=NAME, SecretBinary=wrapped(TOKEN).encode()),
        "bytes",
    ),
    row("SEC-08", "its key is disabled", locked, "Disabled", mend=unlocked),
    row("SEC-09", "a token that was revoked", storing(wrapped(OTHER)), "401"),
    row("SEC-10", "a token of five days", using(OTHER, expires=in_days(5.5)), "in 5 days"),
    row("SEC-11", "a token for another repository", several(private, using(OTHER, repositories=["octo-org/website"])), "404"),
    row("SEC-11", "a token without Actions", using(OTHER, permissions={"metadata": "read", "contents": "read"}), "Actions: read"),
    row(
        "SEC-11",
        "the organization has not approved it",
        several(private, using(OTHER, pending=True)),
        "404",
    ),
    row(
        "SEC-11",
        "single sign-on is not passed",
        using(OTHER, sso="https://github.com/orgs/octo-org/sso"),
        "https://github.com/orgs/octo-org/sso",
    ),
    row("SEC-12", "a classic token", using(CLASSIC, kind="classic", scopes=["repo", "workflow"]), "scopes: repo, workflow"),
    row("SEC-13", "stored long ago", aged, "100 days ago", mend=storing(wrapped(TOKEN) + " ")),
    row("SEC-13", "stored long ago, and a new token is at hand", several(aged, another_at_hand), "100 days ago"),
    row("SEC-14", "everybody may read it", policy({"Effect": "Allow", "Principal": "*"}), "everybody", mend=without_policy),
    row(
        "SEC-14",
        "the Lambda's role may not read it",
        policy({"Effect": "Deny", "Principal": {"AWS": LAMBDA_ROLE}}),
        "may not read it",
        mend=without_policy,
    ),
    row("SEC-16", "a name that ends like an ARN", named("sagemaker-github-secret"), "sagemaker-github-secret", mend=renamed),
    row("SEC-18", "its owner may only read", role("pull"), "ana may only read", mend=role("admin")),
    row("SEC-20", "replicated by somebody", replicated, "eu-west-1", seed="ours", mend=gathered),
]

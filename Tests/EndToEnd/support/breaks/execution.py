"""Turning red what belongs to the role SageMaker runs as."""

import json

from support.breaks.bucket import key
from support.breaks.rows import role_arn, row
from support.world import ACCOUNT, BUCKET

STUDIO = "AmazonSageMaker-ExecutionRole-20260801T090000"
PASSING = "SageMakerProjectsPassRolePolicy"
STACKS = "SageMakerProjectsCreateCFNTemplates"
TAGGING = "SageMakerS3GetObjectTaggingPolicy"
LAUNCH = "role/AmazonSageMakerProjectsLaunchRole"
FENCE = f"arn:aws:iam::{ACCOUNT}:policy/StudioFence"


def _without(name):
    return lambda world: world.boto("iam").delete_role_policy(RoleName=STUDIO, PolicyName=name)


def _with(name, *statements):
    def do(world):
        document = {"Version": "2012-10-17", "Statement": list(statements)}
        world.boto("iam").put_role_policy(RoleName=STUDIO, PolicyName=name, PolicyDocument=json.dumps(document))

    return do


def _statement(effect, action, resource="*", **more):
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def _named(world):
    world.edit(access__execution_role="SageMakerExecutionRole")


def _without_full_access(world):
    world.boto("iam").detach_role_policy(RoleName=STUDIO, PolicyArn="arn:aws:iam::aws:policy/AmazonSageMakerFullAccess")


def _without_studio_role(world):
    iam = world.boto("iam")
    for name in iam.list_role_policies(RoleName=STUDIO)["PolicyNames"]:
        iam.delete_role_policy(RoleName=STUDIO, PolicyName=name)
    _without_full_access(world)
    iam.delete_role(RoleName=STUDIO)


def _with_studio_role(world):
    iam = world.boto("iam")
    statement = {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    iam.create_role(Path="/service-role/", RoleName=STUDIO, AssumeRolePolicyDocument=json.dumps(document))
    iam.attach_role_policy(RoleName=STUDIO, PolicyArn="arn:aws:iam::aws:policy/AmazonSageMakerFullAccess")
    world.setup()


def _fenced(world):
    iam = world.boto("iam")
    document = {"Version": "2012-10-17", "Statement": [_statement("Allow", "*"), _statement("Deny", "cloudformation:CreateStack")]}
    iam.create_policy(PolicyName="StudioFence", PolicyDocument=json.dumps(document))
    iam.put_role_permissions_boundary(RoleName=STUDIO, PermissionsBoundary=FENCE)


def _unfenced(world):
    world.boto("iam").delete_role_permissions_boundary(RoleName=STUDIO)


def _closed_bucket(world):
    s3 = world.boto("s3")
    policy = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])
    policy["Statement"].append(
        _statement(
            "Deny",
            "s3:GetObject",
            f"arn:aws:s3:::{BUCKET}/templates/*",
            Sid="NoStudio",
            Principal={"AWS": role_arn(f"service-role/{STUDIO}")},
        )
    )
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))


def _opened_bucket(world):
    s3 = world.boto("s3")
    policy = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])
    policy["Statement"] = [s for s in policy["Statement"] if s.get("Sid") != "NoStudio"]
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))


def _trusting(*statements):
    def do(world):
        document = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", **statement} for statement in statements],
        }
        world.boto("iam").update_assume_role_policy(RoleName=STUDIO, PolicyDocument=json.dumps(document))

    return do


def _locked(world):
    """The bucket gets a key of the customer's, as KMS makes it: the account's own policies decide."""

    def remember(kms, name):
        world.template_key = kms.describe_key(KeyId=name)["KeyMetadata"]["Arn"]

    key(remember)(world)


def _decrypting(world):
    _with("TemplateKey", _statement("Allow", "kms:Decrypt", world.template_key))(world)


def _kept_out(world):
    """And its policy keeps the role out."""
    _locked(world)
    _decrypting(world)
    kms = world.boto("kms")
    world.key_policy = kms.get_key_policy(KeyId=world.template_key, PolicyName="default")["Policy"]
    document = json.loads(world.key_policy)
    document["Statement"].append(
        {
            "Sid": "NotStudio",
            "Effect": "Deny",
            "Principal": {"AWS": role_arn("service-role/" + STUDIO)},
            "Action": "kms:Decrypt",
            "Resource": "*",
        }
    )
    kms.put_key_policy(KeyId=world.template_key, PolicyName="default", Policy=json.dumps(document))


def _let_in(world):
    world.boto("kms").put_key_policy(KeyId=world.template_key, PolicyName="default", Policy=world.key_policy)


ROWS = [
    # The workflows pass the role on, so their own policy has to name the new one too.
    row("EXE-01", "the setup names a role that is not there", _named, "no role SageMakerExecutionRole", "PERM-05"),
    row("EXE-01", "the domain's role was deleted", _without_studio_role, f"no role {STUDIO}", mend=_with_studio_role),
    row("EXE-03", "no policy lets it pass the launch role", _without(PASSING), "iam:PassRole"),
    row(
        "EXE-03",
        "it may pass the launch role to SageMaker only",
        _with(
            PASSING,
            _statement(
                "Allow",
                "iam:PassRole",
                f"arn:aws:iam::{ACCOUNT}:{LAUNCH}",
                Condition={"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
            ),
        ),
        "iam:PassRole",
    ),
    row("EXE-04", "no policy lets it make stacks", _without(STACKS), "cloudformation:CreateStack"),
    row(
        "EXE-04",
        "it may make the stacks of one project only",
        _with(STACKS, _statement("Allow", "cloudformation:*", "arn:aws:cloudformation:*:*:stack/SP-churn-*")),
        "cloudformation:CreateStack",
    ),
    row("EXE-05", "no policy lets it read tags", _without(TAGGING), "s3:GetObjectTagging"),
    row(
        "EXE-05",
        "a policy of that name allows something else",
        _with(TAGGING, _statement("Allow", "s3:ListAllMyBuckets")),
        "s3:GetObjectTagging",
    ),
    row("EXE-06", "AmazonSageMakerFullAccess is taken off", _without_full_access, "s3:ListBucket"),
    row("EXE-06", "the bucket denies it", _closed_bucket, "NoStudio", "S3-12", mend=_opened_bucket),
    row(
        "EXE-07",
        "a policy was copied from another account",
        _with("Copied", _statement("Allow", "iam:PassRole", f"arn:aws:iam::999999999999:{LAUNCH}"), _statement("Allow", "sns:Publish")),
        "999999999999",
    ),
    row(
        "EXE-07",
        "the guides' own policy was copied",
        _with(PASSING, _statement("Allow", "iam:PassRole", f"arn:aws:iam::999999999999:{LAUNCH}")),
        "999999999999",
        "EXE-03",
    ),
    # What the boundary takes away waits for it.
    row("EXE-08", "a boundary leaves stacks out", _fenced, "cloudformation:CreateStack", mend=_unfenced),
    row("EXE-09", "another service is trusted", _trusting({"Principal": {"Service": "ec2.amazonaws.com"}}), "ec2.amazonaws.com"),
    row(
        "EXE-09",
        "another account's SageMaker is trusted",
        _trusting(
            {"Principal": {"Service": "sagemaker.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "999999999999"}}}
        ),
        "sagemaker.amazonaws.com",
    ),
    row("EXE-12", "the bucket has a key that it may not use", _locked, "kms:Decrypt", mend=_decrypting),
    row("EXE-12", "the key's policy denies it", _kept_out, "NotStudio", mend=_let_in),
]

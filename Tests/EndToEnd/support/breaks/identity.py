"""Turning red what belongs to the caller's rights, clock and session."""

import datetime
import json

from support.breaks.rows import row
from support.world import ACCOUNT, BUCKET

OPERATOR = "MLOpsAdmin"
FENCE = f"arn:aws:iam::{ACCOUNT}:policy/OperatorFence"
NO_CORS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:PutBucketCORS", "Resource": "*"}],
}


def _without_cors(world):
    """Something to do, so that the rights for it matter."""
    s3 = world.boto("s3")
    world.kept_rules = s3.get_bucket_cors(Bucket=BUCKET)["CORSRules"]
    s3.delete_bucket_cors(Bucket=BUCKET)


def _with_cors(world):
    world.boto("s3").put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": world.kept_rules})


def _refused(world):
    _without_cors(world)
    world.boto("iam").put_role_policy(RoleName=OPERATOR, PolicyName="NoCORS", PolicyDocument=json.dumps(NO_CORS))


def _allowed(world):
    world.boto("iam").delete_role_policy(RoleName=OPERATOR, PolicyName="NoCORS")
    _with_cors(world)


def _fenced(world):
    _without_cors(world)
    iam = world.boto("iam")
    iam.create_policy(PolicyName="OperatorFence", PolicyDocument=json.dumps(NO_CORS))
    iam.put_role_permissions_boundary(RoleName=OPERATOR, PermissionsBoundary=FENCE)


def _unfenced(world):
    world.boto("iam").delete_role_permissions_boundary(RoleName=OPERATOR)
    _with_cors(world)


def _ending(world):
    end = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=12)
    world.env["AWS_CREDENTIAL_EXPIRATION"] = end.strftime("%Y-%m-%dT%H:%M:%SZ")


ROWS = [
    row("ENV-06", "a policy refuses what has to be done", _refused, "s3:PutBucketCORS", "S3-05", mend=_allowed),
    row("ENV-07", "a boundary refuses what has to be done", _fenced, "boundary", "S3-05", mend=_unfenced),
    row(
        "ENV-08",
        "the clock is ten minutes behind",
        lambda world: world.faults({"switch": "clock-ahead"}),
        "behind",
        mend=lambda world: world.faults(),
    ),
    row("ENV-09", "the session ends in twelve minutes", _ending, "end in 1", mend=lambda world: world.env.pop("AWS_CREDENTIAL_EXPIRATION")),
]

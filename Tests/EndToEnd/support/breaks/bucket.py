"""Turning red what belongs to the template bucket: every setting of it alone."""

import json
import urllib.parse

from support.breaks.rows import domain_of, row, with_policy
from support.world import ACCOUNT, BUCKET, KEY, LOCATION, ROLE

STUDIO = {
    "AllowedHeaders": ["*"],
    "AllowedMethods": ["POST", "PUT", "GET", "HEAD", "DELETE"],
    "AllowedOrigins": ["https://*.sagemaker.aws"],
    "ExposeHeaders": ["ETag", "x-amz-delete-marker", "x-amz-id-2", "x-amz-request-id", "x-amz-server-side-encryption", "x-amz-version-id"],
}
ARN = f"arn:aws:s3:::{BUCKET}"
ADMIN = f"arn:aws:iam::{ACCOUNT}:role/MLOpsAdmin"
SWITCHES = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def _cors(**change):
    """Changes one field of the rule for Studio; the rules of others stay where they are."""

    def do(world):
        s3 = world.boto("s3")
        rules = [rule for rule in s3.get_bucket_cors(Bucket=BUCKET)["CORSRules"] if rule["AllowedOrigins"] != STUDIO["AllowedOrigins"]]
        rule = {name: value for name, value in {**STUDIO, **change}.items() if value}
        s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [*rules, rule]})

    return do


def _more_cors(*more):
    """Puts rules beside those that stand there."""

    def do(world):
        s3 = world.boto("s3")
        rules = s3.get_bucket_cors(Bucket=BUCKET)["CORSRules"]
        s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [*rules, *more]})

    return do


def _without(field, value):
    return {field: [one for one in STUDIO[field] if one != value]}


def _switches(switch):
    def do(world):
        on = dict.fromkeys(SWITCHES, True)
        world.boto("s3").put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration={**on, switch: False})

    return do


def _statements(edit):
    """Rewrites the statements of the bucket policy."""

    def do(world):
        s3 = world.boto("s3")
        document = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])
        document["Statement"] = edit(document["Statement"])
        s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(document))

    return do


def _denying(sid, action, resource, condition):
    statement = {"Sid": sid, "Effect": "Deny", "Principal": "*", "Action": action, "Resource": resource, "Condition": condition}
    return _statements(lambda statements: [*statements, statement])


def _allowing(sid):
    """Takes a statement out again, as whoever wrote it would."""
    return _statements(lambda statements: [s for s in statements if s.get("Sid") != sid])


def key(end):
    """Encrypts the bucket with a key of the customer's, which is then put out of use."""

    def do(world):
        kms = world.boto("kms")
        key = kms.create_key(Description="templates")["KeyMetadata"]
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key["Arn"]}, "BucketKeyEnabled": True}
        world.boto("s3").put_bucket_encryption(Bucket=BUCKET, ServerSideEncryptionConfiguration={"Rules": [rule]})
        end(kms, key["KeyId"])

    return do


def _versions(world):
    world.boto("s3").put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})


def _owned(rule):
    def do(world):
        s3 = world.boto("s3")
        if rule:
            s3.put_bucket_ownership_controls(Bucket=BUCKET, OwnershipControls={"Rules": [{"ObjectOwnership": rule}]})
        else:
            s3.delete_bucket_ownership_controls(Bucket=BUCKET)

    return do


def _plain_http(world):
    """Takes our statement out of the bucket policy and leaves the others."""
    _statements(lambda statements: [s for s in statements if s["Effect"] != "Deny"])(world)


def _untagged(world):
    s3 = world.boto("s3")
    kept = [tag for tag in s3.get_bucket_tagging(Bucket=BUCKET)["TagSet"] if tag["Key"] != "onramp:setup"]
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": kept})


def _gone(world):
    s3 = world.boto("s3")
    versions = s3.list_object_versions(Bucket=BUCKET)
    for version in versions.get("Versions", []) + versions.get("DeleteMarkers", []):
        s3.delete_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])
    s3.delete_bucket(Bucket=BUCKET)


def _twin(name):
    """A bucket like ours under another name, with everything in it, that the setup file and the domain name."""

    def do(world):
        s3 = world.boto("s3")
        s3.create_bucket(Bucket=name)
        s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [STUDIO]})
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        policy = s3.get_bucket_policy(Bucket=BUCKET)["Policy"].replace(BUCKET, name)
        s3.put_bucket_policy(Bucket=name, Policy=policy)
        for key in (one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET)["Contents"]):
            tags = {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(Bucket=BUCKET, Key=key)["TagSet"]}
            content = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
            s3.put_object(Bucket=name, Key=key, Body=content, Tagging=urllib.parse.urlencode(tags))
        _name(name)(world)

    return do


def _name(name):
    """Names the bucket in the setup file and on the domain."""

    def do(world):
        world.edit(project__bucket=name)
        _, domain = domain_of(world)
        world.boto("sagemaker").add_tags(ResourceArn=domain, Tags=[{"Key": LOCATION, "Value": f"s3://{name}/templates/"}])

    return do


def _abroad(world):
    """A bucket in Ireland, made with the aws command, which finds its way there."""
    name = "sagemaker-projects-templates-abroad"
    place = ("--region", "eu-west-1", "--create-bucket-configuration", "LocationConstraint=eu-west-1")
    world.aws("s3api", "create-bucket", "--bucket", name, *place)
    _name(name)(world)


EVERYONE = {"AllowedMethods": ["GET", "PUT"], "AllowedOrigins": ["*"], "AllowedHeaders": ["*"], "ExposeHeaders": STUDIO["ExposeHeaders"]}
WRITING = {"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"], "Resource": "arn:aws:s3:::sagemaker-projects-*/*"}

ROWS = [
    row("S3-01", "the bucket is deleted", _gone, f"no bucket {BUCKET}"),
    row(
        "S3-02",
        "the bucket belongs to another account",
        lambda w: w.edit(project__bucket="sagemaker-projects-taken-elsewhere"),
        "another account",
        "DOM-05",
        mend=lambda w: w.edit(project__bucket=BUCKET),
    ),
    row(
        "S3-03",
        "the name begins otherwise",
        _twin("churn-templates-123456789012"),
        "churn-templates-123456789012",
        "EXE-05 EXE-06",
        mend=_name(BUCKET),
    ),
    row("S3-04", "the bucket is in Ireland", _abroad, "eu-west-1", mend=_name(BUCKET)),
    row("S3-05", "there are no CORS rules", lambda w: w.boto("s3").delete_bucket_cors(Bucket=BUCKET), "no CORS rules"),
    row("S3-06", "another origin", _cors(AllowedOrigins=["https://studio.example.com"]), "https://studio.example.com"),
    row("S3-06", "the origin with http", _cors(AllowedOrigins=["http://*.sagemaker.aws"]), "http://*.sagemaker.aws"),
    row("S3-06", "the origin without its star", _cors(AllowedOrigins=["https://sagemaker.aws"]), "https://sagemaker.aws"),
    *(
        row(
            "S3-07",
            f"{method} is not admitted",
            _cors(**_without("AllowedMethods", method)),
            ", ".join(_without("AllowedMethods", method)["AllowedMethods"]),
        )
        for method in STUDIO["AllowedMethods"]
    ),
    row("S3-07", "one request header only", _cors(AllowedHeaders=["Authorization"]), "Authorization"),
    *(
        row(
            "S3-08",
            f"{header} is not exposed",
            _cors(**_without("ExposeHeaders", header)),
            ", ".join(_without("ExposeHeaders", header)["ExposeHeaders"]),
        )
        for header in STUDIO["ExposeHeaders"]
    ),
    row("S3-09", "a rule lets any origin write", _more_cors(EVERYONE), "GET PUT for origin *"),
    *(row("S3-11", f"{switch} is off", _switches(switch), f"{switch} false") for switch in SWITCHES),
    row("S3-11", "there is no setting", lambda w: w.boto("s3").delete_public_access_block(Bucket=BUCKET), "no setting"),
    row(
        "S3-12",
        "reading is for a VPC endpoint only",
        _denying(
            "Inside",
            "s3:GetObject",
            f"{ARN}/*",
            {"StringNotEquals": {"aws:SourceVpce": "vpce-0a1b2c3d"}, "ArnNotEquals": {"aws:PrincipalArn": ADMIN}},
        ),
        "Inside denies s3:GetObject",
        "EXE-06",
        mend=_allowing("Inside"),
    ),
    row(
        "S3-12",
        "uploads need an encryption header",
        _denying("Encrypted", "s3:PutObject", f"{ARN}/templates/*", {"Null": {"s3:x-amz-server-side-encryption": "true"}}),
        "Encrypted denies s3:PutObject",
        mend=_allowing("Encrypted"),
    ),
    row("S3-14", "the key is disabled", key(lambda kms, key: kms.disable_key(KeyId=key)), "Disabled"),
    row("S3-14", "the key is going to be deleted", key(lambda kms, key: kms.schedule_key_deletion(KeyId=key)), "PendingDeletion"),
    row("S3-15", "versioning is suspended", _versions, "Suspended"),
    row("S3-16", "access lists count", _owned("ObjectWriter"), "ObjectWriter"),
    row("S3-16", "there are no ownership controls", _owned(None), "no ownership controls"),
    row("S3-17", "no statement refuses plain HTTP", _plain_http, "no such statement"),
    row(
        "S3-19",
        "the workflows may write every bucket for projects",
        with_policy("Uploads", WRITING),
        f"{ROLE} may s3:PutObject on {ARN}/{KEY}",
    ),
    row("S3-20", "our bucket loses its tag", _untagged, "no tag onramp:setup", seed="ours"),
]

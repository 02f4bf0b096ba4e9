"""Turning red what belongs to the SageMaker domain, the bucket, the template and the domain's tag."""

import json

from breaks import domain_of, row
from world import BUCKET, KEY, LOCATION, REGION, VISIBLE

STUDIO = {
    "AllowedHeaders": ["*"], "AllowedMethods": ["POST", "PUT", "GET", "HEAD", "DELETE"],
    "AllowedOrigins": ["https://*.sagemaker.aws"],
    "ExposeHeaders": ["ETag", "x-amz-delete-marker", "x-amz-id-2", "x-amz-request-id", "x-amz-server-side-encryption",
                      "x-amz-version-id"],
}


def _second_domain(world):
    world.boto("sagemaker").create_domain(
        DomainName="another-team", AuthMode="IAM", VpcId="vpc-0a1b2c3d", SubnetIds=["subnet-0a1b2c3d"],
        DefaultUserSettings={"ExecutionRole": "arn:aws:iam::123456789012:role/analytics/AnalyticsNotebook"})


def _unnamed_domain(world):
    _second_domain(world)
    world.edit(project__domain=None)


def _name_domain(world):
    world.edit(project__domain=world.own_domain)


def _domain_status(status, reason=""):
    def do(world):
        domain, _ = domain_of(world)
        world.control("POST", "domain", {"id": domain, "status": status, **({"reason": reason} if reason else {})})

    return do


def _tagged(value, key=LOCATION):
    def do(world):
        sagemaker = world.boto("sagemaker")
        _, arn = domain_of(world)
        sagemaker.delete_tags(ResourceArn=arn, TagKeys=[LOCATION])
        if value:
            sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": key, "Value": value}])

    return do


def _object_tags(world, key, **tags):
    tag_set = [{"Key": name.replace("__", ":").replace("_", "-"), "Value": value} for name, value in tags.items()]
    world.boto("s3").put_object_tagging(Bucket=BUCKET, Key=key, Tagging={"TagSet": tag_set})


def _untagged_template(world):
    s3 = world.boto("s3")
    kept = [tag for tag in s3.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"] if tag["Key"] != VISIBLE]
    s3.put_object_tagging(Bucket=BUCKET, Key=KEY, Tagging={"TagSet": kept})


def _tag_elsewhere(world):
    _untagged_template(world)
    s3 = world.boto("s3")
    s3.put_object(Bucket=BUCKET, Key="templates/old.yaml", Body=b"Resources: {}\n")
    s3.put_object_tagging(Bucket=BUCKET, Key="templates/old.yaml", Tagging={"TagSet": [{"Key": VISIBLE, "Value": "true"}]})


def _invisible_template(world):
    s3 = world.boto("s3")
    kept = [tag for tag in s3.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"] if tag["Key"] != VISIBLE]
    s3.put_object_tagging(Bucket=BUCKET, Key=KEY, Tagging={"TagSet": [*kept, {"Key": VISIBLE, "Value": "True"}]})


def _without_template(world):
    world.boto("s3").delete_object(Bucket=BUCKET, Key=KEY)


def _without_bucket(world):
    s3 = world.boto("s3")
    versions = s3.list_object_versions(Bucket=BUCKET)
    for version in versions.get("Versions", []) + versions.get("DeleteMarkers", []):
        s3.delete_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])
    # The emulator would hand the tags on to the next bucket of that name; S3 does not.
    s3.delete_bucket_tagging(Bucket=BUCKET)
    s3.delete_bucket(Bucket=BUCKET)


def _cors(**change):
    """Changes the rule for Studio; the rules of others stay where they are."""

    def do(world):
        s3 = world.boto("s3")
        rules = [rule for rule in s3.get_bucket_cors(Bucket=BUCKET)["CORSRules"] if rule["AllowedOrigins"] != STUDIO["AllowedOrigins"]]
        rule = {name: value for name, value in {**STUDIO, **change}.items() if value}
        s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [*rules, rule]})

    return do


def _public(**switches):
    def do(world):
        on = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
        world.boto("s3").put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration={**on, **switches})

    return do


def _plain_http(world):
    """Takes our statement out of the bucket policy and leaves the others."""
    s3 = world.boto("s3")
    document = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])
    document["Statement"] = [s for s in document["Statement"] if s["Effect"] != "Deny"]
    if document["Statement"]:
        s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(document))
    else:
        s3.delete_bucket_policy(Bucket=BUCKET)


def _untagged_bucket(world):
    s3 = world.boto("s3")
    kept = [tag for tag in s3.get_bucket_tagging(Bucket=BUCKET)["TagSet"] if tag["Key"] != "onramp:setup"]
    s3.delete_bucket_tagging(Bucket=BUCKET)
    if kept:
        s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": kept})


ROWS = [
    row("DOM-01", "the setup file names a domain that is not there", lambda w: w.edit(project__domain="d-nobody000000"),
        "d-", mend=_name_domain),
    row("DOM-02", "two domains and none named", _unnamed_domain, "d-", mend=_name_domain),
    row("DOM-03", "the domain failed", _domain_status("Failed", "Insufficient subnet capacity"), "Failed", mend=_domain_status("InService")),
    row("DOM-04", "the tag is removed", _tagged(None), f"no tag {LOCATION}"),
    row("DOM-05", "the tag names another bucket", _tagged("s3://shop-assets-123456789012/"), "s3://shop-assets-123456789012/"),
    row("DOM-05", "the tag is no address", _tagged(f"https://{BUCKET}.s3.amazonaws.com/templates/"), "https://"),
    row("DOM-05", "the tag's address has no slash at its end", _tagged(f"s3://{BUCKET}/templates"), f"s3://{BUCKET}/templates"),
    row("DOM-06", "the tag names an empty prefix", _tagged(f"s3://{BUCKET}/elsewhere/"), f"s3://{BUCKET}/elsewhere/"),
    row("DOM-07", "the tag's key has a capital letter", _tagged(f"s3://{BUCKET}/templates/", "sagemaker:ProjectS3TemplatesLocation"),
        "sagemaker:ProjectS3TemplatesLocation"),
    row("S3-01", "the bucket is deleted", _without_bucket, f"no bucket {BUCKET}"),
    row("S3-02", "the bucket belongs to another account", lambda w: w.edit(project__bucket="sagemaker-projects-taken-elsewhere"),
        "another account", "DOM-05", mend=lambda w: w.edit(project__bucket=BUCKET)),
    row("S3-05", "there are no CORS rules", lambda w: w.boto("s3").delete_bucket_cors(Bucket=BUCKET), ""),
    row("S3-06", "the origin has no scheme for Studio", _cors(AllowedOrigins=["https://studio.example.com"]), "https://studio.example.com"),
    row("S3-07", "PUT and DELETE are not admitted", _cors(AllowedMethods=["GET", "HEAD", "POST"]), "GET"),
    row("S3-07", "request headers are not admitted", _cors(AllowedHeaders=["Authorization"]), "Authorization"),
    row("S3-08", "ETag is not exposed", _cors(ExposeHeaders=STUDIO["ExposeHeaders"][1:]), "x-amz-delete-marker"),
    row("S3-11", "one switch is off", _public(RestrictPublicBuckets=False), "RestrictPublicBuckets false"),
    row("S3-17", "no statement refuses plain HTTP", _plain_http, "no "),
    row("S3-20", "our bucket loses its tag", _untagged_bucket, "onramp:setup", seed="ours"),
    row("TPL-01", "the template is deleted", _without_template, f"no object {KEY}"),
    row("TPL-02", "another object carries the tag", _tag_elsewhere, "templates/old.yaml"),
    row("TPL-03", "the template's tag is removed", _untagged_template, "page=template"),
    row("TPL-03", "the tag's value has a capital letter", _invisible_template, f"{VISIBLE}=True"),
]

"""Turning red what belongs to the SageMaker domain and its tag."""

from breaks import domain_of, row
from world import BUCKET, LOCATION


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
]

"""Turning red what belongs to the SageMaker domain and its tag."""

from support.breaks.rows import domain_of, row
from support.world import BUCKET, LOCATION, VISIBLE


def _second_domain(world):
    world.boto("sagemaker").create_domain(
        DomainName="another-team",
        AuthMode="IAM",
        VpcId="vpc-0a1b2c3d",
        SubnetIds=["subnet-0a1b2c3d"],
        DefaultUserSettings={"ExecutionRole": "arn:aws:iam::123456789012:role/analytics/AnalyticsNotebook"},
    )


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


def _full(world):
    """Fifty tags, and the one for the templates not among them."""
    sagemaker = world.boto("sagemaker")
    _, arn = domain_of(world)
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=[LOCATION])
    there = len(sagemaker.list_tags(ResourceArn=arn, MaxResults=50)["Tags"])
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": f"filler-{number}", "Value": "x"} for number in range(50 - there)])


def _emptied(world):
    sagemaker = world.boto("sagemaker")
    _, arn = domain_of(world)
    keys = [tag["Key"] for tag in sagemaker.list_tags(ResourceArn=arn, MaxResults=50)["Tags"] if tag["Key"].startswith("filler-")]
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=keys)
    _tagged(f"s3://{BUCKET}/templates/")(world)


def _settings(**settings):
    """Changes what the domain gives its users."""

    def do(world):
        domain, _ = domain_of(world)
        world.boto("sagemaker").update_domain(DomainId=domain, DefaultUserSettings=settings)

    return do


def _profile(*hidden):
    """A user of the domain from whom some of Studio is hidden."""

    def do(world):
        sagemaker = world.boto("sagemaker")
        domain, _ = domain_of(world)
        settings = {"StudioWebPortalSettings": {"HiddenMlTools": list(hidden)}}
        try:
            sagemaker.create_user_profile(DomainId=domain, UserProfileName="ana", UserSettings=settings)
        except sagemaker.exceptions.ResourceInUse:
            sagemaker.update_user_profile(DomainId=domain, UserProfileName="ana", UserSettings=settings)

    return do


def _theirs(world):
    """Another team's template beside ours, visible too."""
    world.boto("s3").put_object(
        Bucket=BUCKET,
        Key="templates/theirs.yaml",
        Tagging=f"{VISIBLE.replace(':', '%3A')}=true",
        Body=b"Description: theirs\nResources:\n  Store:\n    Type: AWS::S3::Bucket\n",
    )


ROWS = [
    row(
        "DOM-01",
        "the setup file names a domain that is not there",
        lambda w: w.edit(project__domain="d-nobody000000"),
        "d-",
        mend=_name_domain,
    ),
    row("DOM-02", "two domains and none named", _unnamed_domain, "d-", mend=_name_domain),
    row(
        "DOM-03", "the domain failed", _domain_status("Failed", "Insufficient subnet capacity"), "Failed", mend=_domain_status("InService")
    ),
    row("DOM-04", "the tag is removed", _tagged(None), f"no tag {LOCATION}"),
    row("DOM-05", "the tag names another bucket", _tagged("s3://shop-assets-123456789012/"), "s3://shop-assets-123456789012/"),
    row("DOM-05", "the tag is no address", _tagged(f"https://{BUCKET}.s3.amazonaws.com/templates/"), "https://"),
    row("DOM-05", "the tag's address has no slash at its end", _tagged(f"s3://{BUCKET}/templates"), f"s3://{BUCKET}/templates"),
    row("DOM-06", "the tag names an empty prefix", _tagged(f"s3://{BUCKET}/elsewhere/"), f"s3://{BUCKET}/elsewhere/"),
    row(
        "DOM-07",
        "the tag's key has a capital letter",
        _tagged(f"s3://{BUCKET}/templates/", "sagemaker:ProjectS3TemplatesLocation"),
        "sagemaker:ProjectS3TemplatesLocation",
    ),
    row("DOM-08", "there are fifty other tags", _full, "50 tags", mend=_emptied),
    row(
        "DOM-09",
        "the setup file names a domain of Unified Studio",
        lambda w: w.edit(project__domain="dzd_4a1b2c3d5e6f7g"),
        "dzd_4a1b2c3d5e6f7g",
        mend=_name_domain,
    ),
    row(
        "DOM-11",
        "Studio is switched off",
        _settings(StudioWebPortal="DISABLED"),
        "StudioWebPortal DISABLED",
        mend=_settings(StudioWebPortal="ENABLED"),
    ),
    row(
        "DOM-12",
        "projects are hidden in the domain",
        _settings(StudioWebPortalSettings={"HiddenMlTools": ["Models", "Projects"]}),
        "HiddenMlTools of domain d-",
        mend=_settings(StudioWebPortalSettings={"HiddenMlTools": ["Models"]}),
    ),
    row("DOM-12", "projects are hidden from one user", _profile("Projects"), "profile ana", mend=_profile("Models")),
]

# What only informs: the status stays, and what was found says it.
REMARKS = [
    row("DOM-13", "another team's template is listed too", _theirs, "templates/theirs.yaml"),
]

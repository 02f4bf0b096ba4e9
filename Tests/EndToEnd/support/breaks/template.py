"""Turning red what belongs to the template object and its tags."""

from support.breaks.rows import row
from support.world import BUCKET, KEY, VISIBLE


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


TEMPLATE = """AWSTemplateFormatVersion: "2010-09-09"
Description: A project template small enough for a sandbox.
Parameters:
  SageMakerProjectName: {Type: String}
  SageMakerProjectId: {Type: String}
Resources:
  Store:
    Type: AWS::S3::Bucket
"""
TRIGGER = """  Trigger:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          DeployRepoName: !Ref CodeRepositoryName
"""
ROLE = """  Role:
    Type: AWS::IAM::Role
    Properties: {RoleName: sagemaker-churn, AssumeRolePolicyDocument: {}}
"""


def _text(text):
    """Uploads another text, with the tags that stood there, as somebody in a hurry would."""

    def do(world):
        s3 = world.boto("s3")
        tags = s3.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"]
        s3.put_object(Bucket=BUCKET, Key=KEY, Body=text.encode(), ContentType="text/yaml")
        s3.put_object_tagging(Bucket=BUCKET, Key=KEY, Tagging={"TagSet": tags})

    return do


def _anew(world):
    """Uploads the same template once more with the aws command, which takes its tags away."""
    world.aws("s3", "cp", f"s3://{BUCKET}/{KEY}", "template.yaml")
    world.aws("s3", "cp", "template.yaml", f"s3://{BUCKET}/{KEY}")


def _only(*keys):
    """Puts a set of tags in which some are missing."""

    def do(world):
        s3 = world.boto("s3")
        kept = [tag for tag in s3.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"] if tag["Key"] in keys]
        s3.put_object_tagging(Bucket=BUCKET, Key=KEY, Tagging={"TagSet": kept})

    return do


def _twice(world):
    s3 = world.boto("s3")
    text = s3.get_object(Bucket=BUCKET, Key=KEY)["Body"].read()
    s3.put_object(Bucket=BUCKET, Key="templates/copy.yaml", Body=text, Tagging=f"{VISIBLE.replace(':', '%3A')}=true")


def _once(world):
    world.boto("s3").delete_object_tagging(Bucket=BUCKET, Key="templates/copy.yaml")


ROWS = [
    row("TPL-01", "the template is deleted", _without_template, f"no object {KEY}"),
    row("TPL-02", "another object carries the tag", _tag_elsewhere, "templates/old.yaml"),
    row("TPL-03", "the template's tag is removed", _untagged_template, "page=template"),
    row("TPL-03", "the tag's value has a capital letter", _invisible_template, f"{VISIBLE}=True"),
    row("TPL-04", "the template is uploaded anew", _anew, "no tags", seed="ours"),
    row("TPL-05", "a set of tags without ours is put", _only(VISIBLE, "page"), f"page=template, {VISIBLE}=true", seed="ours"),
    row("TPL-06", "the text is no YAML", _text("Resources: [\n"), "YAML not well-formed"),
    row("TPL-06", "there are no resources", _text("Description: nothing\n"), "At least one Resources member"),
    row(
        "TPL-07",
        "the project's id is no parameter",
        _text(TEMPLATE.replace("  SageMakerProjectId: {Type: String}\n", "")),
        "SageMakerProjectName",
    ),
    row(
        "TPL-08",
        "the trigger is told the repository without its owner",
        _text(TEMPLATE + TRIGGER),
        "DeployRepoName: !Ref CodeRepositoryName",
    ),
    row(
        "TPL-09",
        "the template is uploaded anew, and the tag stays on the version before",
        _anew,
        f"an older version carries {VISIBLE}=true",
    ),
    row("TPL-10", "a copy is visible too", _twice, "templates/copy.yaml is described as", mend=_once),
    row(
        "TPL-11",
        "the bucket is named as in a guide",
        lambda w: w.edit(project__bucket="sagemaker-your-bucket"),
        "https://sagemaker-your-bucket.s3.us-east-1.amazonaws.com/templates/",
        "S3-01 DOM-05",
        mend=lambda w: w.edit(project__bucket=BUCKET),
    ),
    row("TPL-12", "the template makes a role", _text(TEMPLATE + ROLE), "CAPABILITY_NAMED_IAM", mend=_text(TEMPLATE)),
    row("TPL-12", "the template is too large", _text(TEMPLATE + "# more\n" * 150_000), "bytes", "TPL-06", mend=_text(TEMPLATE)),
    row("TPL-13", "somebody changed the template since onramp uploaded it", _text(TEMPLATE), "SHA-256 ", seed="ours"),
]

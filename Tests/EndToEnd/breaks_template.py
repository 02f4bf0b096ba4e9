"""Turning red what belongs to the template object and its tags."""

from breaks import row
from world import BUCKET, KEY, VISIBLE


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


ROWS = [
    row("TPL-01", "the template is deleted", _without_template, f"no object {KEY}"),
    row("TPL-02", "another object carries the tag", _tag_elsewhere, "templates/old.yaml"),
    row("TPL-03", "the template's tag is removed", _untagged_template, "page=template"),
    row("TPL-03", "the tag's value has a capital letter", _invisible_template, f"{VISIBLE}=True"),
]

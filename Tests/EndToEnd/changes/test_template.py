"""The project template is uploaded as it stands in the sources; Tests/Blueprints judges what it says."""

from support.world import BUCKET, KEY, ROOT

TEMPLATE = ROOT / "Sources" / "Blueprints" / "mlops-github-actions.yaml"


def test_what_is_uploaded_is_the_template(ours):
    body = ours.boto("s3").get_object(Bucket=BUCKET, Key=KEY)["Body"].read().decode()
    assert body.rstrip("\n") == TEMPLATE.read_text().rstrip("\n")

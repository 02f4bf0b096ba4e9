"""The project template: valid by CloudFormation's own linter, and uploaded as it stands in the sources."""

import pathlib
import subprocess
import sys

from support.world import BUCKET, KEY, ROOT

TEMPLATE = ROOT / "Sources" / "Blueprints" / "mlops-github-actions.yaml"


def test_cfn_lint_finds_nothing_in_the_template():
    linter = pathlib.Path(sys.executable).parent / "cfn-lint"
    done = subprocess.run([linter, TEMPLATE], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_what_is_uploaded_is_the_template(ours):
    body = ours.boto("s3").get_object(Bucket=BUCKET, Key=KEY)["Body"].read().decode()
    assert body.rstrip("\n") == TEMPLATE.read_text().rstrip("\n")

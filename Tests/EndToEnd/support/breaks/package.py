"""Turning red what belongs to the package of the trigger's function."""

import io
import zipfile

from support.breaks.rows import row
from support.world import BUCKET

PACKAGE = "lambda-github-workflow-trigger.zip"
SAMPLE = ("lambda_function.py", "github/__init__.py", "jwt/__init__.py", "PyGithub-2.8.1.dist-info/METADATA")


def _archive(*names):
    """Uploads an archive with these files, as a build for AWS's sample would leave it."""

    def do(world):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(name, f"# {name}\n" * 50)
        world.boto("s3").put_object(Bucket=BUCKET, Key=PACKAGE, Body=content.getvalue())

    return do


def _bytes(content):
    return lambda world: world.boto("s3").put_object(Bucket=BUCKET, Key=PACKAGE, Body=content)


def _hashed(world):
    """The key that a project is given."""
    listed = world.boto("s3").list_objects_v2(Bucket=BUCKET, Prefix="lambda-github-workflow-trigger-")
    return listed["Contents"][0]["Key"]


def _without(world):
    world.boto("s3").delete_object(Bucket=BUCKET, Key=PACKAGE)


def _without_hashed(world):
    world.boto("s3").delete_object(Bucket=BUCKET, Key=_hashed(world))


def _forged(world):
    world.boto("s3").put_object(Bucket=BUCKET, Key=_hashed(world), Body=b"not what its name says")


def _moved(world):
    s3 = world.boto("s3")
    s3.copy_object(Bucket=BUCKET, Key=f"lambda/{PACKAGE}", CopySource=f"{BUCKET}/{PACKAGE}")
    s3.delete_object(Bucket=BUCKET, Key=PACKAGE)


WHOLE = _archive(*SAMPLE)
ROWS = [
    row("LAM-01", "the package is deleted", _without, f"no object {PACKAGE}"),
    row("LAM-01", "the package that a project is given is deleted", _without_hashed, "no object lambda-github-workflow-trigger-"),
    row("LAM-01", "the package that a project is given was replaced", _forged, ", not onramp's"),
    row("LAM-02", "the package is in a folder", _moved, f"lambda/{PACKAGE}"),
    row("LAM-03", "the package is no archive", _bytes(b"PK, but no archive"), "is no zip archive", mend=WHOLE),
    row("LAM-03", "the package is empty", _bytes(b""), "it is empty", mend=WHOLE),
    row("LAM-03", "the archive holds a folder with the files", _archive("package/lambda_function.py"), "package/", mend=WHOLE),
    row("LAM-03", "PyGithub is lacking", _archive("lambda_function.py", "jwt/api_jwt.py"), "without github/", mend=WHOLE),
    row(
        "LAM-04",
        "the modules are for another processor",
        _archive(*SAMPLE, "_cffi_backend.cpython-312-aarch64-linux-gnu.so"),
        "aarch64",
        mend=WHOLE,
    ),
    row(
        "LAM-04",
        "the modules are for another Python",
        _archive(*SAMPLE, "_cffi_backend.cpython-311-x86_64-linux-gnu.so"),
        "cpython-311",
        mend=WHOLE,
    ),
    row(
        "LAM-19",
        "the build fetched a new PyGithub",
        _archive("lambda_function.py", "github/__init__.py", "PyGithub-3.0.0.dist-info/METADATA"),
        "PyGithub 3.0.0",
        mend=WHOLE,
    ),
]

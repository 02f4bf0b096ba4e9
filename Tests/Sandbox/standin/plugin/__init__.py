"""What moto 5.2.1 lacks, added from outside and without a fork.

Each module patches one service through names moto looks up at run time.
Answers are still written by moto's serializer from botocore's model, so their
shape is not ours to get wrong; `FILLED` lists what is checked once more
before it is sent, and what the README owns up to.
"""

from __future__ import annotations

from . import codeconnections, iam, s3, sagemaker, secretsmanager, sts

FILLED: set[tuple[str, str]] = iam.FILLED | sagemaker.FILLED | s3.FILLED | codeconnections.FILLED | sts.FILLED | secretsmanager.FILLED


def install() -> None:
    """Adds everything to the moto of this process."""
    for module in (iam, sagemaker, s3, codeconnections, sts, secretsmanager):
        module.install()

"""The types of resources that a stack may have here, a file for those of a service or of one kind of use."""

from __future__ import annotations

from . import functions, iam, messages, s3, sagemaker
from .kind import Failure, Kind, Properties, Work, is_absent

ALL: dict[str, Kind] = {kind.type: kind for part in (functions, iam, messages, s3, sagemaker) for kind in part.KINDS}

__all__ = ["ALL", "Failure", "Kind", "Properties", "Work", "is_absent"]

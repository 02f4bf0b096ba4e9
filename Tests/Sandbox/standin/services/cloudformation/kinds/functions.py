"""Functions of Lambda: their code and settings, who may invoke them, what becomes of events that fail."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from ....aws.inner import Failed
from .kind import Failure, Kind, Properties, Work, differs, number, tag_changes, tags, text

SETTINGS = "Description Environment Handler MemorySize Role Runtime Timeout"


def _settings(p: Properties) -> Properties:
    given = {name: p[name] for name in SETTINGS.split() if name in p}
    for name in ("MemorySize", "Timeout"):
        if name in given:
            given[name] = number(given[name])
    if "Environment" in given:
        given["Environment"] = {"Variables": {key: text(value) for key, value in given["Environment"].get("Variables", {}).items()}}
    return given


def _code(work: Work, p: Properties) -> Properties:
    """The package: a text of the template becomes one, an object has to be readable by the stack."""
    code = p["Code"]
    if "ZipFile" in code:
        name = "index.py" if str(p.get("Runtime", "")).startswith("python") else "index.js"
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(zipfile.ZipInfo(name), code["ZipFile"])
        return {"ZipFile": packed.getvalue()}
    try:
        work.call("s3", "GetObject", Bucket=code["S3Bucket"], Key=code["S3Key"], VersionId=code.get("S3ObjectVersion"))
    except Failed as failed:
        raise Failure(f"Error occurred while GetObject. S3 Error Code: {failed.code}. S3 Error Message: {failed.message}") from None
    return {name: code[name] for name in ("S3Bucket", "S3Key", "S3ObjectVersion") if name in code}


class Function(Kind):
    """AWS::Lambda::Function."""

    type = "AWS::Lambda::Function"
    properties = f"FunctionName Code Tags Architectures PackageType {SETTINGS}"
    anew = "FunctionName PackageType"

    def create(self, work: Work, p: Properties) -> None:
        name = p.get("FunctionName") or work.name()
        work.call(
            "lambda", "CreateFunction", FunctionName=name, Code=_code(work, p), Tags=tags(p) or None,
            Architectures=p.get("Architectures"), PackageType=p.get("PackageType"), **_settings(p),
        )  # fmt: skip
        work.made(name)

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        if differs(old, new, "Code", "Architectures"):
            code = {"Architectures": new.get("Architectures"), **_code(work, new)}
            work.call("lambda", "UpdateFunctionCode", FunctionName=work.id, **code)
        if differs(old, new, *SETTINGS.split()):
            settings = {"Description": "", "Environment": {"Variables": {}}, "MemorySize": 128, "Timeout": 3, **_settings(new)}
            work.call("lambda", "UpdateFunctionConfiguration", FunctionName=work.id, **settings)
        put, taken = tag_changes(old, new)
        arn = work.arn("lambda", f"function:{work.id}")
        if put:
            work.call("lambda", "TagResource", Resource=arn, Tags=put)
        if taken:
            work.call("lambda", "UntagResource", Resource=arn, TagKeys=taken)

    def delete(self, work: Work, p: Properties) -> None:
        work.gone("lambda", "DeleteFunction", FunctionName=work.id)

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        for operation in ("GetFunctionCodeSigningConfig", "GetRuntimeManagementConfig"):
            work.client.may("lambda", operation, FunctionName=work.id)
        return {"Arn": work.call("lambda", "GetFunction", FunctionName=work.id)["Configuration"]["FunctionArn"]}


class Permission(Kind):
    """AWS::Lambda::Permission: a statement of the function's policy."""

    type = "AWS::Lambda::Permission"
    properties = "FunctionName Action Principal SourceArn SourceAccount EventSourceToken FunctionUrlAuthType PrincipalOrgID"
    anew = properties
    tagged = False

    def create(self, work: Work, p: Properties) -> None:
        name = work.name(100)
        work.call("lambda", "AddPermission", StatementId=name, **p)
        work.made(name)

    def delete(self, work: Work, p: Properties) -> None:
        work.gone("lambda", "RemovePermission", FunctionName=p["FunctionName"], StatementId=work.id)

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        work.client.may("lambda", "GetPolicy", FunctionName=p["FunctionName"])
        return {"Id": work.id}


class EventInvokeConfig(Kind):
    """AWS::Lambda::EventInvokeConfig."""

    type = "AWS::Lambda::EventInvokeConfig"
    properties = "FunctionName Qualifier MaximumRetryAttempts MaximumEventAgeInSeconds DestinationConfig"
    anew = "FunctionName Qualifier"
    tagged = False

    def create(self, work: Work, p: Properties) -> None:
        self.update(work, {}, p)
        work.made(f"{p['FunctionName']}|{p['Qualifier']}")

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        work.call(
            "lambda", "PutFunctionEventInvokeConfig", FunctionName=new["FunctionName"], Qualifier=new["Qualifier"],
            MaximumRetryAttempts=number(new.get("MaximumRetryAttempts")), DestinationConfig=new.get("DestinationConfig"),
            MaximumEventAgeInSeconds=number(new.get("MaximumEventAgeInSeconds")),
        )  # fmt: skip

    def delete(self, work: Work, p: Properties) -> None:
        work.gone("lambda", "DeleteFunctionEventInvokeConfig", FunctionName=p["FunctionName"], Qualifier=p["Qualifier"])

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        work.client.may("lambda", "GetFunctionEventInvokeConfig", FunctionName=p["FunctionName"], Qualifier=p["Qualifier"])
        return {}


KINDS = (Function(), Permission(), EventInvokeConfig())

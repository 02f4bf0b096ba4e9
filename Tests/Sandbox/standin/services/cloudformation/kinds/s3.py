"""Buckets and their policies."""

from __future__ import annotations

import json
from typing import Any

from .kind import Failure, Kind, Properties, Work, differs, flag, number, pairs, tags

# The member of a template's rule, and where the rule of S3's API has it.
LIFECYCLE = {
    "ExpirationInDays": ("Expiration", "Days"),
    "ExpiredObjectDeleteMarker": ("Expiration", "ExpiredObjectDeleteMarker"),
    "NoncurrentVersionExpirationInDays": ("NoncurrentVersionExpiration", "NoncurrentDays"),
}


def _encryption(given: Properties) -> Properties:
    return {
        "Rules": [
            {
                "ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"],
                **({"BucketKeyEnabled": flag(rule["BucketKeyEnabled"])} if "BucketKeyEnabled" in rule else {}),
            }
            for rule in given["ServerSideEncryptionConfiguration"]
        ]
    }


def _lifecycle(given: Properties) -> Properties:
    return {"Rules": [_rule(rule) for rule in given["Rules"]]}


def _rule(given: Properties) -> Properties:
    rule: Properties = {"Status": given["Status"], "Filter": {"Prefix": given.get("Prefix", "")}}
    if "Id" in given:
        rule["ID"] = given["Id"]
    for name, value in given.items():
        if name in LIFECYCLE:
            member, inner = LIFECYCLE[name]
            rule.setdefault(member, {})[inner] = flag(value) if inner.startswith("Expired") else number(value)
        elif name in ("NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"):
            rule[name] = {inner: number(days) for inner, days in value.items()}
        elif name not in ("Status", "Prefix", "Id"):
            raise Failure(f"The sandbox does not know {name} of a lifecycle rule")
    return rule


def _cors(given: Properties) -> Properties:
    called = {"Id": "ID", "MaxAge": "MaxAgeSeconds", "ExposedHeaders": "ExposeHeaders"}
    return {"CORSRules": [{called.get(name, name): value for name, value in rule.items()} for rule in given["CorsRules"]]}


def _truths(given: Properties) -> Properties:
    return {name: flag(value) for name, value in given.items()}


# What is configured by a call of its own: the operation that puts it, its member, its form, and the operation that ends it.
PARTS: dict[str, tuple[str, str, Any, str | None]] = {
    "PublicAccessBlockConfiguration": ("PutPublicAccessBlock", "PublicAccessBlockConfiguration", _truths, "DeletePublicAccessBlock"),
    "OwnershipControls": ("PutBucketOwnershipControls", "OwnershipControls", dict, "DeleteBucketOwnershipControls"),
    "BucketEncryption": ("PutBucketEncryption", "ServerSideEncryptionConfiguration", _encryption, "DeleteBucketEncryption"),
    "VersioningConfiguration": ("PutBucketVersioning", "VersioningConfiguration", dict, None),
    "LifecycleConfiguration": ("PutBucketLifecycleConfiguration", "LifecycleConfiguration", _lifecycle, "DeleteBucketLifecycle"),
    "CorsConfiguration": ("PutBucketCors", "CORSConfiguration", _cors, "DeleteBucketCors"),
}


class Bucket(Kind):
    """AWS::S3::Bucket."""

    type = "AWS::S3::Bucket"
    properties = " ".join(("BucketName", "Tags", *PARTS))
    anew = "BucketName"

    def create(self, work: Work, p: Properties) -> None:
        name = p.get("BucketName") or work.name(63).lower()
        place = {} if work.stack.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": work.stack.region}}
        work.call("s3", "CreateBucket", Bucket=name, **place)
        work.made(name)
        self.update(work, {}, p)

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        for name, (put, member, form, end) in PARTS.items():
            if not differs(old, new, name):
                continue
            if name in new:
                work.call("s3", put, Bucket=work.id, **{member: form(new[name])})
            elif end:
                work.call("s3", end, Bucket=work.id)
            else:
                work.call("s3", put, Bucket=work.id, **{member: {"Status": "Suspended"}})
        if tags(old) != tags(new) and tags(new):
            work.call("s3", "PutBucketTagging", Bucket=work.id, Tagging={"TagSet": pairs(tags(new))})
        elif tags(old) != tags(new):
            work.call("s3", "DeleteBucketTagging", Bucket=work.id)

    def delete(self, work: Work, p: Properties) -> None:
        work.gone("s3", "DeleteBucket", Bucket=work.id)

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        for operation in ("GetPublicAccessBlock", "GetBucketEncryption", "GetBucketOwnershipControls", "GetBucketVersioning"):
            work.client.may("s3", operation, Bucket=work.id)
        host = f"{work.id}.s3"
        return {
            "Arn": f"arn:aws:s3:::{work.id}",
            "DomainName": f"{host}.amazonaws.com",
            "RegionalDomainName": f"{host}.{work.stack.region}.amazonaws.com",
        }


class BucketPolicy(Kind):
    """AWS::S3::BucketPolicy."""

    type = "AWS::S3::BucketPolicy"
    properties = "Bucket PolicyDocument"
    anew = "Bucket"
    tagged = False

    def create(self, work: Work, p: Properties) -> None:
        self.update(work, {}, p)
        work.made(p["Bucket"])

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        work.call("s3", "PutBucketPolicy", Bucket=new["Bucket"], Policy=json.dumps(new["PolicyDocument"]))

    def delete(self, work: Work, p: Properties) -> None:
        work.gone("s3", "DeleteBucketPolicy", Bucket=p["Bucket"])

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        work.call("s3", "GetBucketPolicy", Bucket=p["Bucket"])
        return {}


KINDS = (Bucket(), BucketPolicy())

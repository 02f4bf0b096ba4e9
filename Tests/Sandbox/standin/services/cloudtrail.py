"""CloudTrail: LookupEvents with the sign-ins that were tried, accepted or refused, as real trails show them.

Nothing else is kept, and an event is there at once, where AWS takes minutes.
"""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

from moto.cloudtrail.models import cloudtrail_backends
from moto.cloudtrail.responses import CloudTrailResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult

from ..service import Service

NAME, SOURCE = "AssumeRoleWithWebIdentity", "sts.amazonaws.com"


class InvalidLookup(ServiceException):
    """More than one attribute, or a token that is none."""

    code = "InvalidLookupAttributesException"


def _kept(account: str, region: str) -> list[dict[str, Any]]:
    """The events of a Region, which end with the emulator's own state."""
    backend = cloudtrail_backends[account][region]
    kept: list[dict[str, Any]] = backend.__dict__.setdefault("sign_ins", [])
    return kept


def sign_in(
    region: str,
    account: str,
    provider: Any,
    claims: dict[str, Any],
    given: dict[str, Any],
    agent: str,
    *,
    refused: str | None = None,
    assumed: dict[str, str] | None = None,
    key: str | None = None,
) -> None:
    """Keeps one sign-in, in the account whose role was asked for. Of whom nobody vouches, nothing is known."""
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    subject, audience = str(claims.get("sub", "")), claims.get("aud", "")
    identity: dict[str, Any] = {"type": "Unknown", "principalId": ""}
    if provider is not None:
        identity = {
            "type": "WebIdentityUser",
            "principalId": f"{provider.arn}:{audience}:{subject}",
            "userName": subject,
            "identityProvider": provider.arn,
        }
    parameters = {"roleArn": given["RoleArn"], "roleSessionName": given["RoleSessionName"]}
    if given.get("DurationSeconds"):
        parameters["durationSeconds"] = given["DurationSeconds"]
    answer = None
    if assumed is not None:
        answer = {
            "credentials": {"accessKeyId": key}, "subjectFromWebIdentityToken": subject, "provider": provider.arn, "audience": audience,
            "assumedRoleUser": {"assumedRoleId": assumed["AssumedRoleId"], "arn": assumed["Arn"]},
        }  # fmt: skip
    # A trail says of a refused sign-in no more than this.
    error = {"errorCode": refused, "errorMessage": "An unknown error occurred"} if refused else {}
    ident = str(uuid.uuid4())
    event = {
        "eventVersion": "1.08", "userIdentity": identity, "eventTime": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "eventSource": SOURCE,
        "eventName": NAME, "awsRegion": region, "sourceIPAddress": "127.0.0.1", "userAgent": agent, **error,
        "requestParameters": parameters, "responseElements": answer, "requestID": str(uuid.uuid4()), "eventID": ident, "readOnly": True,
        "resources": [{"accountId": account, "type": "AWS::IAM::Role", "ARN": given["RoleArn"]}], "eventType": "AwsApiCall",
        "managementEvent": True, "recipientAccountId": account, "eventCategory": "Management",
    }  # fmt: skip
    resources = [{"ResourceType": "AWS::IAM::Role", "ResourceName": given["RoleArn"]}]
    if key:
        resources.append({"ResourceType": "AWS::IAM::AccessKey", "ResourceName": key})
    shown: dict[str, Any] = {
        "EventId": ident, "EventName": NAME, "ReadOnly": "true", "EventTime": now, "EventSource": SOURCE, "Resources": resources,
        "CloudTrailEvent": json.dumps(event), **({"Username": subject} if provider is not None and subject else {}),
    }  # fmt: skip
    _kept(account, region).insert(0, shown)


def _lookup_events(self: CloudTrailResponse) -> ActionResult:
    attributes = self._get_param("LookupAttributes") or []
    if len(attributes) > 1:
        raise InvalidLookup("Only one lookup attribute is taken")
    start, end = (_moment(self._get_param(name)) for name in ("StartTime", "EndTime"))
    found = [
        event
        for event in _kept(self.current_account, self.region)
        if all(_fits(event, wanted) for wanted in attributes)
        and (start is None or event["EventTime"] >= start)
        and (end is None or event["EventTime"] <= end)
    ]
    first, size = int(self._get_param("NextToken") or 0), self._get_param("MaxResults") or 50
    more = {"NextToken": str(first + size)} if first + size < len(found) else {}
    return ActionResult({"Events": found[first : first + size], **more})


def _moment(value: Any) -> datetime.datetime | None:
    if value is None or isinstance(value, datetime.datetime):
        return value
    return datetime.datetime.fromtimestamp(float(value), datetime.UTC)


def _fits(event: dict[str, Any], wanted: dict[str, str]) -> bool:
    key, value = wanted["AttributeKey"], wanted["AttributeValue"]
    if key in ("ResourceName", "ResourceType", "AccessKeyId"):
        return any(value == resource["ResourceType" if key == "ResourceType" else "ResourceName"] for resource in event["Resources"])
    return bool(event.get(key) == value)


def _install() -> None:
    CloudTrailResponse.lookup_events = _lookup_events  # type: ignore[attr-defined]


SERVICE = Service(filled={"LookupEvents"}, install=_install)

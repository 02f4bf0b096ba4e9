"""What passes messages on and keeps them: rules of EventBridge, queues, log groups."""

from __future__ import annotations

import json
from typing import Any

from .kind import Failure, Kind, Properties, Work, differs, number, pairs, tag_changes, tags, text


class Rule(Kind):
    """AWS::Events::Rule with its targets."""

    type = "AWS::Events::Rule"
    properties = "Name Description EventBusName EventPattern ScheduleExpression State RoleArn Targets Tags"
    anew = "Name EventBusName"

    def create(self, work: Work, p: Properties) -> None:
        name = p.get("Name") or work.name()
        self._put(work, name, p, pairs(tags(p)))
        bus = p.get("EventBusName", "default")
        work.made(name if bus == "default" else f"{bus}|{name}")
        self._target(work, {}, p)

    def _put(self, work: Work, name: str, p: Properties, tagged: Any) -> None:
        pattern = json.dumps(p["EventPattern"]) if "EventPattern" in p else None
        work.call(
            "events", "PutRule", Name=name, EventPattern=pattern, Tags=tagged,
            **{field: p.get(field) for field in ("Description", "EventBusName", "ScheduleExpression", "State", "RoleArn")},
        )  # fmt: skip

    def _target(self, work: Work, old: Properties, new: Properties) -> None:
        this = {"Rule": work.id.rpartition("|")[2], "EventBusName": new.get("EventBusName", old.get("EventBusName"))}
        wanted = [target["Id"] for target in new.get("Targets", [])]
        lost = [target["Id"] for target in old.get("Targets", []) if target["Id"] not in wanted]
        if lost:
            work.gone("events", "RemoveTargets", **this, Ids=lost)
        if new.get("Targets") and differs(old, new, "Targets"):
            done = work.call("events", "PutTargets", **this, Targets=_targets(new["Targets"]))
            if done["FailedEntryCount"]:
                raise Failure(done["FailedEntries"][0]["ErrorMessage"])

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        self._put(work, work.id.rpartition("|")[2], new, None)
        self._target(work, old, new)
        put, taken = tag_changes(old, new)
        arn = work.arn("events", f"rule/{work.id.replace('|', '/')}")
        if put:
            work.call("events", "TagResource", ResourceARN=arn, Tags=pairs(put))
        if taken:
            work.call("events", "UntagResource", ResourceARN=arn, TagKeys=taken)

    def delete(self, work: Work, p: Properties) -> None:
        self._target(work, p, {})
        work.gone("events", "DeleteRule", Name=work.id.rpartition("|")[2], EventBusName=p.get("EventBusName"))

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        this = {"Name": work.id.rpartition("|")[2], "EventBusName": p.get("EventBusName")}
        work.client.may("events", "ListTargetsByRule", Rule=this["Name"], EventBusName=this["EventBusName"])
        return {"Arn": work.call("events", "DescribeRule", **this)["Arn"]}


def _targets(given: list[Properties]) -> list[Properties]:
    """Numbers may come as text."""
    found = []
    for target in given:
        retry = target.get("RetryPolicy")
        found.append({**target, "RetryPolicy": {name: number(value) for name, value in retry.items()}} if retry else target)
    return found


class Queue(Kind):
    """AWS::SQS::Queue; its id is its address."""

    type = "AWS::SQS::Queue"
    settings = (
        "DelaySeconds MaximumMessageSize MessageRetentionPeriod ReceiveMessageWaitTimeSeconds VisibilityTimeout SqsManagedSseEnabled "
        "KmsMasterKeyId KmsDataKeyReusePeriodSeconds RedrivePolicy FifoQueue ContentBasedDeduplication"
    )
    properties = f"QueueName Tags {settings}"
    anew = "QueueName FifoQueue"

    def _attributes(self, p: Properties) -> dict[str, str]:
        given = {name: p[name] for name in self.settings.split() if name in p}
        return {name: json.dumps(value) if isinstance(value, dict) else text(value) for name, value in given.items()}

    def create(self, work: Work, p: Properties) -> None:
        name = p.get("QueueName") or work.name(80)
        made = work.call("sqs", "CreateQueue", QueueName=name, Attributes=self._attributes(p) or None, tags=tags(p) or None)
        work.made(made["QueueUrl"])

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        if differs(old, new, *self.settings.split()):
            work.call("sqs", "SetQueueAttributes", QueueUrl=work.id, Attributes=self._attributes(new))
        put, taken = tag_changes(old, new)
        if put:
            work.call("sqs", "TagQueue", QueueUrl=work.id, Tags=put)
        if taken:
            work.call("sqs", "UntagQueue", QueueUrl=work.id, TagKeys=taken)

    def delete(self, work: Work, p: Properties) -> None:
        work.gone("sqs", "DeleteQueue", QueueUrl=work.id)

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        found = work.call("sqs", "GetQueueAttributes", QueueUrl=work.id, AttributeNames=["All"])["Attributes"]
        return {"Arn": found["QueueArn"], "QueueName": found["QueueArn"].rpartition(":")[2], "QueueUrl": work.id}


class QueuePolicy(Kind):
    """AWS::SQS::QueuePolicy, of each queue that it names."""

    type = "AWS::SQS::QueuePolicy"
    properties = "Queues PolicyDocument"
    tagged = False

    def create(self, work: Work, p: Properties) -> None:
        work.made(work.name())
        self.update(work, {}, p)

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        for url in [url for url in old.get("Queues", []) if url not in new.get("Queues", [])]:
            work.gone("sqs", "SetQueueAttributes", QueueUrl=url, Attributes={"Policy": ""})
        for url in new.get("Queues", []):
            work.call("sqs", "SetQueueAttributes", QueueUrl=url, Attributes={"Policy": json.dumps(new["PolicyDocument"])})

    def delete(self, work: Work, p: Properties) -> None:
        self.update(work, p, {})

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        return {"Id": work.id}


class LogGroup(Kind):
    """AWS::Logs::LogGroup."""

    type = "AWS::Logs::LogGroup"
    properties = "LogGroupName RetentionInDays KmsKeyId LogGroupClass Tags"
    anew = "LogGroupName LogGroupClass"

    def create(self, work: Work, p: Properties) -> None:
        name = p.get("LogGroupName") or work.name(512)
        kind = {field[0].lower() + field[1:]: p.get(field) for field in ("KmsKeyId", "LogGroupClass")}
        work.call("logs", "CreateLogGroup", logGroupName=name, tags=tags(p) or None, **kind)
        work.made(name)
        if "RetentionInDays" in p:
            work.call("logs", "PutRetentionPolicy", logGroupName=name, retentionInDays=number(p["RetentionInDays"]))

    def update(self, work: Work, old: Properties, new: Properties) -> None:
        if differs(old, new, "RetentionInDays") and "RetentionInDays" in new:
            work.call("logs", "PutRetentionPolicy", logGroupName=work.id, retentionInDays=number(new["RetentionInDays"]))
        elif differs(old, new, "RetentionInDays"):
            work.call("logs", "DeleteRetentionPolicy", logGroupName=work.id)
        put, taken = tag_changes(old, new)
        arn = work.arn("logs", f"log-group:{work.id}")
        if put:
            work.call("logs", "TagResource", resourceArn=arn, tags=put)
        if taken:
            work.call("logs", "UntagResource", resourceArn=arn, tagKeys=taken)

    def delete(self, work: Work, p: Properties) -> None:
        work.gone("logs", "DeleteLogGroup", logGroupName=work.id)

    def attributes(self, work: Work, p: Properties) -> dict[str, Any]:
        work.client.may("logs", "DescribeLogGroups", logGroupNamePrefix=work.id)
        return {"Arn": work.arn("logs", f"log-group:{work.id}:*")}


KINDS = (Rule(), Queue(), QueuePolicy(), LogGroup())

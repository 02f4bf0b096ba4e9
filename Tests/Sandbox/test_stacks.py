"""The stack engine, seen through boto3: what stands after each flow, its states and events, and who may do it."""

import json

import pytest
from botocore.exceptions import ClientError

from conftest import Sandbox
from test_gate import refusal

NAMED = ["CAPABILITY_NAMED_IAM"]
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
ROLES = """
Parameters:
  Action: {Type: String, Default: "s3:GetObject", AllowedPattern: "[a-z0-9]+:[A-Za-z*]+"}
  Hidden: {Type: String, Default: open, NoEcho: true}
  Arns: {Type: CommaDelimitedList, Default: ""}
  Extra: {Type: String, Default: "no", AllowedValues: ["yes", "no"]}
Conditions:
  More: !Equals [!Ref Extra, "yes"]
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: StackRole
      Path: /service-role/
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]
      ManagedPolicyArns: [!Ref Policy]
      Policies:
        - PolicyName: Inline
          PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: !Ref Action, Resource: "*"}]}
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: StackPolicy
      PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: !Ref Action, Resource: !Sub "arn:${AWS::Partition}:s3:::x/*"}]}
  Second:
    Type: AWS::IAM::Role
    Condition: More
    Properties:
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]}
Outputs:
  Arn: {Value: !GetAtt Role.Arn, Export: {Name: !Sub "${AWS::StackName}-role"}}
"""
STORE = """
Resources:
  Kept:
    Type: AWS::S3::Bucket
    DeletionPolicy: RetainExceptOnCreate
    Properties:
      BucketName: stack-kept-123456789012
      VersioningConfiguration: {Status: Enabled}
      LifecycleConfiguration: {Rules: [{Id: old, Status: Enabled, NoncurrentVersionExpirationInDays: 90}]}
  Queue: {Type: AWS::SQS::Queue, DependsOn: Kept, Properties: {QueueName: stack-queue, SqsManagedSseEnabled: true}}
  Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /stack/group, RetentionInDays: 90}}
"""


def given(**values: str) -> list[dict[str, str]]:
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]


def statuses(sandbox: Sandbox, stack: str, *logical: str) -> list[str]:
    """What the events say, the first first."""
    events = sandbox.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
    return [f"{e['LogicalResourceId']} {e['ResourceStatus']}" for e in reversed(events) if not logical or e["LogicalResourceId"] in logical]


def reasons(sandbox: Sandbox, stack: str) -> dict[str, str]:
    """The first reason of each failure."""
    events = sandbox.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
    return {e["LogicalResourceId"]: e["ResourceStatusReason"] for e in events if e["ResourceStatus"].endswith("_FAILED")}


def status(sandbox: Sandbox, stack: str) -> str:
    return sandbox.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]


def inline(sandbox: Sandbox) -> str:
    document = sandbox.client("iam").get_role_policy(RoleName="StackRole", PolicyName="Inline")["PolicyDocument"]
    return document["Statement"][0]["Action"]


def test_a_stack_is_made_changed_and_deleted(sandbox: Sandbox):
    cfn, iam, before = sandbox.client("cloudformation"), sandbox.client("iam"), sandbox.state()
    asked = {"StackName": "roles", "TemplateBody": ROLES}
    assert refusal(lambda: cfn.create_stack(**asked)) == ("InsufficientCapabilitiesException", 400)
    made = cfn.create_stack(**asked, Capabilities=NAMED, Tags=[{"Key": "owner", "Value": "ana"}], Parameters=given(Hidden="s3cret"))
    assert refusal(lambda: cfn.create_stack(**asked, Capabilities=NAMED)) == ("AlreadyExistsException", 400)
    stack = cfn.describe_stacks(StackName="roles")["Stacks"][0]
    assert (stack["StackStatus"], stack["StackId"]) == ("CREATE_COMPLETE", made["StackId"])
    assert stack["Outputs"] == [
        {"OutputKey": "Arn", "OutputValue": "arn:aws:iam::123456789012:role/service-role/StackRole", "ExportName": "roles-role"}
    ]
    assert {p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]}["Hidden"] == "****"
    assert statuses(sandbox, "roles") == [
        "roles CREATE_IN_PROGRESS", "Policy CREATE_IN_PROGRESS", "Policy CREATE_IN_PROGRESS", "Policy CREATE_COMPLETE",
        "Role CREATE_IN_PROGRESS", "Role CREATE_IN_PROGRESS", "Role CREATE_COMPLETE", "roles CREATE_COMPLETE",
    ]  # fmt: skip
    role = sandbox.state()["iam"]["roles"]["StackRole"]
    own = {"stack-name": "roles", "stack-id": made["StackId"], "logical-id": "Role"}
    tags = {"owner": "ana", **{f"aws:cloudformation:{name}": value for name, value in own.items()}}
    assert (role["attached"], role["tags"]) == (["arn:aws:iam::123456789012:policy/StackPolicy"], tags)
    same = [{"ParameterKey": name, "UsePreviousValue": True} for name in ("Action", "Hidden", "Arns", "Extra")]
    again = {"StackName": "roles", "UsePreviousTemplate": True, "Capabilities": NAMED}
    assert "No updates are to be performed." in str(pytest.raises(ClientError, cfn.update_stack, **again, Parameters=same).value)
    cfn.update_stack(**again, Parameters=given(Action="s3:PutObject", Extra="yes"))
    assert status(sandbox, "roles") == "UPDATE_COMPLETE" and inline(sandbox) == "s3:PutObject"
    assert iam.get_policy(PolicyArn=role["attached"][0])["Policy"]["DefaultVersionId"] == "v2"
    second = cfn.describe_stack_resource(StackName="roles", LogicalResourceId="Second")["StackResourceDetail"]["PhysicalResourceId"]
    cfn.update_stack(**again, Parameters=given(Action="s3:PutObject"))
    assert refusal(lambda: iam.get_role(RoleName=second)) == ("NoSuchEntity", 404)
    cfn.delete_stack(StackName="roles")
    assert refusal(lambda: cfn.describe_stacks(StackName="roles")) == ("ValidationError", 400)
    assert status(sandbox, made["StackId"]) == "DELETE_COMPLETE" and sandbox.state() == before
    cfn.delete_stack(StackName="roles")


def test_what_cannot_be_made_is_rolled_back_with_the_first_cause(sandbox: Sandbox):
    cfn, iam = sandbox.client("cloudformation"), sandbox.client("iam")
    iam.create_role(RoleName="StackRole", AssumeRolePolicyDocument=json.dumps(TRUST))
    before = sandbox.state()
    cfn.create_stack(StackName="roles", TemplateBody=ROLES, Capabilities=NAMED, Parameters=given(Extra="yes"))
    assert status(sandbox, "roles") == "ROLLBACK_COMPLETE"
    assert "'StackRole' already exists" in reasons(sandbox, "roles")["Role"]
    stack = cfn.describe_stack_events(StackName="roles")["StackEvents"]
    begun = next(e for e in stack if e["ResourceStatus"] == "ROLLBACK_IN_PROGRESS")
    assert begun["ResourceStatusReason"] == "The following resource(s) failed to create: [Role]. Rollback requested by user."
    assert sandbox.state() != before and refusal(lambda: cfn.update_stack(StackName="roles", TemplateBody=STORE)) == (
        "ValidationError",
        400,
    )
    cfn.delete_stack(StackName="roles")
    assert sandbox.state() == before


def test_others_of_the_wave_are_cancelled_and_a_failing_create_keeps_nothing(sandbox: Sandbox):
    cfn, before = sandbox.client("cloudformation"), sandbox.state()
    sandbox.control("POST", "stacks", {"faults": [{"resource": "Kept", "reason": "told so"}]})
    cfn.create_stack(StackName="store", TemplateBody=STORE)
    assert reasons(sandbox, "store") == {"Kept": "told so", "Group": "Resource creation cancelled"}
    cfn.delete_stack(StackName="store")
    sandbox.control("POST", "stacks", {"faults": [{"resource": "Queue"}]})
    cfn.create_stack(StackName="store", TemplateBody=STORE, OnFailure="DELETE")
    assert refusal(lambda: cfn.describe_stacks(StackName="store")) == ("ValidationError", 400)
    sandbox.control("POST", "stacks", {})
    assert sandbox.state() == before


def test_a_failed_update_takes_everything_back(sandbox: Sandbox):
    cfn = sandbox.client("cloudformation")
    cfn.create_stack(StackName="store", TemplateBody=STORE)
    before = sandbox.state()
    changed = STORE.replace("RetentionInDays: 90", "RetentionInDays: 30").replace("queue,", "other,")
    sandbox.control("POST", "stacks", {"faults": [{"resource": "Queue"}]})
    cfn.update_stack(StackName="store", TemplateBody=changed)
    assert statuses(sandbox, "store", "store")[-4:] == [
        "store UPDATE_IN_PROGRESS", "store UPDATE_ROLLBACK_IN_PROGRESS", "store UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        "store UPDATE_ROLLBACK_COMPLETE",
    ]  # fmt: skip
    after = sandbox.state()
    assert after["cloudformation"]["us-east-1"]["store"].pop("status") == "UPDATE_ROLLBACK_COMPLETE"
    before["cloudformation"]["us-east-1"]["store"].pop("status")
    assert after == before
    sandbox.control("POST", "stacks", {"faults": [{"resource": "Group", "action": "update", "times": 2}]})
    cfn.update_stack(StackName="store", TemplateBody=changed)
    assert status(sandbox, "store") == "UPDATE_ROLLBACK_FAILED"
    assert refusal(lambda: cfn.update_stack(StackName="store", TemplateBody=changed)) == ("ValidationError", 400)
    cfn.continue_update_rollback(StackName="store")
    assert status(sandbox, "store") == "UPDATE_ROLLBACK_COMPLETE"
    cfn.update_stack(StackName="store", TemplateBody=changed)
    assert sandbox.client("logs").describe_log_groups()["logGroups"][0]["retentionInDays"] == 30
    urls = sandbox.client("sqs").list_queues()["QueueUrls"]
    assert [url.rpartition("/")[2] for url in urls] == ["stack-other"]


def test_deletion_keeps_what_is_retained_and_says_what_blocks(sandbox: Sandbox):
    cfn, s3 = sandbox.client("cloudformation"), sandbox.client("s3")
    cfn.create_stack(StackName="store", TemplateBody=STORE.replace("RetainExceptOnCreate", "Delete"), EnableTerminationProtection=True)
    assert refusal(lambda: cfn.delete_stack(StackName="store")) == ("ValidationError", 400)
    cfn.update_termination_protection(StackName="store", EnableTerminationProtection=False)
    s3.put_object(Bucket="stack-kept-123456789012", Key="a", Body=b"a")
    assert refusal(lambda: cfn.delete_stack(StackName="store", RetainResources=["Kept"])) == ("ValidationError", 400)
    cfn.delete_stack(StackName="store")
    assert status(sandbox, "store") == "DELETE_FAILED"
    assert "is not empty" in reasons(sandbox, "store")["Kept"] and "HandlerErrorCode: " in reasons(sandbox, "store")["Kept"]
    cfn.delete_stack(StackName="store", RetainResources=["Kept"])
    assert refusal(lambda: cfn.describe_stacks(StackName="store")) == ("ValidationError", 400)
    assert [b["Name"] for b in s3.list_buckets()["Buckets"] if b["Name"].startswith("stack-")] == ["stack-kept-123456789012"]


def test_a_role_bounds_what_a_stack_may_do(sandbox: Sandbox):
    cfn, iam = sandbox.client("cloudformation"), sandbox.client("iam")
    role = iam.create_role(RoleName="Maker", AssumeRolePolicyDocument=json.dumps(TRUST).replace("lambda", "cloudformation"))["Role"]["Arn"]
    may = ["s3:CreateBucket", "s3:GetBucketPublicAccessBlock", "s3:GetBucketOwnershipControls", "s3:GetEncryptionConfiguration",
           "s3:GetBucketVersioning", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration", "s3:DeleteBucket", "sqs:*"]  # fmt: skip

    def allow(*actions: str) -> None:
        document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}
        iam.put_role_policy(RoleName="Maker", PolicyName="May", PolicyDocument=json.dumps(document))

    allow(*may)
    cfn.create_stack(StackName="store", TemplateBody=STORE, RoleARN=role)
    assert status(sandbox, "store") == "ROLLBACK_COMPLETE"
    assert "assumed-role/Maker/AWSCloudFormation is not authorized to perform: logs:CreateLogGroup" in reasons(sandbox, "store")["Group"]
    cfn.delete_stack(StackName="store")
    allow(*may, "logs:*")
    cfn.create_stack(StackName="store", TemplateBody=STORE, RoleARN=role)
    assert status(sandbox, "store") == "CREATE_COMPLETE"
    iam.delete_role_policy(RoleName="Maker", PolicyName="May")
    iam.delete_role(RoleName="Maker")
    assert refusal(lambda: cfn.delete_stack(StackName="store")) == ("ValidationError", 400)


def test_a_fault_of_a_service_strikes_a_stack_where_it_says_so(sandbox: Sandbox):
    cfn, sqs = sandbox.client("cloudformation"), sandbox.client("sqs")
    sandbox.faults({"service": "sqs", "operation": "CreateQueue", "do": "throttle", "times": 1, "inner": True})
    sqs.create_queue(QueueName="by-hand")
    cfn.create_stack(StackName="store", TemplateBody=STORE)
    assert "Rate exceeded" in reasons(sandbox, "store")["Queue"] and "HandlerErrorCode: Throttling" in reasons(sandbox, "store")["Queue"]
    cfn.delete_stack(StackName="store")
    sandbox.faults({"service": "sqs", "operation": "CreateQueue", "do": "throttle"})
    cfn.create_stack(StackName="store", TemplateBody=STORE)
    assert status(sandbox, "store") == "CREATE_COMPLETE"


def test_a_change_set_is_what_deploy_makes(sandbox: Sandbox, tmp_path):
    (tmp_path / "t.yaml").write_text(STORE)
    command = ("cloudformation", "deploy", "--stack-name", "store", "--template-file", str(tmp_path / "t.yaml"))
    first, second = sandbox.aws(*command), sandbox.aws(*command, "--no-fail-on-empty-changeset")
    assert first.returncode == 0 and "Successfully created" in first.stdout, first.stderr
    assert second.returncode == 0 and "No changes to deploy" in second.stdout, second.stderr
    cfn = sandbox.client("cloudformation")
    cfn.create_change_set(StackName="store", ChangeSetName="c", TemplateBody=STORE.replace("queue,", "other,").replace("90}\n", "30}\n"))
    said = {c["ResourceChange"]["LogicalResourceId"]: c["ResourceChange"] for c in cfn.describe_change_set(StackName="store", ChangeSetName="c")["Changes"]}  # fmt: skip
    assert {name: (one["Action"], one["Replacement"]) for name, one in said.items()} == {"Queue": ("Modify", "True")}
    cfn.execute_change_set(StackName="store", ChangeSetName="c")
    assert status(sandbox, "store") == "UPDATE_COMPLETE"


def test_a_slow_stack_is_found_half_done(sandbox: Sandbox):
    cfn = sandbox.client("cloudformation")
    sandbox.control("POST", "stacks", {"steps": 1})
    ident = cfn.create_stack(StackName="store", TemplateBody=STORE)["StackId"]
    seen = [status(sandbox, "store") for _ in range(3)]
    assert seen == ["CREATE_IN_PROGRESS"] * 3
    assert refusal(lambda: cfn.update_stack(StackName="store", TemplateBody=STORE)) == ("ValidationError", 400)
    cfn.delete_stack(StackName="store")
    for _ in range(9):
        seen.append(status(sandbox, ident))
    assert seen[3] == "DELETE_IN_PROGRESS" and seen[-1] == "DELETE_COMPLETE"


@pytest.mark.parametrize(
    "template, said",
    [
        ("{}", "At least one Resources member must be defined."),
        ("Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref B}}}", "Unresolved resource dependencies [B]"),
        ("Resources: {A: {Type: AWS::SQS::Queue, DependsOn: B}, B: {Type: AWS::SQS::Queue, DependsOn: A}}", "Circular dependency"),
        ("Resources: {A: {Type: AWS::SQS::Queue, DeletionPolicy: Snapshot}}", "Snapshot"),
        ("Parameters: {P: {Type: String}}\nResources: {A: {Type: AWS::SQS::Queue}}", "Parameters: [P] must have values"),
    ],
)
def test_a_template_that_is_none_is_refused_at_once(sandbox: Sandbox, template, said):
    cfn = sandbox.client("cloudformation")
    assert said in str(pytest.raises(ClientError, cfn.create_stack, StackName="x", TemplateBody=template).value)
    assert cfn.list_stacks()["StackSummaries"] == []


def test_a_type_or_property_that_is_not_here_fails_its_resource(sandbox: Sandbox):
    cfn = sandbox.client("cloudformation")
    cfn.create_stack(StackName="x", TemplateBody="Resources: {A: {Type: AWS::EC2::VPC}}")
    cfn.create_stack(StackName="y", TemplateBody="Resources: {A: {Type: AWS::SQS::Queue, Properties: {Name: x}}}")
    assert "AWS::EC2::VPC" in reasons(sandbox, "x")["A"] and reasons(sandbox, "y")["A"] == "Encountered unsupported property Name"

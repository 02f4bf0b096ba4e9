"""Every type of resource that a stack may have: made, changed where it stands, made anew, and deleted without a trace."""

import os

import pytest

from conftest import Sandbox
from test_stacks import NAMED, given, reasons, status

# Before moto is imported: it reads these once.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

from standin import services  # noqa: E402, F401  (kinds import each other through it)
from standin.services.cloudformation import kinds, template  # noqa: E402

EVERY = """
Parameters:
  Word: {Type: String, Default: one}
  Days: {Type: Number, Default: 30}
  Name: {Type: String, Default: first}
Mappings:
  Hosts: {aws: {git: github.com}}
Resources:
  Provider: {Type: AWS::IAM::OIDCProvider, Properties: {Url: "https://example.com", ClientIdList: [!Ref Word]}}
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: &document {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "sqs:*", Resource: "*", Sid: !Ref Word}]}, Roles: [!Ref Role]}
  Role:
    Type: AWS::IAM::Role
    Properties:
      Description: !Ref Word
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: [lambda.amazonaws.com, sagemaker.amazonaws.com]}, Action: "sts:AssumeRole", Sid: !Ref Word}]}
  Inline: {Type: AWS::IAM::Policy, Properties: {PolicyName: Inline, PolicyDocument: *document, Roles: [!Ref Role]}}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "stack-${AWS::AccountId}-${Name}"
      PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}
      BucketEncryption: {ServerSideEncryptionConfiguration: [{BucketKeyEnabled: true, ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}
      OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]}
      VersioningConfiguration: {Status: Enabled}
      CorsConfiguration: {CorsRules: [{Id: !Ref Word, AllowedMethods: [GET], AllowedOrigins: ["https://x.com"], ExposedHeaders: [ETag], MaxAge: 60}]}
      LifecycleConfiguration: {Rules: [{Id: old, Status: Enabled, NoncurrentVersionExpiration: {NoncurrentDays: !Ref Days}}]}
  Terms:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument: {Version: "2012-10-17", Statement: [{Sid: !Ref Word, Effect: Deny, Principal: "*", Action: "s3:*", Resource: !Sub "${Bucket.Arn}/*", Condition: {Bool: {"aws:SecureTransport": "false"}}}]}
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: stack-failures, SqsManagedSseEnabled: true, MessageRetentionPeriod: !Ref Days}}
  Letting:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue]
      PolicyDocument: {Version: "2012-10-17", Statement: [{Sid: !Ref Word, Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: "sqs:SendMessage", Resource: !GetAtt Queue.Arn}]}
  Lines: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /aws/lambda/stack-function, RetentionInDays: !If [Long, 90, !Ref "AWS::NoValue"]}}
  Function:
    Type: AWS::Lambda::Function
    DependsOn: [Lines, Policy]
    Properties:
      FunctionName: stack-function
      Runtime: python3.12
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Timeout: 30
      Code: {ZipFile: !Sub "def handler(event, context): return '${Word}'"}
      Environment: {Variables: {Word: !Ref Word, Many: !Join ["-", [a, !Select [1, !Split [",", "b,c"]]]]}}
  Failing:
    Type: AWS::Lambda::EventInvokeConfig
    Properties: {FunctionName: !Ref Function, Qualifier: $LATEST, MaximumEventAgeInSeconds: 3600, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}}
  Rule:
    Type: AWS::Events::Rule
    Properties:
      Description: !Ref Word
      EventPattern: {source: [aws.sagemaker], detail: {ModelPackageGroupName: [!Ref Name]}}
      Targets: [{Id: f, Arn: !GetAtt Function.Arn, RetryPolicy: {MaximumRetryAttempts: "8", MaximumEventAgeInSeconds: "3600"}, DeadLetterConfig: {Arn: !GetAtt Queue.Arn}}]
  Permission:
    Type: AWS::Lambda::Permission
    Properties: {FunctionName: !Ref Function, Action: "lambda:InvokeFunction", Principal: events.amazonaws.com, SourceArn: !GetAtt Rule.Arn, SourceAccount: !Ref "AWS::AccountId"}
  Code:
    Type: AWS::SageMaker::CodeRepository
    Properties: {CodeRepositoryName: !Sub "code-${Name}", GitConfig: {RepositoryUrl: !Sub ["https://${Host}/o/r.git", {Host: !FindInMap [Hosts, !Ref "AWS::Partition", git]}]}}
  Group: {Type: AWS::SageMaker::ModelPackageGroup, Properties: {ModelPackageGroupName: stack-group}}
  Model: {Type: AWS::SageMaker::Model, Properties: {ExecutionRoleArn: !GetAtt Role.Arn, Containers: [{Image: "1.dkr.ecr.us-east-1.amazonaws.com/x:1", Environment: {A: !Ref Name}}]}}
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties: {ProductionVariants: [{VariantName: a, ModelName: !GetAtt Model.ModelName, InstanceType: ml.m5.large, InitialInstanceCount: "1", InitialVariantWeight: 1}]}
  Endpoint: {Type: AWS::SageMaker::Endpoint, Properties: {EndpointName: stack-endpoint, EndpointConfigName: !GetAtt Config.EndpointConfigName}}
Conditions:
  Long: !Or [!Equals [!Ref Word, one], !And [!Equals [a, b], !Not [!Equals [a, b]]]]
"""


@pytest.mark.parametrize("changed", [{"Word": "two", "Days": "60"}, {"Name": "second"}])
def test_every_type_is_made_changed_and_deleted(sandbox: Sandbox, changed):
    assert {resource["Type"] for resource in template.parsed(EVERY)["Resources"].values()} == set(kinds.ALL)
    cfn, before = sandbox.client("cloudformation"), sandbox.state()
    asked = {"StackName": "every", "TemplateBody": EVERY, "Capabilities": NAMED}
    cfn.create_stack(**asked, Tags=[{"Key": "owner", "Value": "ana"}])
    assert (status(sandbox, "every"), reasons(sandbox, "every")) == ("CREATE_COMPLETE", {})
    first = sandbox.state()
    parts = [first[service]["us-east-1"] for service in ("lambda", "events", "sqs", "logs", "sagemaker")]
    tagged = [thing["tags"] for part in parts for thing in part.values() if isinstance(thing, dict) and "tags" in thing]
    assert len(tagged) == 4 and all(tags == {"owner": "ana"} for tags in tagged)
    cfn.update_stack(**asked, Parameters=given(**changed), Tags=[{"Key": "owner", "Value": "ben"}, {"Key": "more", "Value": "x"}])
    assert (status(sandbox, "every"), reasons(sandbox, "every")) == ("UPDATE_COMPLETE", {})
    told = sandbox.state()
    assert told["lambda"]["us-east-1"]["stack-function"]["tags"] == {"owner": "ben", "more": "x"}
    assert f"stack-123456789012-{changed.get('Name', 'first')}" in told["s3"]["buckets"]
    assert told["logs"]["us-east-1"]["/aws/lambda/stack-function"].get("retention") == (None if "Word" in changed else 90)
    cfn.update_stack(**asked, Tags=[{"Key": "owner", "Value": "ana"}])
    assert (status(sandbox, "every"), reasons(sandbox, "every")) == ("UPDATE_COMPLETE", {})
    again = sandbox.state()
    for part in ("lambda", "logs", "sqs", "events"):
        assert again[part] == first[part] or "Name" in changed
    cfn.delete_stack(StackName="every")
    assert sandbox.state() == before

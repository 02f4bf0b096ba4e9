extension ProjectRoles {
  /// The template of the roles stack. Written by `embed`; edit `projects-roles.yaml` beside this file.
  public static let text = ##"""
    AWSTemplateFormatVersion: "2010-09-09"
    Description: >-
      Roles of SageMaker projects, once in an account: the launch role under which a project's stack is made, and the
      service roles that its parts run as.

    # Logical ids, role names, paths, names of policies and output keys are those of AWS's sample stack, so that a stack of
    # the sample can be updated to this one without any role being replaced. Policies have no description for the same
    # reason: one that gets a description would be replaced, and with its name taken the update would fail.

    Metadata:
      AWS::CloudFormation::Interface:
        ParameterGroups:
          - Label:
              default: Who makes projects
            Parameters: [SageMakerExecutionRoleArn]
          - Label:
              default: The account's own rules
            Parameters: [DecryptKeyArns, PermissionsBoundaryArn]

    Parameters:
      SageMakerExecutionRoleArn:
        Type: CommaDelimitedList
        Description: ARNs of the execution roles of domain, user profiles and spaces that may use the launch role.
      DecryptKeyArns:
        Type: CommaDelimitedList
        Description: ARNs of the KMS keys of the token's secret and of the template bucket; empty without such keys.
        Default: ""
      PermissionsBoundaryArn:
        Type: String
        Description: ARN of the permissions boundary that every role gets; empty without one.
        Default: ""
        AllowedPattern: "|arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+"
        ConstraintDescription: empty, or the ARN of a managed policy

    Conditions:
      HasKeys: !Not [!Equals [!Join ["", !Ref DecryptKeyArns], ""]]
      HasBoundary: !Not [!Equals [!Ref PermissionsBoundaryArn, ""]]

    Resources:
      # --- The launch role: makes, changes and deletes what stands in a project's template, and nothing else.

      AmazonSageMakerProjectsLaunchRole:
        Type: AWS::IAM::Role
        Properties:
          RoleName: AmazonSageMakerProjectsLaunchRole
          Description: CloudFormation makes the stacks of SageMaker projects as this role.
          PermissionsBoundary: !If [HasBoundary, !Ref PermissionsBoundaryArn, !Ref AWS::NoValue]
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  AWS: !Ref SageMakerExecutionRoleArn
                Action: sts:AssumeRole
              # Whether CloudFormation says for which account it acts is not documented for the role of a stack: a plain
              # StringEquals could lock everybody out.
              - Effect: Allow
                Principal:
                  Service: cloudformation.amazonaws.com
                Action: sts:AssumeRole
                Condition:
                  StringEqualsIfExists:
                    aws:SourceAccount: !Ref AWS::AccountId
          ManagedPolicyArns:
            - !Ref AmazonSageMakerAdminProjectsServiceRolePolicy

      AmazonSageMakerAdminProjectsServiceRolePolicy:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          ManagedPolicyName: AmazonSageMakerAdmin-ProjectsServiceRolePolicy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: Stacks
                Effect: Allow
                Action:
                  - cloudformation:CreateStack
                  - cloudformation:UpdateStack
                  - cloudformation:DeleteStack
                  - cloudformation:DescribeStacks
                  - cloudformation:DescribeStackEvents
                  - cloudformation:TagResource
                  - cloudformation:UntagResource
                Resource: !Sub arn:${AWS::Partition}:cloudformation:*:${AWS::AccountId}:stack/SP-*
              - Sid: Templates
                Effect: Allow
                Action:
                  - cloudformation:GetTemplateSummary
                  - cloudformation:ValidateTemplate
                Resource: "*"
              - Sid: ArtifactBuckets
                Effect: Allow
                Action:
                  - s3:CreateBucket
                  - s3:DeleteBucket
                  - s3:DeleteBucketPolicy
                  - s3:GetAccelerateConfiguration
                  - s3:GetAnalyticsConfiguration
                  - s3:GetBucketAbac
                  - s3:GetBucketAcl
                  - s3:GetBucketCORS
                  - s3:GetBucketLogging
                  - s3:GetBucketMetadataTableConfiguration
                  - s3:GetBucketNotification
                  - s3:GetBucketObjectLockConfiguration
                  - s3:GetBucketOwnershipControls
                  - s3:GetBucketPolicy
                  - s3:GetBucketPublicAccessBlock
                  - s3:GetBucketTagging
                  - s3:GetBucketVersioning
                  - s3:GetBucketWebsite
                  - s3:GetEncryptionConfiguration
                  - s3:GetIntelligentTieringConfiguration
                  - s3:GetInventoryConfiguration
                  - s3:GetLifecycleConfiguration
                  - s3:GetMetricsConfiguration
                  - s3:GetReplicationConfiguration
                  - s3:ListBucket
                  - s3:ListTagsForResource
                  - s3:PutBucketOwnershipControls
                  - s3:PutBucketPolicy
                  - s3:PutBucketPublicAccessBlock
                  - s3:PutBucketTagging
                  - s3:PutBucketVersioning
                  - s3:PutEncryptionConfiguration
                  - s3:PutLifecycleConfiguration
                  - s3:TagResource
                  - s3:UntagResource
                Resource: !Sub arn:${AWS::Partition}:s3:::sagemaker-project-github-*
              - Sid: Packages
                Effect: Allow
                Action:
                  - s3:GetObject
                  - s3:GetObjectVersion
                Resource: !Sub arn:${AWS::Partition}:s3:::sagemaker-*/*
                Condition:
                  StringEquals:
                    aws:ResourceAccount: !Ref AWS::AccountId
              - Sid: TaggedPackages
                Effect: Allow
                Action:
                  - s3:GetObject
                  - s3:GetObjectVersion
                Resource: !Sub arn:${AWS::Partition}:s3:::*/*
                Condition:
                  StringEquals:
                    s3:ExistingObjectTag/Projects:provisioning: "true"
                    aws:ResourceAccount: !Ref AWS::AccountId
              - !If
                - HasKeys
                - Sid: Keys
                  Effect: Allow
                  Action: kms:Decrypt
                  Resource: !Ref DecryptKeyArns
                  Condition:
                    StringLike:
                      kms:ViaService: !Sub s3.*.${AWS::URLSuffix}
                - !Ref AWS::NoValue
              - Sid: Functions
                Effect: Allow
                Action:
                  - lambda:AddPermission
                  - lambda:CreateFunction
                  - lambda:DeleteFunction
                  - lambda:DeleteFunctionEventInvokeConfig
                  - lambda:GetFunction
                  - lambda:GetFunctionCodeSigningConfig
                  - lambda:GetFunctionConfiguration
                  - lambda:GetFunctionEventInvokeConfig
                  - lambda:GetFunctionRecursionConfig
                  - lambda:GetFunctionScalingConfig
                  - lambda:GetPolicy
                  - lambda:GetRuntimeManagementConfig
                  - lambda:ListTags
                  - lambda:PutFunctionEventInvokeConfig
                  - lambda:RemovePermission
                  - lambda:TagResource
                  - lambda:UntagResource
                  - lambda:UpdateFunctionCode
                  - lambda:UpdateFunctionConfiguration
                  - lambda:UpdateFunctionEventInvokeConfig
                Resource: !Sub arn:${AWS::Partition}:lambda:*:${AWS::AccountId}:function:sagemaker-*
              - Sid: PassLambdaRole
                Effect: Allow
                Action: iam:PassRole
                Resource: !GetAtt AmazonSageMakerProjectsLambdaRole.Arn
                Condition:
                  StringEquals:
                    iam:PassedToService: lambda.amazonaws.com
              - Sid: ReadLambdaRole
                Effect: Allow
                Action: iam:GetRole
                Resource: !GetAtt AmazonSageMakerProjectsLambdaRole.Arn
              - Sid: Rules
                Effect: Allow
                Action:
                  - events:DeleteRule
                  - events:DescribeRule
                  - events:DisableRule
                  - events:EnableRule
                  - events:ListTagsForResource
                  - events:ListTargetsByRule
                  - events:PutRule
                  - events:PutTargets
                  - events:RemoveTargets
                  - events:TagResource
                  - events:UntagResource
                Resource: !Sub arn:${AWS::Partition}:events:*:${AWS::AccountId}:rule/sagemaker-*
              - Sid: Queues
                Effect: Allow
                Action:
                  - sqs:CreateQueue
                  - sqs:DeleteQueue
                  - sqs:GetQueueAttributes
                  - sqs:GetQueueUrl
                  - sqs:ListQueueTags
                  - sqs:SetQueueAttributes
                  - sqs:TagQueue
                  - sqs:UntagQueue
                Resource: !Sub arn:${AWS::Partition}:sqs:*:${AWS::AccountId}:sagemaker-*
              - Sid: LogGroups
                Effect: Allow
                Action:
                  - logs:CreateLogGroup
                  - logs:DeleteLogGroup
                  - logs:DeleteRetentionPolicy
                  - logs:DescribeIndexPolicies
                  - logs:GetDataProtectionPolicy
                  - logs:ListTagsForResource
                  - logs:PutRetentionPolicy
                  - logs:TagResource
                  - logs:UntagResource
                Resource: !Sub arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:/aws/lambda/sagemaker-*
              - Sid: ListLogGroups
                Effect: Allow
                Action:
                  - logs:DescribeLogGroups
                  - logs:DescribeResourcePolicies
                Resource: "*"
              - Sid: CodeRepositories
                Effect: Allow
                Action:
                  - sagemaker:AddTags
                  - sagemaker:CreateCodeRepository
                  - sagemaker:DeleteCodeRepository
                  - sagemaker:DeleteTags
                  - sagemaker:DescribeCodeRepository
                  - sagemaker:ListTags
                  - sagemaker:UpdateCodeRepository
                Resource: !Sub arn:${AWS::Partition}:sagemaker:*:${AWS::AccountId}:code-repository/*

      # --- The trigger's role.

      AmazonSageMakerProjectsLambdaRole:
        Type: AWS::IAM::Role
        Properties:
          RoleName: AmazonSageMakerProjectsLambdaRole
          Description: The trigger of a SageMaker project runs as this role.
          Path: /service-role/
          PermissionsBoundary: !If [HasBoundary, !Ref PermissionsBoundaryArn, !Ref AWS::NoValue]
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  Service: lambda.amazonaws.com
                Action: sts:AssumeRole
                Condition:
                  StringEqualsIfExists:
                    aws:SourceAccount: !Ref AWS::AccountId
          ManagedPolicyArns:
            - !Ref AmazonSageMakerProjectsLambdaServiceRolePolicy

      AmazonSageMakerProjectsLambdaServiceRolePolicy:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          ManagedPolicyName: AmazonSageMakerProjectsLambdaServiceRolePolicy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: Logs
                Effect: Allow
                Action:
                  - logs:CreateLogStream
                  - logs:PutLogEvents
                Resource: !Sub arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:/aws/lambda/sagemaker-*
              - Sid: Token
                Effect: Allow
                Action: secretsmanager:GetSecretValue
                Resource: !Sub arn:${AWS::Partition}:secretsmanager:*:${AWS::AccountId}:secret:sagemaker-*
              - !If
                - HasKeys
                - Sid: Keys
                  Effect: Allow
                  Action: kms:Decrypt
                  Resource: !Ref DecryptKeyArns
                  Condition:
                    StringLike:
                      kms:ViaService: !Sub secretsmanager.*.${AWS::URLSuffix}
                - !Ref AWS::NoValue
              - Sid: ApprovedPackage
                Effect: Allow
                Action: sagemaker:DescribeModelPackage
                Resource: !Sub arn:${AWS::Partition}:sagemaker:*:${AWS::AccountId}:model-package/*
              - Sid: Claims
                Effect: Allow
                Action:
                  - s3:DeleteObject
                  - s3:GetObject
                  - s3:PutObject
                Resource: !Sub arn:${AWS::Partition}:s3:::sagemaker-project-github-*/approvals/*
                Condition:
                  StringEquals:
                    aws:ResourceAccount: !Ref AWS::AccountId
              # Without it S3 says of an object that is not there that it may not be read.
              - Sid: AbsentClaims
                Effect: Allow
                Action: s3:ListBucket
                Resource: !Sub arn:${AWS::Partition}:s3:::sagemaker-project-github-*
                Condition:
                  StringLike:
                    s3:prefix: approvals/*
                  StringEquals:
                    aws:ResourceAccount: !Ref AWS::AccountId
              - Sid: UndeliveredApprovals
                Effect: Allow
                Action: sqs:SendMessage
                Resource: !Sub arn:${AWS::Partition}:sqs:*:${AWS::AccountId}:sagemaker-*-approvals

      # --- The role of pipelines and of the jobs they start.

      AmazonSageMakerProjectsUseRole:
        Type: AWS::IAM::Role
        Properties:
          RoleName: AmazonSageMakerProjectsUseRole
          Description: The pipelines of SageMaker projects, and the jobs they start, run as this role.
          Path: /service-role/
          PermissionsBoundary: !If [HasBoundary, !Ref PermissionsBoundaryArn, !Ref AWS::NoValue]
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  Service: sagemaker.amazonaws.com
                Action: sts:AssumeRole
                Condition:
                  StringEquals:
                    aws:SourceAccount: !Ref AWS::AccountId
          ManagedPolicyArns:
            - !Ref AmazonSageMakerProjectsUseRolePolicy

      AmazonSageMakerProjectsUseRolePolicy:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          ManagedPolicyName: AmazonSageMakerProjectsUseRolePolicy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: Jobs
                Effect: Allow
                Action:
                  - sagemaker:AddTags
                  - sagemaker:CreateProcessingJob
                  - sagemaker:CreateTrainingJob
                  - sagemaker:DescribeProcessingJob
                  - sagemaker:DescribeTrainingJob
                  - sagemaker:ListTags
                  - sagemaker:StopProcessingJob
                  - sagemaker:StopTrainingJob
                Resource:
                  - !Sub arn:${AWS::Partition}:sagemaker:*:${AWS::AccountId}:processing-job/pipelines-*
                  - !Sub arn:${AWS::Partition}:sagemaker:*:${AWS::AccountId}:training-job/pipelines-*
              - Sid: ModelVersions
                Effect: Allow
                Action:
                  - sagemaker:AddTags
                  - sagemaker:CreateModelPackage
                  - sagemaker:CreateModelPackageGroup
                  - sagemaker:DescribeModelPackage
                  - sagemaker:DescribeModelPackageGroup
                  - sagemaker:ListTags
                Resource:
                  - !Sub arn:${AWS::Partition}:sagemaker:*:${AWS::AccountId}:model-package/*
                  - !Sub arn:${AWS::Partition}:sagemaker:*:${AWS::AccountId}:model-package-group/*
              - Sid: PassItself
                Effect: Allow
                Action: iam:PassRole
                Resource: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/service-role/AmazonSageMakerProjectsUseRole
                Condition:
                  StringEquals:
                    iam:PassedToService: sagemaker.amazonaws.com
              - Sid: Runs
                Effect: Allow
                Action:
                  - s3:AbortMultipartUpload
                  - s3:GetObject
                  - s3:PutObject
                Resource: !Sub arn:${AWS::Partition}:s3:::sagemaker-project-github-*/runs/*
                Condition:
                  StringEquals:
                    aws:ResourceAccount: !Ref AWS::AccountId
              - Sid: ListRuns
                Effect: Allow
                Action:
                  - s3:GetBucketLocation
                  - s3:ListBucket
                Resource: !Sub arn:${AWS::Partition}:s3:::sagemaker-project-github-*
                Condition:
                  StringEquals:
                    aws:ResourceAccount: !Ref AWS::AccountId
              - Sid: Registry
                Effect: Allow
                Action: ecr:GetAuthorizationToken
                Resource: "*"
              # The images are SageMaker's own, in accounts of AWS.
              - Sid: Images
                Effect: Allow
                Action:
                  - ecr:BatchCheckLayerAvailability
                  - ecr:BatchGetImage
                  - ecr:GetDownloadUrlForLayer
                Resource: !Sub arn:${AWS::Partition}:ecr:*:*:repository/*
              - Sid: Logs
                Effect: Allow
                Action:
                  - logs:CreateLogGroup
                  - logs:CreateLogStream
                  - logs:DescribeLogStreams
                  - logs:PutLogEvents
                Resource: !Sub arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:/aws/sagemaker/*
              - Sid: Metrics
                Effect: Allow
                Action: cloudwatch:PutMetricData
                Resource: "*"

      # --- The role of endpoints.

      AmazonSageMakerProjectsExecutionRole:
        Type: AWS::IAM::Role
        Properties:
          RoleName: AmazonSageMakerProjectsExecutionRole
          Description: The models behind the endpoints of SageMaker projects run as this role.
          Path: /service-role/
          PermissionsBoundary: !If [HasBoundary, !Ref PermissionsBoundaryArn, !Ref AWS::NoValue]
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  Service: sagemaker.amazonaws.com
                Action: sts:AssumeRole
                Condition:
                  StringEquals:
                    aws:SourceAccount: !Ref AWS::AccountId
          ManagedPolicyArns:
            - !Ref AmazonSageMakerProjectsExecutionRolePolicy

      AmazonSageMakerProjectsExecutionRolePolicy:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          ManagedPolicyName: AmazonSageMakerProjectsExecutionRolePolicy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: Models
                Effect: Allow
                Action: s3:GetObject
                Resource: !Sub arn:${AWS::Partition}:s3:::sagemaker-project-github-*/runs/*
                Condition:
                  StringEquals:
                    aws:ResourceAccount: !Ref AWS::AccountId
              - Sid: ListModels
                Effect: Allow
                Action: s3:ListBucket
                Resource: !Sub arn:${AWS::Partition}:s3:::sagemaker-project-github-*
                Condition:
                  StringEquals:
                    aws:ResourceAccount: !Ref AWS::AccountId
              - Sid: Registry
                Effect: Allow
                Action: ecr:GetAuthorizationToken
                Resource: "*"
              - Sid: Images
                Effect: Allow
                Action:
                  - ecr:BatchCheckLayerAvailability
                  - ecr:BatchGetImage
                  - ecr:GetDownloadUrlForLayer
                Resource: !Sub arn:${AWS::Partition}:ecr:*:*:repository/*
              - Sid: Logs
                Effect: Allow
                Action:
                  - logs:CreateLogGroup
                  - logs:CreateLogStream
                  - logs:DescribeLogStreams
                  - logs:PutLogEvents
                Resource: !Sub arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:/aws/sagemaker/Endpoints/*
              - Sid: Metrics
                Effect: Allow
                Action: cloudwatch:PutMetricData
                Resource: "*"

      # --- Roles for other templates of the account: what this project's template makes needs none of them.

      AmazonSageMakerProjectsCloudformationRole:
        Type: AWS::IAM::Role
        Properties:
          RoleName: AmazonSageMakerProjectsCloudformationRole
          Description: CloudFormation deploys the endpoints of other project templates as this role.
          Path: /service-role/
          PermissionsBoundary: !If [HasBoundary, !Ref PermissionsBoundaryArn, !Ref AWS::NoValue]
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  Service: cloudformation.amazonaws.com
                Action: sts:AssumeRole
                Condition:
                  StringEqualsIfExists:
                    aws:SourceAccount: !Ref AWS::AccountId
          ManagedPolicyArns:
            - !Ref AmazonSageMakerProjectsCloudformationServiceRolePolicy

      AmazonSageMakerProjectsCloudformationServiceRolePolicy:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          ManagedPolicyName: AmazonSageMakerProjectsCloudformationServiceRolePolicy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: Endpoints
                Effect: Allow
                Action:
                  - sagemaker:AddTags
                  - sagemaker:CreateEndpoint
                  - sagemaker:CreateEndpointConfig
                  - sagemaker:CreateModel
                  - sagemaker:DeleteEndpoint
                  - sagemaker:DeleteEndpointConfig
                  - sagemaker:DeleteModel
                  - sagemaker:DeleteTags
                  - sagemaker:DescribeEndpoint
                  - sagemaker:DescribeEndpointConfig
                  - sagemaker:DescribeModel
                  - sagemaker:ListTags
                  - sagemaker:UpdateEndpoint
                Resource:
                  - !Sub arn:${AWS::Partition}:sagemaker:*:${AWS::AccountId}:endpoint/*
                  - !Sub arn:${AWS::Partition}:sagemaker:*:${AWS::AccountId}:endpoint-config/*
                  - !Sub arn:${AWS::Partition}:sagemaker:*:${AWS::AccountId}:model/*
              - Sid: PassExecutionRole
                Effect: Allow
                Action: iam:PassRole
                Resource: !GetAtt AmazonSageMakerProjectsExecutionRole.Arn
                Condition:
                  StringEquals:
                    iam:PassedToService: sagemaker.amazonaws.com

      AmazonSageMakerProjectsCodeBuildRole:
        Type: AWS::IAM::Role
        Properties:
          RoleName: AmazonSageMakerProjectsCodeBuildRole
          Description: The builds of other project templates run as this role.
          Path: /service-role/
          PermissionsBoundary: !If [HasBoundary, !Ref PermissionsBoundaryArn, !Ref AWS::NoValue]
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  Service: codebuild.amazonaws.com
                Action: sts:AssumeRole
                Condition:
                  StringEquals:
                    aws:SourceAccount: !Ref AWS::AccountId
          ManagedPolicyArns:
            - !Ref AmazonSageMakerProjectsCodeBuildServiceRolePolicy

      AmazonSageMakerProjectsCodeBuildServiceRolePolicy:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          ManagedPolicyName: AmazonSageMakerProjectsCodeBuildServiceRolePolicy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: Logs
                Effect: Allow
                Action:
                  - logs:CreateLogGroup
                  - logs:CreateLogStream
                  - logs:PutLogEvents
                Resource: !Sub arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:/aws/codebuild/sagemaker-*
              # The bucket of the templates is called sagemaker-projects-…: its objects are not for builds.
              - Sid: Objects
                Effect: Allow
                Action:
                  - s3:GetObject
                  - s3:GetObjectVersion
                  - s3:PutObject
                Resource: !Sub arn:${AWS::Partition}:s3:::sagemaker-project-*/*
                Condition:
                  StringEquals:
                    aws:ResourceAccount: !Ref AWS::AccountId
              - Sid: Connections
                Effect: Allow
                Action:
                  - codeconnections:UseConnection
                  - codestar-connections:UseConnection
                Resource:
                  - !Sub arn:${AWS::Partition}:codeconnections:*:${AWS::AccountId}:connection/*
                  - !Sub arn:${AWS::Partition}:codestar-connections:*:${AWS::AccountId}:connection/*
                Condition:
                  StringEquals:
                    aws:ResourceTag/sagemaker: "true"

      AmazonSageMakerProjectsCodePipelineRole:
        Type: AWS::IAM::Role
        Properties:
          RoleName: AmazonSageMakerProjectsCodePipelineRole
          Description: The deployment pipelines of other project templates run as this role.
          Path: /service-role/
          PermissionsBoundary: !If [HasBoundary, !Ref PermissionsBoundaryArn, !Ref AWS::NoValue]
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  Service: codepipeline.amazonaws.com
                Action: sts:AssumeRole
                Condition:
                  StringEquals:
                    aws:SourceAccount: !Ref AWS::AccountId
          ManagedPolicyArns:
            - !Ref AmazonSageMakerProjectsCodePipelineServiceRolePolicy

      AmazonSageMakerProjectsCodePipelineServiceRolePolicy:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          ManagedPolicyName: AmazonSageMakerProjectsCodePipelineServiceRolePolicy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: Stacks
                Effect: Allow
                Action:
                  - cloudformation:CreateStack
                  - cloudformation:DeleteStack
                  - cloudformation:DescribeStacks
                  - cloudformation:UpdateStack
                Resource: !Sub arn:${AWS::Partition}:cloudformation:*:${AWS::AccountId}:stack/sagemaker-*
              - Sid: PassCloudFormationRole
                Effect: Allow
                Action: iam:PassRole
                Resource: !GetAtt AmazonSageMakerProjectsCloudformationRole.Arn
                Condition:
                  StringEquals:
                    iam:PassedToService: cloudformation.amazonaws.com
              - Sid: Builds
                Effect: Allow
                Action:
                  - codebuild:BatchGetBuilds
                  - codebuild:StartBuild
                Resource: !Sub arn:${AWS::Partition}:codebuild:*:${AWS::AccountId}:project/sagemaker-*
              - Sid: Objects
                Effect: Allow
                Action:
                  - s3:GetObject
                  - s3:GetObjectVersion
                  - s3:PutObject
                Resource: !Sub arn:${AWS::Partition}:s3:::sagemaker-project-*/*
                Condition:
                  StringEquals:
                    aws:ResourceAccount: !Ref AWS::AccountId
              - Sid: Connections
                Effect: Allow
                Action:
                  - codeconnections:UseConnection
                  - codestar-connections:UseConnection
                Resource:
                  - !Sub arn:${AWS::Partition}:codeconnections:*:${AWS::AccountId}:connection/*
                  - !Sub arn:${AWS::Partition}:codestar-connections:*:${AWS::AccountId}:connection/*
                Condition:
                  StringEquals:
                    aws:ResourceTag/sagemaker: "true"

    Outputs:
      RoleArn:
        Description: ARN of the launch role.
        Value: !GetAtt AmazonSageMakerProjectsLaunchRole.Arn
      CloudFormationRoleArn:
        Description: ARN of CloudFormation's role.
        Value: !GetAtt AmazonSageMakerProjectsCloudformationRole.Arn
      CodeBuildRoleArn:
        Description: ARN of the builds' role.
        Value: !GetAtt AmazonSageMakerProjectsCodeBuildRole.Arn
      CodePipelineRoleArn:
        Description: ARN of the deployment pipelines' role.
        Value: !GetAtt AmazonSageMakerProjectsCodePipelineRole.Arn
      ExecutionRoleArn:
        Description: ARN of the endpoints' role.
        Value: !GetAtt AmazonSageMakerProjectsExecutionRole.Arn
      LambdaRoleArn:
        Description: ARN of the trigger's role.
        Value: !GetAtt AmazonSageMakerProjectsLambdaRole.Arn
      UseRoleArn:
        Description: ARN of the role of pipelines and their jobs.
        Value: !GetAtt AmazonSageMakerProjectsUseRole.Arn
      Generation:
        Description: Number of this text; a newer one has a higher number.
        Value: "1"

    """##
}

extension ProjectTemplate {
  /// The template as it is uploaded. Written by `embed`; edit `mlops-github-actions.yaml` beside this file.
  public static let text = ##"""
    AWSTemplateFormatVersion: "2010-09-09"
    Description: >-
      SageMaker project that builds with GitHub Actions: an artifact bucket, the code repository in Studio, and
      a trigger that starts the deployment workflow when a model version is approved.

    Metadata:
      AWS::CloudFormation::Interface:
        ParameterGroups:
          - Label:
              default: Project
            Parameters: [SageMakerProjectName, SageMakerProjectId]
          - Label:
              default: GitHub
            Parameters:
              - GitHubRepositoryOwnerName
              - CodeRepositoryName
              - CodestarConnectionUniqueId
              - CodeConnectionService
              - GitHubTokenSecretName
              - GitHubWorkflowNameForDeployment
              - GitHubApiUrl
          - Label:
              default: Trigger
            Parameters: [LambdaS3Bucket, LambdaS3Key]

    Parameters:
      # The rule below is called sagemaker-NAME-ID-event-rule and may have 64 characters: with the 14 of an id,
      # 28 are left for the name.
      SageMakerProjectName:
        Type: String
        Description: Name of the SageMaker project; Studio fills it in. At most 28 characters.
        MinLength: 1
        MaxLength: 28
        AllowedPattern: "[a-zA-Z](-*[a-zA-Z0-9])*"
        ConstraintDescription: starts with a letter; letters, digits and single hyphens; at most 28 characters
      SageMakerProjectId:
        Type: String
        Description: Id that SageMaker gives the project; Studio fills it in.
        MinLength: 1
        MaxLength: 20
      # SageMaker's own name for the repository is NAME-ID, letters, digits and hyphens, at most 63 characters.
      CodeRepositoryName:
        Type: String
        Description: Name of the GitHub repository, without its owner. Letters, digits and hyphens.
        MinLength: 1
        MaxLength: 48
        AllowedPattern: "[a-zA-Z0-9](-*[a-zA-Z0-9])*"
        ConstraintDescription: letters, digits and hyphens, as SageMaker allows neither dot nor underscore
      GitHubRepositoryOwnerName:
        Type: String
        Description: GitHub user or organisation that owns the repository.
        MinLength: 1
        MaxLength: 39
        AllowedPattern: "[a-zA-Z0-9_-]+"
      CodestarConnectionUniqueId:
        Type: String
        Description: Last part of the CodeConnection's ARN, after the slash.
        AllowedPattern: "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
        ConstraintDescription: only the id (8-4-4-4-12 hexadecimal digits), not the whole ARN
      # A connection is reached under the name of the service that its ARN names.
      CodeConnectionService:
        Type: String
        Description: Service in the CodeConnection's ARN, its third part.
        Default: codeconnections
        AllowedValues: [codeconnections, codestar-connections]
      GitHubTokenSecretName:
        Type: String
        Description: Name of the secret that holds the GitHub token; starts with sagemaker-.
        MinLength: 1
        MaxLength: 512
        AllowedPattern: "sagemaker-[a-zA-Z0-9/_+=.@-]+"
        ConstraintDescription: starts with sagemaker-, because the trigger's role reads no other secret
      GitHubWorkflowNameForDeployment:
        Type: String
        Description: File name of the workflow to start when a model version is approved.
        Default: deploy.yml
        AllowedPattern: "[^/]+\\.ya?ml"
      GitHubApiUrl:
        Type: String
        Description: Address of GitHub's REST interface; another one for an Enterprise Server.
        Default: https://api.github.com
        AllowedPattern: "https?://[^\\s/?#]+(/[^\\s/?#]+)*"
        ConstraintDescription: an address without a slash at its end
      LambdaS3Bucket:
        Type: String
        Description: Bucket with the trigger's package, in this Region.
        MinLength: 3
        MaxLength: 63
      LambdaS3Key:
        Type: String
        Description: Key of the trigger's package.
        Default: lambda-github-workflow-trigger.zip
        MinLength: 1
        MaxLength: 1024

    Resources:
      # Kept when the project is deleted: models and training data must not vanish with it. A creation that fails takes
      # it away again.
      MlOpsArtifactsBucket:
        Type: AWS::S3::Bucket
        DeletionPolicy: RetainExceptOnCreate
        UpdateReplacePolicy: Retain
        Properties:
          BucketName: !Sub sagemaker-project-github-${SageMakerProjectId}-${AWS::Region}
          PublicAccessBlockConfiguration:
            BlockPublicAcls: true
            BlockPublicPolicy: true
            IgnorePublicAcls: true
            RestrictPublicBuckets: true
          BucketEncryption:
            ServerSideEncryptionConfiguration:
              - ServerSideEncryptionByDefault:
                  SSEAlgorithm: AES256
          OwnershipControls:
            Rules:
              - ObjectOwnership: BucketOwnerEnforced
          VersioningConfiguration:
            Status: Enabled
          LifecycleConfiguration:
            Rules:
              - Id: old-versions
                Status: Enabled
                NoncurrentVersionExpiration:
                  NoncurrentDays: 90
                AbortIncompleteMultipartUpload:
                  DaysAfterInitiation: 7
          Tags:
            - Key: sagemaker:project-name
              Value: !Ref SageMakerProjectName
            - Key: sagemaker:project-id
              Value: !Ref SageMakerProjectId

      ArtifactsBucketPolicy:
        Type: AWS::S3::BucketPolicy
        DeletionPolicy: RetainExceptOnCreate
        UpdateReplacePolicy: Retain
        Properties:
          Bucket: !Ref MlOpsArtifactsBucket
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: OnlyTLS
                Effect: Deny
                Principal: "*"
                Action: s3:*
                Resource:
                  - !GetAtt MlOpsArtifactsBucket.Arn
                  - !Sub ${MlOpsArtifactsBucket.Arn}/*
                Condition:
                  Bool:
                    aws:SecureTransport: "false"

      # Approvals that could not be delivered to the trigger, and those that it failed on.
      ApprovalQueue:
        Type: AWS::SQS::Queue
        DeletionPolicy: Delete
        UpdateReplacePolicy: Delete
        Properties:
          QueueName: !Sub sagemaker-${SageMakerProjectId}-approvals
          MessageRetentionPeriod: 1209600
          SqsManagedSseEnabled: true
          Tags:
            - Key: sagemaker:project-name
              Value: !Ref SageMakerProjectName
            - Key: sagemaker:project-id
              Value: !Ref SageMakerProjectId

      # The rule's ARN is spelled out: the rule needs the queue first.
      ApprovalQueuePolicy:
        Type: AWS::SQS::QueuePolicy
        Properties:
          Queues: [!Ref ApprovalQueue]
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: UndeliveredApprovals
                Effect: Allow
                Principal:
                  Service: events.amazonaws.com
                Action: sqs:SendMessage
                Resource: !GetAtt ApprovalQueue.Arn
                Condition:
                  ArnEquals:
                    aws:SourceArn: !Sub
                      - arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/sagemaker-${Project}-event-rule
                      - Project: !Sub ${SageMakerProjectName}-${SageMakerProjectId}

      TriggerLogGroup:
        Type: AWS::Logs::LogGroup
        DeletionPolicy: Delete
        UpdateReplacePolicy: Delete
        Properties:
          LogGroupName: !Sub /aws/lambda/sagemaker-${SageMakerProjectId}-github-trigger
          RetentionInDays: 90
          Tags:
            - Key: sagemaker:project-name
              Value: !Ref SageMakerProjectName
            - Key: sagemaker:project-id
              Value: !Ref SageMakerProjectId

      GitHubWorkflowTriggerLambda:
        Type: AWS::Lambda::Function
        # The function's role may not make a log group, and one that Lambda makes keeps its lines for ever.
        DependsOn: TriggerLogGroup
        Properties:
          FunctionName: !Sub sagemaker-${SageMakerProjectId}-github-trigger
          Description: Starts the deployment workflow on GitHub when a model version is approved.
          Runtime: python3.12
          Handler: lambda_function.lambda_handler
          Timeout: 60
          MemorySize: 128
          Role: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/service-role/AmazonSageMakerProjectsLambdaRole
          Code:
            S3Bucket: !Ref LambdaS3Bucket
            S3Key: !Ref LambdaS3Key
          Environment:
            Variables:
              DeployRepoName: !Sub ${GitHubRepositoryOwnerName}/${CodeRepositoryName}
              GitHubWorkflowNameForDeployment: !Ref GitHubWorkflowNameForDeployment
              GitHubTokenSecretName: !Ref GitHubTokenSecretName
              Region: !Ref AWS::Region
              GitHubApiUrl: !Ref GitHubApiUrl
              ArtifactsBucket: !Ref MlOpsArtifactsBucket
              ModelPackageGroupName: !Sub ${SageMakerProjectName}-${SageMakerProjectId}
          Tags:
            - Key: sagemaker:project-name
              Value: !Ref SageMakerProjectName
            - Key: sagemaker:project-id
              Value: !Ref SageMakerProjectId

      # The rule's own queue never sees a function that fails: its delivery ends when Lambda takes the event.
      TriggerInvokeConfig:
        Type: AWS::Lambda::EventInvokeConfig
        Properties:
          FunctionName: !Ref GitHubWorkflowTriggerLambda
          Qualifier: $LATEST
          MaximumRetryAttempts: 2
          MaximumEventAgeInSeconds: 3600
          DestinationConfig:
            OnFailure:
              Destination: !GetAtt ApprovalQueue.Arn

      # Approved starts the deployment. The other two let a version that was rejected be deployed when it is approved again.
      ModelDeploySageMakerEventRule:
        Type: AWS::Events::Rule
        DependsOn: ApprovalQueuePolicy
        Properties:
          Name: !Sub sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-event-rule
          Description: The approval of a model version of this project was given or taken.
          State: ENABLED
          EventPattern:
            source: [aws.sagemaker]
            detail-type: [SageMaker Model Package State Change]
            detail:
              ModelPackageGroupName:
                - !Sub ${SageMakerProjectName}-${SageMakerProjectId}
              ModelApprovalStatus: [Approved, Rejected, PendingManualApproval]
          Targets:
            - Id: !Sub sagemaker-${SageMakerProjectName}-trigger
              Arn: !GetAtt GitHubWorkflowTriggerLambda.Arn
              RetryPolicy:
                MaximumRetryAttempts: 8
                MaximumEventAgeInSeconds: 3600
              DeadLetterConfig:
                Arn: !GetAtt ApprovalQueue.Arn
          Tags:
            - Key: sagemaker:project-name
              Value: !Ref SageMakerProjectName
            - Key: sagemaker:project-id
              Value: !Ref SageMakerProjectId

      PermissionForEventsToInvokeLambda:
        Type: AWS::Lambda::Permission
        Properties:
          FunctionName: !Ref GitHubWorkflowTriggerLambda
          Action: lambda:InvokeFunction
          Principal: events.amazonaws.com
          SourceArn: !GetAtt ModelDeploySageMakerEventRule.Arn
          SourceAccount: !Ref AWS::AccountId

      SagemakerCodeRepository:
        Type: AWS::SageMaker::CodeRepository
        Properties:
          CodeRepositoryName: !Sub ${CodeRepositoryName}-${SageMakerProjectId}
          GitConfig:
            Branch: main
            RepositoryUrl: !Sub
              - https://${CodeConnectionService}.${AWS::Region}.${AWS::URLSuffix}/git-http/${AWS::AccountId}/${AWS::Region}/${Path}.git
              - Path: !Sub ${CodestarConnectionUniqueId}/${GitHubRepositoryOwnerName}/${CodeRepositoryName}
          Tags:
            - Key: sagemaker:project-name
              Value: !Ref SageMakerProjectName
            - Key: sagemaker:project-id
              Value: !Ref SageMakerProjectId

    Outputs:
      ArtifactsBucket:
        Description: Bucket for data, models and pipeline output; it stays when the project is deleted.
        Value: !Ref MlOpsArtifactsBucket
      CodeRepository:
        Description: The code repository's name in SageMaker.
        Value: !GetAtt SagemakerCodeRepository.CodeRepositoryName
      TriggerFunction:
        Description: Function that starts the deployment workflow.
        Value: !Ref GitHubWorkflowTriggerLambda
      ApprovalRule:
        Description: Rule that listens for approved model versions.
        Value: !Ref ModelDeploySageMakerEventRule
      ApprovalQueue:
        Description: Queue with the approvals that did not start a deployment.
        Value: !GetAtt ApprovalQueue.QueueName
      Generation:
        Description: Number of this text; a newer one has a higher number, and the first had none.
        Value: "2"

    """##
}

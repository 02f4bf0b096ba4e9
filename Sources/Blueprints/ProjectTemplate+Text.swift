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
              - GitHubTokenSecretName
              - GitHubWorkflowNameForDeployment
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
      # Kept when the project is deleted: models and training data must not vanish with it.
      MlOpsArtifactsBucket:
        Type: AWS::S3::Bucket
        DeletionPolicy: Retain
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
          Tags:
            - Key: sagemaker:project-name
              Value: !Ref SageMakerProjectName
            - Key: sagemaker:project-id
              Value: !Ref SageMakerProjectId

      GitHubWorkflowTriggerLambda:
        Type: AWS::Lambda::Function
        Properties:
          FunctionName: !Sub sagemaker-${SageMakerProjectId}-github-trigger
          Description: Starts the deployment workflow on GitHub when a model version is approved.
          Runtime: python3.12
          Architectures: [arm64]
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
          Tags:
            - Key: sagemaker:project-name
              Value: !Ref SageMakerProjectName
            - Key: sagemaker:project-id
              Value: !Ref SageMakerProjectId

      # Without tags of its own: the launch role may not call events:TagResource.
      ModelDeploySageMakerEventRule:
        Type: AWS::Events::Rule
        Properties:
          Name: !Sub sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-event-rule
          Description: A model version of this project was approved.
          State: ENABLED
          EventPattern:
            source: [aws.sagemaker]
            detail-type: [SageMaker Model Package State Change]
            detail:
              ModelPackageGroupName:
                - !Sub ${SageMakerProjectName}-${SageMakerProjectId}
              ModelApprovalStatus: [Approved]
          Targets:
            - Id: !Sub sagemaker-${SageMakerProjectName}-trigger
              Arn: !GetAtt GitHubWorkflowTriggerLambda.Arn

      PermissionForEventsToInvokeLambda:
        Type: AWS::Lambda::Permission
        Properties:
          FunctionName: !Ref GitHubWorkflowTriggerLambda
          Action: lambda:InvokeFunction
          Principal: events.amazonaws.com
          SourceArn: !GetAtt ModelDeploySageMakerEventRule.Arn

      SagemakerCodeRepository:
        Type: AWS::SageMaker::CodeRepository
        Properties:
          CodeRepositoryName: !Sub ${CodeRepositoryName}-${SageMakerProjectId}
          GitConfig:
            Branch: main
            RepositoryUrl: !Sub
              - https://codestar-connections.${AWS::Region}.${AWS::URLSuffix}/git-http/${AWS::AccountId}/${AWS::Region}/${Path}.git
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

    """##
}

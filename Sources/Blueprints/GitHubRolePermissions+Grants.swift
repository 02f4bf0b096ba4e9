/// The one table behind policy and check: what is granted, and which of it is needed.
struct Grant {
  struct Need {
    let purpose: RequiredPermission.Purpose
    let action: String
    let resource: String
  }

  let sid: String
  let actions: [String]
  let resources: [String]
  var passedTo: String?
  var needed: [Need] = []
}

extension GitHubRolePermissions {
  var grants: [Grant] { [build, register, deploy, describe, list, artifacts, stacks, passRole] }

  /// Names inside the project, or any name while there is no project.
  private var ours: String { project.map { "\($0.name)-\($0.id)" } ?? "*" }
  private var everyProject: String { project.map(\.name) ?? "*" }

  private func sagemaker(_ kinds: String...) -> [String] { kinds.map { place.arn("sagemaker", "\($0)/*") } }

  private func needs(_ purpose: RequiredPermission.Purpose, _ resource: String, _ actions: String...) -> [Grant.Need] {
    actions.map { Grant.Need(purpose: purpose, action: $0, resource: resource) }
  }

  private var build: Grant {
    let pipeline = place.arn("sagemaker", "pipeline/\(ours)")
    return Grant(
      sid: "RunPipelines",
      actions: [
        "sagemaker:CreatePipeline", "sagemaker:UpdatePipeline", "sagemaker:DescribePipeline",
        "sagemaker:StartPipelineExecution", "sagemaker:StopPipelineExecution", "sagemaker:RetryPipelineExecution",
        "sagemaker:DescribePipelineExecution", "sagemaker:ListPipelineExecutions",
        "sagemaker:ListPipelineExecutionSteps", "sagemaker:DescribePipelineDefinitionForExecution",
        "sagemaker:ListPipelineParametersForExecution", "sagemaker:AddTags", "sagemaker:ListTags",
      ],
      resources: sagemaker("pipeline"),
      needed: needs(
        .build, pipeline, "sagemaker:CreatePipeline", "sagemaker:UpdatePipeline", "sagemaker:DescribePipeline",
        "sagemaker:StartPipelineExecution", "sagemaker:ListTags", "sagemaker:AddTags")
        + needs(
          .build, pipeline + "/execution/*", "sagemaker:DescribePipelineExecution",
          "sagemaker:ListPipelineExecutionSteps"))
  }

  /// The first build makes the group of model versions; the pipeline, with a role of its own, registers them in it.
  private var register: Grant {
    Grant(
      sid: "MakeModelGroup", actions: ["sagemaker:CreateModelPackageGroup", "sagemaker:AddTags"],
      resources: sagemaker("model-package-group"))
  }

  private var deploy: Grant {
    let endpoint = place.arn("sagemaker", "endpoint/\(project.map { $0.name + "-staging" } ?? "*")")
    // CloudFormation makes up the names of models and endpoint configurations.
    let config = place.arn("sagemaker", "endpoint-config/*")
    return Grant(
      sid: "DeployEndpoints",
      actions: [
        "sagemaker:CreateModel", "sagemaker:DescribeModel", "sagemaker:DeleteModel",
        "sagemaker:CreateEndpointConfig", "sagemaker:DescribeEndpointConfig", "sagemaker:DeleteEndpointConfig",
        "sagemaker:CreateEndpoint", "sagemaker:DescribeEndpoint", "sagemaker:UpdateEndpoint",
        "sagemaker:UpdateEndpointWeightsAndCapacities", "sagemaker:DeleteEndpoint", "sagemaker:AddTags",
        "sagemaker:ListTags", "sagemaker:DeleteTags", "sagemaker:InvokeEndpoint",
      ],
      resources: sagemaker("model", "endpoint-config", "endpoint"),
      needed: needs(.deploy, place.arn("sagemaker", "model/*"), "sagemaker:CreateModel", "sagemaker:DescribeModel")
        + needs(.deploy, config, "sagemaker:CreateEndpointConfig", "sagemaker:DescribeEndpointConfig")
        + needs(
          .deploy, endpoint, "sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint", "sagemaker:DescribeEndpoint"))
  }

  private var describe: Grant {
    Grant(
      sid: "ReadProjectAndModels",
      actions: [
        "sagemaker:DescribeProject", "sagemaker:DescribeDomain", "sagemaker:DescribeModelPackage",
        "sagemaker:DescribeModelPackageGroup", "sagemaker:ListTags",
      ],
      resources: sagemaker("project", "domain", "model-package", "model-package-group"),
      needed: needs(
        .build, place.arn("sagemaker", "project/\(everyProject)"), "sagemaker:DescribeProject", "sagemaker:ListTags")
        + needs(.deploy, place.arn("sagemaker", "domain/*"), "sagemaker:DescribeDomain"))
  }

  /// The service authorization reference gives this action no resource that has to be named, so that a request may be
  /// judged by any of them.
  private var list: Grant {
    Grant(
      sid: "ListVersions", actions: ["sagemaker:ListModelPackages"], resources: ["*"],
      needed: needs(.deploy, place.arn("sagemaker", "model-package-group/\(ours)"), "sagemaker:ListModelPackages"))
  }

  private var artifacts: Grant {
    let projects = "arn:\(place.partition):s3:::sagemaker-project-github-"
    // The bucket the SageMaker SDK makes for itself when it is given none.
    let own = "arn:\(place.partition):s3:::sagemaker-\(place.region)-\(place.account)"
    let bucket = projects + (project.map { "\($0.id)-\(place.region)" } ?? "*")
    return Grant(
      sid: "UseArtifactBuckets",
      actions: [
        "s3:CreateBucket", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObject", "s3:PutObject",
        "s3:AbortMultipartUpload",
      ],
      resources: [projects + "*", own, own + "/*"],
      needed: needs(.artifacts, bucket, "s3:ListBucket") + needs(.artifacts, bucket + "/*", "s3:PutObject"))
  }

  private var stacks: Grant {
    let stack = place.arn("cloudformation", "stack/sagemaker-")
    let staging = stack + (project.map { "github-stg-\($0.name)-\($0.id)/*" } ?? "*")
    return Grant(
      sid: "DeployStacks",
      actions: [
        "cloudformation:CreateStack", "cloudformation:UpdateStack", "cloudformation:DeleteStack",
        "cloudformation:DescribeStacks", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResources",
        "cloudformation:TagResource",
      ],
      resources: [stack + "*"],
      needed: needs(
        .stacks, staging, "cloudformation:CreateStack", "cloudformation:UpdateStack", "cloudformation:DescribeStacks"))
  }

  private var passRole: Grant {
    let roles = (executionRole.map { [$0] } ?? []) + [useRole, servingRole]
    return Grant(
      sid: "PassRolesToSageMaker",
      actions: ["iam:PassRole"], resources: roles, passedTo: "sagemaker.amazonaws.com",
      needed: (executionRole.map { needs(.passExecutionRole, $0, "iam:PassRole") } ?? [])
        + needs(.passUseRole, useRole, "iam:PassRole"))
  }
}

import JSONDocument
import Policy

/// What onramp uploads, exports and compares with: policies, bucket rules, the project template.
///
/// Everything here is a value computed from names. Nothing asks AWS, and nothing decides whether an account
/// is right: steps compare what they saw with what stands here. A policy and the list of permissions a check
/// demands come from the same table, so that what we check is what we grant.
///
/// This file: the permissions of the role (or user) that GitHub Actions uses.
public struct GitHubRolePermissions: Hashable, Sendable {
  public var place: Place
  /// The role that SageMaker runs as: the workflows pass it to pipelines and models.
  public var executionRole: String?
  /// The bucket with the project template and the trigger's package, which the workflows must not write.
  public var templateBucket: String?
  /// The SageMaker project, when it is known: what is demanded is then demanded for its own resources.
  public var project: Project?

  public struct Project: Hashable, Sendable {
    public var name: String
    public var id: String
    public init(name: String, id: String) {
      self.name = name
      self.id = id
    }
  }

  public init(place: Place, executionRole: String? = nil, templateBucket: String? = nil, project: Project? = nil) {
    self.place = place
    self.executionRole = executionRole
    self.templateBucket = templateBucket
    self.project = project
  }

  /// The scoped policy: what `build.yml` and `deploy.yml` call, in this account and Region only.
  public var document: PolicyDocument {
    let allowed = grants.map { grant in
      var statement: JSONObject = [
        "Sid": .string(grant.sid), "Effect": "Allow", "Action": JSON(grant.actions), "Resource": JSON(grant.resources),
      ]
      if let service = grant.passedTo {
        statement["Condition"] = ["StringEquals": ["iam:PassedToService": .string(service)]]
      }
      return PolicyStatement(statement)
    }
    return PolicyDocument(statements: allowed + guards)
  }

  /// What the workflows cannot do without, by the part of the work that fails: PERM-04…PERM-09 read this.
  public var required: [RequiredPermission] {
    grants.flatMap { grant in
      grant.needed.map { need in
        RequiredPermission(
          purpose: need.purpose, action: need.action, resource: need.resource,
          context: grant.passedTo.map { ["iam:PassedToService": [$0]] } ?? [:])
      }
    }
  }

  /// What the workflows must not be able to do, for a test or a simulation: each would hand them the launch
  /// role or the GitHub token (S3-19), or another team's role.
  public var forbidden: [RequiredPermission] {
    let objects =
      (templateBucket.map { ["arn:\(place.partition):s3:::\($0)/templates/mlops-github-actions.yaml"] } ?? [])
    return objects.flatMap { object in
      ["s3:PutObject", "s3:DeleteObject", "s3:PutObjectTagging"].map {
        RequiredPermission(purpose: .build, action: $0, resource: object)
      }
    } + [
      RequiredPermission(
        purpose: .build, action: "s3:PutObject",
        resource: "arn:\(place.partition):s3:::sagemaker-project-github-p-abcdefghijkl-\(place.region)/approvals/1.json"
      ),
      RequiredPermission(
        purpose: .build, action: "iam:PassRole", resource: place.role("Administrator"),
        context: ["iam:PassedToService": ["sagemaker.amazonaws.com"]]),
    ]
  }

  /// The role that pipelines of SageMaker projects run as.
  public var useRole: String { place.role("service-role/AmazonSageMakerProjectsUseRole") }

  /// The role that the endpoints of SageMaker projects run as.
  public var servingRole: String { place.role("service-role/AmazonSageMakerProjectsExecutionRole") }

  /// Explicit denials, because a later wider grant must not reopen the way to the template either, nor to the objects by
  /// which the trigger knows which approvals it has passed on.
  private var guards: [PolicyStatement] {
    let approvals = PolicyStatement([
      "Sid": "KeepApprovals", "Effect": "Deny", "Action": ["s3:PutObject*", "s3:DeleteObject*"],
      "Resource": .string(approvalNotes + "*"),
    ])
    guard let templateBucket else { return [approvals] }
    return [
      approvals,
      PolicyStatement([
        "Sid": "KeepTemplateBucket", "Effect": "Deny",
        "Action": ["s3:PutObject*", "s3:DeleteObject*", "s3:PutBucket*", "s3:DeleteBucket*", "s3:PutLifecycle*"],
        "Resource": .array([
          "arn:\(place.partition):s3:::\(templateBucket)", "arn:\(place.partition):s3:::\(templateBucket)/*",
        ]),
      ]),
    ]
  }

  /// Where the trigger keeps a note of each approval, in the artifact bucket of any project.
  private var approvalNotes: String { "arn:\(place.partition):s3:::sagemaker-project-github-*/approvals/" }
}

/// An action somebody needs on a resource, and the part of the work that fails without it.
public struct RequiredPermission: Hashable, Sendable {
  public enum Purpose: String, Hashable, Sendable, CaseIterable {
    case build, passExecutionRole, passUseRole, artifacts, stacks, deploy
    /// The catalogue's check for this part of the work.
    public var check: String {
      switch self {
      case .build: "PERM-04"
      case .passExecutionRole: "PERM-05"
      case .passUseRole: "PERM-06"
      case .artifacts: "PERM-07"
      case .stacks: "PERM-08"
      case .deploy: "PERM-09"
      }
    }
  }

  public let purpose: Purpose
  public let action: String
  /// An ARN; with wildcards where the name is not known yet: then any resource of that form will do.
  public let resource: String
  /// Condition keys of the request.
  public let context: [String: [String]]

  /// The same without its purpose, for `IdentityPolicy.missing`.
  public var permission: Permission { Permission(action: action, resource: resource, context: context) }

  public init(purpose: Purpose, action: String, resource: String, context: [String: [String]] = [:]) {
    self.purpose = purpose
    self.action = action
    self.resource = resource
    self.context = context
  }
}

/// Where an account's resources lie.
public struct Place: Hashable, Sendable {
  public var partition: String
  public var account: String
  public var region: String

  public init(partition: String = "aws", account: String, region: String) {
    self.partition = partition
    self.account = account
    self.region = region
  }

  func arn(_ service: String, _ resource: String) -> String {
    "arn:\(partition):\(service):\(region):\(account):\(resource)"
  }

  /// The ARN of a role of this account; `name` may begin with a path.
  public func role(_ name: String) -> String { "arn:\(partition):iam::\(account):role/\(name)" }
}

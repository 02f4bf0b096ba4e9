import JSONDocument
import Policy

/// What the role SageMaker runs as has to be allowed so that SageMaker projects can be made from Studio, policy
/// by policy. The first three names are the guides', so that whoever followed them finds them again.
public struct ExecutionRolePermissions: Hashable, Sendable {
  public var place: Place
  /// The bucket of the project templates, and what their keys begin with.
  public var bucket: String
  public var prefix: String
  /// The key of the template object.
  public var templateKey: String
  /// The name of the setup: a policy has no tags, so the Sid of each statement says whose it is.
  public var setup: String

  public init(place: Place, bucket: String, prefix: String, templateKey: String, setup: String) {
    self.setup = setup
    self.place = place
    self.bucket = bucket
    self.prefix = prefix
    self.templateKey = templateKey
  }

  /// One inline policy: the statements that are granted, and what a check demands of them.
  public struct Part: Hashable, Sendable {
    /// The catalogue's check that breaks without it.
    public let check: String
    /// The name of the inline policy.
    public let name: String
    public let statements: [PolicyStatement]
    public let needed: [Permission]
  }

  public var parts: [Part] { [passing, stacks, tagging, reading] }

  /// The role under which a project's stack is made.
  public var launchRole: String { place.role("AmazonSageMakerProjectsLaunchRole") }

  /// The setup's name in a Sid, where IAM takes only letters and digits.
  private var letters: String { setup.filter { $0.isLetter || $0.isNumber } }

  private func allow(_ name: String, _ actions: [String], _ resources: [String]) -> PolicyStatement {
    let sid = "Onramp\(letters)\(name)"
    return PolicyStatement([
      "Sid": .string(sid), "Effect": "Allow", "Action": JSON(actions), "Resource": JSON(resources),
    ])
  }

  /// Whether a statement is letter by letter one that is granted here, for this setup. In another spelling somebody
  /// else wrote it.
  public func owns(_ statement: PolicyStatement) -> Bool { parts.contains { $0.statements.contains(statement) } }

  /// Whether a statement has the Sid of one that is granted here, for this setup.
  public func names(_ statement: PolicyStatement) -> Bool {
    statement.sid.map { sid in parts.contains { $0.statements.contains { $0.sid == sid } } } ?? false
  }

  /// Whether a statement is one that is granted here for another setup.
  public func isAnothers(_ statement: PolicyStatement) -> Bool {
    guard let sid = statement.sid, sid.hasPrefix("Onramp") else { return false }
    let own = parts.flatMap(\.statements).compactMap(\.sid)
    return !own.contains(sid) && own.contains { sid.hasSuffix($0.dropFirst("Onramp\(letters)".count)) }
  }

  private var passing: Part {
    Part(
      check: "EXE-03", name: "SageMakerProjectsPassRolePolicy",
      statements: [allow("PassLaunchRole", ["iam:PassRole"], [launchRole])],
      // The launch role trusts CloudFormation, so it is to CloudFormation that it is passed.
      needed: [
        Permission(
          action: "iam:PassRole", resource: launchRole,
          context: ["iam:PassedToService": ["cloudformation.amazonaws.com"]])
      ])
  }

  private var stacks: Part {
    let stacks = place.arn("cloudformation", "stack/SP-*")
    let actions = ["CreateStack", "UpdateStack", "DeleteStack", "DescribeStacks"].map { "cloudformation:" + $0 }
    let tagging = ["cloudformation:TagResource", "cloudformation:UntagResource"]
    let tag = "aws:ResourceTag/sagemaker:project-name"
    var tags = allow("TagStacks", tagging, [stacks])
    tags.json["Condition"] = ["Null": [tag: "false"]]
    return Part(
      check: "EXE-04", name: "SageMakerProjectsCreateCFNTemplates",
      statements: [allow("MakeStacks", actions, [stacks]), tags],
      needed: actions.map { Permission(action: $0, resource: stacks) }
        + tagging.map { Permission(action: $0, resource: stacks, context: [tag: ["churn"]]) })
  }

  private var objects: String { "arn:\(place.partition):s3:::\(bucket)/\(prefix)" }
  private var template: String { "arn:\(place.partition):s3:::\(bucket)/\(templateKey)" }

  private var tagging: Part {
    Part(
      check: "EXE-05", name: "SageMakerS3GetObjectTaggingPolicy",
      statements: [allow("ReadTags", ["s3:GetObjectTagging"], [objects + "*"])],
      needed: [Permission(action: "s3:GetObjectTagging", resource: template)])
  }

  private var reading: Part {
    let whole = "arn:\(place.partition):s3:::\(bucket)"
    return Part(
      check: "EXE-06", name: "OnrampReadTemplates",
      statements: [
        allow("ListTemplates", ["s3:ListBucket"], [whole]), allow("ReadTemplates", ["s3:GetObject"], [objects + "*"]),
      ],
      needed: [
        Permission(action: "s3:ListBucket", resource: whole, context: ["s3:prefix": [prefix]]),
        Permission(action: "s3:GetObject", resource: template),
      ])
  }
}

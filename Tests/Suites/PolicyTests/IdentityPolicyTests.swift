import JSONDocument
import Policy
import Testing

@Suite struct IdentityPolicyTests {
  static let execution = "arn:aws:iam::111122223333:role/SageMakerExecutionRole"
  /// Document 0's Terraform policy.
  static let broad: JSON = ["Effect": "Allow", "Action": ["sagemaker:*", "s3:*", "iam:PassRole"], "Resource": "*"]
  static let logs: JSON = ["Sid": "Logs", "Effect": "Allow", "Action": "logs:*", "Resource": "*"]
  static let scoped = PolicyDocument(statements: [
    PolicyStatement([
      "Effect": "Allow", "Action": "iam:PassRole", "Resource": .string(execution),
      "Condition": ["StringEquals": ["iam:PassedToService": "sagemaker.amazonaws.com"]],
    ])
  ])

  private func policy(_ statements: JSON...) throws -> IdentityPolicy {
    IdentityPolicy([try PolicyDocument(["Version": "2012-10-17", "Statement": .array(statements)])])
  }

  private func checks(_ statements: JSON...) throws -> [String] {
    IdentityPolicy([try PolicyDocument(["Version": "2012-10-17", "Statement": .array(statements)])]).remarks().map(
      \.check
    ).sorted()
  }

  @Test func anAllowIsNeededAndADenyWins() throws {
    let deny: JSON = ["Effect": "Deny", "Action": "s3:Delete*", "NotResource": "arn:aws:s3:::scratch/*"]
    let policy = try policy(Self.broad, deny)
    #expect(policy.allows(action: "S3:getobject", resource: "arn:aws:s3:::b/k"))
    #expect(
      policy.decision(action: "s3:DeleteObject", resource: "arn:aws:s3:::b/k") == .denied(document: 0, statement: 1))
    #expect(policy.allows(action: "s3:DeleteObject", resource: "arn:aws:s3:::scratch/k"))
    #expect(policy.decision(action: "ec2:RunInstances", resource: "*") == .notAllowed)
  }

  @Test func severalDocumentsCountTogether() throws {
    let both = IdentityPolicy([Self.scoped] + (try policy(Self.logs)).documents)
    #expect(both.decision(action: "logs:PutLogEvents", resource: "x") == .allowed(document: 1, statement: 0))
    #expect(!both.allows(action: "iam:PassRole", resource: Self.execution))
    let context = ConditionContext(["IAM:PassedToService": ["sagemaker.amazonaws.com"]])
    #expect(both.allows(action: "iam:PassRole", resource: Self.execution, context: context))
  }

  @Test func notActionAndNotResourceAreTheRest() throws {
    let policy = try policy(["Effect": "Allow", "NotAction": ["iam:*"], "NotResource": "arn:aws:s3:::secret/*"])
    #expect(policy.allows(action: "s3:GetObject", resource: "arn:aws:s3:::b/k"))
    #expect(!policy.allows(action: "s3:GetObject", resource: "arn:aws:s3:::secret/k"))
    #expect(!policy.allows(action: "IAM:PassRole", resource: "x"))
  }

  @Test func aResourceNotMadeYetIsAllowedIfSomeOfItsFormIs() throws {
    let policy = try policy([
      "Effect": "Allow", "Action": "sagemaker:CreatePipeline",
      "Resource": "arn:aws:sagemaker:us-east-1:1:pipeline/churn-*",
    ])
    #expect(policy.allows(action: "sagemaker:CreatePipeline", resource: "arn:aws:sagemaker:us-east-1:1:pipeline/*"))
    #expect(!policy.allows(action: "sagemaker:CreatePipeline", resource: "arn:aws:sagemaker:us-east-1:1:endpoint/*"))
  }

  @Test func excessIsSaidOnce() throws {
    #expect(try checks(Self.broad) == ["PERM-01", "PERM-03"])
    #expect(try checks(["Effect": "Allow", "Action": "*", "Resource": "*"]) == ["PERM-03"])
    #expect(try checks(["Effect": "Allow", "NotAction": "iam:*", "Resource": "*"]) == ["PERM-03"])
    #expect(try checks(["Effect": "Allow", "Action": "iam:Pass*", "Resource": "arn:aws:iam::*:role/*"]) == ["PERM-01"])
    #expect(
      try checks(["Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/*"]) == [
        "PERM-01"
      ])
    #expect(
      try checks(["Effect": "Allow", "Action": "iam:PassRole", "Resource": .string(Self.execution)]) == ["PERM-02"])
    #expect(
      try checks(["Effect": "Allow", "Action": "sagemaker:DeleteEndpoint", "Resource": "arn:aws:sagemaker:*:*:*"]) == [
        "PERM-14"
      ])
    #expect(try checks(["Effect": "Allow", "Action": "sagemaker:CreateEndpoint", "Resource": "*"]) == ["PERM-14"])
    #expect(try checks(["Effect": "Deny", "Action": "*", "Resource": "*"], Self.logs) == [])
    #expect(IdentityPolicy([Self.scoped]).remarks() == [])
  }

  @Test func attachedAdministratorsAreSaid() {
    let remarks = IdentityPolicy([]).remarks(attached: [
      "arn:aws-cn:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ])
    #expect(remarks.map(\.check) == ["PERM-03"])
  }

  @Test func whatIsMissingIsNamed() throws {
    let need = [
      Permission(action: "sagemaker:DescribeProject", resource: "arn:x"),
      Permission(action: "logs:PutLogEvents", resource: "y"),
    ]
    let remarks = try policy(Self.logs).remarks(required: need)
    #expect(remarks.map(\.needed) == [["sagemaker:DescribeProject on arn:x"]])
  }

  @Test func documentZerosPolicyIsNarrowedToNothing() throws {
    let document = try Example.document(Self.broad)
    #expect(IdentityPolicy.narrowed(document, to: Self.scoped) == .empty)
  }

  @Test func narrowingTakesOnlyWhatOffends() throws {
    var mixed = Self.broad
    mixed["Action"] = ["sagemaker:*", "s3:*", "iam:PassRole", "ecr:GetAuthorizationToken"]
    mixed["Sid"] = "Mixed"
    var left = mixed
    left["Action"] = "ecr:GetAuthorizationToken"
    let document = try Example.document(Self.logs, mixed)
    let narrowed = try Example.document(Self.logs, left)
    #expect(IdentityPolicy.narrowed(document, to: Self.scoped) == .changed(narrowed))
    #expect(IdentityPolicy.narrowed(narrowed, to: Self.scoped) == .unchanged)
  }

  @Test func passingAnotherTeamsRoleIsLeftToThem() throws {
    let theirs: JSON = [
      "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/Theirs",
    ]
    #expect(IdentityPolicy.narrowed(try Example.document(theirs), to: Self.scoped) == .unchanged)
    let ours: JSON = ["Effect": "Allow", "Action": "iam:PassRole", "Resource": .string(Self.execution)]
    #expect(IdentityPolicy.narrowed(try Example.document(ours), to: Self.scoped) == .empty)
  }
}

struct PolicyReasonTests {
  private static func policy(_ statements: String) throws -> IdentityPolicy {
    IdentityPolicy(
      [try PolicyDocument(parsing: #"{"Version": "2012-10-17", "Statement": [\#(statements)]}"#)], names: ["Deploy"])
  }
  private static let pass = Permission(
    action: "iam:PassRole", resource: "arn:aws:iam::111122223333:role/Execution",
    context: ["iam:PassedToService": ["sagemaker.amazonaws.com"]])
  private static let other =
    #"{"Sid": "Pass", "Effect": "Allow", "Action": "iam:Pass*", "Resource": "arn:aws:iam::111122223333:role/Other"}"#

  @Test(arguments: [
    (#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#, nil),
    (other, "Deploy/Pass allows it on arn:aws:iam::111122223333:role/Other only"),
    (
      #"{"Effect": "Allow", "Action": "iam:*", "NotResource": "arn:aws:iam::111122223333:role/*"}"#,
      "Deploy, statement 1, allows it except on arn:aws:iam::111122223333:role/*"
    ),
    (
      other
        + #", {"Sid": "To", "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "glue.amazonaws.com"}}}"#,
      "Deploy/To allows it only if StringEquals iam:PassedToService glue.amazonaws.com"
    ),
    (
      other + #", {"Sid": "No", "Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"}"#, "Deploy/No denies it"
    ),
  ]) func theStatementThatShouldAllowItOrDeniesItIsNamed(statements: String, reason: String?) throws {
    #expect(try Self.policy(statements).reason(Self.pass) == reason)
  }

  @Test func actionsOfOneReasonAreNamedTogether() throws {
    let missing = [
      Self.pass, Permission(action: "s3:PutObject", resource: "*"), Permission(action: "s3:GetObject", resource: "*"),
    ]
    #expect(
      try Self.policy(Self.other).inWords(missing)
        == "iam:PassRole (Deploy/Pass allows it on arn:aws:iam::111122223333:role/Other only); s3:PutObject, s3:GetObject"
    )
  }

  @Test func whatIsAllowedOnAPartOnlyIsSaidToBe() throws {
    let policy = try Self.policy(
      #"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/one"}"#)
    let missing = Permission(action: "s3:GetObject", resource: "arn:aws:s3:::b/*")
    #expect(policy.reason(missing, everywhere: true) == "Deploy, statement 1, allows it on arn:aws:s3:::b/one only")
  }
}

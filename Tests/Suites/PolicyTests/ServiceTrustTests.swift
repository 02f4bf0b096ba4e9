import JSONDocument
import Testing

@testable import Policy

/// Trust in a service, and denials by a resource.
@Suite struct ServiceTrustTests {
  private let trust = ServiceTrust(
    service: "sagemaker.amazonaws.com",
    context: ConditionContext(
      ["aws:SourceAccount": ["111122223333"]],
      forms: ["aws:SourceArn": ["arn:aws:sagemaker:us-east-1:111122223333:*"]], unknown: ["aws:SourceOrg*"]))

  private func document(_ statements: JSON...) throws -> PolicyDocument {
    try PolicyDocument(["Version": "2012-10-17", "Statement": .array(statements)])
  }

  private func allow(_ principal: JSON, _ condition: JSON? = nil, action: JSON = "sts:AssumeRole") -> JSON {
    var statement: JSON = ["Effect": "Allow", "Principal": principal, "Action": action]
    if let condition { statement["Condition"] = condition }
    return statement
  }

  @Test func itIsTrustedWhenAStatementNamesItAndItsConditionsHold() throws {
    let service: JSON = ["Service": "sagemaker.amazonaws.com"]
    #expect(trust.isTrusted(by: try document(allow(service))))
    #expect(trust.isTrusted(by: try document(allow(["Service": ["ec2.amazonaws.com", "sagemaker.amazonaws.com"]]))))
    #expect(trust.isTrusted(by: try document(allow(service, action: ["STS:Assume*"]))))
    #expect(
      trust.isTrusted(
        by: try document(allow(service, ["ArnLike": ["aws:SourceArn": "arn:aws:sagemaker:*:111122223333:*"]]))))
    #expect(!trust.isTrusted(by: try document(allow(service, ["StringEquals": ["aws:SourceAccount": "9"]]))))
    #expect(!trust.isTrusted(by: try document(allow(service, action: "sts:TagSession"))))
    #expect(!trust.isTrusted(by: try document(allow(["Service": "ec2.amazonaws.com"]))))
    #expect(!trust.isTrusted(by: try document(allow(["AWS": "*"]))))
    #expect(!trust.isTrusted(by: try document()))
  }

  @Test(arguments: [
    #"{"Effect":"Deny","Principal":"*","Action":"sts:*"}"#,
    #"{"Effect":"Deny","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}"#,
    #"{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:role/a"},"Action":"sts:AssumeRole"}"#,
  ])
  func aDenyKeepsItOutAndIsNotOursToTakeAway(_ deny: String) throws {
    let document = try document(allow(["Service": "sagemaker.amazonaws.com"]), JSON(parsing: deny))
    #expect(!trust.isTrusted(by: document))
    #expect(trust.repaired(document) == nil)
  }

  @Test func aDenyOfOthersIsNoneOfIt() throws {
    let deny: JSON = ["Effect": "Deny", "Principal": ["AWS": "arn:aws:iam::1:role/a"], "Action": "sts:AssumeRole"]
    #expect(trust.isTrusted(by: try document(allow(["Service": "sagemaker.amazonaws.com"]), deny)))
  }

  @Test func aRepairAddsOneStatementAndLeavesTheOthers() throws {
    let before = try document(allow(["Service": "ec2.amazonaws.com"]), allow(["AWS": "arn:aws:iam::1:role/a"]))
    let after = try #require(trust.repaired(before))
    #expect(trust.isTrusted(by: after))
    #expect(Array(after.statements.dropLast()) == before.statements)
    #expect(ServiceTrust.services(in: after) == ["ec2.amazonaws.com", "sagemaker.amazonaws.com"])
  }

  /// What keeps the service out is shown; what nobody can know is neither trust nor its lack.
  @Test(arguments: [
    (
      #"{"StringEquals":{"aws:SourceAccount":"999999999999"}}"#,
      "refused allows sagemaker.amazonaws.com sts:AssumeRole only if StringEquals aws:SourceAccount 999999999999"
    ),
    (
      #"{"ArnLike":{"aws:SourceArn":"arn:aws:sagemaker:eu-west-1:111122223333:*"}}"#,
      "refused allows sagemaker.amazonaws.com sts:AssumeRole only if ArnLike aws:SourceArn arn:aws:sagemaker:eu-west-1:111122223333:*"
    ),
    (
      #"{"StringEquals":{"sts:ExternalId":"x"}}"#,
      "refused allows sagemaker.amazonaws.com sts:AssumeRole only if StringEquals sts:ExternalId x"
    ),
    (
      #"{"StringLike":{"aws:SourceArn":"*:domain/d-1"}}"#,
      "undecided allows sagemaker.amazonaws.com sts:AssumeRole if StringLike aws:SourceArn *:domain/d-1"
    ),
    (
      #"{"StringEquals":{"aws:SourceOrgID":"o-1"}}"#,
      "undecided allows sagemaker.amazonaws.com sts:AssumeRole if StringEquals aws:SourceOrgID o-1"
    ),
    (#"{"ArnLike":{"aws:SourceArn":"arn:aws:sagemaker:*:111122223333:*"}}"#, "trusted"),
  ])
  func theConditionThatDecidesIsNamed(_ condition: String, _ wanted: String) throws {
    let found = trust.answer(
      of: try document(allow(["Service": "sagemaker.amazonaws.com"], JSON(parsing: condition))))
    let words =
      switch found {
      case .trusted: "trusted"
      case .refused(let reason): "refused " + reason.dropFirst("statement 1 ".count)
      case .undecided(let reason): "undecided " + reason.dropFirst("statement 1 ".count)
      }
    #expect(words == wanted)
  }

  @Test func aSecondActionIsAskedForByItself() throws {
    let both = ServiceTrust(
      service: "sagemaker.amazonaws.com", actions: ["sts:AssumeRole", "sts:SetSourceIdentity"], context: trust.context)
    let before = try document(allow(["Service": "sagemaker.amazonaws.com"]))
    #expect(both.answer(of: before) == .refused("allows sagemaker.amazonaws.com sts:AssumeRole"))
    let after = try #require(both.repaired(before))
    #expect(both.isTrusted(by: after) && after.statements.last?.actions == ["sts:SetSourceIdentity"])
    #expect(both.isTrusted(by: both.fresh))
  }

  @Test func everyResourceOfAFormIsMoreThanSome() throws {
    func policy(_ statements: JSON...) throws -> IdentityPolicy {
      IdentityPolicy([try PolicyDocument(["Version": "2012-10-17", "Statement": .array(statements)])])
    }
    let wanted = Permission(action: "cloudformation:CreateStack", resource: "arn:aws:cloudformation:r:1:stack/SP-*")
    func statement(_ effect: JSON, _ resource: JSON) -> JSON {
      ["Effect": effect, "Action": "cloudformation:*", "Resource": resource]
    }
    #expect(try policy(statement("Allow", "arn:aws:cloudformation:*:*:stack/SP-*")).allowsEvery(wanted))
    #expect(try !policy(statement("Allow", "arn:aws:cloudformation:*:*:stack/SP-churn-*")).allowsEvery(wanted))
    let allowed = statement("Allow", "*")
    #expect(try !policy(allowed, statement("Deny", "arn:aws:cloudformation:*:*:stack/*")).allowsEvery(wanted))
    #expect(try policy(allowed, statement("Deny", "arn:aws:cloudformation:*:*:stack/SC-*")).allowsEvery(wanted))
  }

  private static let role = "arn:aws:iam::111122223333:role/service-role/Studio"

  @Test(arguments: [
    (#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}"#, true),
    (#"{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"}"#, true),
    (#"{"Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"}"#, true),
    (
      #"{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"s3:*","Resource":"*"}"#,
      true
    ),
    (
      #"{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:role/service-role/Studio"},"Action":"s3:*","Resource":"*"}"#,
      false
    ),
    (#"{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::9:root"},"Action":"s3:*","Resource":"*"}"#, true),
    (#"{"Effect":"Deny","Principal":{"AWS":"999900001111"},"Action":"s3:*","Resource":"*"}"#, false),
    (#"{"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"*"}"#, false),
    (#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/other/*"}"#, false),
    (
      #"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}"#,
      false
    ),
    (
      #"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Odd":{"aws:SecureTransport":"x"}}}"#,
      nil
    ),
    (
      #"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}}"#,
      nil
    ),
    (
      #"{"Effect":"Deny","Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/Studio/SageMaker"},"Action":"s3:*","Resource":"*"}"#,
      nil
    ),
    (#"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}"#, false),
  ])
  /// Nil where that rests on what is not known.
  func aResourceDeniesWhatItsStatementsSay(_ statement: String, _ isDenied: Bool?) throws {
    let policy = ResourcePolicy(
      try PolicyDocument(["Version": "2012-10-17", "Statement": .array([try JSON(parsing: statement)])]))
    let read = Permission(action: "s3:GetObject", resource: "arn:aws:s3:::b/templates/x.yaml")
    let denial = policy.denial(
      of: read, to: Self.role,
      also: ConditionContext(["aws:SecureTransport": ["true"]], unknown: ["aws:PrincipalOrgID"]))
    #expect((denial.map { $0.isCertain ? true : nil } ?? false) == isDenied)
  }
}

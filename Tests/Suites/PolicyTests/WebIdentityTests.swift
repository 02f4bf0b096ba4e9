import JSONDocument
import Testing

@testable import Policy

/// What a sign-in with a web identity brings: a closed list, of which some is known, some not.
@Suite struct WebIdentityTests {
  private static let new = Example.immutable
  private static let claim = Example.issuer + ":"
  private static let workflow = "octo-org/sagemaker-churn/.github/workflows/deploy.yml"

  /// 28 November 2026, 06:00 UTC.
  private static let known = ConditionContext.webIdentity(
    account: "111122223333", region: "us-east-1", now: 1_795_845_600)

  private func outcome(_ operation: String, _ key: String, _ value: JSON, _ context: String) throws -> Outcome {
    var intent = Example.intent()
    intent.surroundings = Self.known
    let document = try Example.document(
      Example.statement(["\(Self.new):\(context)"]) { statement in
        var tests = statement["Condition"]?[operation] ?? [:]
        tests[key] = value
        statement["Condition"]?[operation] = tests
      })
    return TrustPolicy.evaluate(
      document, token: intent.token(subject: "\(Self.new):\(context)"), provider: Example.provider
    ).outcome
  }

  @Test(arguments: [
    // Never filled.
    ("StringEquals", "sts:ExternalId", "x", Outcome.fails), ("StringLike", "aws:RequestTag/Repository", "*", .fails),
    ("ForAnyValue:StringEquals", "aws:TagKeys", "team", .fails), ("StringLike", "sts:SourceIdentity", "*", .fails),
    ("StringEquals", "aws:SourceAccount", "111122223333", .fails),
    ("ArnLike", "aws:SourceArn", "arn:aws:*:*:*:*", .fails),
    ("Bool", "sts:RoleAuthorizedByIdp", "true", .fails), ("Bool", "aws:MultiFactorAuthPresent", "true", .fails),
    ("NumericLessThan", "aws:MultiFactorAuthAge", "3600", .fails), ("StringLike", "aws:PrincipalArn", "*", .fails),
    ("StringEquals", "aws:PrincipalOrgID", "o-1", .fails), ("StringLike", "aws:username", "*", .fails),
    ("StringEquals", "accounts.google.com:aud", "x", .fails), ("Null", "sts:ExternalId", "false", .fails),
    // And so no obstacle where their absence is asked for, or allowed.
    ("StringNotEquals", "sts:ExternalId", "x", .holds), ("BoolIfExists", "aws:MultiFactorAuthPresent", "false", .holds),
    ("Null", "aws:TokenIssueTime", "true", .holds),
    // Known.
    ("DateLessThan", "aws:CurrentTime", "2020-01-01T00:00:00Z", .fails),
    ("DateLessThan", "aws:CurrentTime", "2099-01-01T00:00:00Z", .holds),
    ("NumericGreaterThan", "aws:EpochTime", "1700000000", .holds),
    ("StringEquals", "aws:RequestedRegion", "us-east-1", .holds),
    ("StringEquals", "aws:RequestedRegion", "eu-west-1", .fails),
    ("Bool", "aws:SecureTransport", "true", .holds), ("StringEquals", "aws:ResourceAccount", "999999999999", .fails),
    // Filled, and nobody knows with what.
    ("IpAddress", "aws:SourceIp", "203.0.113.0/24", .undecided),
    ("StringLike", "sts:RoleSessionName", "GitHub*", .undecided),
    ("StringEquals", "aws:SourceVpce", "vpce-1", .undecided), ("StringLike", "aws:UserAgent", "*", .undecided),
    ("StringEquals", claim + "actor_id", "4242", .undecided), ("StringLikeIfExists", claim + "actor", "*", .holds),
    ("StringEquals", claim + "runner_environment", "self-hosted", .undecided),
    ("StringEquals", claim + "runner_environment", "Self-Hosted", .fails),
    ("StringEquals", claim + "job_workflow_ref", "\(workflow)@refs/heads/main", .undecided),
    ("StringEquals", claim + "job_workflow_ref", "\(workflow)@0123456789012345678901234567890123456789", .undecided),
    ("StringLike", claim + "job_workflow_ref", "\(workflow)@*", .undecided),
    ("StringEquals", claim + "job_workflow_ref", "\(workflow)", .fails),
    ("StringEquals", claim + "job_workflow_ref", "\(workflow)@main", .fails),
    ("StringLike", claim + "job_workflow_ref", "deploy.yml@refs/heads/main", .fails),
    ("StringEquals", claim + "environment", "production", .fails),
    ("StringEquals", claim + "ref", "refs/heads/main", .holds),
  ])
  func aTestHoldsFailsOrCannotBeTold(_ operation: String, _ key: String, _ value: String, _ wanted: Outcome) throws {
    #expect(try outcome(operation, key, .string(value), "ref:refs/heads/main") == wanted)
  }

  @Test func anEnvironmentsJobComesFromSomeRef() throws {
    #expect(try outcome("StringEquals", Self.claim + "ref", "refs/heads/main", "environment:production") == .undecided)
    #expect(try outcome("StringEquals", Self.claim + "environment", "production", "environment:production") == .holds)
  }

  /// What onramp cannot know stays as it is; what is never met gets a statement beside it.
  @Test func whatCannotBeToldIsLeftAlone() throws {
    var intent = Example.intent()
    intent.surroundings = Self.known
    func repaired(_ key: String, _ value: JSON) throws -> (before: PolicyDocument, after: PolicyDocument) {
      let before = try Example.document(
        Example.statement(intent.subjects) { $0["Condition"]?["StringEquals"]?[key] = value })
      return (before, TrustPolicy.repaired(before, intent))
    }
    let narrowed = try repaired(Self.claim + "actor_id", "4242")
    #expect(narrowed.before == narrowed.after)
    let closed = try repaired("sts:ExternalId", "x")
    #expect(closed.after.statements.count == 2 && closed.after.statements[0] == closed.before.statements[0])
  }
}

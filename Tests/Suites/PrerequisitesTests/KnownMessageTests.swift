import Checklist
import Testing

@testable import Prerequisites

/// Lines as logs and events show them, with what stands behind them.
@Suite struct KnownMessageTests {
  private func known(_ text: String) -> [KnownMessage] { KnownMessage.sightings(in: text).map(\.message) }

  @Test(arguments: [
    (
      "Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity", "AWS STS",
      "TRUST-13"
    ),
    (
      "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: No OpenIDConnect "
        + "provider found in your account for https://token.actions.githubusercontent.com", "AWS STS", "OIDC-01"
    ),
    ("Error: Incorrect token audience", "AWS STS", "OIDC-04"),
    (
      "Error: Credentials could not be loaded, please check your action inputs: Could not load credentials from any "
        + "providers", "configure-aws-credentials", "WF-03"
    ),
    (
      "It looks like you might be trying to authenticate with OIDC. Did you mean to set the `id-token` permission?",
      "configure-aws-credentials", "WF-03"
    ),
    (
      "Error: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", "AWS STS", "TRUST-49"
    ),
    ("denied: no basic auth credentials", "the image client", "ECR-10"),
    (
      "name unknown: The repository with name 'onyxia' does not exist in the registry with id '123456789012'",
      "Amazon ECR", "ECR-01"
    ),
    (
      "tag invalid: The image tag 'v1' already exists in the 'x' repository and cannot be overwritten because the tag "
        + "is immutable.", "Amazon ECR", "ECR-04"
    ),
    (
      "github.GithubException: 403 {\"message\": \"Resource not accessible by personal access token\"}", "GitHub",
      "SEC-11"
    ),
    ("KeyError: 'DomainId'", "deploy.py of the sample", "PRJ-05"),
    ("Branch \"dev\" is not allowed to deploy to production due to environment protection rules.", "GitHub", "GH-11"),
    ("S3 error: Access Denied For more information check http://docs.aws.amazon.com/", "AWS CloudFormation", "EXE-06"),
  ]) func aLineAsItIsShownIsKnown(_ line: String, _ speaker: String, _ check: CheckID) throws {
    let message = try #require(known("2026-11-28T09:00:00.1234567Z ##[error]" + line).first)
    #expect(message.speaker == speaker && message.checks.first == check)
    #expect(known(line.uppercased()).first == message, "the case of letters counts for nothing")
  }

  @Test(arguments: [
    (
      "because no identity-based policy allows the iam:PassRole action", "the policies of",
      "give arn:aws:sts::1:assumed-role/R/s iam:PassRole on arn:aws:iam::1:role/E"
    ),
    ("with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p-1", "(SCP)", "SCPs"),
    (
      "because no permissions boundary allows the iam:PassRole action", "permissions boundary", "who keeps the boundary"
    ),
    ("because no session policy allows the iam:PassRole action", "session policy", "session policy"),
    ("with an explicit deny in a resource-based policy", "the resource itself, which denies it", "the policy of"),
    ("", "AWS does not say which", "give "),
  ]) func aDenialSaysWhoKeepsThePolicyThatDenies(_ reason: String, _ cause: String, _ fix: String) throws {
    let line =
      "An error occurred (AccessDeniedException) when calling the CreateModel operation: User: "
      + "arn:aws:sts::1:assumed-role/R/s is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/E "
      + reason
    let message = try #require(known(line).first)
    #expect(message.cause.contains(cause) && message.fix.contains(fix), "\(message)")
    #expect(message.checks.contains("PERM-05"))
  }

  @Test func everyMessageIsFoundByItsOwnPartsAndNoOtherIsTakenForIt() {
    for message in KnownMessage.all {
      #expect(known("x " + message.parts.joined(separator: " … ") + " y") == [message], "\(message.parts)")
      #expect(
        !message.cause.isEmpty && message.cause.hasSuffix(".") && !message.fix.isEmpty && !message.fix.hasSuffix("."))
    }
  }

  @Test func aLogIsReadLineByLineAndEachThingIsSaidOnce() {
    let log = """
      Run aws-actions/configure-aws-credentials
      Assuming role with OIDC
      Error: Not authorized to perform sts:AssumeRoleWithWebIdentity
      Retrying
      Error: Not authorized to perform sts:AssumeRoleWithWebIdentity
      Error: no basic auth credentials
      """
    #expect(KnownMessage.sightings(in: log).map(\.line).map { $0.prefix(12) } == ["Error: Not a", "Error: no ba"])
  }

  @Test(arguments: [
    "", "\n\n", "everything is fine", "is not authorized to perform: ", "User: is not authorized to perform: x",
    "is not authorized to perform: :::::", String(repeating: "a", count: 5_000_000), "\u{0}\u{202E}\u{FFFD}",
  ]) func whatIsNotKnownIsNotGuessed(_ text: String) {
    #expect(known(text).allSatisfy { $0.speaker == "AWS" && $0.checks.isEmpty })
  }
}

/// A web identity token as STS sees it.
public struct Token: Hashable, Sendable {
  /// Host and path of the issuer, without `https://`: the prefix of its condition keys.
  public var issuer: String
  public var subject: String
  public var audience: String
  /// Further claims by their names in the token.
  public var claims: [String: String]

  public static let gitHubIssuer = "token.actions.githubusercontent.com"

  /// The claims of GitHub's tokens that STS offers as condition keys (IAM User Guide, "Available keys for AWS
  /// OIDC federation"); the last two stand in public policies but not in every version of that table.
  public static let exposedClaims: Set<String> = [
    "sub", "aud", "actor", "actor_id", "job_workflow_ref", "repository", "repository_id", "workflow", "ref",
    "environment", "enterprise_id", "repository_owner_id", "runner_environment",
  ]

  public init(issuer: String = Token.gitHubIssuer, subject: String, audience: String, claims: [String: String] = [:]) {
    self.issuer = issuer
    self.subject = subject
    self.audience = audience
    self.claims = claims
  }

  /// The condition keys STS derives from the token. `iss` is not among them.
  public var context: ConditionContext {
    var context = ConditionContext()
    for (claim, value) in claims where Self.exposedClaims.contains(claim) { context["\(issuer):\(claim)"] = [value] }
    context["\(issuer):sub"] = [subject]
    context["\(issuer):aud"] = [audience]
    return context
  }
}

/// A web identity token as STS sees it.
public struct Token: Hashable, Sendable {
  /// Host and path of the issuer, without `https://`: the prefix of its condition keys.
  public var issuer: String
  public var subject: String
  /// Whether only the form of the subject is known, in which `*` stands for what is not.
  public var isForm = false
  public var audience: String
  /// Further claims by their names in the token.
  public var claims: [String: String]
  /// What the request brings besides, and what nobody here knows of it; of a claim the token's own word counts.
  public var surroundings = ConditionContext()

  public static let gitHubIssuer = "token.actions.githubusercontent.com"

  /// The claims of GitHub's tokens that STS offers as condition keys (IAM User Guide, "Available keys for AWS
  /// OIDC federation"); the last two stand in public policies but not in every version of that table.
  public static let exposedClaims: Set<String> = [
    "sub", "aud", "actor", "actor_id", "job_workflow_ref", "repository", "repository_id", "workflow", "ref",
    "environment", "enterprise_id", "repository_owner_id", "runner_environment",
  ]

  /// What is known of claims before there is a token: a workflow is named with the ref or the commit it comes from,
  /// and there are two kinds of runners (GitHub Docs, "OpenID Connect reference").
  static let forms = [
    "job_workflow_ref": ["refs/*", String(repeating: "?", count: 40)].map { "*/*/.github/workflows/*@\($0)" },
    "runner_environment": ["github-hosted", "self-hosted"],
  ]

  public init(issuer: String = Token.gitHubIssuer, subject: String, audience: String, claims: [String: String] = [:]) {
    self.issuer = issuer
    self.subject = subject
    self.audience = audience
    self.claims = claims
  }

  /// The condition keys STS derives from the token. `iss` is not among them.
  public var context: ConditionContext {
    var context = surroundings
    for (claim, value) in claims where Self.exposedClaims.contains(claim) { context["\(issuer):\(claim)"] = [value] }
    if isForm {
      context.setForms([subject], of: "\(issuer):sub")
    } else {
      context["\(issuer):sub"] = [subject]
    }
    context["\(issuer):aud"] = [audience]
    return context
  }
}

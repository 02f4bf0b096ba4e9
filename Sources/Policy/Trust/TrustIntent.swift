import Basics
import JSONDocument

/// What a role's trust policy should say, and the facts it is judged by.
public struct TrustIntent: Hashable, Sendable {
  /// ARN of the identity provider in this account.
  public var provider: String
  public var audience: String
  public var format: SubjectFormat
  /// The subjects the role must accept, exactly as GitHub writes them.
  public var subjects: [String]
  /// ARNs of all providers of the account, where they are known: a principal among them does not dangle.
  public var providers: Set<String>?
  /// Audiences the provider accepts besides ours.
  public var audiences: Set<String> = []
  /// Owners besides ours whose repositories may stand in our statements.
  public var owners: Set<String> = []

  public init(provider: String, audience: String = "sts.amazonaws.com", format: SubjectFormat, subjects: [String]) {
    self.provider = provider
    self.audience = audience
    self.format = format
    self.subjects = subjects
  }

  /// Host and path of the issuer: what the provider's condition keys begin with.
  public var issuer: String { Issuer.host(inProvider: provider) ?? Token.gitHubIssuer }

  /// A token with one of the wanted subjects and the claims that follow from it. For a wanted pattern
  /// (`…:ref:refs/tags/*`) it carries one subject of that form: no branch, tag or environment of GitHub's holds
  /// a star or a question mark, so those are never meant as letters.
  public func token(subject wanted: String) -> Token {
    let subject = String(wanted.map { $0 == "*" || $0 == "?" ? "x" : $0 })
    let context = SubjectPattern(subject).context.flatMap { SubjectContext($0) }
    var claims = context.map { format.claims(for: $0) } ?? [:]
    if context == nil { claims["repository"] = "\(format.owner)/\(format.repository)" }
    return Token(issuer: issuer, subject: subject, audience: audience, claims: claims)
  }
}

extension TrustIntent {
  /// Whether a test of a key that we have no value for asks for what a real sign-in may bring: such a test narrows
  /// on purpose.
  /// That a branch's token has no environment is known, not merely unsaid; and who signs in with a token is no
  /// principal of AWS yet, so the keys of one are never there (IAM User Guide, "Global condition context keys").
  public func mayBring(_ test: ConditionTest) -> Bool {
    guard let claim = TrustView.claim(test.key) else {
      return !["aws:principal", "aws:username", "aws:userid"].contains { test.key.lowercased().hasPrefix($0) }
    }
    return claim.host.lowercased() == issuer.lowercased() && !["sub", "aud", "environment"].contains(claim.name)
      && Token.exposedClaims.contains(claim.name)
  }
}

/// Issuers as they are written in principals and condition keys.
enum Issuer {
  /// `token.actions.githubusercontent.com/octo` of `arn:aws:iam::1:oidc-provider/token.…com/octo`.
  static func host(inProvider arn: String) -> String? {
    ARN(arn).flatMap { $0.service == "iam" ? $0.resource.after("oidc-provider/") : nil }
  }

  /// Whether a text means GitHub's issuer or was meant to: ours, another of GitHub's, or a misspelling.
  static func looksLikeGitHub(_ text: String, ours: String) -> Bool {
    var host = text.lowercased()
    if let bare = host.after("https://") { host = bare }
    if host == ours.lowercased() || host.contains("githubusercontent") || host.contains("token.actions.") {
      return true
    }
    return host.distance(to: Token.gitHubIssuer) <= 3
  }
}

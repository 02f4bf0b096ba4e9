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
  /// The wanted jobs whose subjects are not known.
  public var uncertain: [Uncertain] = []
  /// ARNs of all providers of the account, where they are known: a principal among them does not dangle.
  public var providers: Set<String>?
  /// Audiences the provider accepts besides ours.
  public var audiences: Set<String> = []
  /// Owners besides ours whose repositories may stand in our statements.
  public var owners: Set<String> = []
  /// What a sign-in brings besides its token.
  public var surroundings = ConditionContext.webIdentity()

  public init(provider: String, audience: String = "sts.amazonaws.com", format: SubjectFormat, subjects: [String]) {
    self.provider = provider
    self.audience = audience
    self.format = format
    self.subjects = subjects
  }

  /// A wanted job whose subject cannot be computed.
  public struct Uncertain: Hashable, Sendable {
    /// As the setup names it: `branch`.
    public let name: String
    public let reason: SubjectError
    /// The subject with `*` for what is not known, where so much can be told.
    public let form: String?

    public init(name: String, reason: SubjectError, form: String?) {
      (self.name, self.reason, self.form) = (name, reason, form)
    }
  }

  /// What the role must accept, as far as it can be written down.
  public var wanted: [String] { subjects + uncertain.compactMap(\.form) }

  /// Whether a role that accepts the wanted subjects would accept those of any repository on GitHub: the template
  /// names neither repository nor owner, and anybody can give their own repository the same one.
  public var opensToEverybody: Bool { subjects.contains { SubjectPattern($0).templateWidth == .everyOwner } }

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
    var token = Token(issuer: issuer, subject: subject, audience: audience, claims: claims)
    token.surroundings = surroundings.adding(unsaid(context))
    return token
  }

  /// A token of which only the form of the subject is known.
  public func token(form: String) -> Token {
    var token = Token(issuer: issuer, subject: form, audience: audience)
    token.isForm = true
    token.surroundings = surroundings.adding(unsaid(nil))
    return token
  }

  /// The claims that a token has, or may have, and whose values nobody knows before there is one.
  private func unsaid(_ context: SubjectContext?) -> ConditionContext {
    // That a branch's token has no environment is known, not merely unsaid.
    let open = Token.exposedClaims.subtracting(context == nil ? [] : ["environment"])
    let forms = Token.forms.map { ("\(issuer):\($0.key)", $0.value) }
    return ConditionContext(forms: Dictionary(uniqueKeysWithValues: forms), unknown: open.map { "\(issuer):\($0)" })
  }
}

extension ConditionContext {
  /// What AWS knows of a sign-in with a web identity besides the token's claims. The list is closed: who signs in is
  /// no principal of AWS yet, brings no session tags with GitHub's token, no external id and no second factor, so a
  /// test that asks for one of those is never met (IAM User Guide, "Global condition context keys"; Service
  /// Authorization Reference, "AWS Security Token Service").
  /// - Parameters:
  ///   - region: whose STS is asked.
  ///   - now: seconds since 1970.
  public static func webIdentity(account: String? = nil, region: String? = nil, now: Double? = nil) -> ConditionContext
  {
    var known = ["aws:SecureTransport": ["true"], "aws:ViaAWSService": ["false"]]
    var unknown = [
      "aws:SourceIp", "aws:VpcSourceIp", "aws:SourceVpc*", "aws:Vpce*", "aws:UserAgent", "aws:Referer",
      "sts:RoleSessionName", "sts:DurationSeconds", "aws:ResourceTag/*", "iam:ResourceTag/*", "aws:ResourceOrg*",
    ]
    for (key, value) in [
      "aws:ResourceAccount": account, "aws:RequestedRegion": region,
      "aws:CurrentTime": now.map { String(Int($0)) }, "aws:EpochTime": now.map { String(Int($0)) },
    ] {
      if let value { known[key] = [value] } else { unknown.append(key) }
    }
    return ConditionContext(known, unknown: unknown)
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

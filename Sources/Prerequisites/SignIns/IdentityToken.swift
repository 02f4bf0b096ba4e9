import Checklist
import JSONDocument
import Policy

/// What a job's identity token says. Nobody verifies it here: that is for STS.
public struct IdentityToken: Hashable, Sendable {
  public struct Claim: Hashable, Sendable {
    public let name: String
    public let text: String
    /// Whether AWS makes a condition key of it, so that a trust policy can ask for it.
    public let isConditionKey: Bool
  }

  /// Subject, audience and issuer first, then what a trust policy can ask for, each in the order of names.
  public let claims: [Claim]
  private let token: Token

  /// Nil for claims without a subject, an audience or an issuer.
  public init?(claims: JSONObject) {
    let texts: [(name: String, text: String)] = claims.members.compactMap { name, value in
      // What GitHub names its claims by; anything else is no claim of its.
      let isName =
        !name.isEmpty && name.utf8.count <= 64
        && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      return isName ? (name, value.string ?? value.compact) : nil
    }
    func text(_ name: String) -> String? { texts.first { $0.name == name }?.text }
    guard let subject = text("sub"), let audience = text("aud"), let issuer = text("iss") else { return nil }
    let prefix = "https://"
    token = Token(
      issuer: issuer.hasPrefix(prefix) ? String(issuer.dropFirst(prefix.count)) : issuer, subject: subject,
      audience: audience, claims: Dictionary(texts.map { ($0.name, $0.text) }) { $1 })
    let first = ["sub", "aud", "iss"]
    let rest = texts.filter { !first.contains($0.name) }.map {
      Claim(name: $0.name, text: $0.text, isConditionKey: Token.exposedClaims.contains($0.name))
    }.sorted { $0.isConditionKey == $1.isConditionKey ? $0.name < $1.name : $0.isConditionKey }
    self.claims =
      [
        Claim(name: "sub", text: subject, isConditionKey: true),
        Claim(name: "aud", text: audience, isConditionKey: true),
        Claim(name: "iss", text: issuer, isConditionKey: false),
      ] + rest
  }

  /// Whether a role's trust policy admits it.
  /// - Parameters:
  ///   - door: looks as somebody who may be allowed to see the role.
  ///   - session: the name that the session would have.
  ///   - now: seconds since 1970.
  public func admission(
    by role: RoleAddress, through door: @escaping World.Reader, region: String, session: String, now: Double
  ) async throws(Obstacle) -> Admission {
    let look = await IAMRole.role(World(door: door), role.name)
    if let obstacle = look.obstacle { throw obstacle }
    // A name means another role in another account.
    guard let found = look.value, found.arn == role.arn else {
      throw .unreadable("the credentials here are another account's, or there is no such role")
    }
    guard let document = found.trustPolicy.document else { throw .unreadable("what stands there is no policy") }
    var token = token
    token.surroundings = .webIdentity(account: role.account, region: region, now: now)
    token.surroundings["sts:RoleSessionName"] = [session]
    return Admission(document, token, provider: role.provider(of: token.issuer))
  }
}

/// The ARN of a role, by its parts.
public struct RoleAddress: Hashable, Sendable {
  public let arn: String
  public let account: String
  /// Without the path: what IAM's operations take.
  public let name: String
  private let partition: String

  /// Nil for a text that is no role's ARN.
  public init?(_ text: String) {
    guard let arn = ARN(text), arn.service == "iam", arn.region.isEmpty, arn.resource.hasPrefix("role/"),
      arn.account.utf8.count == 12, arn.account.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let name = arn.resource.split(separator: "/", omittingEmptySubsequences: false).last, !name.isEmpty,
      !text.contains(where: { "*?".contains($0) || $0.isWhitespace })
    else { return nil }
    (self.arn, account, self.name, partition) = (text, arn.account, String(name), arn.partition)
  }

  /// The ARN of the account's provider for an issuer, by its host and path.
  func provider(of issuer: String) -> String { "arn:\(partition):iam::\(account):oidc-provider/\(issuer)" }
}

import Basics
import Checklist
import Policy

/// OIDC-12: the issuer that the repository's tokens really come from. An enterprise can have GitHub sign with an issuer
/// of its own, and then every role that trusts the plain one refuses the jobs (GitHub Docs, "Customizing the issuer value
/// for an enterprise").
extension OIDCProviderStep {
  func issuerInUse(_ seen: Observation, _ context: Context) -> Judgement {
    let arn = context.providerARN
    let ours = IssuerAddress(context.setup).needed
    guard !seen.trail.isAbsent else { return Judgement("OIDC-12", on: arn, .skipped("not asked for before a change")) }
    return seen.trail.and(seen.roles).judge("OIDC-12", on: arn, absent: .blocked(by: "OIDC-01")) { both in
      guard Self.isGitHub(String(ours.dropFirst("https://".count))) else {
        return .skipped("of interest for the issuers of github.com only")
      }
      let (trail, now) = (both.first, Moment(seconds: context.now))
      let asked = trail.signIns.filter { Self.isMeant($0, context) }
      let wrong = asked.filter {
        $0.refusal != nil && Self.issuer($0) != ours && !isOver($0, asked, both.second, context)
      }
      if let newest = wrong.first, let issuer = Self.issuer(newest) {
        let first = wrong.map(\.moment).min() ?? newest.moment
        return .broken(
          found:
            "\(issuer), refused \(wrong.count == 1 ? "at" : "\(wrong.count) times since") \(first.inWords(now: now))",
          needed: ours)
      }
      if let obstacle = trail.obstacle { return .hidden(obstacle) }
      let issuers = asked.filter { $0.refusal == nil }.compactMap(Self.issuer).distinct
      return issuers.isEmpty
        ? .skipped("no job of the repository signed in to \(context.setup.role) \(trail.inWords(now: now))")
        : .holds(found: "tokens of \(issuers.joined(separator: ", ")) \(trail.inWords(now: now))")
    }
  }

  /// Whether a sign-in asked for the setup's role with a token of GitHub's that may be the repository's.
  private static func isMeant(_ signIn: RecordedSignIn, _ context: Context) -> Bool {
    guard let role = RoleAddress(signIn.role), role.account == context.account, role.name == context.setup.role,
      let provider = signIn.provider, isGitHub(address(of: provider)), let subject = signIn.subject
    else { return false }
    let pattern = SubjectPattern(subject)
    // A subject by a template of the repository's own need not name it.
    guard let owner = pattern.owner, let repository = pattern.repository else { return true }
    return (owner.lowercased(), repository.lowercased())
      == (context.setup.owner.lowercased(), context.setup.repository.lowercased())
  }

  private static func issuer(_ signIn: RecordedSignIn) -> String? {
    signIn.provider.map { "https://" + address(of: $0) }
  }

  /// Whether the role trusts that issuer by now, or the repository's jobs came in by ours since.
  private func isOver(
    _ refused: RecordedSignIn, _ asked: [RecordedSignIn], _ roles: [RoleTrust], _ context: Context
  ) -> Bool {
    if asked.contains(where: {
      $0.refusal == nil && $0.moment >= refused.moment && $0.provider == context.providerARN
    }) {
      return true
    }
    guard let provider = refused.provider, let subject = refused.subject,
      let document = roles.first(where: { $0.arn == refused.role })?.trustPolicy.document
    else { return false }
    var token = Token(
      issuer: Self.address(of: provider), subject: subject, audience: refused.audience ?? context.audience)
    token.surroundings = .webIdentity(account: context.account, region: context.region, now: context.now)
    return TrustPolicy.evaluate(document, token: token, provider: provider).isAllowed
  }
}

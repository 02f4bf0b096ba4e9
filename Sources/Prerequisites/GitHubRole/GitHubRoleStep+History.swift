import Basics
import Checklist
import Policy

/// TRUST-51: what became of the sign-ins of the last day.
extension GitHubRoleStep {
  func history(_ seen: Observation, _ context: Context) -> Judgement {
    let arn = seen.arn(context)
    guard !seen.trail.isAbsent else { return Judgement("TRUST-51", on: arn, .skipped("not asked for before a change")) }
    let role = seen.role.role
    let look = role.and(seen.trail).and(seen.facts.repository.and(seen.facts.subject)).map(\.first)
    return look.judge("TRUST-51", on: arn, absent: .blocked(by: role.isAbsent ? "TRUST-01" : "GH-01")) { both in
      guard IssuerAddress(context.setup).isRight else { return .blocked(by: "OIDC-11") }
      guard let document = both.first.trustPolicy.document else { return .blocked(by: "TRUST-03") }
      return history(seen, context, both.second).verdict(under: document)
    }
  }

  private func history(_ seen: Observation, _ context: Context, _ trail: SignInTrail) -> SignInHistory {
    SignInHistory(
      trail: trail, role: seen.arn(context), intent: intent(seen, context), now: Moment(seconds: context.now))
  }

  /// Whether what was refused is admitted once the role has another trust policy.
  func isMended(_ seen: Observation, _ context: Context, from document: PolicyDocument, to wanted: PolicyDocument)
    -> Bool
  {
    guard let trail = seen.trail.value else { return false }
    let history = history(seen, context, trail)
    return history.verdict(under: document).isBroken && !history.verdict(under: wanted).isBroken
  }
}

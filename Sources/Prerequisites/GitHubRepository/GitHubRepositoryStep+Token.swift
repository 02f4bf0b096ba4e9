import Basics
import Checklist
import Policy

extension GitHubRepositoryStep {
  /// GH-15: how the subjects of this repository's tokens begin, and what they are made of. It only informs.
  func subject(_ seen: Observation, _ context: Context) -> Judgement {
    let facts = seen.facts
    let look = facts.repository.isAbsent ? Look(facts.repository.source, .absent) : facts.subject
    return look.judge("GH-15", on: context.setup.fullName, absent: .blocked(by: "GH-01")) { setting in
      let prefix = TrustFacts(seen.facts, context).intent.format.prefix
      let ids = setting.isImmutable ? "with the ids, which stay" : "with the names alone"
      let keys = setting.usesDefault ? "" : "; made of " + setting.claimKeys.joined(separator: ", ")
      return .holds(found: "\(prefix ?? "repo:\(context.setup.fullName)"), \(ids)\(keys)")
    }
  }

  /// Scopes that reach far beyond reading one repository, as GitHub spells them.
  private static let farReaching: Set<String> = [
    "admin:org", "admin:org_hook", "admin:enterprise", "delete_repo", "site_admin",
  ]

  /// Days before its end in which the operator's token is called short-lived.
  private static let notice = 7.0

  /// GH-16: the token that onramp itself uses.
  func token(_ seen: Observation, _ context: Context) -> Judgement {
    seen.token.judge("GH-16", absent: .blocked(by: "GH-01")) { token in
      if token.status == 401 {
        let refused = Obstacle(.notSignedIn, "GitHub does not accept the token (401)", status: 401)
        return .hidden(refused.met(by: TokenAnswer.call))
      }
      guard token.isThere else { return Self.untold(token) }
      let wide = (token.scopes ?? []).filter(Self.farReaching.contains)
      guard wide.isEmpty else {
        return .broken(
          found: "scopes: \((token.scopes ?? []).joined(separator: ", "))",
          needed: "a token without \(wide.joined(separator: ", "))")
      }
      guard let expires = token.expires else { return .holds(found: "\(Self.kind(token)); GitHub names no end") }
      let days = (expires - context.now) / 86_400
      return days > Self.notice
        ? .holds(found: "\(Self.kind(token)); it ends on \(expires.day)")
        : .broken(
          found: "it ends on \(expires.day), in \(Int(bounding: days.rounded(.down))) days",
          needed: "a token that lasts more than \(Int(bounding: Self.notice)) days")
    }
  }

  /// GitHub tells apps nothing about their tokens, and says so in these words (REST API, troubleshooting). Any other
  /// refusal is a look that failed.
  private static func untold(_ token: TokenAnswer) -> Verdict {
    let words = token.refusal ?? "status \(token.status)"
    return words.contains("not accessible by integration")
      ? .skipped("an app's token: GitHub tells nothing about it")
      : .hidden(Obstacle(.denied, words, status: token.status).met(by: TokenAnswer.call))
  }

  private static func kind(_ token: TokenAnswer) -> String {
    guard let scopes = token.scopes else { return "a token without scopes" }
    return scopes.isEmpty ? "no scopes" : "scopes: \(scopes.joined(separator: ", "))"
  }
}

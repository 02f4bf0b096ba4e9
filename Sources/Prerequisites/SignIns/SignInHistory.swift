import Basics
import Checklist
import Policy

/// The sign-ins of the last day that asked for a role, beside its trust policy as it is now.
///
/// What the policy would admit by now is over, and so is what a job of the repository wrote before a setting of GitHub was
/// changed. What others tried and were refused is no fault of the role.
struct SignInHistory {
  let trail: SignInTrail
  /// The ARN of the role.
  let role: String
  let intent: TrustIntent
  let now: Moment

  /// The refusals of one subject that the policy would refuse again.
  private struct Refused {
    let subject: String
    var moments: [Moment]
    /// The part of the policy that decides.
    let asks: String
    /// Whether the setup wants jobs with this subject admitted.
    let isWanted: Bool
  }

  private struct Sorted {
    var admitted = 0
    var refused: [Refused] = []
    var (past, byOthers, unnamed, elsewhere) = (0, [String](), 0, [String]())
  }

  func verdict(under document: PolicyDocument) -> Verdict {
    let sorted = sorted(document)
    let when = trail.inWords(now: now)
    if let first = sorted.refused.first {
      let shown = sorted.refused.prefix(3).map(words)
      let more = sorted.refused.count - shown.count
      let needed = first.isWanted ? "\(first.subject) admitted" : "\(first.subject) in access.subjects, or no such job"
      return .broken(
        found: shown.joined(separator: "; ") + (more > 0 ? "; \(more) more subjects" : ""),
        needed: "\(needed); \(first.asks)", severity: first.isWanted ? nil : .medium)
    }
    if let obstacle = trail.obstacle { return .hidden(obstacle) }
    let notes = notes(sorted)
    guard sorted.admitted > 0 || !notes.isEmpty else { return .skipped("no sign-in asked for the role \(when)") }
    let admitted = "\(sorted.admitted) \(sorted.admitted == 1 ? "sign-in" : "sign-ins") admitted \(when)"
    return .holds(found: (["\(admitted), none of this repository refused"] + notes).joined(separator: "; "))
  }

  private func notes(_ sorted: Sorted) -> [String] {
    let others = sorted.byOthers.distinct
    return [
      sorted.past == 0 ? nil : "\(sorted.past) refused by what no longer stands",
      others.isEmpty
        ? nil
        : "\(sorted.byOthers.count) refused to others: \(others.prefix(3).joined(separator: ", "))"
          + (others.count > 3 ? ", \(others.count - 3) more" : ""),
      sorted.elsewhere.isEmpty
        ? nil : "\(sorted.elsewhere.count) refused with \(sorted.elsewhere.distinct.joined(separator: ", "))",
      sorted.unnamed == 0 ? nil : "\(sorted.unnamed) refused whose subject AWS does not tell",
    ].compactMap(\.self)
  }

  private func words(_ refused: Refused) -> String {
    let times = refused.moments.count
    let first = refused.moments.min()?.inWords(now: now) ?? ""
    return (times == 1 ? "refused at \(first)" : "refused \(times) times since \(first)") + ": \(refused.subject)"
  }

  private func sorted(_ document: PolicyDocument) -> Sorted {
    var sorted = Sorted()
    for signIn in trail.signIns where signIn.role == role {
      guard let code = signIn.refusal else {
        sorted.admitted += 1
        continue
      }
      // Tokens of another issuer are OIDC-12's; what no trust policy decides says so by its code.
      guard code == "AccessDenied", signIn.provider ?? intent.provider == intent.provider else {
        sorted.elsewhere.append(code == "AccessDenied" ? "another issuer's token" : code)
        continue
      }
      guard let subject = signIn.subject else {
        sorted.unnamed += 1
        continue
      }
      switch intent.format.sender(of: subject) {
      case .stranger: sorted.byOthers.append(subject)
      case .formerly: sorted.past += 1
      case .repository: add(subject, signIn, document, to: &sorted)
      }
    }
    // What the setup wants first, then the newest.
    sorted.refused = sorted.refused.filter(\.isWanted) + sorted.refused.filter { !$0.isWanted }
    return sorted
  }

  private func add(_ subject: String, _ signIn: RecordedSignIn, _ document: PolicyDocument, to sorted: inout Sorted) {
    if let known = sorted.refused.firstIndex(where: { $0.subject == subject }) {
      sorted.refused[known].moments.append(signIn.moment)
      return
    }
    var token = intent.token(subject: subject)
    token.audience = signIn.audience ?? intent.audience
    let answer = TrustPolicy.evaluate(document, token: token, provider: intent.provider)
    guard answer.outcome != .holds else {
      sorted.past += 1
      return
    }
    sorted.refused.append(
      Refused(
        subject: subject, moments: [signIn.moment], asks: Self.asks(answer, document, token),
        isWanted: intent.wanted.contains { Wildcard($0).matches(subject) }))
  }

  /// What the deciding part of the policy asks for.
  private static func asks(_ answer: TrustPolicy.Answer, _ document: PolicyDocument, _ token: Token) -> String {
    guard case .refused(let statement, let judged) = answer.reason else {
      return Admission(answer, document, token).reason
    }
    return "\(document.statements[statement].name(at: statement)) asks for \(judged.test.inWords)"
  }
}

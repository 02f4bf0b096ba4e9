import Basics
import Checklist
import Policy

/// What a migration has left accepted, and until when.
extension GitHubRoleStep {
  /// The verdict on the subjects, with the day by which what is left over goes.
  func leftover(_ verdict: Verdict, _ reading: TrustReading, _ seen: Observation, _ context: Context) -> Verdict {
    guard case .holds(let found) = verdict, let left = left(seen, reading.intent, context) else { return verdict }
    return .holds(found: "\(found); \(left.value) is to go by \(left.until.day): \(left.command)")
  }

  public func reminders(_ seen: Observation, _ context: Context) -> [Todo] {
    guard let left = left(seen, intent(seen, context), context) else { return [] }
    let isDue = context.now >= left.until.seconds
    let when = isDue ? "now" : "once a job has signed in with the new form, or from \(left.until.day) on"
    return [
      Todo(
        .person, "Take \(left.value) out of the trust policy of role \(context.setup.role), \(when)",
        value: left.command, check: "TRUST-13")
    ]
  }

  /// The first value that is left over, where the journal says since when.
  private func left(
    _ seen: Observation, _ intent: TrustIntent, _ context: Context
  ) -> (value: String, until: Moment, command: String)? {
    guard seen.facts.repository.and(seen.facts.subject).value != nil,
      let role = seen.role.role.value, let document = role.trustPolicy.document
    else { return nil }
    let leftover = SubjectLeftover(document, intent, role.arn, context)
    guard let value = leftover.values.first, let until = leftover.until else { return nil }
    return (value, until, "onramp migrate immutable-subjects" + (intent.format.isImmutable ? "" : " --undo"))
  }
}

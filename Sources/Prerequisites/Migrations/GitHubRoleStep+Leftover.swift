import Basics
import Checklist
import Policy

extension GitHubRoleStep {
  /// The verdict on the subjects, with the day by which a migration takes the old form out that it has left accepted.
  func leftover(_ verdict: Verdict, _ reading: TrustReading, _ context: Context) -> Verdict {
    guard case .holds(let found) = verdict,
      let item = context.ledger[SubjectMigration.switchKey, context.setup.fullName],
      item.wanted == SubjectMigration.setting(hasIDs: reading.intent.format.isImmutable)
    else { return verdict }
    let aim: SubjectPattern.Aim = reading.intent.format.isImmutable ? .withoutIDs : .withIDs
    guard let old = TrustPolicy.subjects([aim], in: reading.document, reading.intent).first else { return verdict }
    let day = Moment(seconds: item.time + SwitchWait.patience).day
    return .holds(found: "\(found); \(old) is to go by \(day): onramp migrate immutable-subjects")
  }
}

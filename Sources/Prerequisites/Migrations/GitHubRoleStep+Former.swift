import Checklist
import JSONDocument
import Policy

/// What teardown makes of a migration.
extension GitHubRoleStep {
  /// Whether a trust policy of before may go back as it was. It may not where it once admitted jobs that would be refused
  /// by now: GitHub writes their subjects in another form since, because onramp switched it, or because the repository is
  /// of the time of names alone. What never admitted anybody goes back as it is.
  func former(
    _ document: PolicyDocument, _ facts: GitHubFacts, _ intent: TrustIntent, _ context: Context
  ) -> FormerTrust {
    let isSwitched = SubjectLeftover.switched(context).contains(where: Self.isOpen)
    let github = facts.repository.and(facts.subject)
    guard let seen = github.value else {
      guard isSwitched, let obstacle = github.obstacle else { return .fits }
      return .unclear("as it was it may refuse what GitHub writes now, which was not to be seen (\(obstacle.inWords))")
    }
    guard isSwitched || seen.first.isOlderThanIDs else { return .fits }
    let other = SubjectStand.intent(facts, context, hasIDs: !intent.format.isImmutable)
    let today = TrustPolicy.inTodaysForm(document, from: other, to: intent)
    guard today != document else { return .fits }
    let form = intent.format.isImmutable ? "with ids" : "without ids"
    return .outdated(
      today: today, because: "what stood there before and the same subjects \(form), as GitHub writes them now")
  }

  /// That the subjects stay as they were switched: roles may trust them so by now.
  func switchHoldings(_ context: Context) -> [Holding] {
    SubjectLeftover.switched(context).map { item in
      let option = item.key == SubjectMigration.organizationKey ? " --organization" : ""
      let back = "roles may trust the new form by now; onramp migrate immutable-subjects\(option) --undo goes back"
      return Holding(
        key: item.key, step: "github-role", resource: item.resource, title: "Subjects of \(item.resource)",
        ownership: .adopted, reason: "stays: " + (Self.isOpen(item) ? back : "it is as it was before onramp"),
        action: .keep, present: item.wanted)
    }
  }

  /// Whether a switch was not taken back.
  private static func isOpen(_ item: Ledger.Item) -> Bool { item.wanted != item.previous }
}

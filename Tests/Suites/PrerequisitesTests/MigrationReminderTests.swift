import Checklist
import JSONDocument
import Policy
import TestAccount
import Testing

@testable import Prerequisites

/// The day by which a migration's old form goes.
@Suite struct MigrationReminderTests {
  private static let classic = "repo:octo-org/sagemaker-churn:ref:refs/heads/main"
  private static let day = 86_400.0

  /// - Parameters:
  ///   - ago: seconds since the switch; nil where the journal tells of none.
  ///   - kept: what is left over in the trust policy.
  private func reminders(_ ago: Double?, kept: [String] = [classic], hasIDs: Bool = true) async -> [Todo] {
    let account = Account.healthy {
      $0.roles["GitHubActionsRole"]?.trust = Account.trust(Account.subjects + kept).compact
    }
    let flag = { (hasIDs: Bool) in SubjectMigration.setting(hasIDs: hasIDs) }
    let time = Account.now - (ago ?? 0)
    let entries = [
      JournalEntry(
        SubjectMigration.switchKey, "octo-org/sagemaker-churn",
        .intent(kind: .update, previous: flag(!hasIDs), wanted: flag(hasIDs)), time: time),
      JournalEntry(SubjectMigration.switchKey, "octo-org/sagemaker-churn", .done, time: time),
    ]
    let context = Account.context(ledger: Ledger(ago == nil ? [] : entries))
    let step = GitHubRoleStep()
    return step.reminders(await step.observe(account.world(), context), context)
  }

  @Test func theDayIsAWeekAfterTheSwitch() async throws {
    // Account.now is 2026-11-21T07:00:00Z.
    let todo = try #require(await reminders(Self.day).first)
    #expect(
      todo.what
        == "Take \(Self.classic) out of the trust policy of role GitHubActionsRole, once a job has signed in with the new "
        + "form, or from 2026-11-27 on")
    #expect(todo.value == "onramp migrate immutable-subjects" && todo.doer == .person)
  }

  @Test(arguments: [7.0, 8.0, 400.0]) func fromThatDayOnItIsDue(_ days: Double) async {
    #expect(await reminders(days * Self.day).first?.what.hasSuffix("GitHubActionsRole, now") == true)
  }

  @Test func whereNothingIsLeftOrTheJournalTellsOfNoSwitchNobodyIsReminded() async {
    #expect(await reminders(Self.day, kept: []).isEmpty)
    #expect(await reminders(nil).isEmpty)
    #expect(await reminders(Self.day, hasIDs: false).isEmpty, "it was taken back")
  }
}

import Checklist
import JSONDocument
import ScreenForm
import TestAccount
import Testing

@testable import Prerequisites

@Suite struct SituationTests {
  @Test(arguments: Situations.all) func theJudgeNamesTheDefectAndNothingElse(_ situation: Situation) async {
    let account = situation.account()
    let sight = await account.seen(situation.step, situation.context)
    #expect(sight.wrong == situation.judged)
    #expect(account.unscripted == [])
  }

  @Test(arguments: Situations.all) func thePlanRepairsWhatItSaysAndLooksGreenAfterwards(_ situation: Situation) async {
    let account = situation.account()
    let before = await account.seen(situation.step, situation.context)
    #expect(before.changes.map(\.key) == situation.plan)
    var context = situation.context
    var journal: [JournalEntry] = []
    for change in Plan(before.changes).changes {
      journal.append(
        JournalEntry(
          change.key, change.resource, .intent(kind: change.kind, previous: change.previous, wanted: change.wanted),
          time: 0))
      for call in change.calls { _ = try? account.write(call) }
    }
    context = context.with(ledger: journal.isEmpty ? context.ledger : Ledger(journal))
    let after = await account.seen(situation.step, context)
    #expect(after.wrong == situation.left)
    if situation.left.values.allSatisfy({ ["skipped", "waiting"].contains($0) }) {
      #expect(after.changes == [], "what is done is not offered again")
    } else {
      #expect(Set(after.changes.map(\.key)).isSubset(of: situation.plan), "what is left open offers nothing new")
    }
    #expect(account.unscripted == [])
  }

  @Test(arguments: Situations.all) func everyDeclaredCheckIsJudgedOnceAndEveryVerdictSaysWhereItLooked(
    _ situation: Situation
  ) async throws {
    let sight = await situation.account().seen(situation.step, situation.context)
    let declared = try #require(Prerequisites().entry(situation.step)).screen.checks.map(\.id)
    #expect(sight.judgements.map(\.check.rawValue).sorted() == declared.sorted())
    for judgement in sight.judgements {
      #expect(!judgement.lookedAt.isEmpty, "\(judgement.check) rests on nothing")
      if case .broken(let found, let needed, _) = judgement.verdict {
        #expect(!found.isEmpty && !needed.isEmpty, "\(judgement.check)")
      }
    }
  }

  /// What the changes make can be unmade: their `undo` brings the account back to what it was.
  @Test(arguments: Situations.all) func undoInReverseRestoresTheAccount(_ situation: Situation) async {
    let account = situation.account()
    let before = account.now
    let changes = Plan(await account.seen(situation.step, situation.context).changes).changes
    for change in changes { for call in change.calls { _ = try? account.write(call) } }
    // What cannot be undone says so before it is made, and what it leaves is no surprise.
    let isWhole = changes.allSatisfy { if case .never(let reason) = $0.undo { reason.isEmpty } else { true } }
    for change in changes.reversed() {
      for call in change.undo.call.map({ [$0] }) ?? [] { _ = try? account.write(call) }
    }
    #expect(!isWhole || account.now.meaning == before.meaning)
  }

  @Test func anEmptyAccountIsBroughtToGreenByAllStepsTogetherInOneOrder() async {
    let account = Account.bare()
    let context = Account.context()
    var changes: [Change] = []
    for step in Situations.steps { changes += await account.seen(step, context).changes }
    for change in Plan(changes).changes {
      for call in change.calls { #expect(throws: Never.self) { try account.write(call) } }
    }
    // The second look sees what only the first round made visible.
    for step in Situations.steps {
      let sight = await account.seen(step, context)
      #expect(sight.wrong == [:], "\(step)")
      #expect(sight.changes == [], "\(step)")
    }
    #expect(account.unscripted == [])
  }
}

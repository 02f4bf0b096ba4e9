import Checklist
import Prerequisites
import Runs

/// What was agreed to, done: the same for the wizard and for the commands.
///
/// Refuses to begin where it is not certain whose account this is, keeps the journal open for as long as it works,
/// and gathers what the changes leave for a person.
struct AgreedRun: Sendable {
  let session: Session
  let footing: Survey.Footing
  /// Whether somebody is there to do a person's part while the run waits.
  let waitsForPeople: Bool
  let isStopped: @Sendable () -> Bool
  let tell: @Sendable (Progress) -> Void
  /// What has its changes made, where that is not what the session looks at.
  var prerequisites: Prerequisites?

  /// How it ended, and what is left for a person, a sentence each.
  struct Result: Sendable {
    let ending: Ending
    let leftForYou: [String]
  }

  /// Makes the changes of a plan, exactly as they were shown.
  func make(_ plan: Plan) async throws(Failure) -> Result {
    let left = Locked<[String]>([])
    let found = await whatReadsAsOurs()
    let ending = try await run { runner throws(JournalFile.Problem) in
      try await runner.make(
        plan, footing.context, found: found, isStopped: isStopped,
        tell: { progress in
          if case .done(let key) = progress, let change = plan.changes.first(where: { $0.key == key }) {
            left.withLock { $0 += change.afterwards }
          }
          tell(progress)
        })
    }
    return Result(ending: ending, leftForYou: left.withLock { $0 })
  }

  /// What stands there before this setup's first change and could be taken for onramp's by any later look.
  private func whatReadsAsOurs() async -> [Holding] {
    let known = footing.context.ledger
    guard known.isEmpty else { return [] }
    return await session.prerequisites.inventory(footing.world, footing.context).proved(known).holdings
      .filter { $0.isUnproven && $0.action == .keep && !known.stoodBefore($0.key, $0.resource) }
  }

  /// Takes back what is to go, exactly as it was shown.
  func takeBack(_ inventory: Inventory) async throws(Failure) -> Ending {
    try await run { runner throws(JournalFile.Problem) in
      try await runner.takeBack(inventory, footing.context, isStopped: isStopped, tell: tell)
    }
  }

  private func run(
    _ body: (Runner) async throws(JournalFile.Problem) -> Ending
  ) async throws(Failure) -> Ending {
    try session.requireCertainty(footing.caller)
    let journal = try session.journal(footing.context.account)
    do throws(JournalFile.Problem) {
      return try await body(session.runner(journal, waitsForPeople: waitsForPeople, prerequisites))
    } catch { throw Failure(error) }
  }
}

import Checklist
import Glibc
import Prerequisites

/// `onramp migrate immutable-subjects`: shows where the repository stands, makes the next change, and looks again.
public enum MigrateCommand {
  /// More changes than a migration has.
  private static let rounds = 8

  /// - Parameters:
  ///   - yes: makes one change after the other without asking, as far as it goes without a person.
  ///   - undo: goes back.
  public static func subjects(_ options: Options, yes: Bool, undo: Bool) async throws(Failure) -> Int32 {
    let session = try Session.open(options, seconds: options.runLimit)
    let migration = SubjectMigration(toIDs: !undo)
    let interruption = Interruption()
    for _ in 0..<rounds {
      let footing = try await Survey(session).footing()
      try session.requireCertainty(footing.caller)
      let standing = await migration.standing(footing.world, footing.context)
      if let signal = interruption.signal { return 128 + signal }
      Output.lines(["\(footing.context.setup.fullName)"] + standing.lines.map { "  " + $0 })
      if let objection = standing.objection {
        Output.message("onramp: nothing is changed: \(objection)")
        return 3
      }
      guard let next = standing.next else {
        Output.lines(["Nothing is left to migrate."])
        return 0
      }
      if let waits = standing.waits {
        Output.lines(["Left for you: \(waits); then run \(again(undo)) again"])
        return 0
      }
      let plan = Plan([next])
      Output.lines(["Next:"] + PlainText.lines(plan).map { "  " + $0 })
      if !yes {
        guard try agrees() else {
          Output.message("onramp: nothing is changed")
          return 6
        }
      }
      let run = AgreedRun(
        session: session, footing: footing, waitsForPeople: false, isStopped: { interruption.signal != nil },
        tell: { PlainText.tell($0, titles: [next.key: next.title]) },
        prerequisites: session.prerequisites.adding(migration))
      let result = try await run.make(plan)
      if let signal = interruption.signal { return 128 + signal }
      if case .stopped(let reason) = result.ending {
        Output.message("onramp: stopped part way: \(reason)")
        Output.message("  what is done stays done; run the same command again to go on")
        return 5
      }
      // One point back at a time, and one forward where somebody is asked.
      if undo || !yes {
        let after = await migration.standing(session.world(), try session.context(footing.caller))
        Output.lines(["Looked again:"] + after.lines.map { "  " + $0 })
        if let waits = after.waits { Output.lines(["Left for you: \(waits); then run \(again(undo)) again"]) }
        return 0
      }
    }
    return 5
  }

  private static func again(_ undo: Bool) -> String { "onramp migrate immutable-subjects" + (undo ? " --undo" : "") }

  /// Asks on the terminal; without one a question has no answer.
  private static func agrees() throws(Failure) -> Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw .usage("onramp: whether to make this change: give --yes")
    }
    Output.message("onramp: make this change? y or n:")
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }
}

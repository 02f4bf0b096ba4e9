import Checklist
import Glibc
import Prerequisites

/// `onramp migrate immutable-subjects`: shows where the repository stands, makes the next change, and looks again.
public enum MigrateCommand {
  /// More changes than a migration has.
  private static let rounds = 8

  /// What was asked for.
  public struct Wish: Sendable {
    /// Makes one change after the other without asking, as far as it goes without a person.
    let isAgreed: Bool
    /// Goes back.
    let undoes: Bool
    /// Switches the organisation, and with it every repository that follows it.
    let movesOrganization: Bool

    public init(yes: Bool, undo: Bool, organization: Bool) {
      (isAgreed, undoes, movesOrganization) = (yes, undo, organization)
    }

    /// The command that goes on.
    var command: String {
      "onramp migrate immutable-subjects" + (movesOrganization ? " --organization" : "") + (undoes ? " --undo" : "")
    }
  }

  public static func subjects(_ options: Options, _ wish: Wish) async throws(Failure) -> Int32 {
    let session = try Session.open(options, seconds: options.runLimit)
    let migration = SubjectMigration(toIDs: !wish.undoes, movesOrganization: wish.movesOrganization)
    // At a question nothing is under way, and Ctrl-C ends the program as it ends any.
    let early = wish.isAgreed ? Interruption() : nil
    for _ in 0..<rounds {
      let footing = try await Survey(session).footing()
      try session.requireCertainty(footing.caller)
      let standing = await migration.standing(footing.world, footing.context)
      if let signal = early?.signal { return 128 + signal }
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
        Output.lines([left(waits, wish)])
        return 0
      }
      let plan = Plan([next])
      Output.lines(["Next:"] + PlainText.lines(plan).map { "  " + $0 })
      if let agreement = standing.agreement, wish.isAgreed {
        Output.lines([left(agreement, wish)])
        return 0
      }
      var isAgreed = wish.isAgreed
      if !isAgreed { isAgreed = try agrees(standing.agreement) }
      guard isAgreed else {
        Output.message("onramp: nothing is changed")
        return 6
      }
      let interruption = early ?? Interruption()
      let run = AgreedRun(
        session: session, footing: footing, waitsForPeople: false, isStopped: { interruption.signal != nil },
        tell: { PlainText.tell($0, titles: [next.key: next.title]) },
        prerequisites: session.prerequisites.adding(migration.making(standing)))
      let result = try await run.make(plan)
      if let signal = interruption.signal { return 128 + signal }
      if case .stopped(let reason) = result.ending {
        Output.message("onramp: stopped part way: \(reason)")
        Output.message("  what is done stays done; run the same command again to go on")
        return 5
      }
      // One point back at a time, and one forward where somebody is asked.
      if wish.undoes || !wish.isAgreed {
        let after = await migration.standing(session.world(), try session.context(footing.caller))
        Output.lines(["Looked again:"] + after.lines.map { "  " + $0 })
        if let waits = after.waits { Output.lines([left(waits, wish)]) }
        return 0
      }
    }
    return 5
  }

  private static func left(_ waits: String, _ wish: Wish) -> String {
    "Left for you: \(waits); then run \(wish.command) again"
  }

  /// One agreement for one repository is none for a whole organisation.
  private static func left(_ agreement: MigrationStanding.Agreement, _ wish: Wish) -> String {
    "Left for you: switch \(agreement.name), which moves every repository that follows it: run \(wish.command) at a "
      + "terminal and type the organization's name, or \(agreement.command)"
  }

  /// Asks on the terminal; without one a question has no answer.
  private static func agrees(_ agreement: MigrationStanding.Agreement?) throws(Failure) -> Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      guard agreement == nil else {
        throw .usage("onramp: whether to switch a whole organization: only at a terminal")
      }
      throw .usage("onramp: whether to make this change: give --yes")
    }
    if let agreement {
      Output.message("onramp: to switch all that is listed, type the organization's name (\(agreement.name)):")
      return readLine() == agreement.name
    }
    Output.message("onramp: make this change? y or n:")
    while let answer = readLine()?.lowercased() {
      if ["y", "yes"].contains(answer) { return true }
      if ["n", "no", ""].contains(answer) { return false }
      Output.message("onramp: y or n:")
    }
    return false
  }
}

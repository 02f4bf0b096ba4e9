import Basics
import Checklist
import Prerequisites

/// `onramp teardown --confirm ACCOUNT`: shows the inventory, takes back what is ours, looks again.
public enum TeardownCommand {
  public static func run(_ options: Options, confirmed account: String) async throws(Failure) -> Int32 {
    let session = try Session.open(options, seconds: options.runLimit)
    let footing = try await Survey(session).footing(.teardown)
    try session.requireCertainty(footing.caller)
    guard footing.context.account == account else {
      throw Failure(
        ["onramp: --confirm \(account): this is account \(footing.context.account); nothing is removed"], code: 4)
    }
    let interruption = Interruption()
    let isStopped: @Sendable () -> Bool = { interruption.signal != nil }
    let inventory = await session.inventory(footing, isStopped: isStopped)
    let isComplete = await session.hasSeenAll(inventory, footing)
    Output.lines(PlainText.lines(inventory, isComplete: isComplete))
    let titles = Dictionary(inventory.holdings.map { ($0.key, $0.title) }) { first, _ in first }
    let run = AgreedRun(
      session: session, footing: footing, waitsForPeople: false, isStopped: isStopped,
      tell: { PlainText.tell($0, titles: titles, isRemoval: true) })
    let ending = try await run.takeBack(inventory)
    if let signal = interruption.signal { return 128 + signal }
    return try await lastLook(session, ending)
  }

  /// Looks once more and proves what is left: nothing of ours, or what and why.
  private static func lastLook(_ session: Session, _ ending: Ending) async throws(Failure) -> Int32 {
    let footing = try await Survey(session).footing(.teardown)
    let left = await session.inventory(footing)
    let unseen = await footing.world.obstacles()
    let isComplete = await session.hasSeenAll(left, footing)
    Output.lines(["Looked again:"])
    Output.lines(PlainText.lines(left, isComplete: isComplete))
    for item in footing.context.ledger.all where !left.holdings.contains(where: { $0.resource == item.resource }) {
      Output.message(
        "onramp: the journal also tells of \(item.key) on \(item.resource), which this look does not show; "
          + "a setup file that names another place may")
    }
    for (call, obstacle) in unseen { Output.message("onramp: could not look at \(call.inWords): \(obstacle.inWords)") }
    let again = ShellWords.line(["onramp", "teardown", "--confirm", footing.context.account])
    let todos = await Todo.left(of: left, unseen: session.unseen(left, footing), again: again)
    Output.lines(PlainText.lines(todos))
    if case .stopped(let reason) = ending {
      Output.message("onramp: stopped part way: \(reason); run the same command again to go on")
      return 5
    }
    guard left.going.isEmpty && isComplete else { return 5 }
    let account = footing.context.account
    let others = session.madeUnderOtherNames(footing.context)
    // A setup that was never here has nothing to take back: its name is another by now.
    if session.isNew(in: account), !others.isEmpty { throw Failure(others, code: 2) }
    for line in others { Output.message(line) }
    return 0
  }
}

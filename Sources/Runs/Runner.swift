import Checklist
import JSONDocument
import Prerequisites

/// Makes what was shown, or takes it back, one item after the other.
///
/// Each item is looked at before and after. Before: what stands as wanted already is passed over, and what would
/// now be another change than the one that was shown is not made. After: whether it worked is not for us to say,
/// only another look is; while the service or a person is still at it, it is looked at again and again. The
/// journal hears of each call before the account does, so that a run that was interrupted goes on by looking.
public struct Runner: Sendable {
  /// Sends one call that writes and returns its answer.
  public typealias Sender = @Sendable (Call) async throws(Obstacle) -> JSON

  private let prerequisites: Prerequisites
  /// A fresh look at the world, with nothing remembered from an earlier one.
  private let freshWorld: @Sendable () -> World
  /// Sends a call that makes something, and one that takes something away.
  private let making: Sender
  private let removing: Sender
  private let journal: JournalFile
  private let clock: RunClock
  /// Whether a run waits where only a person can go on. Without a person it goes on with what does not depend
  /// on that.
  private let waitsForPeople: Bool

  public init(
    prerequisites: Prerequisites, freshWorld: @escaping @Sendable () -> World, making: @escaping Sender,
    removing: @escaping Sender, journal: JournalFile, clock: RunClock, waitsForPeople: Bool
  ) {
    (self.prerequisites, self.freshWorld) = (prerequisites, freshWorld)
    (self.making, self.removing) = (making, removing)
    (self.journal, self.clock, self.waitsForPeople) = (journal, clock, waitsForPeople)
  }

  /// Makes the changes of a plan; tells of each as it goes. Stops where `isStopped` says so.
  /// - Parameter found: what stands there already and could be taken for onramp's later; the journal hears of it first.
  public func make(
    _ plan: Plan, _ context: Context, found: [Holding] = [], isStopped: @escaping @Sendable () -> Bool,
    tell: @escaping @Sendable (Progress) -> Void
  ) async throws(JournalFile.Problem) -> Ending {
    for one in found { try journal.record(JournalEntry(one.key, one.resource, .found, time: clock.now())) }
    let note = RunNote(isRemoval: false, keys: plan.changes.map(\.key), started: clock.now())
    return try await run(
      plan.changes, Making(prerequisites: prerequisites, start: context, journal: journal), making, note, isStopped,
      tell)
  }

  /// Takes the holdings back that are to go. `context` has the memory at the start, with which what was shown
  /// was computed.
  public func takeBack(
    _ inventory: Inventory, _ context: Context, isStopped: @escaping @Sendable () -> Bool,
    tell: @escaping @Sendable (Progress) -> Void
  ) async throws(JournalFile.Problem) -> Ending {
    try await strikeWhatIsGone(inventory, context)
    let note = RunNote(isRemoval: true, keys: inventory.going.map(\.key), started: clock.now())
    let ending = try await run(
      inventory.going, TakingBack(prerequisites: prerequisites, start: context), removing, note, isStopped, tell)
    guard ending == .complete, let unseen = context.ledger.unseen(in: inventory, clock.now()) else { return ending }
    return .stopped("\(unseen.key) on \(unseen.resource) was written a moment ago and is not seen yet")
  }

  /// A run that stopped while something was being taken away left it in the memory; what is seen gone by now is struck
  /// out, and with a thing of which nothing is left all that was set on it. So is what is about a thing in whose place
  /// others made another.
  private func strikeWhatIsGone(_ inventory: Inventory, _ context: Context) async throws(JournalFile.Problem) {
    let another = Set(inventory.holdings.filter(\.isAnother).map(\.resource))
    for old in another.sorted().flatMap(context.ledger.struck) {
      try journal.record(JournalEntry(old.key, old.resource, .removed, time: clock.now()))
    }
    let (held, resources) = (Set(inventory.holdings.map(\.key)), Set(inventory.holdings.map(\.resource)))
    for item in context.ledger.all where item.isGoing && !held.contains(item.key) {
      let world = freshWorld()
      let seen = await prerequisites.standing(of: item.key.step, world, context)
      let isThere = seen.holdings.contains { $0.key == item.key }
      guard !isThere, await world.obstacles().isEmpty else { continue }
      let isWhole = !resources.contains(item.resource)
      for gone in context.ledger.struck(on: item.resource) where isWhole || gone.key == item.key {
        try journal.record(JournalEntry(gone.key, gone.resource, .removed, time: clock.now()))
      }
    }
  }

  private func run<Course: Direction>(
    _ items: [Course.Item], _ direction: Course, _ send: @escaping Sender, _ note: RunNote,
    _ isStopped: @escaping @Sendable () -> Bool, _ tell: @escaping @Sendable (Progress) -> Void
  ) async throws(JournalFile.Problem) -> Ending {
    try note.write(beside: journal.path)
    var run = Walk(
      direction: direction, send: send, freshWorld: freshWorld, journal: journal, clock: clock,
      waitsForPeople: waitsForPeople, isStopped: isStopped, tell: tell)
    var notOver: [ItemKey: String] = [:]
    var reason: String?
    for item in items {
      if isStopped() { return .stopped("stopped before \(item.title)") }
      if let missing = item.after.first(where: { notOver[$0] != nil }), let why = notOver[missing] {
        notOver[item.key] = why
        reason = reason ?? "\(item.title) waits: \(why)"
        tell(.left(item.key, because: items.first { $0.key == missing }?.title ?? missing.rawValue))
        continue
      }
      tell(.started(item.key))
      let outcome = try await run.carryOut(item)
      if outcome == .stopped { return .stopped("stopped while \(item.title) is under way") }
      tell(outcome.progress(of: item.key))
      if let words = outcome.whyNot { notOver[item.key] = "\(item.title): \(words)" }
      if outcome.isFailure { reason = reason ?? notOver[item.key] }
    }
    if reason == nil { RunNote.remove(beside: journal.path) }
    return reason.map { .stopped($0) } ?? .complete
  }
}

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

  let prerequisites: Prerequisites
  /// A fresh look at the world, with nothing remembered from an earlier one.
  let freshWorld: @Sendable () -> World
  /// Sends a call that makes something, and one that takes something away.
  let making: Sender
  let removing: Sender
  let journal: JournalFile
  let clock: RunClock
  /// Whether a run waits where only a person can go on. Without a person it goes on with what does not depend
  /// on that.
  let waitsForPeople: Bool

  /// Makes the changes of a plan; tells of each as it goes. Stops where `isStopped` says so.
  public func make(
    _ plan: Plan, _ context: Context, isStopped: @escaping @Sendable () -> Bool,
    tell: @escaping @Sendable (Progress) -> Void
  ) async throws(JournalFile.Problem) -> Ending {
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
    return try await run(
      inventory.going, TakingBack(prerequisites: prerequisites, start: context), removing, note, isStopped, tell)
  }

  /// A run that stopped while the service was still taking something away left it in the memory; what is seen gone
  /// by now is struck out.
  private func strikeWhatIsGone(_ inventory: Inventory, _ context: Context) async throws(JournalFile.Problem) {
    let held = Set(inventory.holdings.map(\.key))
    for item in context.ledger.all where item.isGoing && !held.contains(item.key) {
      let world = freshWorld()
      let seen = await prerequisites.standing(of: item.key.step, world, context)
      let isThere = seen.holdings.contains { $0.key == item.key }
      guard !isThere, await world.obstacles().isEmpty else { continue }
      try journal.record(JournalEntry(item.key, item.resource, .removed, time: clock.now()))
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

/// What a run knows of time.
struct RunClock: Sendable {
  /// Seconds since 1970.
  let now: @Sendable () -> Double
  /// Lets some seconds pass.
  let sleep: @Sendable (Double) async -> Void

  static let system = RunClock(
    now: { Clock.now() }, sleep: { seconds in try? await Task.sleep(for: .seconds(seconds)) })

  /// Lets some seconds pass, and less when the run is to stop; false then.
  func pause(_ seconds: Double, unless isStopped: @Sendable () -> Bool) async -> Bool {
    var left = seconds
    while left > 0, !isStopped() {
      let part = min(left, 0.2)
      await sleep(part)
      left -= part
    }
    return !isStopped()
  }
}

/// What became of one item.
enum Outcome: Hashable, Sendable {
  case done
  /// It stands as it should; nothing was sent.
  case alreadyDone
  /// It is another by now than the one that was shown.
  case changed(Divergence)
  case failed(Obstacle)
  /// A person has to act, and nobody waits for it.
  case waiting(Underway)
  /// The operator stopped the run while the service, or a person, was still at it.
  case stopped

  func progress(of key: ItemKey) -> Progress {
    switch self {
    case .done: .done(key)
    case .alreadyDone: .alreadyDone(key)
    case .changed(let divergence): .left(key, because: divergence.inWords)
    case .failed(let obstacle): .failed(key, obstacle)
    case .waiting(let work): .underway(work)
    case .stopped: .failed(key, .cancelled)
    }
  }

  /// Why what comes after it cannot begin; nil when it can.
  var whyNot: String? {
    switch self {
    case .done, .alreadyDone: nil
    case .changed(let divergence): divergence.inWords
    case .failed(let obstacle): obstacle.inWords
    case .waiting(let work): work.words
    case .stopped: Obstacle.cancelled.inWords
    }
  }

  /// Whether the run did not come to its end because of it. Waiting for a person is no failure by itself.
  var isFailure: Bool {
    switch self {
    case .done, .alreadyDone, .waiting: false
    case .changed, .failed, .stopped: true
    }
  }
}

extension Obstacle {
  /// Whether it is certain that the call changed nothing.
  var isCertain: Bool {
    switch kind {
    case .denied, .notSignedIn, .throttled, .refused, .unexpected: true
    case .timedOut, .unreachable, .cancelled, .ambiguous: false
    }
  }
}

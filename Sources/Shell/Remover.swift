import Checklist
import JSONDocument
import Prerequisites

/// Takes back what onramp made and changed, in the order of the inventory.
///
/// Like `Applier`, it looks again before each thing, and sends only what was shown.
public struct Remover: Sendable {
  let prerequisites: Prerequisites
  let freshWorld: @Sendable () -> World
  let hand: Applier.Hand
  let journal: JournalFile
  let now: @Sendable () -> Double

  /// Takes the holdings back. `ledger` is the memory at the start: what was shown was computed with it.
  public func remove(
    _ inventory: Inventory, _ context: Context, isStopped: @Sendable () -> Bool, tell: @Sendable (Progress) -> Void
  ) async throws(JournalFile.Problem) -> Ending {
    var notGone: Set<ItemKey> = []
    var reason: String?
    try RunNote(isRemoval: true, keys: inventory.going.map(\.key), started: now()).write(beside: journal.path)
    for holding in inventory.going {
      if isStopped() { return .stopped("stopped before \(holding.title)") }
      if let blocker = holding.after.first(where: notGone.contains) {
        notGone.insert(holding.key)
        tell(.left(holding.key, because: blocker.rawValue))
        continue
      }
      tell(.started(holding.key))
      switch try await takeBack(holding, context) {
      case .gone: tell(.done(holding.key))
      case .nothingToDo: tell(.alreadyDone(holding.key))
      case .changed:
        notGone.insert(holding.key)
        tell(.left(holding.key, because: "the account changed since the inventory was shown"))
        reason = reason ?? "\(holding.title) changed since the inventory was shown"
      case .failed(let obstacle):
        notGone.insert(holding.key)
        tell(.failed(holding.key, obstacle))
        reason = reason ?? "\(holding.title): \(obstacle.inWords)"
      }
    }
    if reason == nil { RunNote.remove(beside: journal.path) }
    return reason.map { .stopped($0) } ?? .complete
  }

  private enum Outcome {
    case gone, nothingToDo, changed
    case failed(Obstacle)
  }

  /// Looks, and sends what was shown. After a lost answer it looks once more and goes on from what it sees.
  private func takeBack(_ holding: Holding, _ context: Context) async throws(JournalFile.Problem) -> Outcome {
    var lost: Obstacle?
    for _ in 0..<2 {
      let world = freshWorld()
      let present = await prerequisites.holdings(of: holding.step, world, context).first { $0.key == holding.key }
      guard let present, present.action != .keep else {
        // What cannot be seen is not gone.
        if let hidden = await world.obstacles().first { return .failed(hidden.obstacle) }
        // Gone, or not to be touched any more: another look at the end says which.
        if present == nil { try forget(holding, context) }
        return lost == nil ? .nothingToDo : .gone
      }
      let isShown = lost == nil ? present.calls == holding.calls : present.calls.allSatisfy(holding.calls.contains)
      guard isShown else { return .changed }
      try journal.record(entry(holding, .removing))
      guard let obstacle = await send(present.calls) else {
        try forget(holding, context)
        return .gone
      }
      guard !obstacle.isCertain else { return .failed(obstacle) }
      lost = obstacle
    }
    return .failed(lost ?? .cancelled)
  }

  private func send(_ calls: [Call]) async -> Obstacle? {
    for call in calls {
      do throws(Obstacle) {
        try await hand(call)
      } catch {
        // What is gone already is gone.
        if case .refused(let code, _, _) = error, Remover.goneCodes.contains(code) { continue }
        return error
      }
    }
    return nil
  }

  private static let goneCodes: Set<String> = [
    "NoSuchEntity", "NoSuchBucket", "NoSuchKey", "NotFound", "ResourceNotFound", "ResourceNotFoundException",
  ]

  /// Strikes a thing from the memory; with a thing that is gone, everything set on it.
  private func forget(_ holding: Holding, _ context: Context) throws(JournalFile.Problem) {
    try journal.record(entry(holding, .removed))
    guard holding.action == .remove else { return }
    for item in context.ledger.all where item.resource == holding.resource && item.key != holding.key {
      try journal.record(JournalEntry(item.key, item.resource, .removed, time: now()))
    }
  }

  private func entry(_ holding: Holding, _ event: JournalEntry.Event) -> JournalEntry {
    JournalEntry(holding.key, holding.resource, event, time: now())
  }
}

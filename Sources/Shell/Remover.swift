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
    for holding in inventory.going {
      if isStopped() { return .stopped("stopped before \(holding.title)") }
      if let blocker = holding.after.first(where: notGone.contains) {
        notGone.insert(holding.key)
        tell(.left(holding.key, because: blocker.rawValue))
        continue
      }
      tell(.started(holding.key))
      let present = await look(at: holding, context)
      guard let now = present, now.action != .keep else {
        // Gone already, or not to be touched any more: another look at the end says which.
        if present == nil { try forget(holding, context) }
        tell(.alreadyDone(holding.key))
        continue
      }
      guard now.calls == holding.calls else {
        notGone.insert(holding.key)
        tell(.left(holding.key, because: "the account changed since the inventory was shown"))
        reason = reason ?? "\(holding.title) changed since the inventory was shown"
        continue
      }
      try journal.record(entry(holding, .removing))
      if let obstacle = await send(now.calls), await !isGone(holding, after: obstacle, context) {
        notGone.insert(holding.key)
        tell(.failed(holding.key, obstacle))
        reason = reason ?? "\(holding.title): \(obstacle.inWords)"
        continue
      }
      try forget(holding, context)
      tell(.done(holding.key))
    }
    return reason.map { .stopped($0) } ?? .complete
  }

  /// The holding as it stands now; nil when nothing of it is there.
  private func look(at holding: Holding, _ context: Context) async -> Holding? {
    await prerequisites.holdings(of: holding.step, freshWorld(), context).first { $0.key == holding.key }
  }

  /// A lost answer is no refusal: another look tells whether it was done.
  private func isGone(_ holding: Holding, after obstacle: Obstacle, _ context: Context) async -> Bool {
    guard !obstacle.isCertain else { return false }
    return await look(at: holding, context) == nil
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

import Checklist
import JSONDocument
import Prerequisites

/// Makes the changes that were shown, one after the other.
///
/// Each step is looked at again before each of its changes: what stands as wanted already is passed over, and
/// what would now be another change than the one that was shown is not made. The journal hears of a change
/// before the account does. Whether a change worked is not for us to say: only another look is.
public struct Applier: Sendable {
  /// Sends one call that writes.
  public typealias Hand = @Sendable (Call) async throws(Obstacle) -> Void

  let prerequisites: Prerequisites
  /// A fresh look at the world, with nothing remembered from an earlier one.
  let freshWorld: @Sendable () -> World
  let hand: Hand
  let journal: JournalFile
  let now: @Sendable () -> Double

  /// Makes the changes of a plan; tells of each as it goes. Stops where `isStopped` says so, between calls.
  public func apply(
    _ plan: Plan, _ context: Context, isStopped: @Sendable () -> Bool, tell: @Sendable (Progress) -> Void
  ) async throws(JournalFile.Problem) -> Ending {
    var notMade: Set<ItemKey> = []
    var reason: String?
    try RunNote(isRemoval: false, keys: plan.changes.map(\.key), started: now()).write(beside: journal.path)
    for change in plan.changes {
      if isStopped() { return .stopped("stopped before \(change.title)") }
      if let missing = change.after.first(where: notMade.contains) {
        notMade.insert(change.key)
        tell(.left(change.key, because: plan.changes.first { $0.key == missing }?.title ?? missing.rawValue))
        continue
      }
      do throws(Refusal) {
        try await make(change, context, tell)
      } catch {
        switch error {
        case .obstacle(let obstacle): tell(.failed(change.key, obstacle))
        case .changed: tell(.left(change.key, because: "the account changed since the plan was shown"))
        case .journal(let problem): throw problem
        }
        notMade.insert(change.key)
        reason = reason ?? "\(change.title): \(error.inWords)"
      }
    }
    if reason == nil { RunNote.remove(beside: journal.path) }
    return reason.map { .stopped($0) } ?? .complete
  }

  private enum Refusal: Error {
    case obstacle(Obstacle)
    case changed
    case journal(JournalFile.Problem)

    var inWords: String {
      switch self {
      case .obstacle(let obstacle): obstacle.inWords
      case .changed: "the account changed since the plan was shown"
      case .journal: "the journal cannot be written"
      }
    }
  }

  private func make(_ change: Change, _ context: Context, _ tell: @Sendable (Progress) -> Void) async throws(Refusal) {
    tell(.started(change.key))
    guard let now = try await stillWanted(change, context) else { return tell(.alreadyDone(change.key)) }
    guard now.calls == change.calls else { throw .changed }
    try record(change, .intent(kind: change.kind, previous: now.previous, wanted: now.wanted))
    for call in now.calls {
      do throws(Obstacle) {
        try await hand(call)
      } catch {
        guard !error.isCertain else {
          try record(change, .refused(error.inWords))
          throw .obstacle(error)
        }
        // A lost answer is no refusal: another look tells whether it was done.
        try record(change, .ambiguous(error.inWords))
        guard try await stillWanted(change, context) == nil else { throw .obstacle(error) }
      }
    }
    try record(change, .done)
    tell(.done(change.key))
  }

  /// The change as it would be made now; nil when the account is seen to stand as wanted.
  private func stillWanted(_ change: Change, _ context: Context) async throws(Refusal) -> Change? {
    let ledger: Ledger
    do throws(JournalFile.Problem) {
      // What was made a moment ago counts: a bucket of ours gets our tag.
      ledger = Ledger(try JournalFile.entries(at: journal.path))
    } catch { throw .journal(error) }
    let world = freshWorld()
    let present = await prerequisites.changes(of: change.step, world, context.with(ledger: ledger))
    if let now = present.first(where: { $0.key == change.key }) { return now }
    // What cannot be seen does not stand as wanted.
    if let hidden = await world.obstacles().first { throw .obstacle(hidden.obstacle) }
    return nil
  }

  private func record(_ change: Change, _ event: JournalEntry.Event) throws(Refusal) {
    do throws(JournalFile.Problem) {
      try journal.record(JournalEntry(change.key, change.resource, event, time: now()))
    } catch { throw .journal(error) }
  }
}

extension Obstacle {
  /// Whether it is certain that the call changed nothing.
  var isCertain: Bool {
    switch self {
    case .denied, .notSignedIn, .throttled, .refused, .unexpected: true
    case .timedOut, .unreachable, .cancelled, .ambiguous: false
    }
  }
}

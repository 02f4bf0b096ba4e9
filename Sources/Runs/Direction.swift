import Checklist
import JSONDocument
import Prerequisites

/// Which way a run goes: what a look means for its items, and what the journal hears of them.
protocol Direction: Sendable {
  associatedtype Item: RunItem

  var prerequisites: Prerequisites { get }
  /// What the account is looked at with.
  func context() throws(JournalFile.Problem) -> Context
  /// What one step has still to do.
  func open(in step: StepStanding) -> [Item]
  /// Why an item that is not to be done any more does not stand as was shown; nil where it does.
  func divergence(from shown: Item, in step: StepStanding) -> Divergence?

  /// What the journal said at the start of this run of an item that is to be made.
  func memory(of item: Item) -> Ledger.Item?
  /// Whether calls whose answer was lost may be sent again while the item is seen open.
  var repeats: Bool { get }
  /// Error codes by which a service says that a call has nothing left to do.
  var goneCodes: Set<String> { get }

  /// What is journaled before the first call, when the service took it, and when it is known to have changed nothing.
  func intent(_ item: Item) -> JournalEntry.Event
  func acceptance(_ item: Item, _ answer: JSON) -> JournalEntry.Event?
  func refusal(_ obstacle: Obstacle) -> JournalEntry.Event?
  /// What is journaled once a look sees it over, by key and resource.
  /// - Parameter seen: what the look says stands there now, where it says so.
  func settlement(_ item: Item, hasSent: Bool, seen: Holding?) -> [(ItemKey, String, JournalEntry.Event)]
}

/// One step as one look saw it.
struct Standing: Sendable {
  let step: StepStanding
  /// The looks that were not to be had.
  let obstacles: [(call: Call, obstacle: Obstacle)]
}

/// One item as one look saw it.
enum Sight<Item: RunItem>: Sendable {
  /// It is still to be done, as it would be done now.
  case open(Item)
  case underway(Underway)
  case over
  /// There is nothing to be done for it any more, though it does not stand as was shown: it is somebody else's by now.
  case changed(Divergence)
  case hidden(Obstacle)
}

extension Direction {
  /// - Parameter hasSent: what was sent is looked for where it was sent; that another service cannot be seen says
  ///   nothing about it. Whose it is afterwards is no question of it any more.
  func sight(of shown: Item, in standing: Standing, hasSent: Bool) -> Sight<Item> {
    if let work = standing.step.underway.first(where: { $0.key == shown.key }) { return .underway(work) }
    if let item = open(in: standing.step).first(where: { $0.key == shown.key }) { return .open(item) }
    // What cannot be seen neither stands as wanted nor is it gone.
    let places = Set(shown.calls.map(\.door))
    if let hidden = standing.obstacles.first(where: { !hasSent || places.contains($0.call.door) }) {
      return .hidden(hidden.obstacle)
    }
    guard !hasSent, let divergence = divergence(from: shown, in: standing.step) else { return .over }
    return .changed(divergence)
  }
}

/// Making the changes of a plan.
struct Making: Direction {
  let prerequisites: Prerequisites
  let start: Context
  let journal: JournalFile

  /// What was made a moment ago counts: a bucket of ours gets our tag.
  func context() throws(JournalFile.Problem) -> Context {
    start.with(ledger: Ledger(try JournalFile.entries(at: journal.path)))
  }

  func open(in step: StepStanding) -> [Change] { step.changes }

  /// A change is needless only where what it was to repair holds.
  func divergence(from shown: Change, in step: StepStanding) -> Divergence? {
    step.broken().first { shown.repairs.contains($0.check) }.map { Divergence(from: shown, found: $0.found) }
  }

  func memory(of item: Change) -> Ledger.Item? { item.kind == .create ? start.ledger[item.key, item.resource] : nil }

  let repeats = false
  let goneCodes: Set<String> = []

  func intent(_ item: Change) -> JournalEntry.Event {
    .intent(kind: item.kind, previous: item.previous, wanted: item.wanted)
  }

  func acceptance(_ item: Change, _ answer: JSON) -> JournalEntry.Event? {
    let known = item.identity.compactMap { path in
      answer.member(at: path).flatMap { $0.string ?? $0.integer.map { String($0) } }
    }
    return .accepted(identity: known.isEmpty ? nil : known.joined(separator: " "))
  }

  func refusal(_ obstacle: Obstacle) -> JournalEntry.Event? {
    obstacle.isCertain ? .refused(obstacle.inWords) : .ambiguous(obstacle.inWords)
  }

  func settlement(_ item: Change, hasSent: Bool, seen: Holding?) -> [(ItemKey, String, JournalEntry.Event)] {
    guard hasSent else { return [] }
    // Where the answer did not name what was made, the look that sees it does.
    let named = item.kind == .create && item.identity.isEmpty ? seen?.identity : nil
    return (named.map { [(item.key, item.resource, .accepted(identity: $0))] } ?? []) + [
      (item.key, item.resource, .done)
    ]
  }
}

/// Taking back what onramp made and changed.
struct TakingBack: Direction {
  let prerequisites: Prerequisites
  /// With the memory at the start of the run: what was shown was computed with it.
  let start: Context

  func context() -> Context { start }

  func open(in step: StepStanding) -> [Holding] { step.holdings.filter { $0.action != .keep } }

  func divergence(from shown: Holding, in step: StepStanding) -> Divergence? {
    step.holdings.first { $0.key == shown.key }.flatMap { Divergence(from: shown, kept: $0) }
  }

  func memory(of item: Holding) -> Ledger.Item? { nil }

  /// What is gone already is not taken away again.
  let repeats = true
  let goneCodes: Set<String> = [
    "NoSuchEntity", "NoSuchBucket", "NoSuchKey", "NotFound", "ResourceNotFound", "ResourceNotFoundException",
  ]

  func intent(_ item: Holding) -> JournalEntry.Event { .removing }
  func acceptance(_ item: Holding, _ answer: JSON) -> JournalEntry.Event? { nil }
  func refusal(_ obstacle: Obstacle) -> JournalEntry.Event? { nil }

  /// Strikes a thing from the memory; with a thing that is gone or another setup's by now, everything set on it.
  func settlement(_ item: Holding, hasSent: Bool, seen: Holding?) -> [(ItemKey, String, JournalEntry.Event)] {
    let own: (ItemKey, String, JournalEntry.Event) = (item.key, item.resource, .removed)
    guard item.action == .remove || item.action == .handOver else { return [own] }
    let others = start.ledger.struck(on: item.resource).filter { $0.key != item.key }
    return others.map { ($0.key, $0.resource, .removed) } + [own]
  }
}

import Checklist

/// A run of changes, made or taken back: what became of each.
struct Run: Sendable {
  enum Kind: Equatable, Sendable { case apply, tearDown }

  enum State: Equatable, Sendable {
    case queued, running, done, alreadyDone
    case failed(Obstacle)
    case left(String)

    var holds: Bool { self == .done || self == .alreadyDone }

    var isOver: Bool {
      switch self {
      case .queued, .running: false
      case .done, .alreadyDone, .failed, .left: true
      }
    }
  }

  struct Item: Equatable, Sendable {
    let key: ItemKey
    let title: String
    let summary: String
    let sign: String
    let step: StepID
    /// What is left for a person once it is done.
    var afterwards: [String] = []
    var state = State.queued
    /// What was last said about what is on its way.
    var work: Underway?
    var startedAt: Int?
    var endedAt: Int?
  }

  let kind: Kind
  var items: [Item]
  let startedAt: Int
  var endedAt: Int?
  var ending: Ending?
  var stopping = false
  /// Whether the run's steps were looked at again since it ended.
  var lookedAgain = false

  /// The changes that were shown and agreed to.
  init(_ plan: Plan, now: Int) {
    kind = .apply
    items = plan.changes.map {
      Item(
        key: $0.key, title: $0.title, summary: $0.summary, sign: $0.kind.sign, step: $0.step, afterwards: $0.afterwards)
    }
    startedAt = now
  }

  /// The teardown of what was shown and chosen.
  init(_ inventory: Inventory, now: Int) {
    kind = .tearDown
    items = inventory.holdings.map {
      Item(key: $0.key, title: $0.title, summary: $0.reason, sign: $0.action == .remove ? "-" : "~", step: $0.step)
    }
    startedAt = now
  }

  var isActive: Bool { ending == nil }
  /// What the changes that are made leave for a person.
  var leftForYou: [String] { items.filter { $0.state == .done }.flatMap(\.afterwards) }
  var over: Int { items.count { $0.state.isOver } }
  /// How long it took so far, in milliseconds.
  func duration(_ now: Int) -> Int { (endedAt ?? now) - startedAt }

  /// The part of a person that is waited for.
  var personsPart: PersonsPart? {
    items.lazy.filter { $0.state == .running }.compactMap { $0.work.flatMap(PersonsPart.init) }.first
  }

  mutating func note(_ progress: Progress, now: Int) {
    switch progress {
    case .started(let key): change(key) { ($0.state, $0.startedAt) = (.running, now) }
    case .alreadyDone(let key): change(key) { ($0.state, $0.endedAt) = (.alreadyDone, now) }
    case .underway(let work):
      change(work.key) {
        // What an interrupted run began is waited for without being sent again.
        if $0.state == .queued { ($0.state, $0.startedAt) = (.running, now) }
        $0.work = work
      }
    case .done(let key): change(key) { ($0.state, $0.endedAt) = (.done, now) }
    case .failed(let key, let obstacle): change(key) { ($0.state, $0.endedAt) = (.failed(obstacle), now) }
    case .left(let key, let reason): change(key) { ($0.state, $0.endedAt) = (.left(reason), now) }
    }
  }

  mutating func end(_ ending: Ending, now: Int) {
    self.ending = ending
    endedAt = now
  }

  private mutating func change(_ key: ItemKey, _ body: (inout Item) -> Void) {
    guard let index = items.firstIndex(where: { $0.key == key }) else { return }
    body(&items[index])
  }
}

/// What only a person can do, with the page to do it on.
struct PersonsPart: Equatable, Sendable {
  let words: String
  let link: String
  let steps: [String]

  init?(_ work: Underway) {
    guard case .person(let link, let steps) = work.worker else { return nil }
    (self.words, self.link, self.steps) = (work.words, link, steps)
  }
}

import Checklist

/// A run of changes, made or taken back: what became of each.
struct Run: Sendable {
  enum Kind: Equatable, Sendable { case apply, tearDown }

  struct Item: Equatable, Sendable {
    let key: ItemKey
    let title: String
    let sign: String
    let step: StepID
    /// What is left for a person once it is done.
    var afterwards: [String] = []
    /// What was last told of it; nil while it is queued.
    var told: Progress?
    var startedAt: Int?
    var endedAt: Int?

    var isDone: Bool { told == .done(key) }
    /// Whether it stands as wanted.
    var holds: Bool { isDone || told == .alreadyDone(key) }
    var isRunning: Bool { told == .started(key) || work != nil }
    var isOver: Bool { told != nil && !isRunning }
    /// What is on its way.
    var work: Underway? { if case .underway(let work) = told { work } else { nil } }
  }

  let kind: Kind
  var items: [Item]
  let startedAt: Int
  var endedAt: Int?
  var ending: Ending?
  var stopping = false
  /// Whether the run's steps were looked at again since it ended.
  var lookedAgain = false

  /// Of what was shown and agreed to.
  init(_ agreed: Proposal, now: Int) {
    startedAt = now
    switch agreed {
    case .changes(let plan):
      kind = .apply
      items = plan.changes.map {
        Item(key: $0.key, title: $0.title, sign: $0.kind.sign, step: $0.step, afterwards: $0.afterwards)
      }
    case .removal(let inventory):
      kind = .tearDown
      items = inventory.holdings.map {
        Item(key: $0.key, title: $0.title, sign: $0.action == .remove ? "-" : "~", step: $0.step)
      }
    }
  }

  var isActive: Bool { ending == nil }
  /// What the changes that are made leave for a person.
  var leftForYou: [String] { items.filter(\.isDone).flatMap(\.afterwards) }
  var over: Int { items.count(where: \.isOver) }
  /// How long it took so far, in milliseconds.
  func duration(_ now: Int) -> Int { (endedAt ?? now) - startedAt }

  /// The part of a person that is waited for.
  var personsPart: PersonsPart? {
    items.lazy.compactMap { $0.work.flatMap(PersonsPart.init) }.first
  }

  mutating func note(_ progress: Progress, now: Int) {
    guard let index = items.firstIndex(where: { $0.key == progress.key }) else { return }
    items[index].told = progress
    // What an interrupted run began is waited for without being sent again.
    if items[index].isOver {
      items[index].endedAt = now
    } else {
      items[index].startedAt = items[index].startedAt ?? now
    }
  }

  mutating func end(_ ending: Ending, now: Int) {
    self.ending = ending
    endedAt = now
  }
}

/// What only a person can do, with the page to do it on.
struct PersonsPart: Equatable, Sendable {
  let link: String
  let steps: [String]

  init?(_ work: Underway) {
    guard case .person(let link, let steps) = work.worker else { return nil }
    (self.link, self.steps) = (link, steps)
  }
}

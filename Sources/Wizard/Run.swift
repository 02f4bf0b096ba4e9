import Checklist
import TextUI

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
    var detail = ""
    var startedAt: Int?
    var endedAt: Int?
  }

  let kind: Kind
  var items: [Item]
  let startedAt: Int
  var endedAt: Int?
  var ending: Ending?
  var stopping = false
  var cursor = ListCursor()
  /// Whether the run's steps were looked at again since it ended.
  var lookedAgain = false

  var isActive: Bool { ending == nil }
  /// What the changes that are made leave for a person.
  var leftForYou: [String] { items.filter { $0.state == .done }.flatMap(\.afterwards) }
  var over: Int { items.count { $0.state.isOver } }

  mutating func note(_ progress: Progress, now: Int) {
    switch progress {
    case .started(let key): change(key) { ($0.state, $0.startedAt) = (.running, now) }
    case .alreadyDone(let key): change(key) { ($0.state, $0.endedAt) = (.alreadyDone, now) }
    case .underway(let work): change(work.key) { $0.detail = work.words }
    case .done(let key): change(key) { ($0.state, $0.endedAt) = (.done, now) }
    case .failed(let key, let obstacle): change(key) { ($0.state, $0.endedAt) = (.failed(obstacle), now) }
    case .left(let key, let reason): change(key) { ($0.state, $0.endedAt) = (.left(reason), now) }
    }
  }

  mutating func change(_ key: ItemKey, _ body: (inout Item) -> Void) {
    guard let index = items.firstIndex(where: { $0.key == key }) else { return }
    body(&items[index])
  }
}

extension Model {
  /// Begins the changes that were shown and agreed to.
  mutating func apply(_ plan: Plan) -> [Effect] {
    run = Run(
      kind: .apply,
      items: plan.changes.map {
        Run.Item(
          key: $0.key, title: $0.title, summary: $0.summary, sign: $0.kind.sign, step: $0.step,
          afterwards: $0.afterwards)
      }, startedAt: now)
    checks.before = counts
    journey = .setUp
    files = []
    reportCursor = ListCursor()
    open(.apply)
    return [.apply(plan, saving: answersToSave)]
  }

  /// Begins the teardown of what was shown and chosen.
  mutating func tearDown(_ inventory: Inventory) -> [Effect] {
    run = Run(
      kind: .tearDown,
      items: inventory.holdings.map {
        Run.Item(
          key: $0.key, title: $0.title, summary: $0.reason, sign: $0.action == .restore ? "~" : "-", step: $0.step)
      }, startedAt: now)
    files = []
    reportCursor = ListCursor()
    open(.apply)
    return [.tearDown(inventory, account: facts.account ?? "")]
  }

  /// The run is over: show what it came to, and look again, because only looking makes a check green.
  mutating func finish(_ ending: Ending) -> [Effect] {
    guard var finished = run, finished.ending == nil else { return [] }
    finished.ending = ending
    finished.endedAt = now
    run = finished
    // What stopped part way may still have to be stored.
    if ending == .complete { holdsToken = false }
    if isLeaving { return [.quit(code: exitCode)] }
    if page == .apply { open(.report) }
    let failures = finished.items.compactMap { item -> String? in
      if case .failed(let obstacle) = item.state { return "\(item.title): \(obstacle.sentence)" }
      return nil
    }
    if case .stopped(let reason) = ending {
      layers.append(
        .problem(
          Problem(
            title: finished.kind == .apply ? "The changes stopped part way" : "The teardown stopped part way",
            lines: (failures.isEmpty ? [reason] : failures)
              + ["\(finished.items.count { $0.state == .done }) of \(finished.items.count) are done and kept."],
            advice: finished.kind == .apply
              ? "p shows the plan of what is left: nothing is made twice."
              : "What is left is found and chosen again.")))
    }
    if finished.kind == .tearDown {
      inventory.surveying = true
      return [.survey]
    }
    // What a run that stopped has not done stays picked: the plan is what is left.
    plan.picked = ending == .complete ? [] : Set(finished.items.filter { !$0.state.holds }.map(\.key))
    plan.left = []
    let touched = Set(finished.items.map(\.step))
    let waiting = Set(
      checks.reports.values.filter { $0.findings.contains { $0.status == .blocked } }.map(\.step))
    let again = steps.map(\.id).filter { touched.contains($0) || waiting.contains($0) }
    checks.running = Set(again)
    checks.startedAt = now
    return [.check(steps: again)]
  }
}

extension Obstacle {
  /// The obstacle in one sentence.
  var sentence: String {
    switch self {
    case .denied(let permission, let message): "not allowed: \(permission) is missing. \(message)"
    case .notSignedIn(let reason): "not signed in: \(reason)"
    case .throttled(let reason): "asked to slow down, and gave up: \(reason)"
    case .timedOut(let reason): "no answer in time: \(reason)"
    case .unreachable(let reason): "not reachable: \(reason)"
    case .refused(let code, let message, _): "\(code): \(message)"
    case .ambiguous(let reason): "sent, and no answer came, so it may have happened: \(reason)"
    case .cancelled: "stopped by the operator"
    case .unexpected(let reason): "a defect of onramp: \(reason)"
    }
  }
}

import Checklist

/// What was seen in the account so far, and what is being looked at.
struct Look: Sendable {
  private let order: [StepID]
  private(set) var reports: [StepID: StepReport] = [:]
  var running: Set<StepID> = []
  var startedAt: Int?
  var last: (seconds: Double, requests: Int)?
  /// When the last look was over, in milliseconds since the start.
  private(set) var endedAt: Int?
  /// What is left to do, by the last look that is over; nil before the first.
  private(set) var next: [Todo]?
  /// What hides several checks at once.
  private(set) var causes: [Cause] = []
  /// The exit code that the last look means.
  var code: Int32?
  /// The counts before the last run of changes, for the report.
  var before: [Status: Int]?

  init(_ steps: [StepOutline]) { order = steps.map(\.id) }

  /// In the order of the steps.
  var findings: [Finding] { order.flatMap { reports[$0]?.findings ?? [] } }

  /// Every change that was proposed, in an order in which each finds what it needs.
  var changes: Plan { Plan(order.flatMap { reports[$0]?.changes ?? [] }) }

  var counts: [Status: Int] { findings.counts }
  /// How many steps have which status.
  var stepCounts: [Status: Int] { reports.values.reduce(into: [:]) { $0[$1.status, default: 0] += 1 } }

  func finding(_ place: FindingPlace) -> Finding? {
    guard let findings = reports[place.step]?.findings, findings.indices.contains(place.index) else { return nil }
    return findings[place.index]
  }

  /// Where a check stands that is not as wanted, else where it stands at all.
  func place(_ check: CheckID) -> FindingPlace? {
    let places = order.flatMap { step in
      (reports[step]?.findings ?? []).indices.map { FindingPlace(step: step, index: $0) }
    }.filter { finding($0)?.check == check }
    return places.first { finding($0)?.status.isQuiet == false } ?? places.first
  }

  mutating func begin(_ steps: some Sequence<StepID>, now: Int) {
    running.formUnion(steps)
    startedAt = now
  }

  mutating func take(_ report: StepReport) {
    reports[report.step] = report
    running.remove(report.step)
    causes = Cause.wide(in: order.compactMap { reports[$0] })
  }

  mutating func end(seconds: Double, requests: Int, code: Int32?, next: [Todo], now: Int) {
    running = []
    startedAt = nil
    endedAt = now
    last = (seconds, requests)
    self.code = code
    self.next = next
  }

  /// What is left to do, as far as it is known.
  var todos: [Todo] { next ?? [] }

  /// How old what is shown is, from the first minute on: `3 m ago`.
  func age(_ now: Int) -> String? {
    guard let endedAt, now - endedAt >= 60_000 else { return nil }
    let minutes = (now - endedAt) / 60_000
    return minutes < 60 ? "\(minutes) m ago" : "\(minutes / 60) h ago"
  }

  /// Milliseconds until its age is told otherwise.
  func nextAge(_ now: Int) -> Int? {
    endedAt.map { 60_000 - (now - $0) % 60_000 }
  }

  /// Whether everything of the setup was looked at, so that what is not shown is not there.
  var hasSeenAll: Bool { hasSeen(Set(order)) }

  /// Whether everything of some steps was looked at.
  func hasSeen(_ steps: Set<StepID>) -> Bool {
    running.isDisjoint(with: steps)
      && steps.allSatisfy { step in
        reports[step].map { report in
          !report.findings.contains { [.unknown, .blocked, .crash].contains($0.status) }
        } ?? false
      }
  }

  /// The steps that a run touched, and those that wait for something.
  func steps(touchedBy run: Run) -> [StepID] {
    let touched = Set(run.items.map(\.step))
    return order.filter { step in
      touched.contains(step) || reports[step]?.findings.contains { $0.status == .blocked } == true
    }
  }

  /// Whether a finding asks for attention itself. What only waits for another check is a consequence: it counts
  /// where there is nothing else.
  func isCause(_ finding: Finding?) -> Bool {
    guard let finding, finding.status.needsAttention else { return false }
    return finding.status.isTrouble || !findings.contains { $0.status.isTrouble }
  }
}

/// Where a finding stands in the reports; the next look at its step leaves it there.
struct FindingPlace: Hashable, Sendable {
  let step: StepID
  let index: Int
}

extension Sequence<Finding> {
  /// How many have which status.
  var counts: [Status: Int] { reduce(into: [:]) { $0[$1.status, default: 0] += 1 } }
}

extension Status {
  /// Needs attention, and is no mere consequence of something else.
  var isTrouble: Bool { needsAttention && self != .blocked }
}

import Checklist

/// What was seen in the account so far, and what is being looked at.
struct Look: Sendable {
  private let order: [StepID]
  var reports: [StepID: StepReport] = [:]
  var running: Set<StepID> = []
  var startedAt: Int?
  var last: (seconds: Double, requests: Int)?
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

  func finding(_ place: FindingPlace) -> Finding? {
    guard let findings = reports[place.step]?.findings, findings.indices.contains(place.index) else { return nil }
    return findings[place.index]
  }

  mutating func begin(_ steps: some Sequence<StepID>, now: Int) {
    running.formUnion(steps)
    startedAt = now
  }

  mutating func end(seconds: Double, requests: Int, code: Int32?) {
    running = []
    startedAt = nil
    last = (seconds, requests)
    self.code = code
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

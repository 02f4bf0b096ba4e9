import Checklist
import TextUI

/// The findings so far, and how the operator looks at them.
struct Checks: Sendable {
  var reports: [StepID: StepReport] = [:]
  var running: Set<StepID> = []
  var startedAt: Int?
  var last: (seconds: Double, requests: Int)?
  /// The exit code that the last look means.
  var code: Int32?
  /// The counts before the last run of changes, for the report.
  var before: [Status: Int]?

  var cursor = ListCursor()
  var moved = false
  var folded: Set<StepID> = []
  var onlyProblems = false
  var filtering = false
  var filter = TextField()
  var readingDetail = false
  var detailTop = 0
}

/// A row of the checks page.
enum CheckRow: Hashable {
  case step(StepID)
  case finding(StepID, Int)

  var step: StepID {
    switch self {
    case .step(let id), .finding(let id, _): id
    }
  }
}

extension Model {
  /// The rows of the checks page, in the order of the steps.
  var checkRows: [CheckRow] {
    let words = checks.filter.text.lowercased()
    let hasCauses = checks.onlyProblems && allFindings.contains { $0.status.isTrouble }
    return steps.flatMap { step -> [CheckRow] in
      guard let report = checks.reports[step.id] else {
        let isWanted = words.isEmpty || step.title.lowercased().contains(words)
        return isWanted && !checks.onlyProblems ? [.step(step.id)] : []
      }
      let shown = report.findings.indices.filter { index in
        let finding = report.findings[index]
        if checks.onlyProblems, !(hasCauses ? finding.status.isTrouble : finding.status.needsAttention) { return false }
        return words.isEmpty || finding.matches(words)
      }
      guard !shown.isEmpty || (words.isEmpty && !checks.onlyProblems) else { return [] }
      if checks.folded.contains(step.id), words.isEmpty { return [.step(step.id)] }
      return [.step(step.id)] + shown.map { .finding(step.id, $0) }
    }
  }

  var selectedCheckRow: CheckRow? {
    let rows = checkRows
    return rows.indices.contains(checks.cursor.selected) ? rows[checks.cursor.selected] : rows.last
  }

  func finding(_ row: CheckRow?) -> Finding? {
    guard case .finding(let step, let index) = row, let findings = checks.reports[step]?.findings,
      findings.indices.contains(index)
    else { return nil }
    return findings[index]
  }

  /// The finding that `f`, `c` and `o` speak about.
  var selectedFinding: Finding? {
    switch page {
    case .checks: return finding(selectedCheckRow)
    case .plan: return selectedChange.flatMap { change in allFindings.first { change.repairs.contains($0.check) } }
    case .report: return selectedReportRow?.finding
    default: return nil
    }
  }

  var allFindings: [Finding] { steps.flatMap { checks.reports[$0.id]?.findings ?? [] } }

  var counts: [Status: Int] { allFindings.reduce(into: [:]) { $0[$1.status, default: 0] += 1 } }

  /// Keeps the selected row when findings come in above it.
  mutating func keepingCheckRow(_ body: (inout Model) -> Void) {
    let row = selectedCheckRow
    body(&self)
    guard checks.moved, let row else { return }
    let rows = checkRows
    if let index = rows.firstIndex(of: row) ?? rows.firstIndex(of: .step(row.step)) {
      checks.cursor.selected = index
    }
  }

  mutating func startChecking(_ wanted: [StepID]?) -> [Effect] {
    let missing = form.filter { problem(with: $0) != nil }
    if let first = missing.first {
      open(.inputs)
      if let index = form.firstIndex(of: first) { inputs.cursor.selected = index }
      say("\(first.label) needs an answer before a look")
      return []
    }
    guard run?.isActive != true else {
      say("The changes under way come first")
      return []
    }
    let ids = wanted ?? steps.map(\.id)
    checks.running.formUnion(ids)
    checks.startedAt = now
    checks.last = nil
    notice = nil
    open(.checks)
    var effects: [Effect] = []
    if inputs.values != inputs.adopted {
      inputs.adopted = inputs.values
      effects.append(.adopt(values: inputs.values))
    }
    return effects + [.check(steps: wanted)]
  }
}

extension Model {
  /// To the row that is to be seen first: what does not hold, else what asks for attention.
  mutating func selectFirstCause() {
    let rows = checkRows
    let failing = rows.firstIndex { [.fail, .crash].contains(finding($0)?.status) }
    guard let first = failing ?? rows.firstIndex(where: { isCause(finding($0)) }) else { return }
    checks.cursor.selected = first
    checks.detailTop = 0
  }

  /// Whether a row asks for attention itself. What only waits for another check is a consequence: it counts
  /// where there is nothing else.
  func isCause(_ finding: Finding?) -> Bool {
    guard let finding, finding.status.needsAttention else { return false }
    return finding.status.isTrouble || !allFindings.contains { $0.status.isTrouble }
  }
}

extension Status {
  /// Needs attention, and is no mere consequence of something else.
  var isTrouble: Bool { needsAttention && self != .blocked }
}

extension Finding {
  func matches(_ words: String) -> Bool {
    [title, check.rawValue, step.rawValue, status.rawValue, resource ?? "", found].contains {
      $0.lowercased().contains(words)
    }
  }

  var wizardFix: (confidence: Confidence, keys: [ItemKey], changes: [String])? {
    for case .wizard(let confidence, let keys, let changes) in fixes { return (confidence, keys, changes) }
    return nil
  }

  var commandFix: (commands: [[String]], files: [String: String])? {
    for case .commands(_, let commands, let files) in fixes { return (commands, files) }
    return nil
  }

  var consoleFix: (url: String, steps: [String])? {
    for case .console(let url, let steps) in fixes { return (url, steps) }
    return nil
  }

  var terraform: String? {
    for case .terraform(let text) in fixes { return text }
    return nil
  }
}

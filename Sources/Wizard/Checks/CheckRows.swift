import Checklist
import TextUI

/// A row of the checks page.
enum CheckRow: Hashable, Sendable {
  case step(StepID)
  case finding(FindingPlace)

  var step: StepID {
    switch self {
    case .step(let id): id
    case .finding(let place): place.step
    }
  }

  var finding: FindingPlace? { if case .finding(let place) = self { place } else { nil } }
}

/// Which rows there are: what is folded, filtered and left out.
struct CheckRows: Equatable, Sendable {
  var folded: Set<StepID> = []
  var onlyProblems = false
  var filter = TextField()

  /// In the order of the steps.
  func rows(_ shared: Shared) -> [CheckRow] {
    let words = filter.text.lowercased()
    let hasCauses = onlyProblems && shared.look.findings.contains { $0.status.isTrouble }
    return shared.steps.flatMap { step -> [CheckRow] in
      guard let report = shared.look.reports[step.id] else {
        let isWanted = words.isEmpty || step.title.lowercased().contains(words)
        return isWanted && !onlyProblems ? [.step(step.id)] : []
      }
      let shown = report.findings.indices.filter { index in
        let finding = report.findings[index]
        if onlyProblems, !(hasCauses ? finding.status.isTrouble : finding.status.needsAttention) { return false }
        return words.isEmpty || finding.matches(words)
      }
      guard !shown.isEmpty || (words.isEmpty && !onlyProblems) else { return [] }
      if folded.contains(step.id), words.isEmpty { return [.step(step.id)] }
      return [.step(step.id)] + shown.map { .finding(FindingPlace(step: step.id, index: $0)) }
    }
  }
}

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

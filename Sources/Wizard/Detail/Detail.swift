import Checklist
import TextUI

/// What a detail is about.
enum Subject: Equatable, Sendable {
  case step(StepID)
  case finding(FindingPlace)
  case change(ItemKey)
  case holding(ItemKey)
}

/// Everything about one finding, change or thing, in lines of some width: beside a list, or on a page of its own.
struct Detail {
  let shared: Shared
  let width: Int

  var glyphs: Glyphs { shared.glyphs }

  func lines(of subject: Subject) -> [Line] {
    switch subject {
    case .step(let id): lines(step: id)
    case .finding(let place): shared.look.finding(place).map(lines) ?? []
    case .change(let key): shared.allChanges.changes.first { $0.key == key }.map(lines) ?? []
    case .holding(let key): shared.removal.holdings.first { $0.key == key }.map(lines) ?? []
    }
  }

  func labelled(_ label: String, _ text: String, _ role: Role = .plain) -> [Line] {
    glyphs.labelled(label, text, role, width: width)
  }
}

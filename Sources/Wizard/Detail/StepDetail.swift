import Checklist
import TextUI

extension Detail {
  /// What a step is for, and what was found of it.
  func lines(step id: StepID) -> [Line] {
    let outline = shared.steps.first { $0.id == id }
    var lines = [Line([Span(outline?.title ?? id.rawValue, .title)], right: [Span(id.rawValue, .dim)])]
    if let about = outline?.about, !about.isEmpty { lines += glyphs.lines(about, width: width, indent: 2) }
    guard let report = shared.look.reports[id] else { return lines }
    var counts: [Status: Int] = [:]
    for finding in report.findings { counts[finding.status, default: 0] += 1 }
    lines += labelled("Found", summary(of: counts))
    for change in report.changes { lines += labelled("Could do", "\(change.kind.sign) \(change.title)") }
    return lines
  }
}

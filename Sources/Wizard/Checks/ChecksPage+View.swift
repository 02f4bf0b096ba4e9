import Checklist
import TextUI

extension ChecksPage {
  func rows(_ shared: Shared) -> [Line] { checkRows(shared).map { line($0, shared) } }

  func emptiness(_ shared: Shared) -> Span {
    Span(filter.field.isEmpty ? "Nothing needs attention. v shows everything." : "No row has these words.", .dim)
  }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    drawList(&frame, shared)
    guard filter != Filter() else { return }
    let layout = shared.layout
    let row = layout.top + layout.listHeight() - 1
    frame.fill(row: row, column: 0, width: layout.listWidth)
    let column = 3 + frame.put(" / ", row: row, column: 1, style: Style(.key))
    if filter.isTyped {
      frame.field(filter.field, row: row, column: column, width: 30, focused: true)
    } else {
      frame.put(filter.field.text + "   Esc clears", row: row, column: column, limit: layout.listWidth - column)
    }
  }

  private func line(_ row: Subject, _ shared: Shared) -> Line {
    if case .step(let id) = row { return stepLine(id, shared) }
    return shared.look.finding(of: row).map { findingLine($0, shared) } ?? .blank
  }

  private func findingLine(_ finding: Finding, _ shared: Shared) -> Line {
    let glyphs = shared.glyphs
    let isPicked = finding.wizardFix.map { shared.picks.holds($0.keys) } ?? false
    var right: [Span] = isPicked ? [Span("in plan ", .added)] : []
    let room =
      shared.layout.listWidth - 12 - glyphs.markWidth - displayWidth(finding.title)
      - displayWidth(finding.check.rawValue)
    let brief = finding.brief
    if !isPicked, room >= 12, !brief.isEmpty {
      let short = displayWidth(brief) <= room ? brief : glyphs.cut(brief, to: room - 1)
      right.append(Span(short + "  ", .dim))
    }
    right.append(Span(finding.check.rawValue, .dim))
    return Line([Span(" "), glyphs.mark(finding.status), Span(" " + finding.title)], right: right)
  }

  private func stepLine(_ id: StepID, _ shared: Shared) -> Line {
    let (look, glyphs) = (shared.look, shared.glyphs)
    let title = look.reports[id]?.title ?? shared.steps.first { $0.id == id }?.title ?? id.rawValue
    let isRunning = look.running.contains(id)
    guard let report = look.reports[id] else {
      let sign = isRunning ? Span(glyphs.working, .info) : Span(glyphs.queued, .dim)
      return Line([sign, Span(" " + title)], right: [Span(isRunning ? "looking" : "not looked at", .dim)])
    }
    let ok = report.findings.count { $0.status == .pass || $0.status == .accepted }
    let counting = report.findings.count { $0.status != .skipped }
    let fold = folded.contains(id) ? glyphs.folded : glyphs.open
    let sign = isRunning ? Span(glyphs.working, .info) : Span(fold, .dim)
    let word = counting == 0 ? "skipped" : "\(ok)/\(counting)"
    return Line(
      [sign, Span(" "), Span(title, .title)],
      right: [Span(isRunning ? "looking  " : "", .info), Span(word, glyphs.mark(report.status).style.role)])
  }
}

extension Finding {
  fileprivate var brief: String {
    switch status {
    case .blocked: blockedBy.map { "after \($0)" } ?? ""
    default: found.split(separator: "\n").first.map(String.init) ?? ""
    }
  }
}

import Checklist
import TextUI

extension ChecksPage {
  func rows(_ shared: Shared) -> [Line] { checkRows(shared).map { line($0, shared) } }

  func emptiness(_ shared: Shared) -> Span {
    guard filter.field.isEmpty else { return Span("No check has these words.", .dim) }
    let look = shared.look
    return Span(
      look.running.isEmpty && !look.reports.isEmpty ? "Nothing needs attention. v shows the steps." : "", .dim)
  }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    drawList(&frame, shared)
    guard filter != Filter() else { return }
    let split = split(shared)
    let (layout, row) = (shared.layout, split.listTop + split.listHeight - 1)
    frame.fill(row: row, column: 0, width: layout.listWidth)
    let column = 3 + frame.put(" / ", row: row, column: 1, style: Style(.key))
    if filter.isTyped {
      frame.field(filter.field, row: row, column: column, width: 30, focused: true)
    } else {
      frame.put(filter.field.text + "   Esc clears", row: row, column: column, limit: layout.listWidth - column)
    }
  }

  private func line(_ row: Subject, _ shared: Shared) -> Line {
    switch row {
    case .step(let id): scope == .steps && filter.words.isEmpty ? stepLine(id, shared) : headingLine(id, shared)
    case .folded(let id): foldedLine(id, shared)
    case .cause(let index): causeLine(index, shared)
    case .finding, .change, .holding: shared.look.finding(of: row).map { findingLine($0, shared) } ?? .blank
    }
  }

  /// One thing that hides several checks.
  private func causeLine(_ index: Int, _ shared: Shared) -> Line {
    let cause = shared.look.causes[index]
    let count = Span("hides \(counted(cause.hidden.count, "check"))", .dim)
    let room = shared.layout.listWidth - shared.glyphs.markWidth - count.text.count - 6
    return Line(
      [shared.glyphs.mark(Status.unknown), Span(" " + shared.glyphs.cut(cause.inWords, to: max(8, room)), .warn)],
      right: [count])
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

  /// A step in one line: its status, its name, and what stands there in the account's own values. The first of each
  /// track names it.
  private func stepLine(_ id: StepID, _ shared: Shared) -> Line {
    let (look, glyphs, steps) = (shared.look, shared.glyphs, shared.steps)
    let index = steps.firstIndex { $0.id == id } ?? 0
    let isFirst = index == 0 || steps[index - 1].track != steps[index].track
    let track = isFirst && steps[index].track != .all ? steps[index].track.rawValue : ""
    let width = steps.map { displayWidth($0.title) }.max() ?? 0
    let title = steps[index].title
    let pad = String(repeating: " ", count: width - displayWidth(title) + 2)
    let isRunning = look.running.contains(id)
    let report = look.reports[id]
    let sign =
      isRunning ? Span(glyphs.working, .info) : report.map { glyphs.mark($0.status) } ?? Span(glyphs.queued, .dim)
    let isPicked = report?.changes.contains { shared.picks.picked.contains($0.key) } ?? false
    let right = (isPicked ? [Span("in plan  ", .added)] : []) + (track.isEmpty ? [] : [Span(track, .dim)])
    let room = shared.layout.listWidth - glyphs.markWidth - width - right.width - 8
    let state = report?.state ?? (isRunning ? "looking" : "not looked at")
    let role: Role = report?.status.needsAttention == true ? .plain : .dim
    return Line([sign, Span(" " + title + pad), Span(glyphs.cut(state, to: max(4, room)), role)], right: right)
  }

  /// A step above its checks.
  private func headingLine(_ id: StepID, _ shared: Shared) -> Line {
    let (look, glyphs) = (shared.look, shared.glyphs)
    let title = look.reports[id]?.title ?? shared.steps.first { $0.id == id }?.title ?? id.rawValue
    let isRunning = look.running.contains(id)
    guard let report = look.reports[id] else {
      let sign = isRunning ? Span(glyphs.working, .info) : Span(glyphs.queued, .dim)
      return Line([sign, Span(" " + title)], right: [Span(isRunning ? "looking" : "not looked at", .dim)])
    }
    let ok = report.findings.count { $0.status == .pass || $0.status == .accepted }
    let counting = report.findings.count { $0.status != .skipped }
    let sign = isRunning ? Span(glyphs.working, .info) : Span(glyphs.open, .dim)
    let word = counting == 0 ? "skipped" : "\(ok)/\(counting)"
    return Line(
      [sign, Span(" "), Span(title, .title)],
      right: [Span(isRunning ? "looking  " : "", .info), Span(word, glyphs.mark(report.status).style.role)])
  }

  /// What is as wanted, in one line.
  private func foldedLine(_ id: StepID, _ shared: Shared) -> Line {
    let counts = (shared.look.reports[id]?.findings ?? []).counts
    let passed = counts[.pass, default: 0]
    let skipped = counts[.skipped, default: 0]
    let words =
      (passed > 0 ? ["\(counted(passed, "check")) pass\(passed == 1 ? "es" : "")"] : [])
      + (skipped > 0 ? ["\(skipped) skipped"] : [])
    let mark = shared.glyphs.mark(passed > 0 ? .pass : .skipped)
    return Line(
      [Span(" "), mark, Span(" " + words.joined(separator: ", "), .dim)], right: [Span("Enter shows them", .dim)])
  }
}

extension Cause {
  /// What happened, what to do about it, what it hides, and the policy to copy.
  var lines: [String] {
    let policy = policy.map { ["", "As an IAM policy for whoever signs in here:", "", $0] } ?? []
    return [inWords, "", "What to do: \(remedy)."] + policy
      + ["", "Not known because of it:"] + hidden.map { "  \($0.check) \($0.title)" }
  }
}

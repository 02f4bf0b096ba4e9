import Checklist
import TextUI

/// A row of the report: text, or something that remains for a person.
struct ReportRow: Equatable {
  let line: Line
  var finding: Finding?

  init(_ line: Line, finding: Finding? = nil) {
    self.line = line
    self.finding = finding
  }
}

extension Model {
  var selectedReportRow: ReportRow? {
    let rows = reportRows
    return rows.indices.contains(reportCursor.selected) ? rows[reportCursor.selected] : nil
  }

  var reportRows: [ReportRow] {
    var rows: [ReportRow] = []
    func add(_ text: String, _ role: Role = .plain) {
      rows += wrapped(text, width: size.columns - 4, ascii: glyphs.ascii).map { ReportRow(Line($0, role)) }
    }
    guard let run else {
      add("Nothing was changed in this session.")
      return rows
    }
    add(reportHeadline(run), run.ending == .complete ? .ok : .warn)
    add("")
    add(reportTally(run))
    if run.kind == .apply {
      if let before = checks.before { rows.append(ReportRow(Line([Span("Before  ", .dim)] + countSpans(before)))) }
      let present = checks.running.isEmpty ? countSpans(counts) : [Span("looking again", .info)]
      rows.append(ReportRow(Line([Span("Now     ", .dim)] + present)))
    }
    // What a person has to do comes before what was done.
    let left = run.leftForYou
    if !left.isEmpty {
      add("")
      add("Left for you", .title)
      for sentence in left { add("  " + sentence, .warn) }
    }
    rows += run.kind == .apply ? remainingRows : leftoverRows
    add("")
    add(run.kind == .apply ? "What was done" : "What was taken away", .title)
    for item in run.items {
      let mark = runMark(item)
      var spans = [Span("  "), Span(mark.0, mark.1), Span(" " + item.title)]
      if case .failed(let obstacle) = item.state { spans.append(Span("  " + obstacle.sentence, .bad)) }
      if case .left(let reason) = item.state { spans.append(Span("  " + reason, .dim)) }
      if item.state == .alreadyDone { spans.append(Span("  stood there already", .dim)) }
      let hang = Span(String(repeating: " ", count: 3 + glyphs.markWidth))
      for (index, row) in wrapped(spans, width: size.columns - 8, ascii: glyphs.ascii).enumerated() {
        let text = index == 0 ? row : [hang] + row.map { Span($0.text.trimmed, style: $0.style) }
        rows.append(ReportRow(Line(text)))
      }
    }
    if !files.isEmpty {
      add("")
      add("Saved", .title)
      for file in files { add("  " + file) }
    }
    return rows
  }

  func reportHeadline(_ run: Run) -> String {
    let open = counts[.fail, default: 0] + counts[.crash, default: 0]
    let unjudged = counts[.blocked, default: 0] + counts[.unknown, default: 0]
    switch (run.kind, run.ending) {
    case (_, nil): return "Under way."
    case (_, .stopped(let reason)): return "Stopped part way: \(reason)"
    // Only looking makes it so.
    case (_, .complete) where isBusy: return "Done; looking again."
    case (.tearDown, .complete): return "Taken away, and looked at again."
    case (.apply, .complete) where open == 0 && unjudged == 0: return "Done. Nothing required is wrong now."
    case (.apply, .complete) where open == 0: return "Done. \(counted(unjudged, "check")) could not be judged yet."
    case (.apply, .complete): return "Done. \(counted(open, "check")) still do\(open == 1 ? "es" : "") not hold."
    }
  }

  func reportTally(_ run: Run) -> String {
    let done = run.items.count { $0.state == .done }
    let already = run.items.count { $0.state == .alreadyDone }
    let left = run.items.count { if case .left = $0.state { true } else { $0.state == .queued } }
    let failed = run.items.count { if case .failed = $0.state { true } else { false } }
    let time = elapsed((run.endedAt ?? now) - run.startedAt)
    return "Done \(done)   stood already \(already)   not begun \(left)   failed \(failed)   in \(time)"
  }

  /// What onramp cannot do, or was not asked to.
  private var remainingRows: [ReportRow] {
    let open = allFindings.filter {
      $0.status == .notYet || ($0.status.needsAttention && $0.status != .blocked)
    }
    guard !open.isEmpty else { return [] }
    var rows = [ReportRow(.blank), ReportRow(Line("What remains", .title))]
    for finding in open {
      let hint =
        finding.wizardFix.map { plan.picked.isDisjoint(with: $0.keys) ? "f fix" : "in plan" }
        ?? (finding.consoleFix != nil ? "o open" : finding.commandFix != nil ? "c" : "")
      rows.append(
        ReportRow(
          Line(
            [Span("  "), mark(finding.status), Span(" " + finding.title)],
            right: [Span(hint, .key), Span("  " + finding.check.rawValue, .dim)]), finding: finding))
    }
    return rows
  }

  /// The last look after a teardown.
  private var leftoverRows: [ReportRow] {
    var rows = [ReportRow(.blank), ReportRow(Line("The last look", .title))]
    guard !inventory.surveying, inventory.found != nil else {
      return rows + [ReportRow(Line("  looking", .dim))]
    }
    let going = holdings.filter { $0.action != .keep }
    let kept = holdings.filter { $0.action == .keep }
    if going.isEmpty { rows.append(ReportRow(Line("  Nothing of ours is left.", .ok))) }
    for holding in going {
      rows.append(ReportRow(Line([Span("  "), Span(glyphs.warn, .warn), Span(" still there: \(holding.title)")])))
    }
    for holding in kept {
      rows.append(
        ReportRow(
          Line([Span("  "), Span(glyphs.skipped, .dim), Span(" stays: \(holding.title), \(holding.reason)", .dim)])))
    }
    return rows
  }
}

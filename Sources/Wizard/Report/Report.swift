import Basics
import Checklist
import TextUI

/// A row of the report: text, or something that remains for a person.
struct ReportRow: Equatable {
  let line: Line
  var finding: FindingPlace?

  init(_ line: Line, finding: FindingPlace? = nil) {
    self.line = line
    self.finding = finding
  }
}

/// What the report page says, and in what order.
struct Report {
  let shared: Shared

  private var glyphs: Glyphs { shared.glyphs }
  private var look: Look { shared.look }
  private var removal: Removal { shared.removal }

  var rows: [ReportRow] {
    let width = shared.layout.columns - 4
    func text(_ text: String, _ role: Role = .plain) -> [ReportRow] {
      glyphs.lines(text, width: width, role).map { ReportRow($0) }
    }
    guard let run = shared.run else { return text("Nothing was changed in this session.") }
    var rows = text(headline(run), run.ending == .complete ? .ok : .warn) + text("") + text(run.tally(shared.now))
    if run.kind == .apply {
      if let before = look.before {
        rows.append(ReportRow(Line([Span("Before  ", .dim)] + glyphs.spans(of: before))))
      }
      let present = look.running.isEmpty ? glyphs.spans(of: look.counts) : [Span("looking again", .info)]
      rows.append(ReportRow(Line([Span("Now     ", .dim)] + present)))
    }
    // What a person has to do comes before what was done.
    let left = run.leftForYou
    if !left.isEmpty { rows += text("") + text("Left for you", .title) + left.flatMap { text("  " + $0, .warn) } }
    rows += run.kind == .apply ? remainingRows : leftoverRows
    rows += text("") + text(run.kind == .apply ? "What was done" : "What was taken away", .title)
    rows += run.items.flatMap(itemRows)
    if !shared.files.isEmpty {
      rows += text("") + text("Saved", .title) + shared.files.flatMap { text("  " + $0) }
    }
    return rows
  }

  /// What the run came to, in one sentence.
  func headline(_ run: Run) -> String {
    let counts = look.counts
    let open = counts[.fail, default: 0] + counts[.crash, default: 0]
    let unjudged = counts[.blocked, default: 0] + counts[.unknown, default: 0]
    switch (run.kind, run.ending) {
    case (_, nil): return "Under way."
    case (_, .stopped(let reason)): return "Stopped part way: \(reason)"
    // Only looking makes it so.
    case (_, .complete) where shared.isBusy: return "Done; looking again."
    case (.tearDown, .complete): return "Taken away, and looked at again."
    case (.apply, .complete) where open == 0 && unjudged == 0: return "Done. Nothing required is wrong now."
    case (.apply, .complete) where open == 0: return "Done. \(counted(unjudged, "check")) could not be judged yet."
    case (.apply, .complete): return "Done. \(counted(open, "check")) still do\(open == 1 ? "es" : "") not hold."
    }
  }

  private func itemRows(_ item: Run.Item) -> [ReportRow] {
    var spans = [Span("  "), glyphs.mark(item.state, shared.now), Span(" " + item.title)]
    switch item.state {
    case .failed(let obstacle): spans.append(Span("  " + obstacle.inWords, .bad))
    case .left(let reason): spans.append(Span("  " + reason, .dim))
    case .alreadyDone: spans.append(Span("  stood there already", .dim))
    case .queued, .running, .done: break
    }
    let hang = Span(String(repeating: " ", count: 3 + glyphs.markWidth))
    return wrapped(spans, width: shared.layout.columns - 8, ascii: glyphs.ascii).enumerated().map { index, row in
      ReportRow(Line(index == 0 ? row : [hang] + row.map { Span($0.text.trimmed, style: $0.style) }))
    }
  }

  /// What onramp cannot do, or was not asked to.
  private var remainingRows: [ReportRow] {
    let open = shared.steps.flatMap { step in
      (look.reports[step.id]?.findings ?? []).enumerated().map { (FindingPlace(step: step.id, index: $0), $1) }
    }.filter { _, finding in
      finding.status == .notYet || (finding.status.needsAttention && finding.status != .blocked)
    }
    guard !open.isEmpty else { return [] }
    return [ReportRow(.blank), ReportRow(Line("What remains", .title))]
      + open.map { place, finding in
        let hint =
          finding.wizardFix.map { shared.picks.holds($0.keys) ? "in plan" : "f fix" }
          ?? (finding.consoleFix != nil ? "o open" : finding.commandFix != nil ? "c" : "")
        return ReportRow(
          Line(
            [Span("  "), glyphs.mark(finding.status), Span(" " + finding.title)],
            right: [Span(hint, .key), Span("  " + finding.check.rawValue, .dim)]), finding: place)
      }
  }

  /// The last look after a teardown.
  private var leftoverRows: [ReportRow] {
    let rows = [ReportRow(.blank), ReportRow(Line("The last look", .title))]
    guard !removal.isLooking, removal.found != nil else { return rows + [ReportRow(Line("  looking", .dim))] }
    let going = removal.holdings.filter { $0.action != .keep }
    let kept = removal.holdings.filter { $0.action == .keep }
    return rows + (going.isEmpty ? [ReportRow(Line("  Nothing of ours is left.", .ok))] : [])
      + going.map {
        ReportRow(Line([Span("  "), Span(glyphs.warn, .warn), Span(" still there: \($0.title)")]))
      }
      + kept.map {
        ReportRow(
          Line([Span("  "), Span(glyphs.skipped, .dim), Span(" stays: \($0.title), \($0.reason)", .dim)]))
      }
  }
}

extension Run {
  /// What became of how many, and in what time.
  func tally(_ now: Int) -> String {
    let done = items.count { $0.state == .done }
    let already = items.count { $0.state == .alreadyDone }
    let left = items.count { if case .left = $0.state { true } else { $0.state == .queued } }
    let failed = items.count { if case .failed = $0.state { true } else { false } }
    return
      "Done \(done)   stood already \(already)   not begun \(left)   failed \(failed)   in \(elapsed(duration(now)))"
  }
}

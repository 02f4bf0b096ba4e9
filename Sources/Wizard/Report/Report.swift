import Basics
import Checklist
import TextUI

/// A row of the report: text, or something that remains for a person.
typealias ReportRow = (line: Line, subject: Subject?)

/// What the report page says, and in what order.
struct Report {
  let shared: Shared

  private var glyphs: Glyphs { shared.glyphs }
  private var look: Look { shared.look }

  var rows: [ReportRow] {
    guard let run = shared.run else { return text("Nothing was changed in this session.") }
    let isApply = run.kind == .apply
    return text(headline(run), run.ending == .complete ? .ok : .warn) + text("") + text(run.tally(shared.now))
      + (isApply ? countRows : [])
      // What a person has to do comes before what was done.
      + section("Left for you", run.leftForYou.flatMap { text("  " + $0, .warn) })
      + (isApply ? section("What remains", remainingRows) : section("The last look", leftoverRows))
      + section(isApply ? "What was done" : "What was taken away", run.items.flatMap(itemRows))
      + section("Saved", shared.files.flatMap { text("  " + $0) })
  }

  private func text(_ text: String, _ role: Role = .plain) -> [ReportRow] {
    glyphs.lines(text, width: shared.layout.columns - 4, role).map { ($0, nil) }
  }

  /// Nothing where there are no rows.
  private func section(_ title: String, _ rows: [ReportRow]) -> [ReportRow] {
    rows.isEmpty ? [] : text("") + text(title, .title) + rows
  }

  private var countRows: [ReportRow] {
    let before = look.before.map { [Line([Span("Before  ", .dim)] + glyphs.spans(of: $0))] } ?? []
    let present = look.running.isEmpty ? glyphs.spans(of: look.counts) : [Span("looking again", .info)]
    return (before + [Line([Span("Now     ", .dim)] + present)]).map { ($0, nil) }
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
    var spans = [Span("  "), glyphs.mark(item.told, shared.now), Span(" " + item.title)]
    switch item.told {
    case .failed(_, let obstacle): spans.append(Span("  " + obstacle.inWords, .bad))
    case .left(_, let reason): spans.append(Span("  " + reason, .dim))
    case .alreadyDone: spans.append(Span("  stood there already", .dim))
    default: break
    }
    let hang = Span(String(repeating: " ", count: 3 + glyphs.markWidth))
    return wrapped(spans, width: shared.layout.columns - 8, ascii: glyphs.ascii).enumerated().map { index, row in
      (Line(index == 0 ? row : [hang] + row.map { Span($0.text.trimmed, style: $0.style) }), nil)
    }
  }

  /// What onramp cannot do, or was not asked to.
  private var remainingRows: [ReportRow] {
    shared.steps.flatMap { step in
      (look.reports[step.id]?.findings ?? []).enumerated().compactMap { index, finding -> ReportRow? in
        guard finding.status == .notYet || finding.status.isTrouble else { return nil }
        let hint =
          finding.wizardFix.map { shared.picks.holds($0.keys) ? "in plan" : "f fix" }
          ?? (finding.consoleFix != nil ? "o open" : finding.commandFix != nil ? "c" : "")
        let line = Line(
          [Span("  "), glyphs.mark(finding.status), Span(" " + finding.title)],
          right: [Span(hint, .key), Span("  " + finding.check.rawValue, .dim)])
        return (line, .finding(FindingPlace(step: step.id, index: index)))
      }
    }
  }

  /// The last look after a teardown.
  private var leftoverRows: [ReportRow] {
    guard !shared.removal.isLooking, let found = shared.removal.found else { return text("  looking", .dim) }
    let going = found.going.map { Line([Span("  "), Span(glyphs.warn, .warn), Span(" still there: \($0.title)")]) }
    let kept = found.holdings.filter { $0.action == .keep }.map {
      Line([Span("  "), Span(glyphs.skipped, .dim), Span(" stays: \($0.title), \($0.reason)", .dim)])
    }
    return (going.isEmpty ? text("  Nothing of ours is left.", .ok) : []) + (going + kept).map { ($0, nil) }
  }
}

extension Run {
  /// What became of how many, and in what time.
  func tally(_ now: Int) -> String {
    let (done, holding) = (items.count(where: \.isDone), items.count(where: \.holds))
    let left = items.count { if case .left = $0.told { true } else { $0.told == nil } }
    let failed = items.count { if case .failed = $0.told { true } else { false } }
    return
      "Done \(done)   stood already \(holding - done)   not begun \(left)   failed \(failed)   in \(elapsed(duration(now)))"
  }
}

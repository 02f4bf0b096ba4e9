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
    guard let run = shared.run else {
      return text("Nothing was changed in this session.") + section("Do next", nextRows)
    }
    let isApply = run.kind == .apply
    return text(headline(run), run.ending == .complete && isSettled(run) ? .ok : .warn) + text("")
      + text(run.tally(shared.now)) + (isApply ? countRows : [])
      // What a person has to do comes before what was done.
      + section("Left for you", run.leftForYou.flatMap { text("  " + $0, .warn) })
      + (isApply ? section("Do next", nextRows) : section("The last look", leftoverRows))
      + section(isApply ? "What was done" : "What was taken away", run.items.flatMap(itemRows))
      + section("Saved", shared.files.flatMap { text("  " + $0) })
  }

  /// Whether the look after a run saw all of what it was to see.
  private func isSettled(_ run: Run) -> Bool {
    run.kind == .apply ? look.hasSeenAll : shared.removal.isClean
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
    case (.tearDown, .complete) where !shared.removal.unseen.isEmpty:
      return "Taken away, and looked at again; not everything could be looked at."
    case (.tearDown, .complete): return "Taken away, and looked at again."
    case (.apply, .complete) where open == 0 && unjudged == 0:
      let left = look.todos.count
      return "Done. Nothing required is wrong now."
        + (left > 0 ? " \(counted(left, "thing")) to see to: see below." : "")
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

  /// What is left to do, in its order; what a check tells of can be opened.
  private var nextRows: [ReportRow] {
    guard look.running.isEmpty else { return text("  looking again", .info) }
    guard let next = look.next else { return text("  not known before the first look", .dim) }
    let told = Set(shared.run?.leftForYou ?? [])
    let rows = next.filter { !told.contains($0.what) }.enumerated().flatMap(todoRows)
    return rows + (rows.isEmpty ? [] : text("   d shows their pages and values", .dim))
  }

  private func todoRows(_ index: Int, _ todo: Todo) -> [ReportRow] {
    let place = todo.check.flatMap(look.place)
    let finding = place.flatMap(look.finding)
    let isPicked = finding?.wizardFix.map { shared.picks.holds($0.keys) } ?? false
    let hint =
      todo.doer == .onramp
      ? (isPicked ? "in plan" : "f fix") : finding?.consoleFix != nil ? "o open" : finding?.commandFix != nil ? "c" : ""
    let right = [Span("  " + hint, .key), Span(todo.check.map { "  \($0)" } ?? "", .dim)]
    let number = (index < 9 ? "   " : "  ") + "\(index + 1). "
    let room = shared.layout.columns - 5 - number.count - right.width
    let line = Line([Span(number), Span(glyphs.cut(todo.what, to: max(20, room)))], right: right)
    return [(line, place.map { .finding($0) })]
  }

  /// The last look after a teardown.
  private var leftoverRows: [ReportRow] {
    guard !shared.removal.isLooking, let found = shared.removal.found else { return text("  looking", .dim) }
    let going = found.going.map { Line([Span("  "), Span(glyphs.warn, .warn), Span(" still there: \($0.title)")]) }
    let kept = found.holdings.filter { $0.action == .keep }.map {
      Line([Span("  "), Span(glyphs.skipped, .dim), Span(" stays: \($0.title), \($0.reason)", .dim)])
    }
    let unseen = shared.removal.unseen.flatMap { text("  could not look: \($0)", .warn) }
    let all =
      going.isEmpty && unseen.isEmpty
      ? text("  Nothing of ours is left.", .ok)
      : unseen.isEmpty ? [] : text("  Something may be left: not everything could be looked at. Look again.", .warn)
    return all + unseen + (going + kept).map { ($0, nil) }
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

import Checklist
import TextUI

extension Model {
  /// The screen as it is now. Total: every model has a view at every size.
  public func view() -> Frame {
    var frame = Frame(size, ascii: glyphs.ascii)
    guard !isTooSmall else {
      drawTooSmall(&frame)
      return frame
    }
    drawHeader(&frame)
    frame.rule(row: size.rows - 3, glyphs: glyphs)
    switch layers.last {
    case .help, .messages, .sheet, .detail: drawReader(&frame)
    case .confirm, .typed, .problem, .secret:
      drawPage(&frame)
      frame.clearMarks()
      frame.cursor = nil
      drawModal(&frame)
    case nil: drawPage(&frame)
    }
    drawFooter(&frame)
    return frame
  }

  private func drawPage(_ frame: inout Frame) {
    switch page {
    case .welcome: drawWelcome(&frame)
    case .inputs: drawInputs(&frame)
    case .checks: drawChecks(&frame)
    case .plan: drawPlan(&frame)
    case .apply: drawRun(&frame)
    case .report: drawReport(&frame)
    case .inventory: drawInventory(&frame)
    }
  }

  // Where things stand. The body lies between two rules.
  var bodyTop: Int { 3 }
  var bodyRows: Int { max(1, size.rows - 6) }
  var listWidth: Int { isWide ? max(52, min(72, size.columns / 2)) : size.columns }
  /// Stacked, a short list leaves its rows to the detail below it.
  var listHeight: Int { isWide ? bodyRows : max(1, min(bodyRows * 10 / 18, max(4, listCount))) }
  private var listCount: Int {
    switch page {
    case .plan: shownPlan.changes.count
    case .inventory: holdings.count
    case .checks, .welcome, .inputs, .apply, .report: .max
    }
  }
  var detailHeight: Int { isWide ? bodyRows : max(1, bodyRows - listHeight - 1) }
  var detailWidth: Int { isWide ? size.columns - listWidth - 3 : size.columns - 4 }

  private func drawHeader(_ frame: inout Frame) {
    frame.fill(row: 0, column: 0, width: size.columns, style: .focus)
    let repository = [inputs.text("github.owner"), inputs.text("github.repository")]
      .filter { !$0.isEmpty }.joined(separator: "/")
    var facts = [facts.account, facts.region ?? inputs.text("region"), repository].compactMap { $0 }
      .filter { !$0.isEmpty }
    var time = credentialsSpan.map { [$0] } ?? []
    func width() -> Int { displayWidth(facts.joined(separator: "  ")) + time.reduce(11) { $0 + displayWidth($1.text) } }
    // Where it does not fit, the account stays longest: it is what must not be mistaken.
    if width() > size.columns, time.first?.style.role != .warn { time = [] }
    while width() > size.columns, facts.count > 1 { facts.removeLast() }
    let right = facts.isEmpty ? self.facts.version : facts.joined(separator: "  ")
    frame.put(
      Line([Span(" onramp", style: Style(.title, reversed: true))], right: time + [Span(right + " ")], fill: .focus),
      row: 0, column: 0, width: size.columns)

    let pages = journey.pages
    let here = pages.firstIndex(of: page) ?? 0
    var spans: [Span] = [Span(" ")]
    for (index, other) in pages.enumerated() {
      let title = journey.title(of: other)
      if other == page {
        spans += [Span(" \(glyphs.pointer) ", .info), Span(title, .title)]
      } else if visited.contains(other), index < here {
        spans += [Span(" \(glyphs.done) ", .ok), Span(title)]
      } else {
        spans.append(Span(" \(glyphs.ahead) \(title)", .dim))
      }
    }
    let count = pageCount
    let wanted = (spans + count).reduce(2) { $0 + displayWidth($1.text) }
    if wanted > size.columns {
      spans = [
        Span("  \(glyphs.pointer) ", .info), Span(journey.title(of: page), .title),
        Span("  \(here + 1) of \(pages.count)", .dim),
      ]
    }
    frame.put(Line(spans, right: count + [Span(" ")]), row: 1, column: 0, width: size.columns)
    frame.rule(row: 2, glyphs: glyphs)
  }

  /// What the steps row says at its right about the page.
  private var pageCount: [Span] {
    switch page {
    case .checks:
      let over = steps.count { checks.reports[$0.id] != nil && !checks.running.contains($0.id) }
      let head = checks.running.isEmpty ? [] : [Span("\(over)/\(steps.count) steps  ", .dim)]
      return head + countSpans(counts)
    case .inputs:
      let wrong = form.count { problem(with: $0) != nil }
      return [wrong == 0 ? Span("all answers valid", .ok) : Span("\(counted(wrong, "field")) to look at", .warn)]
    case .plan:
      let changes = acceptedPlan.changes
      return [
        Span("+\(changes.count { $0.kind == .create }) ", .added),
        Span("~\(changes.count { $0.kind == .update }) ", .changed),
        Span("-\(changes.count { $0.kind == .delete })", .removed),
      ]
    case .apply: return run.map { [Span("\($0.over) of \($0.items.count), \(elapsed(now - $0.startedAt))")] } ?? []
    case .report: return run?.kind == .tearDown ? [] : countSpans(counts)
    case .inventory:
      return inventory.found == nil ? [] : [Span("\(holdings.count) found, \(chosenHoldings.count) chosen")]
    case .welcome: return []
    }
  }

  private func drawFooter(_ frame: inout Frame) {
    let (left, right) = (statusLeft, statusRight)
    // What was just said comes before a fact: it is not cut for one.
    let width = (left + right).reduce(2) { $0 + displayWidth($1.text) }
    let isCut = noticeHere != nil && width > size.columns - 1
    frame.put(Line(left, right: isCut ? [] : right), row: size.rows - 2, column: 0, width: size.columns - 1)
    drawKeyBar(&frame, row: size.rows - 1)
  }

  private var statusLeft: [Span] {
    if run?.isActive == true, run?.stopping == true { return [Span(" Stopping after the call under way", .warn)] }
    if checks.running.isEmpty, !inventory.surveying { return [Span(" " + (noticeHere ?? ""))] }
    let spin = Span(" " + spinner, .info)
    if let notice = noticeHere { return [spin, Span(" " + notice)] }
    if inventory.surveying { return [spin, Span(" finding out what is there")] }
    let over = steps.count - checks.running.count
    let bar = progressBar(done: over, total: steps.count, width: isWide ? 40 : 24, glyphs: glyphs)
    return [spin, Span(" \(counted(checks.running.count, "step")) left  "), Span(bar, .info)]
  }

  private var statusRight: [Span] {
    if let started = checks.startedAt, !checks.running.isEmpty { return [Span(elapsed(now - started), .dim)] }
    if let last = checks.last, page == .checks {
      return [Span("\(counted(last.requests, "request")) in \(seconds(last.seconds))", .dim)]
    }
    if page == .inputs {
      let file = facts.setupFile == nil ? "no file yet" : "saved"
      return [inputs.isUnsaved ? Span("not saved", .warn) : Span(file, .dim)]
    }
    if page == .report { return [Span("exit code \(exitCode)", .dim)] }
    return []
  }

  private func drawTooSmall(_ frame: inout Frame) {
    let lines = [
      Line(" onramp  " + journey.title(of: page), .title),
      Line(" This page needs 60 x 16 and has"),
      Line(" \(size.columns) x \(size.rows): make the window larger."),
      Line(
        [Span(" ")]
          + (page == .apply ? [Span(run.map { "\($0.over) of \($0.items.count) done" } ?? "")] : countSpans(counts))),
    ]
    for (row, line) in lines.prefix(max(1, size.rows - 1)).enumerated() {
      frame.put(line, row: row, column: 0, width: size.columns)
    }
    if size.rows > 1 {
      frame.put(isBusy ? " Work goes on.  q quit" : " q quit", row: size.rows - 1, column: 0, style: Style(.key))
    }
  }
}

import Checklist
import TextUI

extension Model {
  func drawChecks(_ frame: inout Frame) {
    let rows = checkRows
    drawSplit(
      rows.map(checkLine), checks.cursor, detail: checksDetail, from: checks.detailTop, reading: checks.readingDetail,
      &frame)
    if rows.isEmpty {
      let text = checks.filter.isEmpty ? "Nothing needs attention. v shows everything." : "No row has these words."
      frame.put(text, row: bodyTop + 1, column: 3, style: Style(.dim))
    }
    guard checks.filtering || !checks.filter.isEmpty else { return }
    let row = bodyTop + listHeight - 1
    frame.fill(row: row, column: 0, width: listWidth)
    let column = 3 + frame.put(" / ", row: row, column: 1, style: Style(.key))
    if checks.filtering {
      frame.field(checks.filter, row: row, column: column, width: 30, focused: true)
    } else {
      frame.put(checks.filter.text + "   Esc clears", row: row, column: column, limit: listWidth - column)
    }
  }

  private func checkLine(_ row: CheckRow) -> Line {
    switch row {
    case .step(let id): return stepLine(id)
    case .finding:
      guard let finding = finding(row) else { return .blank }
      let isPicked = finding.wizardFix.map { !plan.picked.isDisjoint(with: $0.keys) } ?? false
      var right: [Span] = isPicked ? [Span("in plan ", .added)] : []
      let room = listWidth - 12 - glyphs.markWidth - displayWidth(finding.title) - displayWidth(finding.check.rawValue)
      let brief = brief(finding)
      if !isPicked, room >= 12, !brief.isEmpty {
        let short =
          displayWidth(brief) <= room ? brief : String(cleaned(brief).prefix(room - 2)) + (glyphs.ascii ? ">" : "»")
        right.append(Span(short + "  ", .dim))
      }
      right.append(Span(finding.check.rawValue, .dim))
      return Line([Span(" "), mark(finding.status), Span(" " + finding.title)], right: right)
    }
  }

  private func brief(_ finding: Finding) -> String {
    switch finding.status {
    case .blocked: finding.blockedBy.map { "after \($0)" } ?? ""
    default: finding.found.split(separator: "\n").first.map(String.init) ?? ""
    }
  }

  private func stepLine(_ id: StepID) -> Line {
    let outline = steps.first { $0.id == id }
    let title = checks.reports[id]?.title ?? outline?.title ?? id.rawValue
    let isRunning = checks.running.contains(id)
    guard let report = checks.reports[id] else {
      let sign = isRunning ? Span(working, .info) : Span(glyphs.queued, .dim)
      return Line([sign, Span(" " + title)], right: [Span(isRunning ? "looking" : "not looked at", .dim)])
    }
    let ok = report.findings.count { $0.status == .pass || $0.status == .accepted }
    let counting = report.findings.count { $0.status != .skipped }
    let sign = isRunning ? Span(working, .info) : Span(checks.folded.contains(id) ? glyphs.folded : glyphs.open, .dim)
    let status = report.status
    let word = counting == 0 ? "skipped" : "\(ok)/\(counting)"
    return Line(
      [sign, Span(" "), Span(title, .title)],
      right: [Span(isRunning ? "looking  " : "", .info), Span(word, mark(status).style.role)])
  }

  /// The detail pane of the checks page.
  var checksDetail: [Line] {
    guard let row = selectedCheckRow else { return [] }
    if let finding = finding(row) { return findingDetail(finding, width: detailWidth) }
    return stepDetail(row.step, width: detailWidth)
  }

  private func stepDetail(_ id: StepID, width: Int) -> [Line] {
    let outline = steps.first { $0.id == id }
    var lines = [
      Line([Span(outline?.title ?? id.rawValue, .title)], right: [Span(id.rawValue, .dim)])
    ]
    if let about = outline?.about, !about.isEmpty {
      lines += wrapped(about, width: width - 2, ascii: glyphs.ascii).map { Line("  " + $0) }
    }
    guard let report = checks.reports[id] else { return lines }
    var counts: [Status: Int] = [:]
    for finding in report.findings { counts[finding.status, default: 0] += 1 }
    lines += labelled("Found", summary(of: counts), width: width)
    for change in report.changes { lines += labelled("Could do", "\(change.kind.sign) \(change.title)", width: width) }
    return lines
  }

  /// Everything about one finding, cause before cure.
  func findingDetail(_ finding: Finding, width: Int) -> [Line] {
    let sign = mark(finding.status)
    let isRoomy = width >= 72
    let right = (isRoomy ? finding.status.words + ", " : "") + "\(finding.severity.rawValue), \(finding.check)"
    let room = max(8, width - displayWidth(right) - glyphs.markWidth - 2)
    var lines = wrapped(finding.title, width: room, ascii: glyphs.ascii).enumerated().map { index, text in
      Line(
        [index == 0 ? sign : Span(String(repeating: " ", count: glyphs.markWidth)), Span(" " + text, .title)],
        right: index == 0 ? [Span(right, .dim)] : [])
    }
    let (found, needed) = comparedSpans(finding.found, finding.needed)
    if !isRoomy { lines += labelled("Status", finding.status.words, width: width) }
    if let blocker = finding.blockedBy { lines += labelled("Waits for", blocker.rawValue, width: width) }
    if !finding.found.isEmpty { lines += labelled("Found", found, width: width) }
    if !finding.needed.isEmpty { lines += labelled("Needed", needed, width: width) }
    if finding.status.needsAttention || finding.status == .notYet {
      lines += labelled("Why", finding.why, width: width)
    }
    lines += fixLines(finding, width: width)
    lines += labelled("Resource", finding.resource ?? "", width: width)
    for (index, source) in finding.lookedAt.enumerated() {
      lines += labelled(index == 0 ? "Looked at" : "", source, .dim, width: width)
    }
    return lines
  }

  func fixLines(_ finding: Finding, width: Int) -> [Line] {
    var lines: [Line] = []
    func add(_ key: String, _ text: String) {
      lines += labelled(lines.isEmpty ? "Fix" : "", [Span(key, .key), Span("  " + text)], width: width)
    }
    if let fix = finding.wizardFix {
      let picked = !plan.picked.isDisjoint(with: fix.keys)
      let care = fix.confidence == .safe ? "" : " (may touch what others use)"
      let changes = allChanges.changes.filter { fix.keys.contains($0.key) }
      let words = changes.isEmpty ? fix.changes : changes.map { "\($0.title): \($0.summary)" }
      add("f", (picked ? "take out of the plan: " : "") + words.joined(separator: "; ") + care)
    }
    if let fix = finding.commandFix {
      add("c", "command: " + (fix.commands.first?.prefix(3).joined(separator: " ") ?? ""))
    }
    if let fix = finding.consoleFix { add("o", fix.steps.first ?? fix.url) }
    if finding.terraform != nil { add("t", "Terraform") }
    return lines
  }

  /// What was found and what is needed, the part that differs underlined.
  private func comparedSpans(_ found: String, _ needed: String) -> ([Span], [Span]) {
    let (a, b) = (Array(found), Array(needed))
    guard !a.isEmpty, !b.isEmpty, a != b else { return ([Span(found)], [Span(needed)]) }
    let prefix = zip(a, b).prefix { $0 == $1 }.count
    let suffix = zip(a.dropFirst(prefix).reversed(), b.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
    guard prefix + suffix >= 4 else { return ([Span(found)], [Span(needed)]) }
    func spans(_ text: [Character], _ role: Role) -> [Span] {
      let end = text.count - suffix
      return [
        Span(String(text[..<prefix])), Span(String(text[prefix..<end]), style: Style(role, underlined: true)),
        Span(String(text[end...])),
      ].filter { !$0.text.isEmpty }
    }
    return (spans(a, .removed), spans(b, .added))
  }
}

extension Status {
  /// What the status means, for who sees its sign for the first time.
  var words: String {
    switch self {
    case .pass: "holds"
    case .fail: "does not hold"
    case .warn: "should be better"
    case .notYet: "not yet"
    case .blocked: "waits for another check"
    case .unknown: "could not look"
    case .skipped: "skipped"
    case .accepted: "accepted"
    case .crash: "crashed"
    }
  }
}

import Checklist
import JSONDocument
import TextUI

/// What a row and its detail are about.
enum Subject: Hashable, Sendable {
  case step(StepID)
  /// What passed in a step, or is no part of this setup, as one row.
  case folded(StepID)
  /// One of the causes that hide several checks.
  case cause(Int)
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
    case .folded(let id): lines(folded: id)
    case .cause(let index):
      shared.look.causes.indices.contains(index)
        ? shared.look.causes[index].lines.flatMap { glyphs.lines($0, width: width) } : []
    case .finding(let place): shared.look.finding(place).map(lines) ?? []
    case .change(let key): shared.allChanges.changes.first { $0.key == key }.map(lines) ?? []
    case .holding(let key): shared.removal.holdings.first { $0.key == key }.map(lines) ?? []
    }
  }

  /// A label at the left and text beside it, wrapped under itself; nothing where there is no text.
  func labelled(_ label: String, _ text: [Span]) -> [Line] {
    guard text.contains(where: { !$0.text.isEmpty }) else { return [] }
    let (indent, labelWidth) = (2, 11)
    return wrapped(text, width: max(8, width - indent - labelWidth), ascii: glyphs.ascii).enumerated().map {
      index, row in
      let head = (index == 0 ? label : "")
      let pad = String(repeating: " ", count: max(1, labelWidth - displayWidth(head)))
      return Line([Span(String(repeating: " ", count: indent)), Span(head, .dim), Span(pad)] + row)
    }
  }

  func labelled(_ label: String, _ text: String, _ role: Role = .plain) -> [Line] {
    labelled(label, [Span(text, role)])
  }

  /// A title at the left, broken between words, with a sign before it and a word at the right of its first line.
  func heading(_ sign: Span?, _ title: String, right: String, width: Int) -> [Line] {
    wrapped(title, width: max(8, width), ascii: glyphs.ascii).enumerated().map { index, text in
      let lead = sign.map { index == 0 ? $0 : Span(String(repeating: " ", count: displayWidth($0.text))) }
      return Line(
        (lead.map { [$0, Span(" ")] } ?? []) + [Span(text, .title)], right: index == 0 ? [Span(right, .dim)] : [])
    }
  }

  /// The difference of two documents, line by line, nothing that differs cut off.
  func difference(from old: JSON, to new: JSON) -> [Line] {
    let pair = JSON.comparable(old, new)
    let difference = Difference(from: pair.old, to: pair.new)
    guard !difference.rows.isEmpty else { return [] }
    let rows =
      shared.showsWholeDifference
      ? difference.rows.map(Optional.some) : difference.folded(context: shared.layout.isWide ? 3 : 1)
    var lines: [Line] = [.blank]
    for row in rows {
      guard let row else {
        lines.append(Line("      lines that stay the same", .dim))
        continue
      }
      for part in wrapped(row.spans, width: max(8, width - 4), ascii: glyphs.ascii) {
        lines.append(Line([Span("  \(row.sign.mark.text) ", style: row.sign.mark.style)] + part))
      }
    }
    return lines + [.blank]
  }

  /// What was found of a step, what does not hold first, and what it is for.
  func lines(step id: StepID) -> [Line] {
    let outline = shared.steps.first { $0.id == id }
    let about = outline?.about ?? ""
    var lines = [Line([Span(outline?.title ?? id.rawValue, .title)], right: [Span(id.rawValue, .dim)])]
    guard let report = shared.look.reports[id] else {
      return lines + (about.isEmpty ? [] : glyphs.lines(about, width: width, indent: 2))
    }
    let open = report.byUrgency.filter { !$0.status.isQuiet && $0.status != .blocked }
    for (index, finding) in open.prefix(Self.shown).enumerated() {
      let right = "\(finding.severity.rawValue), \(finding.check)"
      lines += heading(
        glyphs.mark(finding.status), finding.title, right: right,
        width: width - displayWidth(right) - glyphs.markWidth - 2)
      // The keys act on the first.
      if index == 0 { lines += labelled("Found", finding.brief) + fixLines(finding).prefix(2) }
    }
    if open.count > Self.shown { lines += labelled("And", "\(open.count - Self.shown) more") }
    let waiting = report.findings.filter { $0.status == .blocked }
    let causes = Set(waiting.compactMap(\.blockedBy?.rawValue)).sorted().joined(separator: ", ")
    if !waiting.isEmpty { lines += labelled("Waits", "\(counted(waiting.count, "check")) for \(causes)") }
    let passed = report.findings.filter { $0.status == .pass }.map(\.check.rawValue)
    let more = passed.count > Self.shown ? " and \(passed.count - Self.shown) more" : ""
    return lines + labelled("Pass", passed.prefix(Self.shown).joined(separator: ", ") + more, .dim)
  }

  /// How many of a step's findings its row tells of; Enter shows all of them.
  private static let shown = 4

  /// What passed in a step, by its titles.
  private func lines(folded id: StepID) -> [Line] {
    let quiet = (shared.look.reports[id]?.byUrgency ?? []).filter(\.status.isQuiet)
    return quiet.map { finding in
      Line(
        [Span("  "), glyphs.mark(finding.status), Span(" " + finding.title)],
        right: [Span(finding.check.rawValue, .dim)])
    }
  }
}

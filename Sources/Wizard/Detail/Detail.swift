import Checklist
import JSONDocument
import TextUI

/// What a row and its detail are about.
enum Subject: Hashable, Sendable {
  case step(StepID)
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

  /// What a step is for, and what was found of it.
  func lines(step id: StepID) -> [Line] {
    let outline = shared.steps.first { $0.id == id }
    var lines = [Line([Span(outline?.title ?? id.rawValue, .title)], right: [Span(id.rawValue, .dim)])]
    if let about = outline?.about, !about.isEmpty { lines += glyphs.lines(about, width: width, indent: 2) }
    guard let report = shared.look.reports[id] else { return lines }
    lines += labelled("Found", summary(of: report.findings.counts))
    for change in report.changes { lines += labelled("Could do", "\(change.kind.sign) \(change.title)") }
    return lines
  }
}

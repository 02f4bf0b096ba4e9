import Checklist
import JSONDocument
import TextUI

extension Model {
  func drawPlan(_ frame: inout Frame) {
    let shown = shownPlan
    guard !shown.isEmpty else {
      let text =
        checks.reports.isEmpty
        ? "Nothing was looked at yet. Esc goes back to the checks, r looks."
        : "There is nothing to change: what can be made from here stands as wanted."
      frame.put(text, row: bodyTop + 1, column: 3, limit: size.columns - 4)
      return
    }
    let accepted = Set(acceptedPlan.changes.map(\.key))
    let lines = shown.changes.enumerated().map { index, change in
      planLine(change, number: index + 1, isIn: accepted.contains(change.key), in: shown)
    }
    drawSplit(lines, plan.cursor, detail: planDetail, from: plan.detailTop, reading: plan.readingDetail, &frame)
  }

  private func planLine(_ change: Change, number: Int, isIn: Bool, in shown: Plan) -> Line {
    let role: Role = !isIn ? .dim : change.kind == .create ? .added : change.kind == .delete ? .removed : .changed
    let after = change.after.compactMap { shown.number(of: $0) }.map(String.init).joined(separator: ", ")
    var right: [Span] = []
    let isForeign = !change.madeByOnramp
    if isForeign { right.append(Span("not ours  ", .warn)) }
    // Whose a thing is comes before the order, in which the rows stand anyway.
    let room = listWidth - 15 - displayWidth(change.title) - (isForeign ? 10 : 0) - displayWidth("after " + after)
    if !after.isEmpty, !isForeign || room >= 0 { right.append(Span("after " + after, .dim)) }
    let pad = String(repeating: " ", count: number < 10 ? 2 : 1)
    return Line(
      [
        Span(isIn ? "[x] " : "[ ] ", isIn ? .plain : .dim), Span("\(change.kind.sign) \(number)\(pad)", role),
        Span(change.title, isIn ? .plain : .dim),
      ], right: right)
  }

  var planDetail: [Line] { selectedChange.map { changeDetail($0, width: detailWidth) } ?? [] }

  /// Everything about one change: what it does, the difference it makes, how it is undone.
  func changeDetail(_ change: Change, width: Int) -> [Line] {
    let role: Role = change.kind == .create ? .added : change.kind == .delete ? .removed : .changed
    var lines = wrapped(change.title, width: max(8, width - 14), ascii: glyphs.ascii).enumerated().map { index, text in
      Line(
        [Span(index == 0 ? change.kind.sign + " " : "  ", role), Span(text, .title)],
        right: index == 0 ? [Span(change.kind.rawValue, .dim)] : [])
    }
    lines += wrapped(change.summary, width: width - 2, ascii: glyphs.ascii).map { Line("  " + $0) }
    if !change.madeByOnramp {
      let text =
        change.kind == .create
        ? "New, on something that stood there before onramp. Teardown takes it away again."
        : "It stood there before onramp. Its previous form is journaled, and teardown puts it back."
      lines += wrapped(text, width: width - 2, ascii: glyphs.ascii).map { Line("  " + $0, .warn) }
    }
    if change.confidence == .check {
      lines.append(Line("  Others may use it: read the difference.", .warn))
    }
    lines += differenceLines(from: change.previous, to: change.wanted, width: width)
    lines += labelled("Resource", change.resource, width: width)
    lines += labelled("Repairs", change.repairs.map(\.rawValue).joined(separator: ", "), width: width)
    let calls = change.calls.map { $0.service == .github ? $0.operation : "\($0.service):\($0.operation)" }
    lines += labelled("Sends", calls.joined(separator: ", "), width: width)
    let undo = change.undo.map { $0.service == .github ? $0.operation : "\($0.service):\($0.operation)" }
    lines += labelled(
      "Undo", undo.isEmpty ? "teardown looks at what is there" : undo.joined(separator: ", "), width: width)
    lines += labelled("Cost", change.cost ?? "", width: width)
    return lines
  }

  /// The difference of two documents, line by line, nothing that differs cut off.
  func differenceLines(from old: JSON, to new: JSON, width: Int) -> [Line] {
    let pair = JSON.comparable(old, new)
    let difference = Difference(from: pair.old, to: pair.new)
    guard !difference.rows.isEmpty else { return [] }
    var lines: [Line] = [.blank]
    for row in plan.showsWhole ? difference.rows.map(Optional.some) : difference.folded(context: isWide ? 3 : 1) {
      guard let row else {
        lines.append(Line("      lines that stay the same", .dim))
        continue
      }
      let (sign, role): (String, Role) =
        switch row.sign {
        case .same: (" ", .plain)
        case .added: ("+", .added)
        case .removed: ("-", .removed)
        }
      for part in wrapped(spans(of: row, role), width: max(8, width - 4), ascii: glyphs.ascii) {
        lines.append(Line([Span("  \(sign) ", role)] + part))
      }
    }
    return lines + [.blank]
  }

  private func spans(of row: Difference.Row, _ role: Role) -> [Span] {
    guard let range = row.differing else { return [Span(row.text, role)] }
    let characters = Array(row.text)
    // A line under blanks in front of the text would read as text.
    let start = characters[range].firstIndex { $0 != " " } ?? range.upperBound
    return [
      Span(String(characters[..<start]), role),
      Span(String(characters[start..<range.upperBound]), style: Style(role, underlined: true)),
      Span(String(characters[range.upperBound...]), role),
    ].filter { !$0.text.isEmpty }
  }
}

import Checklist
import JSONDocument
import TextUI

extension Detail {
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
        lines.append(Line([Span("  \(row.sign.text) ", row.sign.role)] + part))
      }
    }
    return lines + [.blank]
  }
}

extension Difference.Row {
  fileprivate var spans: [Span] {
    guard let range = differing else { return [Span(text, sign.role)] }
    let characters = Array(text)
    // A line under blanks in front of the text would read as text.
    let start = characters[range].firstIndex { $0 != " " } ?? range.upperBound
    return [
      Span(String(characters[..<start]), sign.role),
      Span(String(characters[start..<range.upperBound]), style: Style(sign.role, underlined: true)),
      Span(String(characters[range.upperBound...]), sign.role),
    ].filter { !$0.text.isEmpty }
  }
}

extension Difference.Sign {
  fileprivate var text: String {
    switch self {
    case .same: " "
    case .added: "+"
    case .removed: "-"
    }
  }

  fileprivate var role: Role {
    switch self {
    case .same: .plain
    case .added: .added
    case .removed: .removed
    }
  }
}

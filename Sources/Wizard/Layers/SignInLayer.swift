import Checklist
import TextUI

/// Who may sign in to which role, with the lines of the trust policy that decide.
struct SignInLayer: Reading {
  static let place = Place("signIns", "Who may sign in")
  static let keys: [Place: [Command]] = [place: Command.moving + Command.text]

  let table: SignInTable
  var reader = Reader()

  init(_ table: SignInTable) { self.table = table }

  func title(_ shared: Shared) -> String { "Who may sign in" }

  func lines(_ shared: Shared) -> [Line] {
    let (glyphs, width) = (shared.glyphs, shared.layout.textWidth)
    let notes = table.notes.flatMap { glyphs.lines("Not known here: \($0).", width: width) }
    return table.roles.indices.flatMap { role(at: $0, glyphs, width) } + notes
  }

  private func role(at role: Int, _ glyphs: Glyphs, _ width: Int) -> [Line] {
    var lines = [Line([Span(table.roles[role].name, .title)])]
    lines += cutAtEdge(table.roles[role].arn, width: width).map { Line($0, .dim) } + [.blank]
    for row in table.rows.indices { lines += cell(row, role, glyphs, width) }
    let marked = Set(table.rows.indices.compactMap { table.cells[$0][role].lines }.flatMap(Array.init))
    lines += [.blank, Line("Trust policy; the lines that decide stand out", .dim)]
    lines += table.roles[role].policy.enumerated().flatMap { index, text in
      let number = Span(padded("\(index + 1)", to: 4) + "  ", .dim)
      let part = cutAtEdge(text, width: max(8, width - 6))
      return part.enumerated().map { place, piece in
        Line([
          place == 0 ? number : Span("      "),
          marked.contains(index + 1) ? Span(piece, style: Style(.changed, underlined: true)) : Span(piece),
        ])
      }
    }
    return lines + [.blank]
  }

  private func cell(_ row: Int, _ role: Int, _ glyphs: Glyphs, _ width: Int) -> [Line] {
    let cell = table.cells[row][role]
    let standing = table.standing(row: row, role: role)
    let isWrong = standing == .wrong
    let place = cell.lines.map {
      $0.count == 1 ? "line \($0.lowerBound)" : "lines \($0.lowerBound) to \($0.upperBound)"
    }
    let check = isWrong ? table.rows[row].check.map { [$0.rawValue] } ?? [] : []
    let (verdict, by) = (cell.verdict.inWords, (check + (place.map { [$0] } ?? [])).joined(separator: ", "))
    // Where it is narrow, the name is cut before the verdict is.
    let name = glyphs.cut(table.rows[row].name, to: max(8, width - verdict.count - by.count - 6))
    let head = Line(
      [mark(standing, glyphs), Span(" \(name) "), Span(verdict, isWrong ? .bad : .dim)], right: [Span(by, .dim)])
    let subject = cutAtEdge(cell.subject, width: max(8, width - 4)).map { Line([Span("    "), Span($0)]) }
    let more = wrapped(cell.reason, width: max(8, width - 4), ascii: glyphs.ascii).map {
      Line([Span("    "), Span($0, .dim)])
    }
    return [head] + (standing == .right || standing == .notOurs ? [] : subject + more)
  }

  private func mark(_ standing: SignInTable.Standing, _ glyphs: Glyphs) -> Span {
    switch standing {
    case .right: glyphs.mark(.pass)
    case .wrong: glyphs.mark(.fail)
    case .open: glyphs.mark(.unknown)
    case .notOurs: glyphs.mark(.skipped)
    }
  }

  private func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

import TextUI

extension Frame {
  /// How the cells are shown, in runs, a row a line: `5: .3 o1 .1 t12` is three plain cells of row 5, one that says
  /// ok, and so on. A capital is reversed, `_` underlined. Plain cells at the end of a row, and rows that have nothing
  /// else, are left out; so a change of colour is a change of few letters.
  var roles: String {
    (0..<size.rows).compactMap { row in
      var runs: [(mark: String, count: Int)] = []
      for cell in self.row(row) {
        let mark = cell.style.mark
        if runs.last?.mark == mark { runs[runs.count - 1].count += 1 } else { runs.append((mark, 1)) }
      }
      if runs.last?.mark == Style.plain.mark { runs.removeLast() }
      return runs.isEmpty ? nil : "\(row): " + runs.map { $0.mark + String($0.count) }.joined(separator: " ")
    }.joined(separator: "\n")
  }
}

extension Style {
  fileprivate var mark: String {
    let letter =
      switch role {
      case .plain: reversed ? "P" : "."
      case .ok: "o"
      case .bad: "b"
      case .warn: "w"
      case .info: "i"
      case .dim: "d"
      case .title: "t"
      case .key: "k"
      case .added: "a"
      case .removed: "r"
      case .changed: "c"
      }
    return (reversed ? letter.uppercased() : letter) + (underlined ? "_" : "")
  }
}

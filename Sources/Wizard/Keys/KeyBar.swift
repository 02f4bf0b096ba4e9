import Checklist
import TextUI

/// The last row of the screen, read from the command table.
struct KeyBar {
  struct Hint: Equatable {
    let keys: String
    let verb: String
    /// The command's index in its place.
    let command: Int
    let isLast: Bool
  }

  /// At most eight, those that act now.
  let hints: [Hint]

  init(_ pane: any Pane, _ place: Place, _ shared: Shared) {
    let all = Command.all(in: place).enumerated().compactMap { index, command -> Hint? in
      guard let verb = command.verb, command.acts(pane, shared), let key = command.keys.first else { return nil }
      return Hint(
        keys: command.label?(shared.glyphs) ?? key.label(shared.glyphs), verb: pane.verb(of: key) ?? verb,
        command: index, isLast: command.isEnd)
    }
    let ends = all.filter(\.isLast)
    hints = Array(all.filter { !$0.isLast }.prefix(max(0, 8 - ends.count))) + ends
  }

  func draw(_ frame: inout Frame, row: Int, _ layout: Layout) {
    let gap = layout.isWide ? 3 : 2
    var shown = hints
    func width() -> Int { shown.reduce(1) { $0 + displayWidth($1.keys) + displayWidth($1.verb) + 1 + gap } - gap }
    // What is in the right middle gives way; help and quit stay.
    while width() > layout.columns - 1, let index = shown.lastIndex(where: { !$0.isLast }) ?? shown.indices.first {
      shown.remove(at: index)
    }
    // The ends keep their place: what changes between them costs few bytes, and the eye finds them.
    let ends = shown[(shown.lastIndex { !$0.isLast }.map { $0 + 1 } ?? shown.startIndex)...]
    let tail = ends.reduce(-gap) { $0 + displayWidth($1.keys) + displayWidth($1.verb) + 1 + gap }
    var column = 1
    for (index, hint) in shown.enumerated() {
      if index == shown.count - ends.count, index > 0 { column = max(column, layout.columns - 1 - tail) }
      let start = column
      column += frame.put(hint.keys, row: row, column: column, style: Style(.key))
      column += 1
      column += frame.put(hint.verb, row: row, column: column)
      frame.mark(.command(hint.command), row: row, column: start, width: column - start)
      column += gap
    }
  }
}

import TextUI

/// A box in the middle of the screen, over the page that it is about.
extension Layout {
  /// The columns of the text in a box.
  var boxWidth: Int { min(76, columns - 4) - 4 }
}

typealias Box = (row: Int, column: Int, width: Int, height: Int)

extension Frame {
  /// A box for these lines and some rows below them, and the lines in it; what does not fit gives way to those rows.
  @discardableResult
  mutating func box(_ title: String, _ text: [String], below: Int, _ shared: Shared) -> Box {
    let lines = text.flatMap { wrapped($0, width: shared.layout.boxWidth, ascii: shared.glyphs.ascii) }
    let box = modal(
      title: title, width: shared.layout.boxWidth, height: lines.count + 1 + below, glyphs: shared.glyphs)
    for (offset, line) in fitted(lines, max(0, box.height - below)).enumerated() where offset < box.height {
      let role: Role = line.hasPrefix("! ") ? .warn : .plain
      put(line, row: box.row + offset + 1, column: box.column, limit: box.width, style: Style(role))
    }
    return box
  }
}

/// The lines that fit a box: blank ones go first, and what then must go is counted. The last lines are the
/// question, so they stay.
private func fitted(_ lines: [String], _ height: Int) -> [String] {
  guard lines.count > height else { return lines }
  var full = lines
  while full.count > height, let blank = full.lastIndex(of: "") { full.remove(at: blank) }
  guard full.count > height, height >= 3 else { return Array(full.suffix(max(0, height))) }
  let end = full.suffix(min(4, height - 2))
  let begin = full.prefix(height - 1 - end.count)
  return begin + ["  \(counted(full.count - begin.count - end.count, "line")) more on the page below"] + end
}

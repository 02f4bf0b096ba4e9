/// The parts that every page is put together from.
extension Frame {
  /// A thin rule across the screen.
  public mutating func rule(row: Int, glyphs: Glyphs) {
    fill(row: row, column: 0, width: size.columns, text: glyphs.horizontal, style: Style(.dim))
  }

  /// Rows of a pane from `from` on; what is above and below is counted on the rules around it.
  public mutating func pane(_ lines: [Line], from: Int, row: Int, column: Int, width: Int, height: Int, glyphs: Glyphs)
  {
    guard height > 0, width > 0 else { return }
    for (offset, line) in lines.dropFirst(from).prefix(height).enumerated() {
      put(line, row: row + offset, column: column, width: width)
    }
    note(
      above: from, below: lines.count - from - height, row: row, column: column, width: width, height: height,
      glyphs: glyphs)
  }

  /// The rows of a list in view, each of them clickable, the selected one with the pointer.
  public mutating func list(
    _ lines: [Line], _ cursor: ListCursor, row top: Int, width: Int, height: Int, _ glyphs: Glyphs
  ) {
    for (offset, index) in cursor.visible(count: lines.count, height: height).enumerated() {
      put(glyphs.row(lines[index], selected: index == cursor.selected), row: top + offset, column: 0, width: width)
      mark(.row(index), row: top + offset, column: 0, width: width)
    }
    note(
      above: 0, below: lines.count - cursor.top - height, row: top, column: 0, width: width, height: height,
      glyphs: glyphs)
  }

  /// Says on the rules around a pane how many of its rows are out of sight.
  public mutating func note(
    above: Int, below: Int, row: Int, column: Int, width: Int, height: Int, glyphs: Glyphs
  ) {
    if above > 0 { put(" \(above) more \(glyphs.up) ", row: row - 1, column: column, limit: width, style: Style(.key)) }
    guard below > 0 else { return }
    let text = " \(below) more \(glyphs.down) "
    put(
      text, row: row + height, column: max(column, column + width - displayWidth(text)), limit: width,
      style: Style(.key))
  }

  /// A box of lines in the middle of the screen. Returns its inner origin and size.
  @discardableResult
  public mutating func modal(
    title: String, width wanted: Int, height wantedHeight: Int, glyphs: Glyphs
  ) -> (row: Int, column: Int, width: Int, height: Int) {
    let width = min(wanted + 4, size.columns)
    let height = min(wantedHeight + 2, max(0, size.rows - 4))
    let top = max(2, (size.rows - 2 - height) / 2)
    let left = (size.columns - width) / 2
    for row in 0..<height {
      fill(row: top + row, column: 0, width: size.columns)
      put(glyphs.vertical, row: top + row, column: left, style: Style(.info))
      put(glyphs.vertical, row: top + row, column: left + width - 1, style: Style(.info))
    }
    for (row, start, end) in [
      (top, glyphs.topLeft, glyphs.topRight), (top + height - 1, glyphs.bottomLeft, glyphs.bottomRight),
    ] {
      fill(row: row, column: left, width: width, text: glyphs.horizontal, style: Style(.info))
      put(start, row: row, column: left, style: Style(.info))
      put(end, row: row, column: left + width - 1, style: Style(.info))
    }
    put(" " + title + " ", row: top, column: left + 2, limit: width - 4, style: Style(.title))
    return (top + 1, left + 2, max(0, width - 4), max(0, height - 2))
  }

  /// A text field of `width` columns between brackets, and the cursor in it when it has the focus.
  public mutating func field(
    _ field: TextField, row: Int, column: Int, width: Int, focused: Bool, masked: Bool = false
  ) {
    let inner = max(1, width - 2)
    put("[", row: row, column: column, style: Style(.dim))
    put("]", row: row, column: column + inner + 1, style: Style(.dim))
    if focused {
      let shown = field.window(inner, ascii: ascii)
      let text = masked ? String(repeating: "*", count: shown.text.count) : shown.text
      fill(row: row, column: column + 1, width: inner, style: Style(.plain, underlined: true))
      put(text, row: row, column: column + 1, limit: inner, style: Style(.plain, underlined: true))
      let offset = masked ? min(field.cursor, inner - 1) : shown.cursor
      cursor = Position(row: row, column: column + 1 + offset)
    } else {
      let text = masked ? String(repeating: "*", count: field.text.count) : field.text
      put(text, row: row, column: column + 1, limit: inner)
    }
  }
}

/// A bar of `width` columns, `done` of `total` full.
public func progressBar(done: Int, total: Int, width: Int, glyphs: Glyphs) -> String {
  let inner = max(0, width - 2)
  let full = total > 0 ? min(inner, inner * max(0, done) / total) : 0
  return "[" + String(repeating: glyphs.full, count: full) + String(repeating: glyphs.empty, count: inner - full) + "]"
}

import TextUI

extension ListCursor {
  /// Moves the selection, and stays inside the list.
  mutating func move(_ rows: Int, count: Int) { selected = min(max(0, selected + rows), max(0, count - 1)) }

  /// The selected element, else the last.
  func element<Element>(of list: [Element]) -> Element? {
    list.indices.contains(selected) ? list[selected] : list.last
  }
}

extension Frame {
  /// A list, its rows clickable.
  mutating func list(_ lines: [Line], _ cursor: ListCursor, row top: Int, width: Int, height: Int, _ glyphs: Glyphs) {
    for (offset, index) in cursor.visible(count: lines.count, height: height).enumerated() {
      put(glyphs.row(lines[index], selected: index == cursor.selected), row: top + offset, column: 0, width: width)
      mark(.row(index), row: top + offset, column: 0, width: width)
    }
    note(
      above: 0, below: lines.count - cursor.top - height, row: top, column: 0, width: width, height: height,
      glyphs: glyphs)
  }
}

/// A list and the detail of what is selected in it: stacked, or side by side where there is room.
struct ListWithDetail: Equatable, Sendable {
  var cursor = ListCursor()
  /// Whether the detail is what moves.
  var isReading = false
  var detailTop = 0

  mutating func select(_ row: Int) {
    cursor.selected = row
    detailTop = 0
  }

  mutating func move(_ rows: Int, count: Int) {
    if isReading {
      detailTop += rows
      return
    }
    cursor.move(rows, count: count)
    detailTop = 0
  }

  /// - Parameters:
  ///   - short: the rows of a list that leaves room to its detail; nil for one that does not.
  ///   - detail: the lines of the detail, for the selection as it is then.
  mutating func settle(count: Int, short: Bool, _ layout: Layout, detail: (ListCursor) -> Int) {
    let room = short ? count : .max
    cursor.settle(count: count, height: layout.listHeight(room))
    detailTop = min(max(0, detailTop), max(0, detail(cursor) - layout.detailHeight(room)))
  }

  func draw(_ lines: [Line], detail: [Line], short: Bool, _ frame: inout Frame, _ shared: Shared) {
    let (layout, glyphs) = (shared.layout, shared.glyphs)
    let role = Style(isReading ? .key : .dim)
    let height = layout.listHeight(short ? lines.count : .max)
    let detailHeight = layout.detailHeight(short ? lines.count : .max)
    if !layout.isWide {
      frame.fill(row: layout.top + height, column: 0, width: layout.columns, text: glyphs.horizontal, style: role)
    }
    frame.list(lines, cursor, row: layout.top, width: layout.listWidth, height: height, glyphs)
    if layout.isWide {
      for row in 0..<layout.rows {
        frame.put(glyphs.vertical, row: layout.top + row, column: layout.listWidth, style: role)
      }
    }
    frame.pane(
      detail, from: detailTop, row: layout.isWide ? layout.top : layout.top + height + 1,
      column: layout.isWide ? layout.listWidth + 2 : 2, width: layout.detailWidth, height: detailHeight,
      glyphs: glyphs)
  }
}

import TextUI

/// Where a list stands, and the detail of what is selected in it.
struct ListView: Equatable, Sendable {
  var cursor = ListCursor()
  /// Whether the detail is what moves.
  var isReading = false
  var detailTop = 0

  mutating func select(_ row: Int) {
    cursor.selected = row
    detailTop = 0
  }
}

/// A page that is a list: rows to move through, one of them selected.
protocol ListPage: Page {
  var list: ListView { get set }
  func count(_ shared: Shared) -> Int
  /// What the selected row is about, when there is more to tell of it.
  func subject(_ shared: Shared) -> Subject?
}

extension ListPage {
  func subject(_ shared: Shared) -> Subject? { nil }
  func canMove(_ shared: Shared) -> Bool { count(shared) > 0 }

  mutating func move(_ rows: Int, _ shared: inout Shared) -> [Outcome] {
    guard list.isReading else {
      return select(min(max(0, list.cursor.selected + rows), max(0, count(shared) - 1)), &shared)
    }
    list.detailTop += rows
    return []
  }

  mutating func select(_ row: Int, _ shared: inout Shared) -> [Outcome] {
    list.select(row)
    return []
  }

  mutating func settle(_ shared: Shared) { list.cursor.settle(count: count(shared), height: height(shared)) }
}

/// A list with the detail of what is selected below it, or beside it where there is room.
protocol DetailedPage: ListPage {
  /// Whether a short list leaves its rows to the detail.
  static var givesWay: Bool { get }
  func rows(_ shared: Shared) -> [Line]
  /// What stands there instead where there is no row.
  func emptiness(_ shared: Shared) -> Span
}

extension DetailedPage {
  static var givesWay: Bool { true }

  static var pane: Command {
    on([.tab, .backTab], nil, "between the list and its detail") { page, _ in
      page.list.isReading.toggle()
      return []
    }
  }

  /// Opens the detail on a page of its own.
  /// - Parameter letters: those of this page's commands that act there too.
  static func more(_ sentence: String, letters: String) -> Command {
    Command(
      .enter, "more", sentence, about: { ($0 as? any ListPage)?.subject($1) },
      do: { subject, _ in
        [.show(DetailLayer(subject: subject, letters: letters))]
      })
  }

  private func room(_ shared: Shared) -> Int { Self.givesWay ? count(shared) : .max }
  func height(_ shared: Shared) -> Int { shared.layout.listHeight(room(shared)) }
  func detail(_ shared: Shared) -> [Line] { subject(shared).map(shared.besideList.lines) ?? [] }

  mutating func settle(_ shared: Shared) { settleList(shared) }

  mutating func settleList(_ shared: Shared) {
    list.cursor.settle(count: count(shared), height: height(shared))
    list.detailTop = min(
      max(0, list.detailTop), max(0, detail(shared).count - shared.layout.detailHeight(room(shared))))
  }

  func draw(_ frame: inout Frame, _ shared: Shared) { drawList(&frame, shared) }

  func drawList(_ frame: inout Frame, _ shared: Shared) {
    let (rows, layout, glyphs) = (rows(shared), shared.layout, shared.glyphs)
    if rows.isEmpty {
      let text = emptiness(shared)
      frame.put(text.text, row: layout.top + 1, column: 3, limit: layout.columns - 4, style: text.style)
      if Self.givesWay { return }
    }
    let role = Style(list.isReading ? .key : .dim)
    let height = height(shared)
    if layout.isWide {
      for row in 0..<layout.rows {
        frame.put(glyphs.vertical, row: layout.top + row, column: layout.listWidth, style: role)
      }
    } else {
      frame.fill(row: layout.top + height, column: 0, width: layout.columns, text: glyphs.horizontal, style: role)
    }
    frame.list(rows, list.cursor, row: layout.top, width: layout.listWidth, height: height, glyphs)
    frame.pane(
      detail(shared), from: list.detailTop, row: layout.isWide ? layout.top : layout.top + height + 1,
      column: layout.isWide ? layout.listWidth + 2 : 2, width: layout.detailWidth,
      height: layout.detailHeight(room(shared)), glyphs: glyphs)
  }
}

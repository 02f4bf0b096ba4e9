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
  func split(_ shared: Shared) -> Split
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

  func split(_ shared: Shared) -> Split {
    Split(shared.layout, count: Self.givesWay ? count(shared) : .max)
  }

  func height(_ shared: Shared) -> Int { split(shared).listHeight }
  func detail(_ shared: Shared) -> [Line] { subject(shared).map(shared.besideList.lines) ?? [] }

  mutating func settle(_ shared: Shared) { settleList(shared) }

  mutating func settleList(_ shared: Shared) {
    let split = split(shared)
    list.cursor.settle(count: count(shared), height: split.listHeight)
    list.detailTop = min(max(0, list.detailTop), max(0, detail(shared).count - split.detailHeight))
  }

  func draw(_ frame: inout Frame, _ shared: Shared) { drawList(&frame, shared) }

  func drawList(_ frame: inout Frame, _ shared: Shared) {
    let (rows, layout, glyphs, split) = (rows(shared), shared.layout, shared.glyphs, split(shared))
    if rows.isEmpty {
      let text = emptiness(shared)
      let lines = wrapped(text.text, width: layout.columns - 6, ascii: glyphs.ascii)
      for (offset, line) in lines.prefix(layout.rows - 1).enumerated() {
        frame.put(line, row: layout.top + 1 + offset, column: 3, style: text.style)
      }
      if Self.givesWay { return }
    }
    let role = Style(list.isReading ? .key : .dim)
    if layout.isWide {
      for row in 0..<layout.rows {
        frame.put(glyphs.vertical, row: layout.top + row, column: layout.listWidth, style: role)
      }
    } else if split.detailHeight > 0 {
      frame.fill(row: split.detailTop - 1, column: 0, width: layout.columns, text: glyphs.horizontal, style: role)
    }
    if split.listTop < layout.top {
      for row in 0..<split.listHeight { frame.fill(row: split.listTop + row, column: 0, width: layout.listWidth) }
    }
    frame.list(
      rows, list.cursor, row: split.listTop, width: layout.listWidth, height: split.listHeight, glyphs)
    guard split.detailHeight > 0 else { return }
    frame.pane(
      detail(shared), from: list.detailTop, row: split.detailTop, column: layout.isWide ? layout.listWidth + 2 : 2,
      width: layout.detailWidth, height: split.detailHeight, glyphs: glyphs)
  }
}

/// Which rows of the screen a list and the detail of its selected row have.
struct Split: Equatable, Sendable {
  let listTop: Int
  let listHeight: Int
  let detailTop: Int
  /// None where the list needs every row.
  let detailHeight: Int

  /// Side by side where there is room, else the detail below; a short list leaves its rows to it.
  init(_ layout: Layout, count: Int) {
    listTop = layout.top
    listHeight = layout.isWide ? layout.rows : max(1, min(layout.rows * 10 / 18, max(4, count)))
    detailTop = layout.isWide ? layout.top : layout.top + listHeight + 1
    detailHeight = layout.isWide ? layout.rows : max(1, layout.rows - listHeight - 1)
  }

  /// All of a list that is to be seen at once: below it a detail where rows are left, and no rules around it where they
  /// would cost it its last rows.
  init(whole count: Int, _ layout: Layout) {
    let isTight = count > layout.rows
    listTop = isTight ? layout.top - 1 : layout.top
    listHeight = isTight ? min(count, layout.rows + 2) : max(1, count)
    let left = layout.rows - listHeight - 1
    detailTop = layout.top + listHeight + 1
    detailHeight = left < 3 ? 0 : left
  }
}

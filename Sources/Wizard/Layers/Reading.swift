import TextUI

/// How far a text is scrolled, and the words its lines are searched for.
struct Reader: Equatable, Sendable {
  var top = 0
  var filter = Filter() { didSet { if filter.field != oldValue.field { top = 0 } } }
}

extension Place {
  /// The search of a text is being typed.
  static let search = Place("search", "Search", types: true)
}

/// A text that fills the body, is scrolled and searched.
protocol Reading: Pane {
  var reader: Reader { get set }
  /// What may be copied begins at the left edge.
  var isFlush: Bool { get }
  func title(_ shared: Shared) -> String
  func lines(_ shared: Shared) -> [Line]
}

extension Reading {
  var isModal: Bool { false }
  var isFlush: Bool { false }
  var place: Place { filter.isTyped ? .search : Self.place }
  var filter: Filter {
    get { reader.filter }
    set { reader.filter = newValue }
  }

  func height(_ shared: Shared) -> Int { max(1, shared.layout.rows - 2) }
  func canMove(_ shared: Shared) -> Bool { found(shared).count > height(shared) }

  mutating func move(_ rows: Int, _ shared: inout Shared) -> [Outcome] {
    reader.top += rows
    return []
  }

  /// The lines that have the words searched for.
  private func found(_ shared: Shared) -> [Line] {
    let (all, words) = (lines(shared), filter.words)
    guard !words.isEmpty else { return all }
    return all.filter { ($0.spans + $0.right).map(\.text).joined().lowercased().contains(words) }
  }

  mutating func settle(_ shared: Shared) {
    reader.top = min(max(0, reader.top), max(0, found(shared).count - height(shared)))
  }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    let (layout, found) = (shared.layout, found(shared))
    var heading = [Span("  " + title(shared), .title)]
    let isSearched = filter != Filter()
    let count = isSearched ? "\(found.count) of \(lines(shared).count) lines" : ""
    if isSearched { heading.append(Span("   / ", .key)) }
    if isSearched, !filter.isTyped { heading.append(Span(filter.field.text)) }
    frame.put(Line(heading, right: [Span(count, .dim)]), row: layout.top, column: 0, width: layout.columns - 1)
    if filter.isTyped {
      let start = heading.width
      frame.field(
        filter.field, row: layout.top, column: start,
        width: min(30, max(4, layout.columns - start - count.count - 3)), focused: true)
    }
    if found.isEmpty { frame.put("No line has these words.", row: layout.top + 2, column: 2, style: Style(.dim)) }
    frame.pane(
      found, from: reader.top, row: layout.top + 2, column: isFlush ? 0 : 2,
      width: layout.columns - (isFlush ? 0 : 4), height: height(shared), glyphs: shared.glyphs)
  }
}

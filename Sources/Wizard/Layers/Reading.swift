import TextUI

/// How far a text is scrolled, and the words its lines are searched for.
struct Reader: Equatable, Sendable {
  var top = 0
  var search = TextField()
  var searching = false
}

extension Place {
  /// The search of a text is being typed.
  static let search = Place("search", "Search", types: true)
}

/// A text that fills the body, is scrolled and searched.
protocol Reading: Pane {
  var reader: Reader { get set }
  /// Where keys arrive while nothing is typed.
  var readingPlace: Place { get }
  /// What may be copied begins at the left edge.
  var isFlush: Bool { get }
  func title(_ shared: Shared) -> String
  func lines(_ shared: Shared) -> [Line]
}

extension Reading {
  var isFlush: Bool { false }
  var place: Place { reader.searching ? .search : readingPlace }

  var field: TextField? {
    get { reader.searching ? reader.search : nil }
    set {
      guard let newValue else { return }
      reader.search = newValue
      reader.top = 0
    }
  }

  private func height(_ shared: Shared) -> Int { max(1, shared.layout.rows - 2) }

  /// The lines that have the words searched for.
  private func found(_ shared: Shared) -> [Line] {
    let words = reader.search.text.lowercased()
    let all = lines(shared)
    guard !words.isEmpty else { return all }
    return all.filter { ($0.spans + $0.right).map(\.text).joined().lowercased().contains(words) }
  }

  func allows(_ action: Action, _ shared: Shared) -> Bool { allowsReading(action, shared) }
  mutating func perform(_ action: Action, _ key: Key, _ shared: inout Shared) -> [Outcome] { read(action, shared) }

  func allowsReading(_ action: Action, _ shared: Shared) -> Bool {
    switch action {
    case .up: found(shared).count > height(shared)
    case .clear: field?.isEmpty == false
    default: true
    }
  }

  mutating func read(_ action: Action, _ shared: Shared) -> [Outcome] {
    if let rows = action.rows(height: shared.layout.listHeight()) {
      reader.top += rows
      return []
    }
    switch action {
    case .back: return [.close]
    case .search: reader.searching = true
    case .fieldAccept: reader.searching = false
    case .fieldBack:
      reader.searching = false
      reader.search.clear()
    default: edit { $0.perform(action) }
    }
    return []
  }

  mutating func settle(_ shared: Shared) {
    reader.top = min(max(0, reader.top), max(0, found(shared).count - height(shared)))
  }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    let (layout, found) = (shared.layout, found(shared))
    var heading = [Span("  " + title(shared), .title)]
    let isSearched = reader.searching || !reader.search.isEmpty
    let count = isSearched ? "\(found.count) of \(lines(shared).count) lines" : ""
    if isSearched { heading.append(Span("   / ", .key)) }
    if isSearched, !reader.searching { heading.append(Span(reader.search.text)) }
    frame.put(Line(heading, right: [Span(count, .dim)]), row: layout.top, column: 0, width: layout.columns - 1)
    if reader.searching {
      let start = heading.reduce(0) { $0 + displayWidth($1.text) }
      frame.field(
        reader.search, row: layout.top, column: start,
        width: min(30, max(4, layout.columns - start - count.count - 3)), focused: true)
    }
    if found.isEmpty { frame.put("No line has these words.", row: layout.top + 2, column: 2, style: Style(.dim)) }
    frame.pane(
      found, from: reader.top, row: layout.top + 2, column: isFlush ? 0 : 2,
      width: layout.columns - (isFlush ? 0 : 4), height: height(shared), glyphs: shared.glyphs)
  }
}

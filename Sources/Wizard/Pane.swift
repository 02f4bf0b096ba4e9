import Checklist
import TextUI

/// A page, or what lies over one: its own state, what a key does to it, and how it looks.
///
/// The model only finds the pane that a key or an event belongs to. A pane changes itself and what all panes share,
/// and says in `Outcome`s what it wants beyond that.
protocol Pane: Sendable {
  /// The keys of every place that it has.
  static var keys: [Place: [Command]] { get }

  static var place: Place { get }

  /// Where a key arrives now: its place, or a field in it.
  var place: Place { get }
  /// Whether the page below it stays in view.
  var isModal: Bool { get }
  /// What the letters go into.
  var field: TextField? { get set }
  /// The words that its rows are kept by.
  var filter: Filter { get set }

  /// The finding that its commands speak about.
  func finding(_ shared: Shared) -> Finding?
  /// The verb of a key where it depends on the state.
  func verb(of key: Key) -> String?
  /// The rows in view, and whether there are more.
  func height(_ shared: Shared) -> Int
  func canMove(_ shared: Shared) -> Bool
  /// Moves by some rows, down being positive.
  mutating func move(_ rows: Int, _ shared: inout Shared) -> [Outcome]
  mutating func back(_ shared: inout Shared) -> [Outcome]
  mutating func type(_ text: String)
  mutating func paste(_ text: String)
  /// Takes an event before what is shared does.
  mutating func hear(_ event: Event, _ shared: Shared) -> [Outcome]
  /// Keeps cursors and scrolls inside what there is, after whatever happened.
  mutating func settle(_ shared: Shared)
  func draw(_ frame: inout Frame, _ shared: Shared)
}

/// A pane that fills the screen and stands in the steps row. A new one is a folder, and a line in `Pages`.
protocol Page: Pane {
  /// The ways it lies on.
  static var journeys: Set<Journey> { get }
  static func title(on journey: Journey) -> String

  init()
  /// It is shown anew.
  mutating func opened(_ shared: inout Shared)
  mutating func select(_ row: Int, _ shared: inout Shared) -> [Outcome]
  /// What the steps row says about it at its right.
  func summary(_ shared: Shared) -> [Span]
  /// What the status row says at its right when nothing runs.
  func fact(_ shared: Shared) -> [Span]
}

/// The words that rows are kept by, and whether they are being typed.
struct Filter: Equatable, Sendable {
  var field = TextField()
  var isTyped = false

  /// In small letters; empty keeps every row.
  var words: String { field.text.lowercased() }
}

/// What a pane wants beyond its own state, in this order.
enum Outcome: Sendable {
  case effect(Effect)
  /// Goes to a page; what lies over the present one is closed.
  case open(Place)
  /// Lays a pane over what is there.
  case show(any Pane)
  /// Closes what lies on top.
  case close
  /// A message below the view.
  case say(String)
  /// Takes back what stands there.
  case unsay
  /// Enter is not taken for a moment: what is asked now has not been seen.
  case holdEnter
  /// Ctrl-C.
  case interrupt
}

extension Pane {
  var place: Place { Self.place }
  var isModal: Bool { true }
  var filter: Filter {
    get { Filter() }
    set {}
  }
  var field: TextField? {
    get { filter.isTyped ? filter.field : nil }
    set { if let newValue { filter.field = newValue } }
  }

  func finding(_ shared: Shared) -> Finding? { nil }
  func verb(of key: Key) -> String? { nil }
  func height(_ shared: Shared) -> Int { shared.layout.rows }
  func canMove(_ shared: Shared) -> Bool { true }
  mutating func move(_ rows: Int, _ shared: inout Shared) -> [Outcome] { [] }
  mutating func back(_ shared: inout Shared) -> [Outcome] { [.close] }
  mutating func type(_ text: String) { edit { $0.insert(text) } }

  /// A line break in what is pasted presses nothing.
  mutating func paste(_ text: String) {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    type(String(line.prefix(TextField.limit)))
  }

  mutating func hear(_ event: Event, _ shared: Shared) -> [Outcome] { [] }
  mutating func settle(_ shared: Shared) {}

  mutating func edit(_ body: (inout TextField) -> Void) {
    guard var field else { return }
    body(&field)
    self.field = field
  }
}

extension Page {
  var isModal: Bool { false }
  static var journeys: Set<Journey> { [.setUp] }
  static func title(on journey: Journey) -> String { place.title }
  mutating func opened(_ shared: inout Shared) {}
  func summary(_ shared: Shared) -> [Span] { [] }
  func fact(_ shared: Shared) -> [Span] { [] }
}

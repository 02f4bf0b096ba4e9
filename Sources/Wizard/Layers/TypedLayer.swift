import Basics
import Checklist
import TextUI

/// A question of the severe tier: a word is typed, not pressed.
struct TypedLayer: Pane {
  static let typed = Place("typed", "Typed confirmation", types: true)
  static let keys: [Place: [Command]] = [
    typed: [on([.enter], "go ahead", "go ahead, when what was typed is right") { $0.take(&$1) }] + Command.typing
      + [.close] + Command.system + [.helpInField]
  ]

  let title: String
  let lines: [String]
  /// What must be typed; nil where any words will do.
  let word: String?
  /// What Enter does, and what Esc does.
  let hint: String
  /// What is wrong with what was typed.
  let refusal: String
  /// Whether Esc means that a change is declined.
  let isAboutChanges: Bool
  let then: @Sendable (String, inout Shared) -> [Outcome]
  private var typed = TextField()
  private var refused = false

  init(
    title: String, lines: [String], word: String? = nil, hint: String, refusal: String, isAboutChanges: Bool = false,
    then: @escaping @Sendable (String, inout Shared) -> [Outcome]
  ) {
    self.title = title
    self.lines = lines
    self.word = word
    self.hint = hint
    self.refusal = refusal
    self.isAboutChanges = isAboutChanges
    self.then = then
  }

  var place: Place { Self.typed }
  var isModal: Bool { true }
  var field: TextField? {
    get { typed }
    set {
      guard let newValue else { return }
      typed = newValue
      refused = false
    }
  }

  private mutating func take(_ shared: inout Shared) -> [Outcome] {
    let text = typed.text.trimmed
    refused = word.map { $0 != text } ?? text.isEmpty
    return refused ? [] : [.close] + then(text, &shared)
  }

  mutating func back(_ shared: inout Shared) -> [Outcome] { [.close] + (isAboutChanges ? shared.decline() : []) }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    let text = lines.flatMap { wrapped($0, width: shared.layout.boxWidth, ascii: shared.glyphs.ascii) }
    let box = frame.box(title, text, below: 3, shared)
    frame.field(
      typed, row: box.row + box.height - 2, column: box.column, width: word == nil ? box.width : 22, focused: true)
    frame.put(
      refused ? refusal : hint, row: box.row + box.height - 1, column: box.column, limit: box.width,
      style: Style(refused ? .bad : .dim))
  }
}

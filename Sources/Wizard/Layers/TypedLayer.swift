import Basics
import Checklist
import TextUI

/// A question of the severe tier: a word is typed, not pressed.
struct TypedLayer: Pane {
  static let place = Place("typed", "Typed confirmation", types: true)
  static let keys: [Place: [Command]] = [
    place: [on([.enter], "go ahead", "go ahead, when what was typed is right") { $0.take(&$1) }] + Command.typing
      + [.close] + Command.system + [.helpInField]
  ]

  let title: String
  let lines: [String]
  /// What must be typed; nil where any words will do.
  var word: String?
  /// What Enter does, and what Esc does.
  let hint: String
  /// What is wrong with what was typed.
  let refusal: String
  /// Whether Esc means that a change is declined.
  var isAboutChanges = false
  let then: @Sendable (String, inout Shared) -> [Outcome]
  private(set) var typed = TextField()
  private(set) var refused = false

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
    let box = frame.box(title, lines, below: 3, shared)
    frame.field(
      typed, row: box.row + box.height - 2, column: box.column, width: word == nil ? box.width : 22, focused: true)
    frame.put(
      refused ? refusal : hint, row: box.row + box.height - 1, column: box.column, limit: box.width,
      style: Style(refused ? .bad : .dim))
  }
}

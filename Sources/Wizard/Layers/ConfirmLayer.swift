import TextUI

/// A question of the moderate tier: buttons, with the focus on Cancel.
struct ConfirmLayer: Pane {
  static let place = Place("confirm", "Question")
  static let keys: [Place: [Command]] = [
    place: [
      move([.right, .tab], "choose", by: 1), move([.left, .backTab], nil, by: -1),
      on([.enter], "press", "press the button that has the focus") { $0.press(&$1) }, .close,
    ] + Command.system + [.help]
  ]

  private static func move(_ keys: [Key], _ verb: String?, by places: Int) -> Command {
    var command = on(keys, verb, "the other button") { layer, _ in
      layer.focus = (layer.focus + places + layer.buttons.count) % layer.buttons.count
      return []
    }
    command.label = { $0.left + $0.right }
    return command
  }

  /// A button after Cancel, and what follows when it is pressed.
  struct Answer: Sendable {
    let label: String
    let then: @Sendable (inout Shared) -> [Outcome]
  }

  let title: String
  let lines: [String]
  /// Whether Cancel means that a change is declined.
  var isAboutChanges = false
  let answers: [Answer]
  /// The button that has the focus; the first is Cancel.
  private(set) var focus = 0

  private var buttons: [String] { ["Cancel"] + answers.map(\.label) }

  private mutating func press(_ shared: inout Shared) -> [Outcome] {
    focus > 0 ? [.close] + answers[focus - 1].then(&shared) : back(&shared)
  }

  mutating func back(_ shared: inout Shared) -> [Outcome] { [.close] + (isAboutChanges ? shared.decline() : []) }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    // The buttons are always seen; the text above them gives way.
    let box = frame.box(title, lines, below: 3, shared)
    var column = box.column
    for (index, label) in buttons.enumerated() {
      let focused = index == focus
      column += frame.put(
        focused ? "[ \(label) ]" : "  \(label)  ", row: box.row + box.height - 1, column: column,
        limit: box.column + box.width - column, style: focused ? .focus : .plain)
      column += 2
    }
  }
}

import TextUI

/// A question of the moderate tier: buttons, with the focus on Cancel.
struct ConfirmLayer: Pane {
  static let confirm = Place("confirm", "Question")
  static let keys: [Place: [Command]] = [
    confirm: [
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

    init(_ label: String, then: @escaping @Sendable (inout Shared) -> [Outcome]) {
      self.label = label
      self.then = then
    }
  }

  let title: String
  let lines: [String]
  let answers: [Answer]
  /// Whether Cancel means that a change is declined.
  var isAboutChanges = false
  /// The button that has the focus; the first is Cancel.
  private(set) var focus = 0

  init(title: String, lines: [String], isAboutChanges: Bool = false, answers: [Answer]) {
    self.title = title
    self.lines = lines
    self.isAboutChanges = isAboutChanges
    self.answers = answers
  }

  var place: Place { Self.confirm }
  var isModal: Bool { true }
  private var buttons: [String] { ["Cancel"] + answers.map(\.label) }

  private mutating func press(_ shared: inout Shared) -> [Outcome] {
    focus > 0 ? [.close] + answers[focus - 1].then(&shared) : back(&shared)
  }

  mutating func back(_ shared: inout Shared) -> [Outcome] { [.close] + (isAboutChanges ? shared.decline() : []) }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    // The buttons are always seen; the text above them gives way.
    let text = lines.flatMap { wrapped($0, width: shared.layout.boxWidth, ascii: shared.glyphs.ascii) }
    let box = frame.box(title, text, below: 3, shared)
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

import TextUI

extension Action {
  static let toggleButton = Action("the other button")
  /// Presses the button that has the focus, or answers a question.
  static let press = Action("press")
}

/// A question of the moderate tier: buttons, with the focus on Cancel.
struct ConfirmLayer: Pane {
  static let confirm = Place("confirm", "Question")
  static let keys: [Place: [Command]] = [
    confirm: [
      Command(
        .toggleButton, [.left, .right, .tab, .backTab], "choose", "the other button", label: { $0.left + $0.right }),
      Command(.press, [.enter], "press", "press the button that has the focus"), .close,
    ] + Command.system + [.help]
  ]

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

  mutating func perform(_ action: Action, _ key: Key, _ shared: inout Shared) -> [Outcome] {
    switch action {
    case .toggleButton:
      let places = [.left, .backTab].contains(key) ? -1 : 1
      focus = (focus + places + buttons.count) % buttons.count
      return []
    case .press where focus > 0: return [.close] + answers[focus - 1].then(&shared)
    case .press, .back: return [.close] + (isAboutChanges ? shared.decline() : [])
    default: return []
    }
  }

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

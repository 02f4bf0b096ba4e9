import TextUI

extension Action {
  static let up = Action("up")
  static let down = Action("down")
  static let pageUp = Action("page up")
  static let pageDown = Action("page down")
  static let first = Action("first")
  static let last = Action("last")
  /// Between a list and its detail.
  static let pane = Action("pane")
  static let accept = Action("accept")
  static let back = Action("back")
  static let search = Action("search")

  static let quit = Action("quit")
  static let interrupt = Action("interrupt")
  static let suspend = Action("suspend")
  static let redraw = Action("redraw")
  static let help = Action("help")
  static let messages = Action("messages")
  static let log = Action("log")
  static let mouse = Action("mouse")

  static let cursorLeft = Action("cursor left")
  static let cursorRight = Action("cursor right")
  static let cursorHome = Action("cursor home")
  static let cursorEnd = Action("cursor end")
  static let backspace = Action("backspace")
  static let delete = Action("delete")
  static let clear = Action("clear")
  static let fieldAccept = Action("take the field")
  static let fieldBack = Action("leave the field")

  /// How many rows a command of moving means, down being positive; nil for any other.
  /// - Parameter height: the rows in view.
  func rows(height: Int) -> Int? {
    switch self {
    case .up: -1
    case .down: 1
    case .pageUp: -max(1, height - 1)
    case .pageDown: max(1, height - 1)
    case .first: -100_000
    case .last: 100_000
    default: nil
    }
  }
}

/// The commands that several places have, in runs.
extension Command {
  /// In lists and texts.
  static let moving: [Command] = [
    Command(
      .up, [.up, .character("k")], "move", "one row up", label: { $0.ascii ? "Up/Dn" : $0.up + $0.down }),
    Command(.down, [.down, .character("j")], nil, "one row down"),
    Command(.pageUp, [.pageUp, .control("b")], nil, "one page up"),
    Command(.pageDown, [.pageDown, .control("f")], nil, "one page down"),
    Command(.first, [.home, .character("g")], nil, "to the first row"),
    Command(.last, [.end, .character("G")], nil, "to the last row"),
  ]

  static let pane = Command(.pane, [.tab, .backTab], nil, "between the list and its detail")

  /// Into a field.
  static let typing: [Command] = [
    Command(.cursorLeft, [.left], nil, "one character left"),
    Command(.cursorRight, [.right], nil, "one character right"),
    Command(.cursorHome, [.home, .control("a")], nil, "to the beginning"),
    Command(.cursorEnd, [.end, .control("e")], nil, "to the end"),
    backspace,
    Command(.delete, [.delete, .control("d")], nil, "delete to the right"),
    clear,
  ]
  static let backspace = Command(.backspace, [.backspace, .control("h")], nil, "delete to the left")
  static let clear = Command(.clear, [.control("u")], "clear", "empty the field")

  /// In a filter or a search.
  static let narrowing: [Command] =
    [Command(.fieldAccept, [.enter], "keep", "keep the filter and go back to the list")] + typing
    + [Command(.fieldBack, [.escape], "clear", "drop the filter")] + system + [helpInField]

  /// At the end of every page.
  static let page: [Command] = pageEnd(
    back: Command(.back, [.escape], "back", "close what is open, else one page back"), interrupt: interrupt)

  static func pageEnd(back: Command, interrupt: Command) -> [Command] {
    [
      back,
      Command(.messages, "L", nil, "the messages of this session"),
      Command(.log, "l", nil, "the log: every request, with its id and time"),
      mouse, redraw, suspend, interrupt, help, quit,
    ]
  }

  /// On a page that Esc does not leave.
  static let staying = Command(.back, [.escape], nil, "closes what is open; never quits")

  /// At the end of every text.
  static let text: [Command] =
    [Command(.search, "/", "search", "keep the lines with these words"), close, mouse] + system + [help, closeByLetter]

  static let onlyLeaving: [Command] = [staying] + system + [quit]

  static let close = Command(.back, [.escape], "close", "close this")
  static let closeByLetter = Command(.back, "q", nil, "close this")
  static let system: [Command] = [redraw, suspend, interrupt]
  static let interrupt = Command(
    .interrupt, [.control("c")], nil, "stop after the call under way; twice: leave now")
  static let help = Command(.help, [.character("?"), .function(1)], "help", "this help")
  static let helpInField = Command(.help, [.function(1)], "help", "this help")
  static let mouse = Command(.mouse, "m", nil, "leave the mouse to the terminal, or take it")
  private static let redraw = Command(.redraw, [.control("l")], nil, "draw the screen again")
  private static let suspend = Command(.suspend, [.control("z")], nil, "suspend; fg comes back")
  private static let quit = Command(.quit, "q", "quit", "leave; asks first while something runs")
}

extension TextField {
  /// Does what a command of typing says.
  mutating func perform(_ action: Action) {
    switch action {
    case .cursorLeft: move(-1)
    case .cursorRight: move(1)
    case .cursorHome: home()
    case .cursorEnd: end()
    case .backspace: backspace()
    case .delete: delete()
    case .clear: clear()
    default: break
    }
  }
}

import TextUI

/// The commands that several places have, in runs.
extension Command {
  /// In lists and texts.
  static let moving: [Command] = [
    motion([.up, "k"], "move", "one row up") { _ in -1 },
    motion([.down, "j"], nil, "one row down") { _ in 1 },
    motion([.pageUp, .control("b")], nil, "one page up") { -max(1, $0 - 1) },
    motion([.pageDown, .control("f")], nil, "one page down") { max(1, $0 - 1) },
    motion([.home, "g"], nil, "to the first row") { _ in -100_000 },
    motion([.end, "G"], nil, "to the last row") { _ in 100_000 },
  ]

  /// - Parameter rows: how many rows it moves, by the rows in view; down is positive.
  private static func motion(
    _ keys: [Key], _ verb: String?, _ sentence: String, rows: @escaping @Sendable (Int) -> Int
  ) -> Command {
    var command = Command(keys, verb, sentence) { $0.move(rows($0.height($1)), &$1) }
    // The hint in the key bar stands for all of them.
    if verb != nil { command.label = { $0.ascii ? "Up/Dn" : $0.up + $0.down } }
    return command.when { verb == nil || $0.canMove($1) }
  }

  /// Into a field.
  static let typing: [Command] = [
    editing([.left], "one character left") { $0.move(-1) },
    editing([.right], "one character right") { $0.move(1) },
    editing([.home, .control("a")], "to the beginning") { $0.home() },
    editing([.end, .control("e")], "to the end") { $0.end() },
    editing([.backspace, .control("h")], "delete to the left") { $0.backspace() },
    editing([.delete, .control("d")], "delete to the right") { $0.delete() },
    editing([.control("u")], "empty the field", verb: "clear") { $0.clear() }
      .when { pane, _ in pane.field?.isEmpty == false },
  ]

  private static func editing(
    _ keys: [Key], _ sentence: String, verb: String? = nil, _ body: @escaping @Sendable (inout TextField) -> Void
  ) -> Command {
    Command(keys, verb, sentence, changing: { pane, _ in pane.edit(body) })
  }

  /// In a filter or a search.
  static let narrowing: [Command] =
    [narrow([.enter], "keep", "keep the filter and go back to the list") { $0.isTyped = false }] + typing
    + [narrow([.escape], "clear", "drop the filter", isEnd: true) { $0 = Filter() }] + system + [helpInField]

  static func search(_ verb: String, _ sentence: String) -> Command {
    narrow(["/"], verb, sentence) { $0.isTyped = true }
  }

  private static func narrow(
    _ keys: [Key], _ verb: String, _ sentence: String, isEnd: Bool = false,
    _ body: @escaping @Sendable (inout Filter) -> Void
  ) -> Command {
    Command(keys, verb, sentence, isEnd: isEnd, changing: { pane, _ in body(&pane.filter) })
  }

  /// At the end of every page.
  static let page: [Command] = pageEnd(
    back: Command([.escape], "back", "close what is open, else one page back") { $0.back(&$1) }, interrupt: interrupt)

  static func pageEnd(back: Command, interrupt: Command) -> [Command] {
    [
      back,
      Command(["L"], nil, "the messages of this session") { _, _ in [.show(MessagesLayer())] },
      Command(["l"], nil, "the log: every request, with its id and time") { _, _ in [.effect(.showLog)] },
      mouse, redraw, suspend, interrupt, help, quit,
    ]
  }

  /// On a page that Esc does not leave.
  static let staying = Command([.escape], nil, "closes what is open; never quits") { $0.back(&$1) }

  /// At the end of every text.
  static let text: [Command] = [search, close, mouse] + system + [help, closeByLetter]
  static let search = search("search", "keep the lines with these words")

  static let onlyLeaving: [Command] = [staying] + system + [quit]

  static let close = Command([.escape], "close", "close this", isEnd: true) { $0.back(&$1) }
  static let closeByLetter = Command(["q"], nil, "close this") { $0.back(&$1) }
  static let system: [Command] = [redraw, suspend, interrupt]
  static let interrupt = interrupt(nil)
  static func interrupt(_ verb: String?) -> Command {
    Command([.control("c")], verb, "stop after the call under way; twice: leave now") { _, _ in [.interrupt] }
  }
  static let help = help(["?", .function(1)])
  static let helpInField = help([.function(1)])
  private static func help(_ keys: [Key]) -> Command {
    Command(keys, "help", "this help", isEnd: true) { pane, _ in [.show(HelpLayer(about: pane.place))] }
  }
  static let mouse = Command(["m"], nil, "leave the mouse to the terminal, or take it") { $1.toggleMouse() }
  private static let redraw = Command([.control("l")], nil, "draw the screen again") { _, _ in [.effect(.redraw)] }
  private static let suspend = Command([.control("z")], nil, "suspend; fg comes back") { _, _ in [.effect(.suspend)]
  }
  private static let quit = Command(["q"], "quit", "leave; asks first while something runs", isEnd: true) {
    $1.quit()
  }
}

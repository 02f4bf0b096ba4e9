import TextUI

/// Text on a page of its own, in lines as they are, so that it can be selected and copied.
struct TextLayer: Reading {
  static let sheet = Place("sheet", "Text")
  static let keys: [Place: [Command]] = [
    sheet: Command.moving + [
      on(["c"], "copy", "send this text to the clipboard") { text, _ in text.copy() },
      Command(
        "s", "save", "write the commands and their files into a folder here",
        about: { pane, _ in (pane as? Self)?.files },
        do: { files, _ in [.effect(.keep(files))] }),
    ] + Command.text
  ]

  let title: String
  let text: [String]
  /// Sentences, which are broken between words; what is copied is broken at the edge.
  private let isProse: Bool
  /// What can be written into a folder; nil when there is nothing to keep.
  let files: FileBundle?
  var reader = Reader()

  init(_ title: String, _ text: String, files: FileBundle? = nil) {
    self.init(
      title, lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), files: files)
  }

  init(_ title: String, lines: [String], isProse: Bool = false, files: FileBundle? = nil) {
    self.title = title
    text = lines
    self.isProse = isProse
    self.files = files
  }

  /// A page to open in a browser, and what to do there.
  static func opening(_ title: String, _ link: String, _ steps: [String]) -> [Outcome] {
    let lines = [link, ""] + steps.enumerated().map { "\($0 + 1). \($1)" }
    return [.show(TextLayer(title, lines: lines, isProse: true)), .effect(.open(url: link))]
  }

  init(_ document: Document) {
    self.init(document.title, lines: document.lines, files: document.files)
    if document.startsAtEnd { reader.top = 1_000_000 }
  }

  /// It is shown and sent to the clipboard.
  func copied() -> [Outcome] { [.show(self)] + copy() }

  /// Whether the terminal takes it cannot be known: the text stands on the screen all the same.
  private func copy() -> [Outcome] {
    [
      .say("Sent to the terminal's clipboard" + (files == nil ? "" : "; s saves it")),
      .effect(.copy(text.joined(separator: "\n"))),
    ]
  }

  var readingPlace: Place { Self.sheet }
  var isFlush: Bool { true }
  func title(_ shared: Shared) -> String { title }

  func lines(_ shared: Shared) -> [Line] {
    text.flatMap { line in
      isProse && line.contains(" ")
        ? shared.glyphs.lines(line, width: shared.layout.columns) : hardWrapped(line, shared.layout.columns)
    }
  }

  /// Lines from the left edge to the right one: what is selected with the mouse is what stands there.
  private func hardWrapped(_ text: String, _ columns: Int) -> [Line] {
    var lines: [Line] = []
    var line = ""
    var used = 0
    for character in cleaned(text) {
      let width = displayWidth(String(character))
      if used + width > columns {
        lines.append(Line(line))
        (line, used) = ("", 0)
      }
      line.append(character)
      used += width
    }
    return lines + [Line(line)]
  }
}

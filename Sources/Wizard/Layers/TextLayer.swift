import TextUI

/// Text on a page of its own, in lines as they are, so that it can be selected and copied.
struct TextLayer: Reading {
  static let place = Place("sheet", "Text")
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      on(["c"], "copy", "send this text to the clipboard") { text, _ in text.copy() },
      Command(
        "s", "save", "write the commands and their files into a folder here",
        about: { pane, _ in (pane as? Self)?.document.files },
        do: { files, _ in [.effect(.keep(files))] }),
    ] + Command.text
  ]

  let document: Document
  /// Sentences, which are broken between words; what is copied is broken at the edge.
  private let isProse: Bool
  var reader = Reader()

  init(_ document: Document, isProse: Bool = false) {
    (self.document, self.isProse) = (document, isProse)
    if document.startsAtEnd { reader.top = 1_000_000 }
  }

  init(_ title: String, _ text: String, files: FileBundle? = nil) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    self.init(Document(title: title, lines: lines, files: files))
  }

  /// A page to open in a browser, and what to do there.
  static func opening(_ title: String, _ link: String, _ steps: [String]) -> [Outcome] {
    let lines = [link, ""] + steps.enumerated().map { "\($0 + 1). \($1)" }
    return [.show(TextLayer(Document(title: title, lines: lines), isProse: true)), .effect(.open(url: link))]
  }

  /// It is shown and sent to the clipboard.
  func copied() -> [Outcome] { [.show(self)] + copy() }

  /// Whether the terminal takes it cannot be known: the text stands on the screen all the same.
  private func copy() -> [Outcome] {
    [
      .say("Sent to the terminal's clipboard" + (document.files == nil ? "" : "; s saves it")),
      .effect(.copy(document.lines.joined(separator: "\n"))),
    ]
  }

  var isFlush: Bool { true }
  func title(_ shared: Shared) -> String { document.title }

  func lines(_ shared: Shared) -> [Line] {
    document.lines.flatMap { line in
      isProse && line.contains(" ")
        ? shared.glyphs.lines(line, width: shared.layout.columns)
        : cutAtEdge(line, width: shared.layout.columns).map { Line($0) }
    }
  }
}

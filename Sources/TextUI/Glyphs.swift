/// The signs the screen is drawn with: one set for UTF-8, one for terminals that have only ASCII.
///
/// Status signs are of East Asian Width "neutral", so that they take one column everywhere. Lines are text,
/// not the terminal's alternate character set, so that every terminal draws the same.
public struct Glyphs: Equatable, Sendable {
  public let ascii: Bool
  public let pass, fail, warn, notYet, blocked, unknown, skipped, accepted, crash, queued: String
  public let spinner: [String]
  public let pointer, done, ahead: String
  public let horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight: String
  public let full, empty: String
  public let up, down, left, right: String
  public let folded, open: String

  public static let unicode = Glyphs(
    ascii: false, pass: "✓", fail: "✗", warn: "!", notYet: "◷", blocked: "⊘", unknown: "?", skipped: "-",
    accepted: "☑", crash: "✖", queued: "◦", spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
    pointer: "▸", done: "✓", ahead: " ", horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐",
    bottomLeft: "└", bottomRight: "┘", full: "█", empty: "░", up: "↑", down: "↓", left: "←", right: "→",
    folded: "▸", open: "▾")

  public static let plain = Glyphs(
    ascii: true, pass: "[ok]", fail: "[XX]", warn: "[!!]", notYet: "[~~]", blocked: "[>>]", unknown: "[??]",
    skipped: "[--]", accepted: "[ac]", crash: "[**]", queued: "[  ]", spinner: ["[..]", "[: ]", "[ :]"],
    pointer: ">", done: "[x]", ahead: "[ ]", horizontal: "-", vertical: "|", topLeft: "+", topRight: "+",
    bottomLeft: "+", bottomRight: "+", full: "#", empty: "-", up: "Up", down: "Down", left: "Left",
    right: "Right", folded: "+", open: "-")

  /// The columns of a status sign.
  public var markWidth: Int { ascii ? 4 : 1 }

  /// A list row, with the pointer when it is selected.
  public func row(_ line: Line, selected: Bool) -> Line {
    let lead = Span(selected ? " \(pointer) " : String(repeating: " ", count: 3))
    let whole = Line([lead] + line.spans, right: line.right.isEmpty ? [] : line.right + [Span(" ")], fill: line.fill)
    return selected ? whole.selected : whole
  }

  /// A text in `room` columns, with a sign where the rest of it was left out.
  public func cut(_ text: String, to room: Int) -> String {
    let whole = cleaned(text, ascii: ascii)
    return displayWidth(whole) <= room ? whole : String(whole.prefix(max(0, room - 1))) + (ascii ? ">" : "»")
  }
}

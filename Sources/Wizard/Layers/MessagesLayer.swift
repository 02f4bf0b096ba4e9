import TextUI

/// What was said in this session.
struct MessagesLayer: Reading {
  static let place = Place("messages", "Messages")
  static let keys: [Place: [Command]] = [place: Command.moving + Command.text]

  var reader = Reader(top: 100_000)

  func title(_ shared: Shared) -> String { "Messages" }

  func lines(_ shared: Shared) -> [Line] {
    let lines = shared.messages.flatMap { shared.glyphs.lines($0, width: shared.layout.textWidth) }
    return lines.isEmpty ? [Line("No message yet.", .dim)] : lines
  }
}

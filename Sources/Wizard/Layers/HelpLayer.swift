import Checklist
import TextUI

/// The help of a place: every command that a key gives there, read from the command table.
struct HelpLayer: Reading {
  static let place = Place("help", "Help")
  static let keys: [Place: [Command]] = [
    place: Command.moving + [.search, .close, .mouse] + Command.system + [
      Command(["?", .function(1)], nil, "close the help") { $0.back(&$1) }, .closeByLetter,
    ]
  ]

  let about: Place
  var reader = Reader()

  var isFlush: Bool { true }
  func title(_ shared: Shared) -> String { "Help: \(about.title)" }

  func lines(_ shared: Shared) -> [Line] {
    let (glyphs, columns) = (shared.glyphs, shared.layout.columns)
    // Keys that do the same beside each other share a line.
    let groups = Command.all(in: about).reduce(into: [(keys: [Key], sentence: String)]()) { groups, command in
      if groups.last?.sentence == command.sentence {
        groups[groups.count - 1].keys += command.keys
      } else {
        groups.append((command.keys, command.sentence))
      }
    }
    var lines = groups.flatMap { command -> [Line] in
      let keys = command.keys.map { $0.longLabel(glyphs) }.joined(separator: "  ")
      let pad = String(repeating: " ", count: max(2, 22 - displayWidth(keys)))
      let sentence = wrapped(
        command.sentence, width: max(8, columns - 3 - displayWidth(keys + pad)), ascii: glyphs.ascii)
      return [Line([Span("  "), Span(keys, .key), Span(pad + (sentence.first ?? ""))])]
        + sentence.dropFirst().map { Line(String(repeating: " ", count: 2 + displayWidth(keys + pad)) + $0) }
    }
    if about.types { lines = [Line("  Letters type here.", .info), .blank] + lines }
    // Whoever asks for help where findings are is looking at their signs.
    guard Command.all(in: about).contains(where: { $0.verb == Command.fix.verb }) else { return lines }
    return signs(glyphs, columns) + [.blank] + lines + [.blank] + legend(glyphs)
  }

  /// Every sign in a word or two.
  private func signs(_ glyphs: Glyphs, _ columns: Int) -> [Line] {
    let order: [Status] = [.pass, .fail, .warn, .unknown, .blocked, .notYet, .accepted, .skipped, .crash]
    let width = 26 + (glyphs.ascii ? 3 : 0)
    let each = max(1, (columns - 2) / width)
    return stride(from: 0, to: order.count, by: each).map { start in
      Line(
        [Span("  ")]
          + order[start..<min(order.count, start + each)].flatMap { status in
            let text = " " + status.words
            let pad = max(1, width - glyphs.markWidth - displayWidth(text))
            return [glyphs.mark(status), Span(text + String(repeating: " ", count: pad))]
          })
    }
  }

  private func legend(_ glyphs: Glyphs) -> [Line] {
    let order: [Status] = [.pass, .fail, .warn, .notYet, .blocked, .unknown, .accepted, .skipped, .crash]
    let meaning = order.map { (glyphs.mark($0), $0.meaning) } + [(Span(glyphs.queued, .dim), "queued")]
    return [Line("  Signs", .title)] + meaning.map { Line([Span("  "), $0.0, Span("  " + $0.1)]) }
  }
}

extension Key {
  fileprivate func longLabel(_ glyphs: Glyphs) -> String {
    if case .control(let letter) = self { "Ctrl-" + letter.uppercased() } else { label(glyphs) }
  }
}

import Checklist
import TextUI

extension Array {
  fileprivate func suffix(while isWanted: (Element) -> Bool) -> ArraySlice<Element> {
    self[(lastIndex { !isWanted($0) }.map { $0 + 1 } ?? startIndex)...]
  }
}

/// The key bar and the help, both read from the command table.
extension Model {
  struct Hint: Equatable {
    let keys: String
    let verb: String
    let command: Int
    var isLast: Bool
  }

  /// The hints of the key bar, at most eight, those that act now.
  var hints: [Hint] {
    let place = place
    let all = Command.table.enumerated().compactMap { index, command -> Hint? in
      guard command.places.contains(place), let verb = command.verbNow(self), command.isEnabled(self),
        let key = command.keys.first
      else { return nil }
      let isBackInList = command.action == .back && Page(rawValue: place.rawValue) != nil
      let ends = [.help, .quit, .back, .fieldBack].contains(command.action) && !isBackInList
      return Hint(keys: command.label?(glyphs) ?? key.label(glyphs), verb: verb, command: index, isLast: ends)
    }
    let ends = all.filter(\.isLast)
    return Array(all.filter { !$0.isLast }.prefix(max(0, 8 - ends.count))) + ends
  }

  func drawKeyBar(_ frame: inout Frame, row: Int) {
    let gap = isWide ? 3 : 2
    var shown = hints
    func width() -> Int { shown.reduce(1) { $0 + displayWidth($1.keys) + displayWidth($1.verb) + 1 + gap } - gap }
    // What is in the right middle gives way; help and quit stay.
    while width() > size.columns - 1, let index = shown.lastIndex(where: { !$0.isLast }) ?? shown.indices.first {
      shown.remove(at: index)
    }
    // The ends keep their place: what changes between them costs few bytes, and the eye finds them.
    let ends = shown.suffix(while: \.isLast)
    let tail = ends.reduce(-gap) { $0 + displayWidth($1.keys) + displayWidth($1.verb) + 1 + gap }
    var column = 1
    for (index, hint) in shown.enumerated() {
      if index == shown.count - ends.count, index > 0 { column = max(column, size.columns - 1 - tail) }
      let start = column
      column += frame.put(hint.keys, row: row, column: column, style: Style(.key))
      column += 1
      column += frame.put(hint.verb, row: row, column: column)
      frame.mark(.command(hint.command), row: row, column: start, width: column - start)
      column += gap
    }
  }

  /// The help of a place: every command that a key gives there, in the order of the table.
  func helpLines(_ help: Help) -> [Line] {
    var lines: [Line] = []
    for command in Command.all(in: help.place) {
      let keys = command.keys.map(longLabel).joined(separator: "  ")
      let pad = String(repeating: " ", count: max(2, 22 - displayWidth(keys)))
      let first = Span("  ")
      let room = max(8, size.columns - 3 - displayWidth(keys + pad))
      let sentence = wrapped(command.sentence, width: room, ascii: glyphs.ascii)
      lines.append(Line([first, Span(keys, .key), Span(pad + (sentence.first ?? ""))]))
      lines += sentence.dropFirst().map { Line(String(repeating: " ", count: 2 + displayWidth(keys + pad)) + $0) }
    }
    if help.place.types {
      lines.insert(contentsOf: [Line("  Letters type here.", .info), .blank], at: 0)
    }
    if [.checks, .report, .detail].contains(help.place) { lines = signs + [.blank] + lines + [.blank] + legend }
    return lines
  }

  /// Every sign in a word or two, before the keys: whoever asks for help is looking at them.
  private var signs: [Line] {
    let order: [Status] = [.pass, .fail, .warn, .unknown, .blocked, .notYet, .accepted, .skipped, .crash]
    let width = 26 + (glyphs.ascii ? 3 : 0)
    let each = max(1, (size.columns - 2) / width)
    return stride(from: 0, to: order.count, by: each).map { start in
      Line(
        [Span("  ")]
          + order[start..<min(order.count, start + each)].flatMap { status in
            let text = " " + status.words
            let pad = max(1, width - glyphs.markWidth - displayWidth(text))
            return [mark(status), Span(text + String(repeating: " ", count: pad))]
          })
    }
  }

  private func longLabel(_ key: Key) -> String {
    if case .control(let letter) = key { return "Ctrl-" + letter.uppercased() }
    return key.label(glyphs)
  }

  private var legend: [Line] {
    let meaning: [(Span, String)] = [
      (mark(.pass), "holds"), (mark(.fail), "does not hold, and something cannot work or is exposed"),
      (mark(.warn), "works, but is too broad or will break"),
      (mark(.notYet), "rightly absent for now, or waits for a person"),
      (mark(.blocked), "cannot be judged until another check passes"),
      (mark(.unknown), "could not look; never means missing"),
      (mark(.accepted), "a warning the setup file accepts"), (mark(.skipped), "not part of this setup"),
      (mark(.crash), "the check itself failed"), (Span(glyphs.queued, .dim), "queued"),
    ]
    return [Line("  Signs", .title)] + meaning.map { Line([Span("  "), $0.0, Span("  " + $0.1)]) }
  }
}

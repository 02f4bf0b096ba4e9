import Checklist
import TextUI

extension Model {
  var spinner: String { glyphs.spinner[(now / 125) % glyphs.spinner.count] }

  /// The sign of what is being looked at. It stands still: one thing that turns on a screen is enough.
  var working: String { glyphs.ascii ? "[..]" : "⋯" }

  /// The sign of a status and how it shows.
  func mark(_ status: Status) -> Span {
    switch status {
    case .pass: Span(glyphs.pass, .ok)
    case .fail: Span(glyphs.fail, .bad)
    case .warn: Span(glyphs.warn, .warn)
    case .notYet: Span(glyphs.notYet, .info)
    case .blocked: Span(glyphs.blocked, .dim)
    case .unknown: Span(glyphs.unknown, .warn)
    case .skipped: Span(glyphs.skipped, .dim)
    case .accepted: Span(glyphs.accepted, .ok)
    case .crash: Span(glyphs.crash, .bad)
    }
  }

  func runMark(_ item: Run.Item) -> (String, Role) {
    switch item.state {
    case .queued: (glyphs.queued, .dim)
    case .running: (spinner, .info)
    case .done, .alreadyDone: (glyphs.pass, .ok)
    case .failed: (glyphs.fail, .bad)
    case .left: (glyphs.blocked, .dim)
    }
  }

  private static let countOrder: [Status] = [.pass, .fail, .crash, .warn, .unknown, .blocked, .notYet, .accepted]

  func countSpans(_ counts: [Status: Int]) -> [Span] {
    Self.countOrder.compactMap { status in
      guard let count = counts[status], count > 0 else { return nil }
      let sign = mark(status)
      return Span(sign.text + String(count) + " ", style: sign.style)
    }
  }

  /// The counts in words: `41 ok, 1 failed, 2 warnings`.
  func summary(of counts: [Status: Int]) -> String {
    let words: [(Status, String)] = [
      (.pass, "ok"), (.fail, "failed"), (.crash, "crashed"), (.warn, "to improve"), (.unknown, "not seen"),
      (.blocked, "blocked"), (.notYet, "not yet"), (.accepted, "accepted"),
    ]
    let parts = words.compactMap { status, word in counts[status].map { "\($0) \(word)" } }
    return parts.isEmpty ? "nothing was looked at" : parts.joined(separator: ", ")
  }

  /// A time that passed: `4 s`, `1 m 41 s`.
  func elapsed(_ milliseconds: Int) -> String {
    let total = max(0, milliseconds) / 1000
    return total < 60 ? "\(total) s" : "\(total / 60) m \(total % 60) s"
  }

  func seconds(_ value: Double) -> String {
    guard value.isFinite, value >= 0, value < 1_000_000 else { return "?" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }

  /// A label at the left and text beside it, wrapped under itself.
  func labelled(_ label: String, _ spans: [Span], indent: Int = 2, labelWidth: Int = 11, width: Int) -> [Line] {
    let room = max(8, width - indent - labelWidth)
    let rows = wrapped(spans, width: room, ascii: glyphs.ascii)
    return rows.enumerated().map { index, row in
      let head = index == 0 ? label : ""
      let pad = String(repeating: " ", count: max(1, labelWidth - displayWidth(head)))
      return Line([Span(String(repeating: " ", count: indent)), Span(head, .dim), Span(pad)] + row)
    }
  }

  func labelled(_ label: String, _ text: String, _ role: Role = .plain, width: Int) -> [Line] {
    text.isEmpty ? [] : labelled(label, [Span(text, role)], width: width)
  }

  /// A list row, with the pointer when it is selected.
  func row(_ line: Line, selected: Bool) -> Line {
    let lead = Span(selected ? " \(glyphs.pointer) " : String(repeating: " ", count: 3))
    let whole = Line([lead] + line.spans, right: line.right.isEmpty ? [] : line.right + [Span(" ")], fill: line.fill)
    return selected ? whole.selected : whole
  }

  /// Draws a list, its rows clickable.
  func drawList(_ lines: [Line], _ cursor: ListCursor, _ frame: inout Frame, row top: Int, width: Int, height: Int) {
    for (offset, index) in cursor.visible(count: lines.count, height: height).enumerated() {
      frame.put(row(lines[index], selected: index == cursor.selected), row: top + offset, column: 0, width: width)
      frame.mark(.row(index), row: top + offset, column: 0, width: width)
    }
    frame.note(
      above: 0, below: lines.count - cursor.top - height, row: top, column: 0, width: width, height: height,
      glyphs: glyphs)
  }

  /// A list and the detail of what is selected: stacked, or side by side where there is room.
  func drawSplit(
    _ lines: [Line], _ cursor: ListCursor, detail: [Line], from: Int, reading: Bool, _ frame: inout Frame
  ) {
    let role = Style(reading ? .key : .dim)
    if !isWide {
      frame.fill(row: bodyTop + listHeight, column: 0, width: size.columns, text: glyphs.horizontal, style: role)
    }
    drawList(lines, cursor, &frame, row: bodyTop, width: listWidth, height: listHeight)
    if isWide {
      for row in 0..<bodyRows { frame.put(glyphs.vertical, row: bodyTop + row, column: listWidth, style: role) }
      frame.pane(
        detail, from: from, row: bodyTop, column: listWidth + 2, width: detailWidth, height: detailHeight,
        glyphs: glyphs)
    } else {
      frame.pane(
        detail, from: from, row: bodyTop + listHeight + 1, column: 2, width: detailWidth, height: detailHeight,
        glyphs: glyphs)
    }
  }
}

/// The commands as they would be typed, an argument a line where they are long, and their files before them.
func shellText(_ commands: [[String]], _ files: [String: String]) -> String {
  var text = ""
  for (name, content) in files.sorted(by: { $0.key < $1.key }) {
    text += "cat > \(shellWord(name)) <<'END'\n\(content)\nEND\n"
  }
  for command in commands {
    let words = command.map(shellWord)
    let whole = words.joined(separator: " ")
    if whole.count <= 78 {
      text += whole + "\n"
      continue
    }
    var line = ""
    var out = ""
    for word in words {
      if !line.isEmpty, word.hasPrefix("--") || line.count + word.count > 74 {
        out += line + " \\\n"
        line = "  " + word
      } else {
        line += line.isEmpty ? word : " " + word
      }
    }
    text += out + line + "\n"
  }
  return text.last == "\n" ? String(text.dropLast()) : text
}

/// A word quoted for a POSIX shell.
func shellWord(_ word: String) -> String {
  let safe =
    !word.isEmpty
    && word.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "@%+=:,./-_".unicodeScalars.contains($0))
    }
  return safe
    ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}

import Checklist
import TextUI

/// What lies over a page: texts that fill the body, and modals.
extension Model {
  var layerHeight: Int { max(1, bodyRows - 2) }

  private var layerTitle: String {
    switch layers.last {
    case .help(let help): "Help: \(help.place.title)"
    case .messages: "Messages"
    case .sheet(let sheet): sheet.title
    case .detail: "Detail"
    default: ""
    }
  }

  /// The lines of the topmost text that have the words searched for.
  var layerLines: [Line] {
    let words = layers.last?.reader?.search.text.lowercased() ?? ""
    guard !words.isEmpty else { return allLayerLines }
    return allLayerLines.filter { line in
      (line.spans + line.right).map(\.text).joined().lowercased().contains(words)
    }
  }

  private var allLayerLines: [Line] {
    let width = max(8, size.columns - 4)
    switch layers.last {
    case .help(let help): return helpLines(help)
    case .messages:
      let lines = messages.flatMap { wrapped($0, width: width, ascii: glyphs.ascii) }.map { Line($0) }
      return lines.isEmpty ? [Line("No message yet.", .dim)] : lines
    case .sheet(let sheet):
      return sheet.lines.flatMap { line in
        sheet.isProse && line.contains(" ")
          ? wrapped(line, width: size.columns, ascii: glyphs.ascii).map { Line($0) } : hardWrapped(line)
      }
    case .detail:
      switch page {
      case .plan: return selectedChange.map { changeDetail($0, width: width) } ?? []
      case .inventory: return selectedHolding.map { holdingDetail($0, width: width) } ?? []
      default: return selectedFinding.map { findingDetail($0, width: width) } ?? []
      }
    default: return []
    }
  }

  /// Lines from the left edge to the right one: what is selected with the mouse is what stands there.
  private func hardWrapped(_ text: String) -> [Line] {
    var lines: [Line] = []
    var line = ""
    var used = 0
    for character in cleaned(text) {
      let width = displayWidth(String(character))
      if used + width > size.columns {
        lines.append(Line(line))
        (line, used) = ("", 0)
      }
      line.append(character)
      used += width
    }
    return lines + [Line(line)]
  }

  func drawReader(_ frame: inout Frame) {
    guard let layer = layers.last, let reader = layer.reader else { return }
    let lines = layerLines
    var title = [Span("  " + layerTitle, .title)]
    let isSearched = reader.searching || !reader.search.isEmpty
    let count = isSearched ? "\(lines.count) of \(allLayerLines.count) lines" : ""
    if isSearched { title.append(Span("   / ", .key)) }
    if isSearched, !reader.searching { title.append(Span(reader.search.text)) }
    frame.put(Line(title, right: [Span(count, .dim)]), row: bodyTop, column: 0, width: size.columns - 1)
    if reader.searching {
      let start = title.reduce(0) { $0 + displayWidth($1.text) }
      frame.field(
        reader.search, row: bodyTop, column: start, width: min(30, max(4, size.columns - start - count.count - 3)),
        focused: true)
    }
    // What may be copied begins at the left edge.
    let isFlush: Bool
    switch layer {
    case .help, .sheet: isFlush = true
    default: isFlush = false
    }
    if lines.isEmpty { frame.put("No line has these words.", row: bodyTop + 2, column: 2, style: Style(.dim)) }
    frame.pane(
      lines, from: reader.top, row: bodyTop + 2, column: isFlush ? 0 : 2, width: size.columns - (isFlush ? 0 : 4),
      height: layerHeight, glyphs: glyphs)
  }

  func drawModal(_ frame: inout Frame) {
    let width = min(76, size.columns - 4) - 4
    switch layers.last {
    case .confirm(let confirm):
      let lines = confirm.lines.flatMap { wrapped($0, width: width, ascii: glyphs.ascii) }
      let box = frame.modal(title: confirm.title, width: width, height: lines.count + 4, glyphs: glyphs)
      // The buttons are always seen; the text above them gives way.
      put(fitted(lines, max(0, box.height - 3)), box, &frame)
      var column = box.column
      for (index, label) in confirm.buttons.enumerated() {
        let focused = index == confirm.focus
        let text = focused ? "[ \(label) ]" : "  \(label)  "
        column += frame.put(
          text, row: box.row + box.height - 1, column: column, limit: box.column + box.width - column,
          style: focused ? .focus : .plain)
        column += 2
      }
    case .typed(let typed):
      let lines = typed.lines.flatMap { wrapped($0, width: width, ascii: glyphs.ascii) }
      let box = frame.modal(title: typed.title, width: width, height: lines.count + 4, glyphs: glyphs)
      put(fitted(lines, max(0, box.height - 3)), box, &frame)
      let room = typed.word == nil ? box.width : 22
      frame.field(typed.field, row: box.row + box.height - 2, column: box.column, width: room, focused: true)
      frame.put(
        typed.refused ? typed.refusal : typed.hint, row: box.row + box.height - 1, column: box.column, limit: box.width,
        style: Style(typed.refused ? .bad : .dim))
    case .secret(let entry):
      let lines = secretLines(entry, width: width)
      let box = frame.modal(title: "GitHub token for the Lambda", width: width, height: lines.count + 2, glyphs: glyphs)
      for (offset, line) in lines.suffix(box.height).enumerated() {
        frame.put(
          line, row: box.row + offset + (lines.count < box.height ? 1 : 0), column: box.column, width: box.width)
      }
    case .problem(let problem):
      var lines = problem.lines.flatMap { wrapped($0, width: width, ascii: glyphs.ascii) }
      if !problem.advice.isEmpty { lines += [""] + wrapped(problem.advice, width: width, ascii: glyphs.ascii) }
      let box = frame.modal(title: problem.title, width: width, height: lines.count + 2, glyphs: glyphs)
      put(fitted(lines, max(0, box.height - 1)), box, &frame)
    default: break
    }
  }

  /// The lines that fit a box: blank ones go first, and what then must go is counted. The last lines are the
  /// question, so they stay.
  private func fitted(_ lines: [String], _ height: Int) -> [String] {
    guard lines.count > height else { return lines }
    var full = lines
    while full.count > height, let blank = full.lastIndex(of: "") { full.remove(at: blank) }
    guard full.count > height, height >= 3 else { return Array(full.suffix(max(0, height))) }
    let end = full.suffix(min(4, height - 2))
    let begin = full.prefix(height - 1 - end.count)
    return begin + ["  \(counted(full.count - begin.count - end.count, "line")) more on the page below"] + end
  }

  private func put(
    _ lines: some Sequence<String>, _ box: (row: Int, column: Int, width: Int, height: Int), _ frame: inout Frame
  ) {
    for (offset, line) in lines.enumerated() where offset < box.height {
      let role: Role = line.hasPrefix("! ") ? .warn : .plain
      frame.put(line, row: box.row + offset + 1, column: box.column, limit: box.width, style: Style(role))
    }
  }
}

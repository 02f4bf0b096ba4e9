/// Breaks text into lines that fit, and loses nothing.
///
/// An ARN is never cut: a word too long for the line goes on in the next one, after a separator where there
/// is one near the edge.
public func wrapped(_ text: String, width: Int, ascii: Bool = false) -> [String] {
  wrapped([Span(text)], width: width, ascii: ascii).map { line in line.map(\.text).joined() }
}

/// The same for text of several styles, each piece keeping its own.
public func wrapped(_ spans: [Span], width: Int, ascii: Bool = false) -> [[Span]] {
  guard width > 0 else { return [] }
  var lines: [[Piece]] = [[]]
  for span in spans {
    for (index, part) in span.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { lines.append([]) }
      let pieces = Cluster.of(String(part), ascii: ascii).map { Piece(cluster: $0, style: span.style) }
      lines[lines.count - 1] += pieces
    }
  }
  return lines.flatMap { wrapLine($0, max(width, 2)) }.map(joined)
}

private struct Piece {
  let cluster: Cluster
  let style: Style
  var isBlank: Bool { cluster.text == " " }
}

private func joined(_ pieces: [Piece]) -> [Span] {
  var spans: [Span] = []
  for piece in pieces {
    if spans.last?.style == piece.style {
      spans[spans.count - 1].text += piece.cluster.text
    } else {
      spans.append(Span(piece.cluster.text, style: piece.style))
    }
  }
  return spans
}

private func wrapLine(_ pieces: [Piece], _ width: Int) -> [[Piece]] {
  let indent = Array(pieces.prefix(while: \.isBlank).prefix(width / 2))
  var lines: [[Piece]] = []
  var rest = pieces[...]
  while true {
    let lead = lines.isEmpty ? [] : indent
    var end = rest.startIndex
    var used = lead.count
    while end < rest.endIndex, used + rest[end].cluster.width <= width {
      used += rest[end].cluster.width
      end += 1
    }
    guard end < rest.endIndex else { return lines + [lead + rest] }
    let cut = rest[end].isBlank ? end : breakPoint(in: rest[..<end], fallback: max(end, rest.startIndex + 1))
    var line = lead + rest[..<cut]
    while line.last?.isBlank == true { line.removeLast() }
    lines.append(line)
    rest = rest[cut...].drop(while: \.isBlank)
    if rest.isEmpty { return lines }
  }
}

/// After the last blank; else, in the second half of the line, after the last separator; else at the edge.
private func breakPoint(in line: ArraySlice<Piece>, fallback: Int) -> Int {
  if let blank = line.drop(while: \.isBlank).lastIndex(where: \.isBlank) { return blank + 1 }
  let half = line.startIndex + line.count / 2
  if let separator = line.lastIndex(where: { "/:,-_.&?=@".contains($0.cluster.text) }), separator >= half {
    return separator + 1
  }
  return fallback
}

/// Lines from the left edge to the right one, broken wherever that is: what is selected with the mouse is what stands
/// there.
public func cutAtEdge(_ text: String, width: Int) -> [String] {
  var lines = [""]
  var used = 0
  for character in cleaned(text) {
    let columns = displayWidth(String(character))
    if used + columns > width {
      lines.append("")
      used = 0
    }
    lines[lines.count - 1].append(character)
    used += columns
  }
  return lines
}

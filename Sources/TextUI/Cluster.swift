/// A grapheme cluster that is safe to show, and the columns it takes.
///
/// Text comes from accounts, repositories and error bodies. What is invisible, moves the cursor, turns the
/// direction of writing or is drawn differently by every terminal is replaced by a visible mark of known
/// width, so that nothing on the screen lies about what stands there.
struct Cluster: Equatable {
  let text: String
  let width: Int

  static func of(_ text: String, ascii: Bool) -> [Cluster] {
    text.flatMap { character -> [Cluster] in
      let clusters = clean(character)
      return ascii ? clusters.map { $0.inASCII } : clusters
    }
  }

  private static func clean(_ character: Character) -> [Cluster] {
    let scalars = Array(character.unicodeScalars)
    guard let first = scalars.first else { return [] }
    if scalars.count == 1 { return [shown(first)] }
    if character == "\r\n" { return scalars.map(shown) }
    let base = shown(first)
    // A few accents on a visible letter stay. Joined emoji, flags and invisible joiners do not: terminals
    // disagree about their width.
    guard base.text.unicodeScalars.first == first, scalars.count <= 4 else { return [replaced] }
    guard scalars.dropFirst().allSatisfy({ isAccent($0) }), !isAccent(first) else { return [replaced] }
    return [Cluster(text: String(character), width: base.width)]
  }

  private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
    let category = scalar.properties.generalCategory
    return (category == .nonspacingMark || category == .enclosingMark)
      && !scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.isVariationSelector
  }

  private static func shown(_ scalar: Unicode.Scalar) -> Cluster {
    if scalar.isASCII {
      switch scalar.value {
      case 0x20..<0x7F: return Cluster(text: String(scalar), width: 1)
      case 0x7F: return Cluster(text: "\u{2421}", width: 1)
      default: return Cluster(text: String(Unicode.Scalar(0x2400 + scalar.value) ?? "?"), width: 1)
      }
    }
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint || properties.isVariationSelector {
      return replaced
    }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .nonspacingMark, .enclosingMark, .spacingMark:
      return replaced
    case .spaceSeparator: return Cluster(text: "\u{2423}", width: 1)
    default: break
    }
    let isJoiningJamo = (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
    let isFlagPart = (0x1F1E6...0x1F1FF).contains(scalar.value)
    let isSkinTone = (0x1F3FB...0x1F3FF).contains(scalar.value)
    if isJoiningJamo || isFlagPart || isSkinTone { return replaced }
    return Cluster(text: String(scalar), width: isWide(scalar) ? 2 : 1)
  }

  /// Something stood here that cannot be shown.
  static let replaced = Cluster(text: "\u{2426}", width: 1)

  private var inASCII: Cluster {
    if text.utf8.count == 1 { return self }
    return Cluster(text: String(repeating: "?", count: width), width: width)
  }

  /// East Asian Width W and F, in blocks (Unicode 15). Ambiguous characters take one column.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    guard value >= 0x1100 else { return false }
    let isEmoji = scalar.properties.isEmojiPresentation
    if (0x2300..<0x2E80).contains(value) { return isEmoji || value == 0x2329 || value == 0x232A }
    if (0x1F000..<0x20000).contains(value) { return isEmoji || (0x1F200...0x1F265).contains(value) }
    return wide.contains { $0.contains(value) }
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x18AFF, 0x1AFF0...0x1B2FF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}

/// The columns a text takes once it is cleaned.
public func displayWidth(_ text: String, ascii: Bool = false) -> Int {
  Cluster.of(text, ascii: ascii).reduce(0) { $0 + $1.width }
}

/// A text as the screen would show it: nothing invisible, nothing that moves the cursor.
public func cleaned(_ text: String, ascii: Bool = false) -> String {
  Cluster.of(text, ascii: ascii).map(\.text).joined()
}

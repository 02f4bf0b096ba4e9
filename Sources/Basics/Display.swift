/// Makes text from outside fit to be shown: no control bytes, no bidirectional overrides, bounded length.
public enum Display {
  /// Characters beyond which a text is cut, visibly.
  public static let limit = 600

  /// The text on one line, safe for a terminal.
  public static func clean(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    var blank = true
    // Before anything is cut off: of half a secret less is known.
    for scalar in Hiding.hidden(String(text)).unicodeScalars {
      if result.count >= limit {
        result.append("…")
        break
      }
      switch scalar.value {
      case 0x09...0x0D, 0x20, 0x85, 0x2028, 0x2029:
        if !blank { result.append(" ") }
        blank = true
        continue
      case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
      blank = false
    }
    return String(result)
  }
}

import Basics
import TextUI

/// Nothing from outside steers a terminal: no control characters, no change of direction, one bounded line.
enum DisplayTarget {
  static func broken(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    let shown = Display.clean(text)
    if shown.unicodeScalars.count > Display.limit + 1 { return "the text is not cut" }
    if Display.clean(shown) != shown { return "cleaning twice changes something" }
    for (name, result) in [("Display", shown), ("TextUI", cleaned(text)), ("plain TextUI", cleaned(text, ascii: true))]
    {
      if result.unicodeScalars.contains(where: steers) { return "\(name) lets a character through that steers" }
    }
    if !cleaned(text, ascii: true).utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
      return "plain text is not ASCII"
    }
    return nil
  }

  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

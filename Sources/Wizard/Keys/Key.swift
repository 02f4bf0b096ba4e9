import TextUI

/// A key press.
public enum Key: Hashable, Sendable, ExpressibleByExtendedGraphemeClusterLiteral {
  case character(Character)
  /// With Ctrl, by the small letter.
  case control(Character)
  case up, down, left, right, home, end, pageUp, pageDown
  case enter, escape, tab, backTab, backspace, delete
  case function(Int)

  public init(extendedGraphemeClusterLiteral character: Character) { self = .character(character) }

  /// The fewest characters in one piece that are no typing ahead.
  static let pasted = 8

  /// Whether keys that came in one piece begin with a text: as many characters as nobody types between two looks
  /// at the keyboard, and not one key held down, which repeats itself.
  static func areText(_ keys: ArraySlice<Key>) -> Bool {
    let characters = keys.prefix { if case .character = $0 { true } else { false } }
    return characters.count >= pasted && Set(characters).count >= 5
  }

  /// The key as the key bar and the help name it.
  func label(_ glyphs: Glyphs) -> String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let letter): glyphs.ascii ? "Ctrl-" + letter.uppercased() : "^" + letter.uppercased()
    case .up: glyphs.up
    case .down: glyphs.down
    case .left: glyphs.left
    case .right: glyphs.right
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "S-Tab"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .function(let number): "F\(number)"
    }
  }
}

/// What a piece of text is for. The terminal decides how that looks, by colour or without.
public enum Role: String, Hashable, Sendable, CaseIterable {
  case plain, ok, bad, warn, info, dim, title, key, added, removed, changed
}

/// How a cell is shown: its role, and whether it stands out.
public struct Style: Hashable, Sendable {
  public var role: Role
  /// The focused row, button or field, and the heading: reverse, so that it shows without colour.
  public var reversed: Bool
  /// The part of a line that differs.
  public var underlined: Bool

  public init(_ role: Role, reversed: Bool = false, underlined: Bool = false) {
    self.role = role
    self.reversed = reversed
    self.underlined = underlined
  }

  public static let plain = Style(.plain)
  public static let focus = Style(.plain, reversed: true)
}

/// Where a key arrives: a page, a field of it, or what lies over it. A key means one thing in one place.
public struct Place: Hashable, Sendable, CustomStringConvertible {
  let name: String
  /// As the steps row and the help call it.
  let title: String
  /// Whether letters type here.
  let types: Bool

  init(_ name: String, _ title: String, types: Bool = false) {
    self.name = name
    self.title = title
    self.types = types
  }

  public var description: String { name }

  /// The window has no room for the page.
  static let tooSmall = Place("tooSmall", "Small window")
}

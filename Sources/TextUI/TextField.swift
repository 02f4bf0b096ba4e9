import Basics

/// A text being typed, with its cursor. Control characters never get in.
public struct TextField: Equatable, Sendable {
  /// Longer pastes are cut: no field of ours is longer.
  public static let limit = 65_536

  private var characters: [Character]
  public private(set) var cursor: Int

  public init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
  }

  public var text: String { String(characters) }
  public var isEmpty: Bool { characters.isEmpty }

  public mutating func insert(_ text: String) {
    let new = Array(text.withoutControls).prefix(max(0, Self.limit - characters.count))
    characters.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  public mutating func backspace() {
    guard cursor > 0 else { return }
    cursor -= 1
    characters.remove(at: cursor)
  }

  public mutating func delete() {
    guard cursor < characters.count else { return }
    characters.remove(at: cursor)
  }

  public mutating func clear() {
    characters = []
    cursor = 0
  }

  public mutating func move(_ places: Int) { cursor = min(max(0, cursor + places), characters.count) }
  public mutating func home() { cursor = 0 }
  public mutating func end() { cursor = characters.count }

  /// The stretch around the cursor that fits into `width` columns, and the cursor's column in it.
  public func window(_ width: Int, ascii: Bool) -> (text: String, cursor: Int) {
    guard width > 1 else { return ("", 0) }
    var start = cursor
    var before = 0
    while start > 0 {
      let wider = displayWidth(String(characters[start - 1]), ascii: ascii)
      if before + wider > width - 1 { break }
      before += wider
      start -= 1
    }
    var end = start
    var used = 0
    while end < characters.count {
      let wider = displayWidth(String(characters[end]), ascii: ascii)
      if used + wider > width { break }
      used += wider
      end += 1
    }
    return (String(characters[start..<end]), before)
  }
}

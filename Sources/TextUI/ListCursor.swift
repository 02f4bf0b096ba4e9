/// The selected row of a list, and the row it is scrolled to.
public struct ListCursor: Equatable, Sendable {
  public var selected = 0
  public private(set) var top = 0

  public init() {}

  /// Keeps the selection inside the list and inside the window, moving the window as little as possible.
  public mutating func settle(count: Int, height: Int) {
    let height = max(1, height)
    selected = min(max(0, selected), max(0, count - 1))
    if selected < top { top = selected }
    if selected >= top + height { top = selected - height + 1 }
    top = min(top, max(0, count - height))
  }

  /// The rows in the window.
  public func visible(count: Int, height: Int) -> Range<Int> {
    let start = min(top, count)
    return start..<min(count, start + max(0, height))
  }

  /// The selected element, else the last.
  public func element<Element>(of list: [Element]) -> Element? {
    list.indices.contains(selected) ? list[selected] : list.last
  }
}

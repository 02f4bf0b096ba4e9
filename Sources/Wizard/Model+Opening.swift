/// Where a command line leads: the first page it opens.
public enum Opening: Equatable, Sendable {
  case welcome, check, setUp, tearDown
}

extension Model {
  /// Goes straight to the page that `onramp setup` or `onramp teardown` means.
  public mutating func begin(_ opening: Opening) -> [Effect] {
    switch opening {
    case .welcome, .check: return []
    case .setUp:
      journey = .setUp
      open(.inputs)
      return []
    case .tearDown: return startSurvey()
    }
  }
}

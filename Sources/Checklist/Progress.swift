/// What happens while changes are made or taken back, told to whoever shows it.
public enum Progress: Hashable, Sendable {
  case started(ItemKey)
  /// Looked again: it stands as wanted already, nothing was sent.
  case alreadyDone(ItemKey)
  /// It was accepted and is not over: told at each look.
  case underway(Underway)
  case done(ItemKey)
  case failed(ItemKey, Obstacle)
  /// Not begun, because something it needs was not done.
  case left(ItemKey, because: String)

  public var key: ItemKey {
    switch self {
    case .started(let key), .alreadyDone(let key), .done(let key), .failed(let key, _), .left(let key, _): key
    case .underway(let work): work.key
    }
  }
}

/// How a run of changes ended.
public enum Ending: Hashable, Sendable {
  case complete
  /// Part of it is done; the same command goes on from here.
  case stopped(String)
}

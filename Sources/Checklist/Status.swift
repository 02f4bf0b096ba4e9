/// What a check came to. Its spelling is the contract's.
public enum Status: String, Hashable, Sendable, CaseIterable {
  /// Looked, and it holds.
  case pass
  /// Looked, and it does not hold: a documented step cannot work, or the account is exposed.
  case fail
  /// Works today, but is too broad, will break, or is not what the guides intend.
  case warn
  /// Rightly absent until a later step, or waiting for a person.
  case notYet = "not-yet"
  /// Cannot be judged until another check passes.
  case blocked
  /// Could not look. Never means missing.
  case unknown
  /// Not part of this setup.
  case skipped
  /// A warning that the setup file accepts.
  case accepted
  /// The check itself failed; the others went on.
  case crash

  /// The status as it is written wherever a person reads it.
  public var words: String {
    switch self {
    case .warn: "warning"
    case .notYet: "not yet"
    default: rawValue
    }
  }

  /// So many of them: `2 warnings`.
  public func counted(_ count: Int) -> String { "\(count) \(words)" + (self == .warn && count != 1 ? "s" : "") }

  /// The worst status of a step's checks speaks for the step.
  public static func worst(of statuses: some Sequence<Status>) -> Status {
    statuses.min { order.firstIndex(of: $0) ?? 0 < order.firstIndex(of: $1) ?? 0 } ?? .skipped
  }

  private static let order: [Status] = [
    .crash, .fail, .unknown, .blocked, .warn, .notYet, .accepted, .pass, .skipped,
  ]

  /// Whether an operator has something to do or to find out here.
  public var needsAttention: Bool {
    switch self {
    case .crash, .fail, .unknown, .blocked, .warn: true
    case .pass, .notYet, .skipped, .accepted: false
    }
  }
}

/// How much depends on a check, by the catalogue.
public enum Severity: String, Hashable, Sendable, CaseIterable {
  case critical, high, medium, low, info

  /// The status of a check of this severity that does not hold.
  public var statusWhenBroken: Status {
    switch self {
    case .critical, .high: .fail
    case .medium, .low: .warn
    case .info: .pass
    }
  }
}

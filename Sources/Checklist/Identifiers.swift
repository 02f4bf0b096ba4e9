/// The name of a step (`template-bucket`), as in the contract; it never changes.
public struct StepID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  public var description: String { rawValue }
}

/// The name of a check (`TRUST-13`), as in the check catalogue; once shipped it keeps its meaning for ever.
public struct CheckID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  public var description: String { rawValue }
}

/// The name of one thing a step may change or hold: the step's id and the thing (`github-role/trust`).
///
/// It is the same in every run, so that a plan shown yesterday, a journal line and a look of today can be
/// laid side by side.
public struct ItemKey: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let rawValue: String
  /// The step it belongs to.
  public var step: StepID { StepID(rawValue: String(rawValue.prefix { $0 != "/" })) }
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  public var description: String { rawValue }
}

/// The part of a setup that a step belongs to. `identity` belongs to all.
public enum Track: String, Hashable, Sendable, CaseIterable {
  case all, access, project, images
}

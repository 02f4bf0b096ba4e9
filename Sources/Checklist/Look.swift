/// What came of looking at one thing: where we looked, and what was seen there.
///
/// "Absent" is something that was seen. "Hidden" is not: whoever is denied a look knows nothing.
public struct Look<Value: Hashable & Sendable>: Hashable, Sendable {
  public enum Sight: Hashable, Sendable {
    case seen(Value)
    case absent
    case hidden(Obstacle)
  }

  /// The calls made, in the operator's words: `iam:GetRole GitHubActionsRole`.
  public let source: [String]
  public let sight: Sight

  public init(_ source: [String], _ sight: Sight) {
    self.source = source
    self.sight = sight
  }

  public var value: Value? { if case .seen(let value) = sight { value } else { nil } }
  public var isAbsent: Bool { if case .absent = sight { true } else { false } }
  public var obstacle: Obstacle? { if case .hidden(let obstacle) = sight { obstacle } else { nil } }

  /// The same look at what was derived from the value seen.
  public func map<Other>(_ transform: (Value) -> Other) -> Look<Other> {
    switch sight {
    case .seen(let value): Look<Other>(source, .seen(transform(value)))
    case .absent: Look<Other>(source, .absent)
    case .hidden(let obstacle): Look<Other>(source, .hidden(obstacle))
    }
  }
}

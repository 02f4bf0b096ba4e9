/// What can be said of a test, a statement or a request: it holds, it fails, or that rests on what we do not know.
///
/// The three are joined as in Kleene's logic: one that fails decides a conjunction, one that holds a disjunction,
/// whatever is not known beside it.
public enum Outcome: Hashable, Sendable {
  case holds, fails, undecided

  init(_ isTrue: Bool) { self = isTrue ? .holds : .fails }

  var negated: Outcome {
    switch self {
    case .holds: .fails
    case .fails: .holds
    case .undecided: .undecided
    }
  }

  /// Whether all of these hold.
  static func all(_ outcomes: some Sequence<Outcome>) -> Outcome {
    var all = Outcome.holds
    for outcome in outcomes {
      if outcome == .fails { return .fails }
      if outcome == .undecided { all = .undecided }
    }
    return all
  }

  /// Whether one of these holds.
  static func any(_ outcomes: some Sequence<Outcome>) -> Outcome { all(outcomes.lazy.map(\.negated)).negated }

  /// What all of these say alike; undecided where they differ.
  static func alike(_ outcomes: [Outcome]) -> Outcome {
    guard let first = outcomes.first, outcomes.allSatisfy({ $0 == first }) else { return .undecided }
    return first
  }
}

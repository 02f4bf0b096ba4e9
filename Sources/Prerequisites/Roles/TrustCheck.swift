import Checklist

/// The checks of a trust policy that this build ships; the one list of them.
struct TrustCheck: Hashable, Sendable {
  enum Trait: Hashable, Sendable {
    /// Rests on what GitHub says about the repository.
    case asksGitHub
    /// Rests on the providers that the account has.
    case asksProviders
    /// Says of every wanted subject that it is accepted.
    case asksForAll
    /// Can itself be why a wanted subject is refused.
    case refuses
    /// Speaks of the subject's values: without any there is nothing to judge.
    case needsSubject
    /// Counts in statements of other repositories too: whoever comes in there is a stranger to everybody.
    case countsForeign
  }

  let id: CheckID
  private let traits: Set<Trait>

  private init(_ id: CheckID, _ traits: Trait...) {
    self.id = id
    self.traits = Set(traits)
  }

  func has(_ trait: Trait) -> Bool { traits.contains(trait) }

  static let all = [
    TrustCheck("TRUST-03"), TrustCheck("TRUST-04", .countsForeign),
    TrustCheck("TRUST-05", .needsSubject, .countsForeign),
    TrustCheck("TRUST-06", .needsSubject, .countsForeign), TrustCheck("TRUST-07", .needsSubject),
    TrustCheck("TRUST-08", .needsSubject), TrustCheck("TRUST-09", .needsSubject),
    TrustCheck("TRUST-10", .needsSubject, .asksGitHub), TrustCheck("TRUST-11", .needsSubject, .refuses),
    TrustCheck("TRUST-12", .needsSubject), TrustCheck("TRUST-13", .asksGitHub, .refuses, .asksForAll),
    TrustCheck("TRUST-14", .needsSubject, .asksGitHub, .refuses),
    TrustCheck("TRUST-15", .needsSubject, .asksGitHub, .refuses), TrustCheck("TRUST-16", .needsSubject),
    TrustCheck("TRUST-17", .asksGitHub, .refuses, .asksForAll),
    TrustCheck("TRUST-19", .needsSubject, .asksGitHub, .refuses),
    TrustCheck("TRUST-20", .needsSubject, .asksGitHub, .refuses),
    TrustCheck("TRUST-22", .needsSubject, .asksGitHub, .refuses),
    TrustCheck("TRUST-23", .needsSubject, .asksGitHub, .refuses),
    TrustCheck("TRUST-24", .needsSubject, .asksGitHub, .refuses, .asksForAll),
    TrustCheck("TRUST-25", .needsSubject, .asksGitHub, .refuses, .asksForAll), TrustCheck("TRUST-27"),
    TrustCheck("TRUST-28", .asksProviders, .refuses), TrustCheck("TRUST-29"), TrustCheck("TRUST-30"),
    TrustCheck("TRUST-31", .refuses), TrustCheck("TRUST-32", .refuses), TrustCheck("TRUST-33", .refuses),
    TrustCheck("TRUST-34", .asksProviders, .refuses), TrustCheck("TRUST-35", .refuses),
    TrustCheck("TRUST-36", .countsForeign), TrustCheck("TRUST-37", .refuses), TrustCheck("TRUST-38"),
    TrustCheck("TRUST-39", .refuses), TrustCheck("TRUST-40", .countsForeign), TrustCheck("TRUST-42"),
    TrustCheck("TRUST-43"),
    TrustCheck("TRUST-45"), TrustCheck("TRUST-46"), TrustCheck("TRUST-47"),
  ]
}

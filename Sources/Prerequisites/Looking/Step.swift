import Checklist

/// One prerequisite: how to look, how to judge, what to do, what to take away.
///
/// Looking is the only thing that acts, and it only reads: `World` has no way to write. Judging, planning and
/// taking stock are functions of what was seen. A step catches no errors: what could not be looked at is a
/// `Look` that is hidden, and says so wherever it is judged.
public protocol Step: Sendable {
  associatedtype Observation: Hashable & Sendable

  init()
  /// Looks at the world.
  func observe(_ world: World, _ context: Context) async -> Observation
  /// Decides, check by check.
  func judge(_ seen: Observation, _ context: Context) -> [Judgement]
  /// What would make it right; empty when nothing can be done from here.
  func plan(_ seen: Observation, _ context: Context) -> [Change]
  /// What exists because of this step, and whose it is; teardown reads it.
  func holdings(_ seen: Observation, _ context: Context) -> [Holding]
  /// What was begun and is not over, made or taken back: a service's long work, or a person's part.
  func underway(_ seen: Observation, _ context: Context) -> [Underway]
  /// Who may sign in to which role, where the step looks at that; nil where it does not.
  func signIns(_ seen: Observation, _ context: Context) -> SignInTable?
  /// What is left to do though nothing is wrong, on or after a day that is named.
  func reminders(_ seen: Observation, _ context: Context) -> [Todo]
}

extension Step {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] { [] }
  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] { [] }
  public func underway(_ seen: Observation, _ context: Context) -> [Underway] { [] }
  public func signIns(_ seen: Observation, _ context: Context) -> SignInTable? { nil }
  public func reminders(_ seen: Observation, _ context: Context) -> [Todo] { [] }
}

/// A verdict on one check, with where we looked.
public struct Judgement: Hashable, Sendable {
  public let check: CheckID
  public let resource: String?
  public let lookedAt: [String]
  public let verdict: Verdict
  /// What a person would send to mend it where onramp itself changes nothing.
  public private(set) var remedy: [Call] = []
  /// The page on which a person mends it, with the steps there, where that is another than the screen's.
  public private(set) var page: Page?

  public struct Page: Hashable, Sendable {
    public let link: String
    public let steps: [String]
  }

  public init(_ check: CheckID, on resource: String? = nil, lookedAt: [String] = [], _ verdict: Verdict) {
    self.check = check
    self.resource = resource
    self.lookedAt = lookedAt
    self.verdict = verdict
  }
}

extension Judgement {
  /// The check and what was found, where it does not hold.
  var broken: (check: CheckID, found: String)? {
    if case .broken(let found, _, _) = verdict { (check, found) } else { nil }
  }

  /// The same with the calls by which a person mends it, should it not hold.
  func mended(by calls: [Call]) -> Judgement {
    var judgement = self
    judgement.remedy = calls
    return judgement
  }

  /// The same, mended by a person on a page of its own.
  func mended(on page: Page?) -> Judgement {
    var judgement = self
    judgement.page = page
    return judgement
  }

  /// The same with another verdict.
  func with(_ verdict: Verdict) -> Judgement {
    Judgement(check, on: resource, lookedAt: lookedAt, verdict).mended(by: remedy).mended(on: page)
  }

  /// The same, resting on more looks.
  func lookedAt(also more: [String]) -> Judgement {
    Judgement(check, on: resource, lookedAt: (lookedAt + more).distinct, verdict).mended(by: remedy).mended(on: page)
  }
}

extension Verdict {
  /// What was found, as it should be or not.
  static func judged(_ found: String, isRight: Bool, needed: @autoclosure () -> String) -> Verdict {
    isRight ? .holds(found: found) : .broken(found: found, needed: needed())
  }

  var isBroken: Bool { if case .broken = self { true } else { false } }
}

extension Look {
  /// Judges one check by what was seen here; what was hidden is unknown, without the judge having a say.
  func judge(
    _ check: CheckID, on resource: String? = nil, absent: @autoclosure () -> Verdict, _ verdict: (Value) -> Verdict
  ) -> Judgement {
    switch sight {
    case .seen(let value): Judgement(check, on: resource, lookedAt: source, verdict(value))
    case .absent: Judgement(check, on: resource, lookedAt: source, absent())
    case .hidden(let obstacle): Judgement(check, on: resource, lookedAt: source, .hidden(obstacle))
    }
  }

  /// The same where nothing is as good as a value: no rules are an empty list of rules.
  func absent(as value: Value) -> Look {
    isAbsent ? Look(source, .seen(value)) : self
  }

  /// The same where that nothing is there is seen too.
  var optional: Look<Value?> { map { .some($0) }.absent(as: nil) }

  /// The same look, made because another one saw something.
  func after(_ first: Look<some Hashable & Sendable>) -> Look {
    Look(first.source + source.filter { !first.source.contains($0) }, sight)
  }

  /// Nothing to look at, and for the same reason: hidden stays hidden.
  func none<Other>() -> Look<Other> {
    obstacle.map { Look<Other>(source, .hidden($0)) } ?? Look<Other>(source, .absent)
  }

  /// Two looks as one: hidden if either is, absent if either is.
  func and<Other>(_ other: Look<Other>) -> Look<Both<Value, Other>> {
    let sources = source + other.source.filter { !source.contains($0) }
    switch (sight, other.sight) {
    case (.hidden(let obstacle), _), (_, .hidden(let obstacle)):
      return Look<Both<Value, Other>>(sources, .hidden(obstacle))
    case (.seen(let first), .seen(let second)):
      return Look<Both<Value, Other>>(sources, .seen(Both(first: first, second: second)))
    default: return Look<Both<Value, Other>>(sources, .absent)
    }
  }
}

/// Two things seen together.
struct Both<First: Hashable & Sendable, Second: Hashable & Sendable>: Hashable, Sendable {
  let first: First
  let second: Second
}

import JSONDocument

/// A role's trust policy, asked whether a token may assume the role.
///
/// Statements are alternatives, tests inside a statement all have to hold, and one matching Deny ends it (IAM
/// User Guide, "Policy evaluation logic"). The answer carries its reason, because STS itself only ever says
/// "Not authorized to perform sts:AssumeRoleWithWebIdentity".
public enum TrustPolicy {
  public static let action = "sts:AssumeRoleWithWebIdentity"
  /// Characters a trust policy may have without a raised quota (IAM quotas).
  public static let quota = 2048

  /// A test, and what the token presented to it as far as that is known.
  public struct Judged: Hashable, Sendable {
    public let test: ConditionTest
    /// Nil when the token has no such key.
    public let presented: [String]?
    public let outcome: Outcome
    public var holds: Bool { outcome == .holds }
  }

  public enum Reason: Hashable, Sendable {
    /// The statement allowed it; all its tests are listed.
    case accepted(statement: Int, tests: [Judged])
    /// The Deny statement refused it.
    case denied(statement: Int, tests: [Judged])
    /// It depends on this statement, and these of its tests rest on what nobody here knows.
    case undecided(statement: Int, tests: [Judged])
    /// The closest statement would have allowed it but for this test, the first of its tests that failed.
    case refused(statement: Int, test: Judged)
    /// The closest statement trusts another identity provider or principal.
    case otherPrincipal(statement: Int, found: [Principal])
    /// The closest statement allows other actions.
    case otherAction(statement: Int, found: [String])
    /// The document allows nothing.
    case nothingAllowed
  }

  /// Whether a token may assume the role, and what decides it.
  public struct Answer: Hashable, Sendable {
    public let outcome: Outcome
    public let reason: Reason
    public var isAllowed: Bool { outcome == .holds }
  }

  /// Decides whether a token that the provider's tokens are verified by may assume the role.
  public static func evaluate(
    _ document: PolicyDocument, token: Token, provider: String, action: String = TrustPolicy.action
  ) -> Answer {
    let context = token.context
    let decision = Decision([document], Request(action, by: .provider(provider), context: context))
    let tests = { (index: Int) in judge(document.statements[index], context, document) }
    let reason: Reason =
      switch decision {
      case .allowed(_, let index): .accepted(statement: index, tests: tests(index))
      case .denied(_, let index): .denied(statement: index, tests: tests(index))
      case .undecided(_, let index):
        .undecided(statement: index, tests: tests(index).filter { $0.outcome == .undecided })
      case .notAllowed: closest(document, token, provider, action)
      }
    return Answer(outcome: decision.outcome, reason: reason)
  }

  /// Why the statement that came nearest does not allow it.
  private static func closest(
    _ document: PolicyDocument, _ token: Token, _ provider: String, _ action: String
  ) -> Reason {
    var closest: (rank: [Int], reason: Reason)?
    for (index, statement) in document.statements.enumerated() where statement.isAllow {
      let (rank, reason) = consider(
        statement, index, judge(statement, token.context, document), token, provider, action)
      if closest.map({ $0.rank.lexicographicallyPrecedes(rank) }) ?? true { closest = (rank, reason) }
    }
    return closest?.reason ?? .nothingAllowed
  }

  /// How near one Allow statement came: the stage it reached, the tests that held, how much of the subject
  /// agrees with one of its values.
  private static func consider(
    _ statement: PolicyStatement, _ index: Int, _ tests: [Judged], _ token: Token, _ provider: String,
    _ action: String
  ) -> (rank: [Int], reason: Reason) {
    guard statement.names(provider: provider) else {
      let found = statement.principals + statement.notPrincipals
      let federated = found.contains { $0.kind == "Federated" }
      return ([0, federated ? 1 : 0], .otherPrincipal(statement: index, found: found))
    }
    guard statement.covers(action: action) else {
      return ([1], .otherAction(statement: index, found: statement.actions))
    }
    guard let failed = tests.first(where: { $0.outcome == .fails }) else {
      return ([3], .accepted(statement: index, tests: tests))
    }
    let failures = tests.count { $0.outcome == .fails }
    let subjects = tests.filter {
      $0.outcome == .fails && $0.test.key.lowercased() == "\(token.issuer):sub".lowercased()
    }
    // Who agrees with the whole subject is nearer than who agrees with a part of it.
    let agreeing =
      subjects.isEmpty
      ? token.subject.utf8.count + 1
      : subjects.flatMap(\.test.values).map { zip($0.utf8, token.subject.utf8).prefix { $0 == $1 }.count }.max()
    return ([2, -failures, agreeing ?? 0], .refused(statement: index, test: failed))
  }

  private static func judge(
    _ statement: PolicyStatement, _ context: ConditionContext, _ document: PolicyDocument
  ) -> [Judged] {
    statement.conditions.map {
      Judged(
        test: $0, presented: context[$0.key],
        outcome: $0.outcome(context, readsVariables: document.readsVariables))
    }
  }
}

extension PolicyStatement {
  /// Whether tokens of a provider are among those the statement names.
  func names(provider: String) -> Bool {
    if json["NotPrincipal"] != nil { return !notPrincipals.contains { $0.names(provider: provider) } }
    return principals.contains { $0.names(provider: provider) }
  }
}

extension Principal {
  func names(provider: String) -> Bool { isAnyone || (kind == "Federated" && id.isSame(as: provider)) }
  /// `"*"`, `{"AWS": "*"}` and `{"Federated": "*"}`: IAM documents the first two as the same.
  var isAnyone: Bool { id == "*" && (kind == "AWS" || kind == "Federated") }
}

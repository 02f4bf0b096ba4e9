import JSONDocument

extension TrustPolicy {
  /// The part of a document that decides an answer, as narrow as it can be named.
  public struct Decider: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
      /// A test; of its values the one that counts, where one does.
      case condition(ConditionTest, value: String?)
      case principal
      case action
      /// The statement has no test, and that is what decides.
      case statement
    }

    /// Index from 0.
    public let statement: Int
    public let part: Part
  }
}

extension TrustPolicy.Answer {
  /// What decides it for this token; nil where the document allows nothing at all.
  public func decider(for token: Token) -> TrustPolicy.Decider? {
    switch reason {
    case .accepted(let statement, let tests), .denied(let statement, let tests):
      return TrustPolicy.Decider(statement: statement, part: Self.part(tests, token))
    case .undecided(let statement, let tests):
      return TrustPolicy.Decider(
        statement: statement, part: tests.first.map { .condition($0.test, value: nil) } ?? .statement)
    case .refused(let statement, let test):
      return TrustPolicy.Decider(statement: statement, part: .condition(test.test, value: nil))
    case .otherPrincipal(let statement, _): return TrustPolicy.Decider(statement: statement, part: .principal)
    case .otherAction(let statement, _): return TrustPolicy.Decider(statement: statement, part: .action)
    case .nothingAllowed: return nil
    }
  }

  /// Of the tests that all hold, the one that tells tenants apart best: the subject's, else another claim's, else the
  /// audience's, else any.
  private static func part(_ tests: [TrustPolicy.Judged], _ token: Token) -> TrustPolicy.Decider.Part {
    func rank(_ test: ConditionTest) -> Int {
      guard let (host, claim) = TrustView.claim(test.key), host.lowercased() == token.issuer.lowercased() else {
        return 4
      }
      if test.isNegated || test.ifExists || test.quantifier == .forAllValues { return 5 }
      return claim == "sub" ? 0 : TrustView.tenantClaims.contains(claim) ? 1 : claim == "aud" ? 3 : 2
    }
    guard let first = tests.map(\.test).min(by: { rank($0) < rank($1) }) else { return .statement }
    let counting = first.values.first { value in
      ConditionTest(operatorName: first.operatorName, key: first.key, values: [value]).holds(token.context)
    }
    return .condition(first, value: first.isNegated ? nil : counting)
  }
}

extension TrustPolicy.Decider {
  /// Where the deciding part stands in a document's text, in bytes of UTF-8; a member with its name.
  public func place(in text: String) -> Range<Int>? {
    let listed: [JSON.PathStep] = [.member("Statement"), .item(statement)]
    // IAM allows one statement without a list.
    let start = JSON.place(of: listed, in: text) != nil || statement > 0 ? listed : [.member("Statement")]
    for path in paths { if let place = JSON.place(of: start + path, in: text) { return place } }
    return nil
  }

  /// The ways from the statement to the part, the narrowest first.
  private var paths: [[JSON.PathStep]] {
    switch part {
    case .statement: return [[]]
    case .principal: return [[.member("Principal")], [.member("NotPrincipal")], []]
    case .action: return [[.member("Action")], [.member("NotAction")], []]
    case .condition(let test, let value):
      let whole: [JSON.PathStep] = [.member("Condition"), .member(test.operatorName), .member(test.key)]
      let one = value.flatMap { test.values.firstIndex(of: $0) }.map { whole + [.item($0)] }
      return (one.map { [$0] } ?? []) + [whole, []]
    }
  }
}

/// One key tested under one operator: `"StringLike": {"…:sub": ["repo:octo-org/*"]}`.
///
/// The rules are IAM's (User Guide, "IAM JSON policy elements: Condition operators", "Set operators for multivalued
/// context keys", "Single-valued vs. multivalued context keys", "Policy evaluation logic").
/// Values are alternatives; under a negated operator none of them may match. A key the request does not bring
/// fails a positive test and passes a negated one.
public struct ConditionTest: Hashable, Sendable {
  /// As written, quantifier and `IfExists` included.
  public let operatorName: String
  /// As written.
  public let key: String
  public let values: [String]

  public enum Quantifier: Hashable, Sendable { case none, forAllValues, forAnyValue }

  public init(operatorName: String, key: String, values: [String]) {
    self.operatorName = operatorName
    self.key = key
    self.values = values
  }

  public var quantifier: Quantifier {
    let name = operatorName.lowercased()
    return name.hasPrefix("forallvalues:") ? .forAllValues : name.hasPrefix("foranyvalue:") ? .forAnyValue : .none
  }

  public var ifExists: Bool { operatorName.lowercased().hasSuffix("ifexists") }
  public var isNegated: Bool { comparison?.isNegated ?? false }
  /// Whether a text is compared with a pattern. The operators for ARNs take no text that is none.
  public var usesWildcards: Bool { comparison?.kind == .like }
  /// Whether values are compared as plain text.
  public var comparesText: Bool { [.equals, .equalsIgnoringCase].contains(comparison?.kind) }
  /// Whether upper and lower case are one.
  public var ignoresCase: Bool { comparison?.kind == .equalsIgnoringCase }
  /// The keys of the policy variables in the values (`aws:username` of `${aws:username}`).
  public var variables: [String] { values.flatMap { PolicyText($0).variables } }

  /// Whether the test certainly holds for a request.
  public func holds(_ context: ConditionContext, readsVariables: Bool = true) -> Bool {
    outcome(context, readsVariables: readsVariables) == .holds
  }

  /// Undecided is a test under an operator we do not know, one that rests on a variable the request does not fill, and
  /// one of a key whose value is not known and matters.
  /// - Parameter readsVariables: whether the document's language version has variables.
  public func outcome(_ context: ConditionContext, readsVariables: Bool = true) -> Outcome {
    guard let comparison else { return .undecided }
    let wanted = values.map { PolicyText($0, readsVariables: readsVariables).pieces(context) { _ in nil } }
    func agreement(_ presented: Wildcard) -> Outcome {
      Outcome.any(wanted.map { $0.map { comparison.agrees(presented, $0) } ?? .undecided })
    }
    switch context.presented(key) {
    case .values(let values): return outcome(values.map { agreement(Wildcard(literal: $0)) }, comparison)
    case .forms(let forms): return Outcome.alike(forms.map { outcome([agreement(Wildcard($0))], comparison) })
    case .unknown:
      // It may be absent, or have a value that agrees, or one that does not, where there can be such a value.
      var possible = [outcome([], comparison)]
      if !wanted.isEmpty { possible.append(outcome([.holds], comparison)) }
      if !wanted.contains(where: { $0.map(comparison.agreesWithEverything) ?? false }) {
        possible.append(outcome([.fails], comparison))
      }
      return Outcome.alike(possible)
    }
  }

  /// - Parameter agreements: for each value that is presented, whether it agrees with one that is wanted.
  private func outcome(_ agreements: [Outcome], _ comparison: Comparison) -> Outcome {
    if comparison.kind == .null {
      return Outcome(values.contains { ($0.lowercased() == "true") == agreements.isEmpty })
    }
    if agreements.isEmpty {
      if ifExists || quantifier == .forAllValues { return .holds }
      return Outcome(quantifier != .forAnyValue && comparison.isNegated)
    }
    let each = agreements.map { comparison.isNegated ? $0.negated : $0 }
    switch quantifier {
    case .forAllValues: return Outcome.all(each)
    case .forAnyValue: return Outcome.any(each)
    // A plain operator on several values is undefined in IAM; we ask for any positive, for all negated.
    case .none: return comparison.isNegated ? Outcome.all(each) : Outcome.any(each)
    }
  }

  var comparison: Comparison? {
    var name = operatorName.lowercased()
    if let colon = name.firstIndex(of: ":") { name = String(name[name.index(after: colon)...]) }
    if name.hasSuffix("ifexists") { name.removeLast("ifexists".count) }
    return Comparison(name)
  }
}

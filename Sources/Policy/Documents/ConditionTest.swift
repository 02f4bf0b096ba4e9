/// The values a request brings for condition keys. Keys have no letter case; a key without a value is absent.
public struct ConditionContext: Hashable, Sendable {
  private var values: [String: [String]] = [:]

  public init(_ values: [String: [String]] = [:]) {
    for (key, value) in values { self[key] = value }
  }

  public subscript(key: String) -> [String]? {
    get { values[key.lowercased()] }
    set { values[key.lowercased()] = newValue }
  }
}

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
  /// The keys of the policy variables in the values (`aws:username` of `${aws:username}`).
  public var variables: [String] { values.flatMap { PolicyText($0).variables } }

  /// What can be said of a test: it holds, it fails, or that depends on what we do not know.
  public enum Outcome: Hashable, Sendable { case holds, fails, undecided }

  /// Whether the test certainly holds for a request.
  public func holds(_ context: ConditionContext, readsVariables: Bool = true) -> Bool {
    outcome(context, readsVariables: readsVariables) == .holds
  }

  /// Whether the test does not certainly fail: what a Deny counts, so that none is overlooked.
  func mayHold(_ context: ConditionContext, readsVariables: Bool) -> Bool {
    outcome(context, readsVariables: readsVariables) != .fails
  }

  /// Undecided is a test under an operator we do not know, and one that rests on a variable the request does not
  /// fill: an Allow must not count on it, a Deny must not be overlooked for it.
  /// - Parameter readsVariables: whether the document's language version has variables.
  public func outcome(_ context: ConditionContext, readsVariables: Bool = true) -> Outcome {
    guard let comparison else { return .undecided }
    let presented = context[key] ?? []
    if comparison.kind == .null {
      return values.contains { ($0.lowercased() == "true") == presented.isEmpty } ? .holds : .fails
    }
    if presented.isEmpty {
      if ifExists || quantifier == .forAllValues { return .holds }
      return quantifier != .forAnyValue && comparison.isNegated ? .holds : .fails
    }
    let texts = values.map { PolicyText($0, readsVariables: readsVariables) }
    let (sure, open) = (texts.compactMap { $0.pieces(context) { _ in nil } }, texts.count)
    let isOpen = sure.count < open
    // Once as if what is open agreed with nothing, once as if it agreed with everything.
    let least = holds(presented, comparison) { value in sure.contains { comparison.matches(value, $0) } }
    let most = isOpen ? holds(presented, comparison) { _ in true } : least
    return least == most ? (least ? .holds : .fails) : .undecided
  }

  private func holds(_ presented: [String], _ comparison: Comparison, _ agrees: (String) -> Bool) -> Bool {
    let one = { (value: String) in agrees(value) != comparison.isNegated }
    switch quantifier {
    case .forAllValues: return presented.allSatisfy(one)
    case .forAnyValue: return presented.contains(where: one)
    // A plain operator on several values is undefined in IAM; we ask for any positive, for all negated.
    case .none: return comparison.isNegated ? presented.allSatisfy(one) : presented.contains(where: one)
    }
  }

  var comparison: Comparison? {
    var name = operatorName.lowercased()
    if let colon = name.firstIndex(of: ":") { name = String(name[name.index(after: colon)...]) }
    if name.hasSuffix("ifexists") { name.removeLast("ifexists".count) }
    return Comparison(name)
  }
}

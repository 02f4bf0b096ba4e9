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
/// The rules are IAM's (User Guide, "Condition operators", "Multivalued context keys", "Evaluation logic").
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
  /// Whether `*` and `?` in a value are wildcards.
  public var usesWildcards: Bool { [.like, .arn].contains(comparison?.kind) }
  /// Whether values are compared as plain text.
  public var comparesText: Bool { [.equals, .equalsIgnoringCase].contains(comparison?.kind) }
  /// Whether we know the operator. An unknown one holds nowhere in an Allow, and everywhere in a Deny.
  public var isKnown: Bool { comparison != nil }

  /// Policy variables in the values (`${aws:username}`). They are compared as they are written, because a
  /// GitHub token brings none of the values they stand for.
  public var variables: [String] {
    values.flatMap { value -> [String] in
      value.split(separator: "$").compactMap { part in
        guard part.hasPrefix("{"), let end = part.firstIndex(of: "}") else { return nil }
        let name = part[part.index(after: part.startIndex)..<end]
        return ["*", "?", "$", ""].contains(name) ? nil : "${\(name)}"
      }
    }
  }

  /// Whether the test holds for a request.
  public func holds(_ context: ConditionContext) -> Bool {
    guard let comparison else { return false }
    let presented = context[key] ?? []
    if comparison.kind == .null {
      return values.contains { ($0.lowercased() == "true") == presented.isEmpty }
    }
    if presented.isEmpty {
      if ifExists || quantifier == .forAllValues { return true }
      return quantifier == .forAnyValue ? false : comparison.isNegated
    }
    let one = { (value: String) in values.contains { comparison.matches(value, $0) } != comparison.isNegated }
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

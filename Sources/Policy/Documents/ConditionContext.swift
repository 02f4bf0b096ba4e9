/// What a request brings for condition keys, as far as it is known before it is made. Keys have no letter case.
///
/// A key of which nothing is said is one that the request does not bring, unless it is among those that are unknown.
public struct ConditionContext: Hashable, Sendable {
  /// What is known of one key.
  public enum Presented: Hashable, Sendable {
    /// The request brings these values; none of them is a key that it does not bring.
    case values([String])
    /// It brings one value, which has one of these forms: `AROAEXAMPLE:*` is the id of a role and a session's name.
    case forms([String])
    /// Nobody knows here whether the request brings the key, or with what.
    case unknown
  }

  private var known: [String: Presented] = [:]
  /// Patterns of the keys that are unknown, in small letters; what is known of a key goes before.
  private var unknown: Set<String> = []
  /// Beginnings of keys, in small letters, of which all is known: one that is not said is not brought.
  private var complete: Set<String> = []

  /// - Parameter unknown: keys of which nothing is known; a `*` stands for any rest, and alone for every other key.
  public init(
    _ values: [String: [String]] = [:], forms: [String: [String]] = [:], unknown: some Sequence<String> = []
  ) {
    for (key, value) in values { self[key] = value }
    for (key, value) in forms { known[key.lowercased()] = .forms(value) }
    self.unknown = Set(unknown.map { $0.lowercased() })
  }

  /// The values that the request surely brings; nil where it brings none, or where they are not known.
  public subscript(key: String) -> [String]? {
    get { if case .values(let values)? = known[key.lowercased()], !values.isEmpty { values } else { nil } }
    set { known[key.lowercased()] = newValue.map { .values($0) } }
  }

  public func presented(_ key: String) -> Presented {
    let name = key.lowercased()
    if let presented = known[name] { return presented }
    if complete.contains(where: name.hasPrefix) { return .values([]) }
    return unknown.contains { Wildcard($0).matches(name) } ? .unknown : .values([])
  }

  /// Says of a key that it has one value of one of these forms.
  public mutating func setForms(_ forms: [String], of key: String) { known[key.lowercased()] = .forms(forms) }

  /// Says all there is to say of the keys that begin so, such as `s3:ExistingObjectTag/` of the tags of an object.
  public mutating func setAll(of family: String, _ values: [String: String]) {
    complete.insert(family.lowercased())
    for (name, value) in values { self[family + name] = [value] }
  }

  /// The same with what another knows besides; of a key that both know, the other's word counts.
  public func adding(_ other: ConditionContext) -> ConditionContext {
    var sum = self
    sum.known.merge(other.known) { $1 }
    sum.unknown.formUnion(other.unknown)
    sum.complete.formUnion(other.complete)
    return sum
  }

  /// The same with the values that are known of one request besides.
  public func adding(_ values: [String: [String]]) -> ConditionContext { adding(ConditionContext(values)) }
}

/// A JSON document as a value.
///
/// IAM policies, AWS inputs and answers, journal lines and reports are all JSON here. Objects keep the
/// order of their members, because operators compare what we show with what they wrote, but two objects
/// are equal whatever their order, because AWS reorders them. This module knows no service and does no I/O.
public enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number in its JSON spelling, so that `3600` and `1e400` survive a round trip untouched.
  case number(String)
  case string(String)
  case array([JSON])
  case object(JSONObject)
}

/// The members of a JSON object, in the order they were written.
public struct JSONObject: Sendable {
  public private(set) var names: [String] = []
  private var values: [String: JSON] = [:]

  public init() {}

  public init(_ members: [(String, JSON)]) {
    for (name, value) in members { self[name] = value }
  }

  public var isEmpty: Bool { names.isEmpty }
  public var count: Int { names.count }
  public var members: [(name: String, value: JSON)] { names.map { ($0, values[$0] ?? .null) } }

  /// The object with one member more, or another.
  public func with(_ name: String, _ value: JSON) -> JSONObject { adding(JSONObject([(name, value)])) }

  /// The object with the members of another one after its own.
  public func adding(_ more: JSONObject) -> JSONObject {
    JSONObject((members + more.members).map { ($0.name, $0.value) })
  }

  /// Setting `nil` removes the member.
  public subscript(name: String) -> JSON? {
    get { values[name] }
    set {
      if let newValue {
        if values.updateValue(newValue, forKey: name) == nil { names.append(name) }
      } else if values.removeValue(forKey: name) != nil {
        names.removeAll { $0 == name }
      }
    }
  }
}

extension JSONObject: Hashable {
  public static func == (left: JSONObject, right: JSONObject) -> Bool { left.values == right.values }
  public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByBooleanLiteral {
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self = .number(String(value)) }
}

extension JSON: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(JSONObject(elements)) }
}

// MARK: Reading a value of unknown shape

extension JSON {
  public init(_ strings: [String]) { self = .array(strings.map { .string($0) }) }

  public var string: String? { if case .string(let text) = self { text } else { nil } }
  public var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  public var array: [JSON]? { if case .array(let items) = self { items } else { nil } }
  public var object: JSONObject? { if case .object(let members) = self { members } else { nil } }
  public var integer: Int? { if case .number(let digits) = self { Int(digits) } else { nil } }
  /// Nil also for a number that is larger than any Double.
  public var double: Double? {
    guard case .number(let digits) = self, let number = Double(digits), number.isFinite else { return nil }
    return number
  }
  public var isNull: Bool { self == .null }

  /// The member of an object, or nil when this is no object or has no such member.
  public subscript(name: String) -> JSON? {
    get { object?[name] }
    set {
      var members = object ?? JSONObject()
      members[name] = newValue
      self = .object(members)
    }
  }

  /// What stands at a path of member names: `Secret/ARN`.
  public func member(at path: String) -> JSON? {
    path.split(separator: "/").reduce(JSON?.some(self)) { $0?[String($1)] }
  }

  /// Puts a value at a path of names, parted by slashes; objects on the way there are made where there are none.
  public mutating func set(_ value: JSON, at path: String) {
    guard let slash = path.firstIndex(of: "/") else {
      self[path] = value
      return
    }
    let name = String(path[..<slash])
    var inner = self[name] ?? [:]
    inner.set(value, at: String(path[path.index(after: slash)...]))
    self[name] = inner
  }

  /// The item of an array, or nil when this is no array or is shorter.
  public subscript(index: Int) -> JSON? {
    guard let items = array, items.indices.contains(index) else { return nil }
    return items[index]
  }

  /// The strings in an array of strings, or the one string itself: IAM writes either for the same meaning.
  public var strings: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let items): items.compactMap(\.string)
    default: []
    }
  }
}

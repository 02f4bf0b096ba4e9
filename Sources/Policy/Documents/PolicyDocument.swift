import JSONDocument

/// IAM policy documents: read, compare, judge, repair.
///
/// The module knows IAM's policy language (IAM User Guide, "IAM JSON policy elements reference") and the
/// subjects GitHub's OIDC provider writes, and nothing else: it asks no service and reads no file. A
/// document keeps the JSON it was read from. Every view (`statements`, `conditions`) is computed from that
/// JSON and every edit replaces one member of it, so that what nobody touched stays as its author wrote it,
/// members we have never heard of included.
///
/// The files: `PolicyDocument` and `PolicyStatement` read; `ConditionTest` judges one condition;
/// `TrustPolicy` answers for a token, `+Lint` names what is wrong, `+Repair` makes it right, `+Withdrawal`
/// takes it back; `SubjectFormat` and `SubjectPattern` know subjects; `IdentityPolicy` answers for actions.
public struct PolicyDocument: Hashable, Sendable {
  /// The document as it was read, with what was edited since.
  public private(set) var json: JSONObject
  /// Whether the document holds one statement object instead of a list (IAM allows either).
  private var isSingle: Bool

  /// An empty document of the current policy language.
  public init(statements: [PolicyStatement] = []) {
    json = ["Version": "2012-10-17", "Statement": .array(statements.map { .object($0.json) })]
    isSingle = false
  }

  /// Reads a document that is JSON already.
  public init(_ value: JSON) throws(PolicyError) {
    guard let members = value.object else { throw .notAnObject }
    switch members["Statement"] {
    case .object: isSingle = true
    case .array(let items):
      for (index, item) in items.enumerated() where item.object == nil { throw .statementIsNoObject(index) }
      isSingle = false
    case nil: throw .noStatement
    default: throw .statementIsNoObject(0)
    }
    json = members
  }

  /// Reads the text of a document.
  public init(parsing text: String) throws(PolicyError) {
    let value: JSON
    do { value = try JSON(parsing: text) } catch { throw .notJSON(error) }
    try self.init(value)
  }

  public var version: String? { json["Version"]?.string }

  /// Whether `${…}` in the document is a variable: in language version 2012-10-17, and not before (IAM User Guide,
  /// "Version").
  public var readsVariables: Bool { version == "2012-10-17" }

  public var statements: [PolicyStatement] {
    get {
      switch json["Statement"] {
      case .array(let items): items.compactMap { $0.object.map(PolicyStatement.init) }
      case .object(let one): [PolicyStatement(one)]
      default: []
      }
    }
    set {
      guard newValue != statements else { return }
      if isSingle, newValue.count == 1 {
        json["Statement"] = .object(newValue[0].json)
      } else {
        isSingle = false
        json["Statement"] = .array(newValue.map { .object($0.json) })
      }
    }
  }

  /// Sets the language version; `2012-10-17` is the current one.
  public mutating func setVersion(_ version: String) {
    // IAM wants no order, but people read Version first.
    guard json["Version"] == nil else {
      json["Version"] = .string(version)
      return
    }
    json = JSONObject([("Version", .string(version))] + json.members.map { ($0.name, $0.value) })
  }

  /// The document for a service: one line, members in their own order.
  public var text: String { JSON.object(json).compact }

  /// The document for a person: indented, members in their own order.
  public var pretty: String { JSON.object(json).pretty }

  /// What the document says, in one spelling: two documents with equal meaning decide every request alike.
  /// A Sid counts, because it is somebody's; order, one value or a list of one, and the letter case of
  /// actions and condition keys do not.
  public var meaning: JSON {
    var members = json
    members["Version"] = json["Version"] ?? "2008-10-17"
    members["Statement"] = .array(Array(Set(statements.map(\.meaning))).sorted { $0.canonical < $1.canonical })
    return .object(members)
  }

  public func means(_ other: PolicyDocument) -> Bool { meaning == other.meaning }

  /// Characters as IAM counts them for its quotas: without white space outside strings.
  public var size: Int { text.unicodeScalars.count }
}

/// Why a text is no policy document.
public enum PolicyError: Error, Hashable, Sendable {
  case notJSON(JSONError)
  /// The document is a list, a string or another value that holds no members.
  case notAnObject
  case noStatement
  /// The statement at this index, from 0, is no JSON object.
  case statementIsNoObject(Int)
}

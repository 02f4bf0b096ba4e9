import JSONDocument

/// One statement of a policy, as a view on its JSON.
public struct PolicyStatement: Hashable, Sendable {
  public var json: JSONObject

  public init(_ json: JSONObject) { self.json = json }

  public var sid: String? { json["Sid"]?.string }
  /// IAM knows `Allow` and `Deny`; anything else is neither, and grants nothing.
  public var isAllow: Bool { json["Effect"] == "Allow" }
  public var isDeny: Bool { json["Effect"] == "Deny" }

  public var actions: [String] { json["Action"]?.strings ?? [] }
  public var notActions: [String] { json["NotAction"]?.strings ?? [] }
  public var resources: [String] { json["Resource"]?.strings ?? [] }
  public var notResources: [String] { json["NotResource"]?.strings ?? [] }
  public var principals: [Principal] { Self.principals(json["Principal"]) }
  public var notPrincipals: [Principal] { Self.principals(json["NotPrincipal"]) }

  /// Every key tested under every operator, in the order of the document. All of them must hold.
  public var conditions: [ConditionTest] {
    guard let block = json["Condition"]?.object else { return [] }
    return block.members.flatMap { operation, tests in
      (tests.object?.members ?? []).map { key, value in
        ConditionTest(operatorName: operation, key: key, values: Self.scalars(value))
      }
    }
  }

  /// Whether the statement speaks about this action. Actions have no letter case.
  public func covers(action: String) -> Bool {
    let wanted = action.lowercased()
    if json["NotAction"] != nil { return !notActions.contains { Wildcard($0.lowercased()).matches(wanted) } }
    return actions.contains { Wildcard($0.lowercased()).matches(wanted) }
  }

  /// What the statement says, in one spelling: statements of equal meaning decide every request alike.
  public var meaning: JSON {
    var members = json
    for name in ["Action", "NotAction"] where json[name] != nil {
      members[name] = Self.sorted(json[name]?.strings.map { $0.lowercased() } ?? [])
    }
    for name in ["Resource", "NotResource"] where json[name] != nil {
      members[name] = Self.sorted(json[name]?.strings ?? [])
    }
    for name in ["Principal", "NotPrincipal"] where json[name] != nil {
      members[name] = Self.sorted(Self.principals(json[name]).map { "\($0.kind) \($0.root ?? $0.id)" })
    }
    members["Condition"] =
      conditions.isEmpty
      ? nil
      : Self.sorted(
        conditions.map {
          let values = Self.sorted($0.values).canonical
          return "\($0.operatorName.lowercased()) \($0.key.lowercased()) \(values)"
        })
    return .object(members)
  }

  private static func sorted(_ texts: [String]) -> JSON { JSON(Array(Set(texts)).sorted()) }

  private static func principals(_ value: JSON?) -> [Principal] {
    switch value {
    case .string("*"): [Principal(kind: "AWS", id: "*", isEveryone: true)]
    case .string(let id): [Principal(kind: "AWS", id: id)]
    case .object(let kinds):
      kinds.members.flatMap { kind, ids in ids.strings.map { Principal(kind: kind, id: $0) } }
    default: []
    }
  }

  /// Condition values may be written as JSON booleans and numbers.
  private static func scalars(_ value: JSON) -> [String] {
    switch value {
    case .string(let text): [text]
    case .bool(let flag): [flag ? "true" : "false"]
    case .number(let digits): [digits]
    case .array(let items): items.flatMap(scalars)
    case .object, .null: []
    }
  }
}

/// Somebody a statement names.
public struct Principal: Hashable, Sendable {
  /// `AWS`, `Federated`, `Service` or `CanonicalUser`.
  public let kind: String
  public let id: String
  /// Written `"Principal": "*"`, which names everyone whatever the kind.
  public let isEveryone: Bool

  public init(kind: String, id: String, isEveryone: Bool = false) {
    self.kind = kind
    self.id = id
    self.isEveryone = isEveryone
  }

  /// The account number when this names a whole account: `111122223333` and `arn:aws:iam::111122223333:root`
  /// are the same principal.
  var root: String? {
    guard kind == "AWS" else { return nil }
    if id.utf8.count == 12, id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return id }
    return ARN(id).flatMap { $0.resource == "root" && $0.service == "iam" ? $0.account : nil }
  }
}

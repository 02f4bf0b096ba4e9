import JSONDocument

/// One shape of a service's model, in botocore's terms. Shapes refer to each other by name, as they may
/// be recursive; `ServiceModel.shape(_:)` resolves a name.
struct Shape: Sendable {
  enum Kind: String, Sendable {
    case structure, list, map, string, character, integer, long, float, double, boolean, blob, timestamp
  }

  let name: String
  let kind: Kind
  /// In the order of the model.
  let members: [Member]
  let required: [String]
  /// A list's item.
  let item: Member?
  let key: Member?
  let value: Member?
  let flattened: Bool
  let locationName: String?
  let namespace: XMLNamespace?
  let timestampFormat: String?
  /// The member that is the whole body of a REST message.
  let payload: String?
  let isStreaming: Bool
  let isDocument: Bool
  /// Holds what must not be seen.
  let isSensitive: Bool
  /// A structure whose result is wrapped in an element of its own name, by an old trait of the models.
  let isWrapper: Bool
  let rules: Rules
  /// Of an exception: the code on the wire when it is not the shape's name.
  let errorCode: String?
  /// AWS calls the error retryable.
  let isRetryable: Bool

  /// What the model says of allowed values.
  struct Rules: Sendable {
    let minimum: Double?
    let maximum: Double?
    let pattern: String?
    let values: [String]
  }

  init(name: String, _ json: JSON) throws(ModelError) {
    guard let kind = json["type"]?.string.flatMap(Kind.init) else {
      throw ModelError(reason: "the shape \(name) has no known type")
    }
    self.name = name
    self.kind = kind
    members = json["members"]?.object?.members.map { Member(name: $0.name, $0.value) } ?? []
    required = json["required"]?.strings ?? []
    item = json["member"].map { Member(name: "member", $0) }
    key = json["key"].map { Member(name: "key", $0) }
    value = json["value"].map { Member(name: "value", $0) }
    flattened = json["flattened"]?.bool ?? false
    locationName = json["locationName"]?.string
    namespace = json["xmlNamespace"].flatMap(XMLNamespace.init)
    timestampFormat = json["timestampFormat"]?.string
    payload = json["payload"]?.string
    isStreaming = json["streaming"]?.bool ?? false
    isSensitive = json["sensitive"]?.bool ?? false
    isDocument = json["document"]?.bool ?? false
    isWrapper = json["wrapper"]?.bool ?? false
    rules = Rules(
      minimum: json["min"]?.double, maximum: json["max"]?.double, pattern: json["pattern"]?.string,
      values: json["enum"]?.strings ?? [])
    errorCode = json["error"]?["code"]?.string
    isRetryable = json["retryable"] != nil
  }

  func member(_ name: String) -> Member? { members.first { $0.name == name } }
}

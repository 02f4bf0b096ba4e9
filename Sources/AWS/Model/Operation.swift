import JSONDocument

/// One operation of a service's model.
struct Operation: Sendable {
  /// The input or output of an operation.
  struct Part: Sendable {
    let shape: String
    let resultWrapper: String?
    let locationName: String?
    let namespace: XMLNamespace?

    init?(_ json: JSON?) {
      guard let json, let shape = json["shape"]?.string else { return nil }
      self.shape = shape
      resultWrapper = json["resultWrapper"]?.string
      locationName = json["locationName"]?.string
      namespace = json["xmlNamespace"].flatMap(XMLNamespace.init)
    }
  }

  /// How the aws command spells the operation.
  struct Spelling: Sendable {
    let group: String
    let command: String
    /// Option names without dashes, by member.
    let options: [String: String]
    /// Members whose value the command never takes for a file's or a page's address.
    let literals: Set<String>
  }

  /// How to ask for the next page; several tokens belong together in pairs.
  struct Pages: Sendable {
    let inputTokens: [String]
    let outputTokens: [String]
    /// The lists to join.
    let results: [String]
    /// The member that says whether more is to come, where there is one.
    let more: String?
    /// How many are followed of a list that may be endless; nil for one that is wanted whole.
    let limit: Int?
  }

  let name: String
  let method: String
  /// A path template with `{Member}` and `{Member+}`, perhaps with a fixed query.
  let uri: String
  let input: Part?
  let output: Part?
  /// Names of the error shapes.
  let errors: [String]
  /// Whether a checksum of the body goes along.
  let needsChecksum: Bool
  /// The root of the answer in XML, where the model does not name it.
  let root: String?
  let isIdempotent: Bool
  let isUnsigned: Bool
  /// Cannot change anything.
  let isRead: Bool
  /// The IAM action that allows it, such as `s3:ListBucket` for HeadBucket.
  let action: String
  let spelling: Spelling
  let pages: Pages?

  init(name: String, service: String, _ json: JSON) {
    self.name = json["name"]?.string ?? name
    method = json["http"]?["method"]?.string ?? "POST"
    uri = json["http"]?["requestUri"]?.string ?? "/"
    input = Part(json["input"])
    output = Part(json["output"])
    errors = json["errors"]?.array?.compactMap { $0["shape"]?.string } ?? []
    needsChecksum = json["httpChecksumRequired"]?.bool ?? false
    root = json["root"]?.string
    isIdempotent = json["idempotent"]?.bool ?? false
    isUnsigned = json["authtype"]?.string == "none"
    isRead = json["access"]?.string == "read"
    action = json["action"]?.string ?? "\(service):\(name)"
    spelling = Spelling(
      group: json["cli"]?["group"]?.string ?? service, command: json["cli"]?["command"]?.string ?? name,
      options: (json["cli"]?["arguments"]?.object?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.string },
      literals: Set(json["cli"]?["literals"]?.strings ?? []))
    pages = json["pages"].map {
      Pages(
        inputTokens: $0["input_token"]?.strings ?? [], outputTokens: $0["output_token"]?.strings ?? [],
        results: $0["result_key"]?.strings ?? [], more: $0["more_results"]?.string, limit: json["pageLimit"]?.integer)
    }
  }
}

import JSONDocument

/// One call to AWS or GitHub, as a value.
///
/// The same value is checked against the service's published model, sent, shown as an `aws` or `gh` command,
/// written to the journal and compared in tests, so what is shown and what is done cannot drift apart.
public struct Call: Hashable, Sendable {
  public let door: Door
  /// The operation's name in the service's model (`GetRole`), or for GitHub the method and the path
  /// template (`GET /repos/{owner}/{repo}`).
  public let operation: String
  /// The input by member name as in the service's model. A blob member holds its text in UTF-8, or
  /// `{"base64": …}` where it is no text.
  public var input: JSONObject
  /// What is filled in when the call is sent, by the path of its member: `SecretString`, `Code/ZipFile`.
  public let blanks: [String: Blank]
  /// The repository that was looked at before a call that writes to GitHub was made up: it is sent only while GitHub
  /// answers with the same one.
  public let repository: RepositoryIdentity?

  public init(_ service: Service, _ operation: String, _ input: JSONObject = [:], blanks: [String: Blank] = [:]) {
    self.init(.aws(service), operation, input, blanks: blanks)
  }

  public init(
    _ door: Door, _ operation: String, _ input: JSONObject = [:], blanks: [String: Blank] = [:],
    of repository: RepositoryIdentity? = nil
  ) {
    self.door = door
    self.operation = operation
    self.input = input
    self.blanks = blanks
    self.repository = repository
  }

  /// The call as a document: service, operation and input, with the words for what is filled in later.
  public var json: JSON {
    let shown = blanks.reduce(into: JSON.object(input)) { $0.set($1.value.json, at: $1.key) }
    var document: JSON = ["service": .string(door.name), "operation": .string(operation), "input": shown]
    document["repository"] = repository?.json
    return document
  }

  /// Whether the call cannot be sent without the text of a secret.
  public var needsSecret: Bool { blanks.values.contains(where: \.isSecret) }
}

/// A repository by what GitHub never gives twice: a name can come to mean another one.
public struct RepositoryIdentity: Hashable, Sendable {
  public let id: Int
  public let ownerID: Int

  public init(id: Int, ownerID: Int) { (self.id, self.ownerID) = (id, ownerID) }

  /// Read from an answer of `GET /repos/{owner}/{repo}`; nil where it does not say.
  public init?(_ answer: JSON) {
    guard let id = answer["id"]?.integer, let owner = answer["owner"]?["id"]?.integer else { return nil }
    self.init(id: id, ownerID: owner)
  }

  public var json: JSON { ["id": .number(String(id)), "owner_id": .number(String(ownerID))] }
}

extension Change {
  /// Whether the change cannot be made without the text of a secret.
  public var needsSecret: Bool { calls.contains(where: \.needsSecret) }
}

extension Plan {
  /// Whether a change of the plan cannot be made without the text of a secret.
  public var needsSecret: Bool { changes.contains(where: \.needsSecret) }
}

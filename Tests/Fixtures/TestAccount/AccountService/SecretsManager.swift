import Checklist
import JSONDocument

/// Secrets with the versions of their values.
public struct SecretsManager: AccountService {
  public static let doors: Set<Door> = [.aws(.secretsManager)]

  public var secrets: [String: Account.Secret] = [:]

  public init() {}

  /// A version that was put aside, and the day of a deletion, are no difference.
  public var meaning: SecretsManager {
    var manager = self
    for (name, secret) in secrets {
      manager.secrets[name]?.values = secret.values.filter { $0.key == secret.current }
      manager.secrets[name]?.previous = nil
      manager.secrets[name]?.stored = 0
      if secret.deletion != nil { manager.secrets[name]?.deletion = 1 }
    }
    return manager
  }

  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    let name = call.text("SecretId")
    guard let secret = secrets[name] else { return .missing("ResourceNotFoundException") }
    switch call.operation {
    case "DescribeSecret": return .success(description(name, secret, account))
    case "GetResourcePolicy":
      return .success(secret.policy.map { ["ResourcePolicy": .string($0)] } ?? ["Name": .string(name)])
    case "GetSecretValue":
      guard secret.deletion == nil else { return .missing("InvalidRequestException") }
      guard let version = secret.current, let value = secret.values[version] else {
        return .missing("ResourceNotFoundException")
      }
      var answer: JSON = ["VersionId": .string(version), "CreatedDate": .number(String(secret.stored))]
      if let value {
        answer["SecretString"] = .string(value)
        answer["IsOffered"] = .bool(account.offered.map { value.contains($0) } ?? false)
      } else {
        answer["SecretBinary"] = "bytes"
      }
      return .success(answer)
    default: return nil
    }
  }

  private func description(_ name: String, _ secret: Account.Secret, _ account: Account.State) -> JSON {
    var stages: [(String, JSON)] = []
    if let current = secret.current { stages.append((current, ["AWSCURRENT"])) }
    if let previous = secret.previous { stages.append((previous, ["AWSPREVIOUS"])) }
    return [
      "ARN": .string(arn(of: name, secret, account)), "Name": .string(name), "Tags": secret.tags.tagList,
      "VersionIdsToStages": .object(JSONObject(stages)),
      "DeletedDate": secret.deletion.map { .number(String($0)) } ?? .null,
      "KmsKeyId": secret.key.map { .string($0) } ?? .null, "LastChangedDate": .number(String(secret.stored)),
      "ReplicationStatus": .array(secret.replicas.map { ["Region": .string($0)] }),
      "PrimaryRegion": secret.primaryRegion.map { .string($0) } ?? .null,
    ]
  }

  private func arn(of name: String, _ secret: Account.Secret, _ account: Account.State) -> String {
    "arn:aws:secretsmanager:\(account.region):\(account.id):secret:\(name)-\(secret.suffix)"
  }

  public mutating func carryOut(_ call: Call, in account: Account.State) -> Answer? {
    if call.operation == "CreateSecret" {
      let (name, version) = (call.text("Name"), call.text("ClientRequestToken"))
      guard secrets[name] == nil, let value = value(of: call, account) else {
        return .missing("ResourceExistsException")
      }
      var made = Account.Secret(tags: call.input["Tags"]?.tagged ?? [:])
      (made.values, made.current) = ([version: value], version)
      secrets[name] = made
      return .success([
        "ARN": .string(arn(of: name, made, account)), "Name": .string(name), "VersionId": .string(version),
      ])
    }
    let name = call.text("SecretId")
    guard var secret = secrets[name] else { return .missing("ResourceNotFoundException") }
    switch call.operation {
    case "DeleteSecret":
      // What has our tag was made here, and counts as gone; what a person made is only scheduled.
      secret.deletion = Int(Account.now) + 86_400 * (call.input["RecoveryWindowInDays"]?.integer ?? 30)
      secrets[name] = secret.tags["onramp:setup"] == nil ? secret : nil
      return .done
    case "TagResource" where secret.deletion == nil: secret.tags.merge(call.input["Tags"]?.tagged ?? [:]) { $1 }
    case "UntagResource" where secret.deletion == nil:
      for key in call.input["TagKeys"]?.strings ?? [] { secret.tags[key] = nil }
    case "RestoreSecret": secret.deletion = nil
    case "PutSecretValue":
      guard let value = value(of: call, account) else { return .missing("InvalidParameterException") }
      let version = call.text("ClientRequestToken")
      if secret.values[version] == nil {
        secret.values = secret.values.filter { $0.key == secret.current }
        (secret.previous, secret.current) = (secret.current, version)
        secret.values[version] = value
        secret.stored = Int(Account.now)
      }
    case "UpdateSecretVersionStage":
      guard secret.current == call.text("RemoveFromVersionId"), secret.values[call.text("MoveToVersionId")] != nil
      else {
        return .missing("InvalidParameterException")
      }
      (secret.previous, secret.current) = (secret.current, call.text("MoveToVersionId"))
    default: return nil
    }
    secrets[name] = secret
    return .done
  }

  /// The value as it is sent: the door puts the token in.
  private func value(of call: Call, _ account: Account.State) -> String? {
    guard call.blanks["SecretString"] == .secret(.token) else { return call.text("SecretString") }
    return account.offered.map { #"{"token":"\#($0)"}"# }
  }
}

extension Account {
  public struct Secret: Hashable, Sendable {
    /// The values by version id; a text, or nil for bytes.
    public var values: [String: String?]
    public var current: String?
    public var previous: String?
    public var tags: [String: String]
    public var deletion: Int?
    public var key: String?
    public var policy: String?
    public var replicas: [String] = []
    /// The Region it is a replica of.
    public var primaryRegion: String?
    /// Seconds since 1970.
    public var stored = 1_795_000_000

    /// What Secrets Manager puts behind the name: another one of the same name has another.
    public var suffix = "AbCdEf"

    public init(_ value: String? = nil, tags: [String: String] = [:]) {
      (values, current, self.tags) = ([Account.version: value], Account.version, tags)
    }
  }

  /// The id of a secret's first version.
  public static let version = "00000000-0000-0000-0000-000000000000"
}

extension Account.State {
  public var secrets: [String: Account.Secret] {
    get { self[SecretsManager.self].secrets }
    set { self[SecretsManager.self].secrets = newValue }
  }
}

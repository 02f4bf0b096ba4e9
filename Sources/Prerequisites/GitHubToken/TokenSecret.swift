import Checklist
import JSONDocument

/// The secret itself, as Secrets Manager describes it.
struct TokenSecret: Hashable, Sendable {
  let arn: String
  let name: String
  let tags: [String: String]
  /// When it will be gone for good, in seconds since 1970; nil while nobody has scheduled that.
  let deletion: Double?
  /// The KMS key, when it is not Secrets Manager's own.
  let key: String?
  /// When anything about it was last changed, in seconds since 1970.
  let changed: Double?
  /// The Regions it is replicated to.
  let replicas: [String]
  /// The Region it is a replica of, when it is one.
  private let primaryRegion: String?
  /// The staging labels by version id; versions without a label are not listed.
  let stages: [String: [String]]

  init?(_ json: JSON) {
    guard let arn = json["ARN"]?.string, let name = json["Name"]?.string else { return nil }
    (self.arn, self.name) = (arn, name)
    tags = json.tags("Tags")
    deletion = json["DeletedDate"]?.seconds
    let key = json["KmsKeyId"]?.string ?? ""
    self.key = key.isEmpty || key.hasSuffix("alias/aws/secretsmanager") ? nil : key
    changed = json["LastChangedDate"]?.seconds
    replicas = (json["ReplicationStatus"]?.array ?? []).compactMap { $0["Region"]?.string }
    primaryRegion = json["PrimaryRegion"]?.string
    stages = Dictionary(
      uniqueKeysWithValues: (json["VersionIdsToStages"]?.object?.members ?? []).map { ($0.name, $0.value.strings) })
  }

  /// The version that is in use.
  var current: String? { stages.first { $0.value.contains("AWSCURRENT") }?.key }

  /// The Region it is a replica of; nil where the one it was looked at in is its own.
  func primary(seenFrom region: String) -> String? { primaryRegion == region ? nil : primaryRegion }
}

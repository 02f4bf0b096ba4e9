import Blueprints
import Checklist
import JSONDocument
import Policy

/// The bucket of the project templates, with what Studio and a careful account need of it.
public struct TemplateBucketStep: Step {
  public struct Observation: Hashable, Sendable {
    let bucket: Bucket
    /// Where the domain's location tag leads while there is no bucket: from then on it would look as if onramp had set it.
    let location: Look<String>
    let cors: Look<[JSON]>
    /// The four switches by name; a switch that is not set reads false.
    let publicAccess: Look<[String: Bool]>
    /// The rules for encryption at rest, as S3 takes them.
    let encryption: Look<JSON>
    /// The state of the customer's key that encrypts new objects; nil when S3's own keys do.
    let key: Look<String>?
    let policy: Look<StoredPolicy>
    /// `Enabled`, `Suspended`, or empty for a bucket that never kept versions.
    let versioning: Look<String>
    /// `BucketOwnerEnforced`, or a setting under which access lists count.
    let objectOwnership: Look<String>
    /// Whom the templates are read for, and who might overwrite them.
    let readers: TemplateReaders
    /// Looked at for teardown only: what lies in it.
    let content: Look<BucketContent>?
  }

  public init() {}

  static let bucketKey: ItemKey = "template-bucket/bucket"
  static let tagsKey: ItemKey = "template-bucket/tags"
  static let markKey: ItemKey = "template-bucket/mark"
  static let corsKey: ItemKey = "template-bucket/cors"
  static let publicAccessKey: ItemKey = "template-bucket/public-access"
  static let encryptionKey: ItemKey = "template-bucket/encryption"
  static let policyKey: ItemKey = "template-bucket/policy"
  static let versioningKey: ItemKey = "template-bucket/versioning"
  static let objectOwnershipKey: ItemKey = "template-bucket/object-ownership"
  static let switches = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]

  public func observe(_ world: World, _ context: Context) async -> Observation {
    let input = context.bucketInput()
    func look(_ operation: String, _ absent: String) async -> Look<JSON> {
      await world.look(Call(.s3, operation, input), absent: [absent, "NoSuchBucket"])
    }
    async let found = Bucket.look(world, context)
    async let cors = look("GetBucketCors", "NoSuchCORSConfiguration")
    async let access = look("GetPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration")
    async let policy = Bucket.policy(world, context)
    async let versioning = look("GetBucketVersioning", "NoSuchBucket")
    async let objectOwnership = look("GetBucketOwnershipControls", "OwnershipControlsNotFoundError")
    async let readers = TemplateReaders.look(world, context)
    async let content = context.purpose == .teardown ? BucketContent.look(world, context) : nil
    let encryption = await Bucket.encryption(world, context)
    let bucket = await found
    let location = bucket.owner.isAbsent ? await DomainTagStep.location(world, context) : bucket.owner.none()
    return await Observation(
      bucket: bucket, location: location,
      cors: cors.map { $0["CORSRules"]?.array ?? [] },
      publicAccess: access.map { json in
        Dictionary(
          uniqueKeysWithValues: Self.switches.map {
            ($0, json["PublicAccessBlockConfiguration"]?[$0]?.bool ?? false)
          })
      },
      encryption: encryption, key: Self.key(encryption, world),
      policy: policy, versioning: versioning.map { $0["Status"]?.string ?? "" },
      objectOwnership: objectOwnership.reading { json in
        json["OwnershipControls"]?["Rules"]?.array?.first?["ObjectOwnership"]?.string
      },
      readers: readers, content: content)
  }

  private static func key(_ encryption: Look<JSON>, _ world: World) async -> Look<String>? {
    guard let id = customerKey(encryption.value) else { return nil }
    return await world.look(Call("kms", "DescribeKey", ["KeyId": .string(id)]), absent: ["NotFoundException"])
      .reading { $0["KeyMetadata"]?["KeyState"]?.string }
  }

  /// The key of the customer's that encrypts new objects; S3's own keys have no state of their own.
  static func customerKey(_ encryption: JSON?) -> String? {
    let rule = encryption?["Rules"]?.array?.first?["ApplyServerSideEncryptionByDefault"]
    return rule?["KMSMasterKeyID"]?.string
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let name = context.bucket
    let owner = seen.bucket.owner
    let judgements = [
      owner.judge("S3-01", on: name, absent: .broken(found: "no bucket \(name)", needed: name)) {
        $0 == .foreign ? .blocked(by: "S3-02") : .holds(found: name)
      },
      owner.judge("S3-02", on: name, absent: .blocked(by: "S3-01")) {
        $0 == .foreign
          ? .broken(found: "\(name) belongs to another account", needed: "a bucket of account \(context.account)")
          : .holds(found: "account \(context.account)")
      },
      owner.judge("S3-03", on: name, absent: Self.named(name)) { _ in Self.named(name) },
      owner.judge("S3-04", on: name, absent: .blocked(by: "S3-01")) { owner in
        switch owner {
        case .ours: .holds(found: context.region)
        case .elsewhere(let region): .broken(found: region, needed: context.region)
        case .foreign: .blocked(by: "S3-02")
        }
      },
    ]
    if let barrier = seen.bucket.barrier {
      return judgements + Self.settings.map { Judgement($0, on: name, lookedAt: owner.source, .blocked(by: barrier)) }
    }
    return judgements + cors(seen, context) + protection(seen, context) + access(seen, context)
      + [ownership(seen, context)]
  }

  /// What is judged of a bucket that is there, ours and in this Region.
  private static let settings: [CheckID] = [
    "S3-05", "S3-06", "S3-07", "S3-08", "S3-09", "S3-11", "S3-12", "S3-14", "S3-15", "S3-16", "S3-17", "S3-19", "S3-20",
  ]

  /// The launch role and the execution role are given `sagemaker-*` and `sagemaker*` by the guides.
  private static func named(_ name: String) -> Verdict {
    .judged(name, isRight: name.hasPrefix("sagemaker-"), needed: "a name that begins with sagemaker-")
  }

  private func ownership(_ seen: Observation, _ context: Context) -> Judgement {
    seen.bucket.tags.absent(as: [:]).judge("S3-20", on: context.bucket, absent: .blocked(by: "S3-01")) { _ in
      seen.bucket.marked(context).verdict(isMade: isMade(seen, context))
    }
  }

  func isMade(_ seen: Observation, _ context: Context) -> Bool {
    let maker = seen.bucket.marked(context).maker
    return maker.map { $0 == context.setup.name } ?? (context.ledger[Self.bucketKey, context.bucketARN]?.made == true)
  }

  /// Whether onramp made this very bucket. One that lost the tag onramp gave it may be another's, made under
  /// the same name after ours was deleted; the journal alone counts only before the tag, or where tags are hidden.
  func isCertainlyMade(_ seen: Observation, _ context: Context) -> Bool {
    guard let tags = seen.bucket.tags.absent(as: [:]).value, !context.owns(tags) else {
      return isMade(seen, context)
    }
    let tagged = context.ledger[Self.tagsKey, context.bucketARN]
    return isMade(seen, context) && (tagged == nil || tagged?.pending == true)
  }
}

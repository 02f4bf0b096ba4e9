import Blueprints
import Checklist
import JSONDocument
import Policy

/// The bucket of the project templates, with what Studio and a careful account need of it.
public struct TemplateBucketStep: Step {
  public struct Observation: Hashable, Sendable {
    let bucket: Bucket
    let cors: Look<[JSON]>
    /// The four switches by name; a switch that is not set reads false.
    let publicAccess: Look<[String: Bool]>
    /// Whether the bucket has a rule for encryption at rest.
    let encryption: Look<Bool>
    let policy: Look<String>
    /// Looked at for teardown only: every version of every object.
    let versions: Look<[ObjectVersion]>?
    /// Looked at for teardown only: the tags of the template object.
    let templateTags: Look<[String: String]>?
  }

  public init() {}

  static let bucketKey: ItemKey = "template-bucket/bucket"
  static let tagsKey: ItemKey = "template-bucket/tags"
  static let corsKey: ItemKey = "template-bucket/cors"
  static let publicAccessKey: ItemKey = "template-bucket/public-access"
  static let encryptionKey: ItemKey = "template-bucket/encryption"
  static let policyKey: ItemKey = "template-bucket/policy"
  static let switches = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]

  public func observe(_ world: World, _ context: Context) async -> Observation {
    let input = context.bucketInput()
    func look(_ operation: String, _ absent: String) async -> Look<JSON> {
      await world.look(Call(.s3, operation, input), absent: [absent, "NoSuchBucket"])
    }
    async let bucket = Bucket.look(world, context)
    async let cors = look("GetBucketCors", "NoSuchCORSConfiguration")
    async let access = look("GetPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration")
    async let encryption = look("GetBucketEncryption", "ServerSideEncryptionConfigurationNotFoundError")
    async let policy = look("GetBucketPolicy", "NoSuchBucketPolicy")
    let isTeardown = context.purpose == .teardown
    async let versions = isTeardown ? ObjectVersion.all(world, context) : nil
    async let templateTags = isTeardown ? VisibleTemplates.tags(of: context.setup.templateKey, world, context) : nil
    return await Observation(
      bucket: bucket,
      cors: cors.map { $0["CORSRules"]?.array ?? [] },
      publicAccess: access.map { json in
        Dictionary(
          uniqueKeysWithValues: Self.switches.map {
            ($0, json["PublicAccessBlockConfiguration"]?[$0]?.bool ?? false)
          })
      },
      encryption: encryption.map { _ in true },
      policy: policy.reading { $0["Policy"]?.string },
      versions: versions, templateTags: templateTags)
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let name = context.bucket
    let owner = seen.bucket.owner
    var judgements = [
      owner.judge("S3-01", on: name, absent: .broken(found: "no bucket \(name)", needed: name)) {
        $0 == .ours ? .holds(found: name) : .blocked(by: "S3-02")
      },
      owner.judge("S3-02", on: name, absent: .blocked(by: "S3-01")) {
        $0 == .ours
          ? .holds(found: "account \(context.account)")
          : .broken(found: "\(name) belongs to another account", needed: "a bucket of account \(context.account)")
      },
    ]
    if let barrier = seen.bucket.barrier {
      let rest: [CheckID] = ["S3-05", "S3-06", "S3-07", "S3-08", "S3-11", "S3-17", "S3-20"]
      return judgements + rest.map { Judgement($0, on: name, lookedAt: owner.source, .blocked(by: barrier)) }
    }
    judgements += cors(seen, context)
    judgements.append(
      seen.publicAccess.judge("S3-11", on: name, absent: .broken(found: "no setting", needed: "all four switches on")) {
        access in
        let off = Self.switches.filter { access[$0] != true }
        return off.isEmpty
          ? .holds(found: "all four switches on")
          : .broken(found: off.map { "\($0) false" }.joined(separator: ", "), needed: "all four switches on")
      })
    let tls = BucketPolicy(bucket: name, partition: context.partition)
    let needed = "a statement that denies s3:* when aws:SecureTransport is false"
    judgements.append(
      seen.policy.judge("S3-17", on: name, absent: .broken(found: "no bucket policy", needed: needed)) { text in
        guard let document = try? PolicyDocument(parsing: text) else {
          return .broken(found: "a policy that cannot be read", needed: needed)
        }
        return tls.refusesPlainHTTP(document)
          ? .holds(found: needed) : .broken(found: "no such statement", needed: needed)
      })
    judgements.append(ownership(seen, context))
    return judgements
  }

  /// The first defect explains the ones behind it, so these wait for it.
  private func cors(_ seen: Observation, _ context: Context) -> [Judgement] {
    let checks: [CheckID] = ["S3-05", "S3-06", "S3-07", "S3-08"]
    let rules = seen.cors.isAbsent ? Look(seen.cors.source, .seen([])) : seen.cors
    return checks.enumerated().map { place, check in
      rules.judge(check, on: context.bucket, absent: .blocked(by: "S3-05")) { rules in
        let origins = rules.compactMap { $0["AllowedOrigins"]?.compact }.joined(separator: " ")
        guard let remark = CORS.remarks(rules).first,
          let defect = checks.firstIndex(of: CheckID(rawValue: remark.check)), defect <= place
        else { return .holds(found: origins) }
        if place > defect { return .blocked(by: checks[defect]) }
        let found = remark.found.isEmpty ? "no CORS rules" : remark.found.joined(separator: ", ")
        return .broken(found: found, needed: remark.needed.joined(separator: ", "))
      }
    }
  }

  private func ownership(_ seen: Observation, _ context: Context) -> Judgement {
    let tag = context.ownership
    let tags = seen.bucket.tags.isAbsent ? Look(seen.bucket.tags.source, .seen([:])) : seen.bucket.tags
    return tags.judge("S3-20", on: context.bucket, absent: .blocked(by: "S3-01")) {
      if context.owns($0) { return .holds(found: "\(tag.key)=\(tag.value)") }
      return isMade(seen, context)
        ? .broken(found: "no tag \(tag.key)", needed: "\(tag.key)=\(tag.value)")
        : .holds(found: "not made by onramp; used as it is")
    }
  }

  func isMade(_ seen: Observation, _ context: Context) -> Bool {
    seen.bucket.tags.value.map(context.owns) == true
      || context.ledger[Self.bucketKey, context.bucketARN]?.made == true
  }
}

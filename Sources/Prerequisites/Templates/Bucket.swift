import Checklist
import JSONDocument
import Policy

/// The template bucket, and whose it is. Several steps look at it; the calls are made once.
struct Bucket: Hashable, Sendable {
  enum Owner: Hashable, Sendable {
    case ours, foreign
    /// This account's, in another Region: nothing can be asked of it from here.
    case elsewhere(String)
  }

  /// Absent when no bucket has the name.
  let owner: Look<Owner>
  /// The tags of the bucket; empty when it has none.
  let tags: Look<[String: String]>

  /// `NoSuchBucket` is not among the codes that mean "not set": the bucket's absence is judged by itself.
  static func look(_ world: World, _ context: Context) async -> Bucket {
    async let tags = world.look(
      Call(.s3, "GetBucketTagging", context.bucketInput()), absent: ["NoSuchTagSet", "NoSuchBucket"])
    let owner = await owner(world, context)
    return await Bucket(owner: owner, tags: tags.map { $0.tags("TagSet") })
  }

  /// A bucket that is denied to us may be ours and closed, or a stranger's: the list of our buckets tells. One
  /// of ours in another Region answers from there, and says which it is.
  private static func owner(_ world: World, _ context: Context) async -> Look<Owner> {
    let head = await world.look(
      Call(.s3, "HeadBucket", context.bucketInput()), absent: ["NotFound", "NoSuchBucket", "404"])
    guard let closed = head.obstacle, closed.kind == .denied else {
      return head.map { answer in
        guard let region = answer["BucketRegion"]?.string, region != context.region else { return .ours }
        return .elsewhere(region)
      }
    }
    let list = await world.look(Call(.s3, "ListBuckets")).map { json in
      json["Buckets"]?.array?.compactMap { $0["Name"]?.string } ?? []
    }
    let source = head.source + list.source
    guard let names = list.value else { return Look(source, .hidden(closed)) }
    guard names.contains(context.bucket) else { return Look(source, .seen(.foreign)) }
    return Look(source, .hidden(closed))
  }

  /// The bucket's policy; absent where it has none.
  static func policy(_ world: World, _ context: Context) async -> Look<StoredPolicy> {
    await world.look(
      Call(.s3, "GetBucketPolicy", context.bucketInput()), absent: ["NoSuchBucketPolicy", "NoSuchBucket"]
    ).reading { $0["Policy"]?.string.map(world.policy) }
  }

  /// Whether it keeps versions; nil when that could not be seen.
  static func keepsVersions(_ world: World, _ context: Context) async -> Bool? {
    let versioning = await world.look(
      Call(.s3, "GetBucketVersioning", context.bucketInput()), absent: ["NoSuchBucket"])
    return versioning.isAbsent ? false : versioning.value.map { $0["Status"] == "Enabled" }
  }

  /// The rules for encryption at rest, as S3 takes them.
  static func encryption(_ world: World, _ context: Context) async -> Look<JSON> {
    await world.look(
      Call(.s3, "GetBucketEncryption", context.bucketInput()),
      absent: ["ServerSideEncryptionConfigurationNotFoundError", "NoSuchBucket"]
    ).reading { $0["ServerSideEncryptionConfiguration"] }
  }

  /// The bucket, and which setups of onramp its tags name.
  func marked(_ context: Context) -> MarkedThing {
    MarkedThing(
      key: TemplateBucketStep.markKey, resource: context.bucketARN, tags: tags.value ?? [:],
      tagging: .whole { BucketSettings.tagging($0, context) }, context: context,
      // The time of a bucket's creation is no mark of it: some changes of it renew it.
      item: TemplateBucketStep.bucketKey, identity: nil, repairs: ["S3-20"])
  }

  /// Why nothing in the bucket can be judged: it is not there, a stranger's, or in another Region.
  var barrier: CheckID? {
    if owner.isAbsent { return "S3-01" }
    switch owner.value {
    case .foreign: return "S3-02"
    case .elsewhere: return "S3-04"
    case .ours, nil: return nil
    }
  }
}

extension Context {
  /// The input of a call about the bucket, refused by S3 when the bucket is not this account's.
  func bucketInput(_ more: JSONObject = [:]) -> JSONObject {
    JSONObject([("Bucket", .string(bucket))]).adding(more).with("ExpectedBucketOwner", .string(account))
  }
}

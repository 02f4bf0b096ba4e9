import Checklist
import JSONDocument

/// The template object and its neighbours in the bucket, with the tags by which Studio lists them.
struct VisibleTemplates: Hashable, Sendable {
  static let tag = "sagemaker:studio-visibility"

  /// The tags of our template; absent when the object is not there.
  let template: Look<[String: String]>
  /// The tags of the other YAML objects of the bucket, by key; no more than `limit` are looked at.
  let others: Look<[String: [String: String]]>

  static let limit = 50

  static func look(_ world: World, _ context: Context) async -> VisibleTemplates {
    let own = context.setup.templateKey
    async let template = tags(of: own, world, context)
    let objects = await world.look(Call(.s3, "ListObjectsV2", context.bucketInput()), absent: ["NoSuchBucket"])
    let keys = objects.map { texts(in: $0).filter { $0 != own }.prefix(limit).map(\.self) }
    let others = await world.all(of: keys) { await tags(of: $0, world, context) }
    return await VisibleTemplates(template: template, others: Look(objects.source, others.sight))
  }

  /// The keys of what may be a template in an answer of `ListObjectsV2`.
  private static func texts(in json: JSON) -> [String] {
    (json["Contents"]?.array ?? []).compactMap { $0["Key"]?.string }
      .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
  }

  /// What Studio would list at a place in another bucket.
  struct Elsewhere: Hashable, Sendable {
    let keys: [String]
    /// Whether there was no more than was looked at.
    let isAll: Bool
  }

  /// Looks into another bucket of the account; absent when there is none of that name.
  static func elsewhere(
    _ bucket: String, under prefix: String, _ world: World, _ context: Context
  ) async -> Look<Elsewhere> {
    let input: JSONObject = ["Bucket": .string(bucket), "ExpectedBucketOwner": .string(context.account)]
    let objects = await world.look(
      Call(.s3, "ListObjectsV2", input.with("Prefix", .string(prefix))), absent: ["NoSuchBucket"])
    let keys = objects.map { texts(in: $0).filter { $0.hasPrefix(prefix) } }
    let tags = await world.all(of: keys.map { Array($0.prefix(limit)) }) { key in
      await world.look(
        Call(.s3, "GetObjectTagging", input.with("Key", .string(key))), absent: ["NoSuchKey", "NotFound"]
      ).map { $0.tags("TagSet") }
    }
    return tags.map { tags in
      Elsewhere(
        keys: tags.filter { $0.value[tag] == "true" }.keys.sorted(), isAll: (keys.value?.count ?? 0) <= limit)
    }
  }

  /// - Parameter version: nil for the present one.
  static func tags(
    of key: String, version: String? = nil, _ world: World, _ context: Context
  ) async -> Look<[String: String]> {
    var input: JSONObject = ["Key": .string(key)]
    if let version { input["VersionId"] = .string(version) }
    return await world.look(
      Call(.s3, "GetObjectTagging", context.bucketInput(input)),
      absent: ["NoSuchKey", "NoSuchVersion", "NoSuchBucket", "NotFound"]
    ).map { $0.tags("TagSet") }
  }

  /// The keys of the objects under a prefix that Studio would list; nil when that could not be seen.
  func visible(under prefix: String, own: String) -> [String]? {
    guard template.obstacle == nil, let others = others.absent(as: [:]).value else { return nil }
    var all = others
    if let tags = template.value { all[own] = tags }
    return all.filter { $0.key.hasPrefix(prefix) && $0.value[VisibleTemplates.tag] == "true" }.keys.sorted()
  }
}

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
    let keys = objects.map { json in
      (json["Contents"]?.array ?? []).compactMap { $0["Key"]?.string }
        .filter { $0 != own && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.prefix(limit).map(\.self)
    }
    let others = await world.all(of: keys) { await tags(of: $0, world, context) }
    return await VisibleTemplates(template: template, others: Look(objects.source, others.sight))
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

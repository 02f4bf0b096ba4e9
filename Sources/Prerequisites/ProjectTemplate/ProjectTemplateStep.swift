import Checklist
import JSONDocument

/// The template object, with the tag that makes Studio list it.
public struct ProjectTemplateStep: Step {
  public struct Observation: Hashable, Sendable {
    let bucket: Bucket
    let templates: VisibleTemplates
    let object: Look<StoredText>
    let summary: Look<ProjectTemplateSummary>
    /// The descriptions of the other templates that Studio lists, by key; empty when ours is not listed.
    let descriptions: Look<[String: String]>
    /// The tags of older versions, the newest first; not looked at while the present one carries the tag.
    let older: Look<[[String: String]]>
    /// Whether the bucket keeps versions; nil when that could not be seen.
    let isVersioned: Bool?
    /// Looked at for teardown only.
    let content: Look<BucketContent>?
  }

  static let objectKey: ItemKey = "project-template/object"
  static let tagKey: ItemKey = "project-template/tag"
  static let markKey: ItemKey = "project-template/mark"
  /// How many other templates and older versions are looked into.
  static let limit = 10

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    let key = context.setup.templateKey
    async let bucket = Bucket.look(world, context)
    async let object = StoredText.look(at: key, world, context)
    async let content = context.purpose == .teardown ? BucketContent.look(world, context) : nil
    async let isVersioned = Bucket.keepsVersions(world, context)
    let templates = await VisibleTemplates.look(world, context)
    let isTagged = templates.template.value?[VisibleTemplates.tag] == "true"
    let visible = isTagged ? templates.visible(under: context.setup.prefix, own: key)?.filter { $0 != key } ?? [] : []
    let summary: Look<ProjectTemplateSummary> =
      templates.template.value == nil
      ? templates.template.map { _ in ProjectTemplateSummary() }
      : await ProjectTemplateSummary.look(at: key, world, context)
    return await Observation(
      bucket: bucket, templates: templates, object: object, summary: summary,
      descriptions: Self.descriptions(of: visible.prefix(Self.limit), beside: templates.others, world, context),
      older: isTagged || templates.template.value == nil
        ? templates.template.map { _ in [] } : Self.older(key, world, context),
      isVersioned: isVersioned,
      content: content)
  }

  private static func descriptions(
    of keys: some Sequence<String>, beside others: Look<[String: [String: String]]>, _ world: World,
    _ context: Context
  ) async -> Look<[String: String]> {
    await world.all(of: others.map { _ in keys.map(\.self) }) {
      await ProjectTemplateSummary.look(at: $0, world, context)
    }.map { $0.compactMapValues(\.description) }
  }

  private static func older(_ key: String, _ world: World, _ context: Context) async -> Look<[[String: String]]> {
    let list = await world.look(
      Call(.s3, "ListObjectVersions", context.bucketInput(["Prefix": .string(key)])), absent: ["NoSuchBucket"])
    let ids = list.map { json in
      (json["Versions"]?.array ?? []).filter { $0["Key"]?.string == key && $0["IsLatest"]?.bool != true }
        .compactMap { $0["VersionId"]?.string }.prefix(limit).map(\.self)
    }
    let tags = await world.all(of: ids) { await VisibleTemplates.tags(of: key, version: $0, world, context) }
    return tags.map { tags in (ids.value ?? []).compactMap { tags[$0] } }
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let key = context.setup.templateKey
    let location = "s3://\(context.bucket)/\(key)"
    let address = seen.bucket.owner.judge("TPL-11", on: location, absent: Self.address(context)) { _ in
      Self.address(context)
    }
    if let barrier = seen.bucket.barrier {
      return [address]
        + Self.rest.map { Judgement($0, on: location, lookedAt: seen.bucket.owner.source, .blocked(by: barrier)) }
    }
    let there = seen.templates.template.judge(
      "TPL-01", on: location, absent: .broken(found: "no object \(key)", needed: key)
    ) { _ in .holds(found: key) }
    return [address, there] + TemplateTags(seen: seen, context: context).judgements(on: location)
      + TemplateContent(seen: seen, context: context).judgements(on: location)
  }

  /// What is judged of a bucket that is there.
  private static let rest: [CheckID] = [
    "TPL-01", "TPL-02", "TPL-03", "TPL-04", "TPL-05", "TPL-06", "TPL-07", "TPL-08", "TPL-09", "TPL-10", "TPL-12",
    "TPL-13",
  ]

  private static func address(_ context: Context) -> Verdict {
    let address = context.templateURL(of: context.setup.templateKey)
    guard context.isPlaceholder(context.bucket) || context.isPlaceholder(context.setup.templateKey) else {
      return .holds(found: address)
    }
    return .broken(found: address, needed: "the address of a bucket of account \(context.account)")
  }
}

extension ProjectTemplateStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    let owner = seen.bucket.owner
    guard owner.isAbsent || owner.value == .ours, !context.isPlaceholder(context.bucket) else { return [] }
    return TemplateParts(seen: seen, context: context).thing.changes
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    TemplateParts(seen: seen, context: context).thing.holdings
  }
}

extension Context {
  /// Whether a name was copied from a guide with its blank still in it.
  func isPlaceholder(_ name: String) -> Bool {
    ["your-", "my-bucket", "example-bucket", "demo-bucket", "bucket-name", "<", ">", "{", "}"].contains {
      name.contains($0)
    }
  }
}

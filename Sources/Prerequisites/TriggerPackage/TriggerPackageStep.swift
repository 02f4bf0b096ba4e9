import Blueprints
import Checklist
import JSONDocument

/// The package of the function that starts the deployment workflow, in the bucket of the templates: under the key that
/// guides name, for people who fill in a form, and under one with its hash, which a project is given.
public struct TriggerPackageStep: Step {
  public struct Observation: Hashable, Sendable {
    let bucket: Bucket
    /// In the order of `PackageObject.items`.
    let objects: [PackageObject]
    /// The keys of objects of the same file name elsewhere in the bucket; not looked for while the package is there.
    let elsewhere: Look<[String]>
    /// Whether the bucket keeps versions; nil when that could not be seen.
    let isVersioned: Bool?
    /// Looked at for teardown only.
    let content: Look<BucketContent>?
  }

  static let documentedKey: ItemKey = "trigger-package/documented"
  static let documentedMarkKey: ItemKey = "trigger-package/documented-mark"
  static let projectKey: ItemKey = "trigger-package/project"
  static let projectMarkKey: ItemKey = "trigger-package/project-mark"

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let bucket = Bucket.look(world, context)
    async let content = context.purpose == .teardown ? BucketContent.look(world, context) : nil
    async let isVersioned = Bucket.keepsVersions(world, context)
    let objects = await world.each(PackageObject.keys(context)) {
      await PackageObject.look(at: $0, world, context)
    }.map(\.1)
    let package = objects.first?.package
    let elsewhere: Look<[String]> =
      package?.isAbsent == true
      ? await Self.elsewhere(world, context) : package?.map { _ in [] } ?? Look([], .seen([]))
    return await Observation(
      bucket: bucket, objects: objects, elsewhere: elsewhere,
      isVersioned: isVersioned,
      content: content)
  }

  private static func elsewhere(_ world: World, _ context: Context) async -> Look<[String]> {
    let key = context.setup.lambdaKey
    func file(_ key: String) -> Substring? { key.split(separator: "/").last }
    return await world.look(Call(.s3, "ListObjectsV2", context.bucketInput()), absent: ["NoSuchBucket"]).map { json in
      (json["Contents"]?.array ?? []).compactMap { $0["Key"]?.string }
        .filter { $0 != key && file($0) == file(key) }
    }.absent(as: [])
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let location = "s3://\(context.bucket)/\(context.setup.lambdaKey)"
    guard let barrier = seen.bucket.barrier else {
      return PackageJudgements(seen: seen, context: context).all(on: location)
    }
    return PackageJudgements.checks.map {
      Judgement($0, on: location, lookedAt: seen.bucket.owner.source, .blocked(by: barrier))
    }
  }

  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    let owner = seen.bucket.owner
    guard owner.isAbsent || owner.value == .ours, !context.isPlaceholder(context.bucket) else { return [] }
    return Self.things(seen, context).flatMap(\.changes)
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    Self.things(seen, context).flatMap(\.holdings)
  }

  private static func things(_ seen: Observation, _ context: Context) -> [Thing] {
    zip(seen.objects, PackageObject.items(context)).map { object, item in
      PackageParts(object: object, item: item.item, seen: seen, context: context).thing
    }
  }
}

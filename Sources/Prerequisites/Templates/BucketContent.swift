import Checklist
import JSONDocument

/// What lies in the template bucket, and which of it onramp put there.
///
/// A version is onramp's when the journal names it, by its id and its entity tag, or when it has this setup's tag. Of the
/// present one that is not enough: people change an object and copy its tags along, so it has to say word for word what
/// onramp uploads, or what one of its builds brought.
struct BucketContent: Hashable, Sendable {
  /// The versions of one object that onramp keeps in the bucket.
  struct Kept: Hashable, Sendable {
    /// Those that onramp uploaded.
    var own: [ObjectVersion] = []
    /// The marks that hide them or, where nothing else has their name, are left of what was deleted.
    var marks: [ObjectVersion] = []
    /// How long Object Lock keeps a version that onramp uploaded, or that a legal hold keeps it; nil where nothing does.
    var lock: String?

    /// What goes with the object: while one of ours is there, its own step removes it with its marks.
    var removed: [ObjectVersion] { own.isEmpty ? [] : own + marks }
  }

  private let kept: [String: Kept]
  /// What others put there.
  let foreign: [ObjectVersion]

  subscript(_ key: String) -> Kept { kept[key] ?? Kept() }

  /// The versions of one object that others put there.
  func others(at key: String) -> [ObjectVersion] { foreign.filter { $0.key == key } }

  /// The marks that are left of objects that are gone.
  var leftovers: [ObjectVersion] {
    kept.sorted { $0.key < $1.key }.flatMap { $0.value.own.isEmpty ? $0.value.marks : [] }
  }

  /// The first object that is locked, and how.
  var lock: (key: String, reason: String)? {
    kept.sorted { $0.key < $1.key }.compactMap { key, kept in kept.lock.map { (key, $0) } }.first
  }

  /// How many versions of an object that the journal does not name are looked into.
  private static let limit = 20

  static func look(_ world: World, _ context: Context) async -> Look<BucketContent> {
    let versions = await ObjectVersion.all(world, context)
    guard let all = versions.value else { return versions.none() }
    var (source, kept) = (versions.source, [String: Kept]())
    for object in KeptObject.all(context) {
      let look = await look(at: object, among: all, versions.source, world, context)
      source += look.source.filter { !source.contains($0) }
      if let obstacle = look.obstacle { return Look(source, .hidden(obstacle)) }
      kept[object.key] = look.value
    }
    let known = Set(kept.values.flatMap { $0.own + $0.marks })
    return Look(source, .seen(BucketContent(kept: kept, foreign: all.filter { !known.contains($0) })))
  }

  private static func look(
    at object: KeptObject, among all: [ObjectVersion], _ source: [String], _ world: World, _ context: Context
  ) async -> Look<Kept> {
    let versions = all.filter { $0.key == object.key }
    let known = Set(context.ledger[object.item, context.bucketARN + "/" + object.key]?.identities ?? [])
    let unnamed = versions.filter { !$0.isMark && !$0.isNamed(in: known) }.prefix(limit)
    let present = unnamed.first(where: \.isPresent)?.id
    let uploaded = await world.all(of: Look(source, .seen(unnamed.map(\.id)))) { id in
      let tags = await VisibleTemplates.tags(of: object.key, version: id, world, context)
      guard id == present, tags.value.map(context.owns) == true else { return tags.map(context.owns) }
      return await object.isOurs(id, world, context).after(tags)
    }
    guard let ids = uploaded.value else { return uploaded.none() }
    var kept = Kept(versions) { $0.isNamed(in: known) || ids[$0.id] == true }
    guard !kept.own.isEmpty else { return Look(uploaded.source, .seen(kept)) }
    let lock = await lock(on: kept.own, world, context)
    kept.lock = lock.value
    return lock.obstacle.map { Look(uploaded.source + lock.source, .hidden($0)) } ?? Look(uploaded.source, .seen(kept))
  }

  /// S3 refuses for as long as that lasts to delete what is locked, so it is asked before anything is deleted.
  private static func lock(
    on versions: [ObjectVersion], _ world: World, _ context: Context
  ) async -> Look<String> {
    let bucket = await world.look(
      Call(.s3, "GetObjectLockConfiguration", context.bucketInput()),
      absent: ["ObjectLockConfigurationNotFoundError", "NoSuchBucket"])
    guard bucket.value?["ObjectLockConfiguration"]?["ObjectLockEnabled"] == "Enabled" else { return bucket.none() }
    for version in versions {
      let input = context.bucketInput(["Key": .string(version.key), "VersionId": .string(version.id)])
      let none: Set = ["NoSuchObjectLockConfiguration", "NoSuchVersion", "NoSuchKey"]
      let retention = await world.look(Call(.s3, "GetObjectRetention", input), absent: none)
      let hold = await world.look(Call(.s3, "GetObjectLegalHold", input), absent: none)
      if let obstacle = retention.obstacle ?? hold.obstacle { return Look(retention.source, .hidden(obstacle)) }
      let kept = retention.value?["Retention"]
      if let mode = kept?["Mode"]?.string, let until = kept?["RetainUntilDate"]?.seconds, until > context.now {
        return Look(retention.source, .seen("Object Lock (\(mode)) keeps it until \(until.day)"))
      }
      if hold.value?["LegalHold"]?["Status"] == "ON" {
        return Look(hold.source, .seen("a legal hold of Object Lock keeps it"))
      }
    }
    return bucket.none()
  }
}

extension BucketContent.Kept {
  /// - Parameter versions: all of one object.
  fileprivate init(_ versions: [ObjectVersion], isOwn: (ObjectVersion) -> Bool) {
    let own = versions.filter { !$0.isMark && isOwn($0) }
    let isShared = versions.contains { !$0.isMark && !own.contains($0) }
    let first = own.compactMap(\.written).min() ?? -.infinity
    // A mark from before onramp's first version hides, or hid, something of others.
    marks = versions.filter { $0.isMark && !isShared && ($0.written ?? .infinity) >= first }
    self.own = own
  }
}

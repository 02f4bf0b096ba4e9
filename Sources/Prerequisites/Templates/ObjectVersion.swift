import Basics
import Blueprints
import Checklist
import JSONDocument

/// One version of one object, or the mark that one was deleted.
public struct ObjectVersion: Hashable, Sendable {
  let key: String
  let id: String
  /// The entity tag: another text has another one. Nil for the mark of a deletion.
  let etag: String?
  /// Whether it is the present one, which readers of the object get.
  let isPresent: Bool
  /// When it was written, in seconds since 1970; nil where that was not said.
  let written: Double?

  /// Whether it is only the mark of a deletion.
  fileprivate var isMark: Bool { etag == nil }

  fileprivate init?(_ json: JSON, isMark: Bool) {
    guard let key = json["Key"]?.string, let id = json["VersionId"]?.string else { return nil }
    (self.key, self.id, written) = (key, id, json["LastModified"]?.seconds)
    isPresent = json["IsLatest"]?.bool ?? false
    etag = isMark ? nil : json["ETag"]?.string ?? ""
  }

  /// Every version in the bucket: an object that is deleted in a versioned bucket is still in it.
  static func all(_ world: World, _ context: Context) async -> Look<[ObjectVersion]> {
    await world.look(Call(.s3, "ListObjectVersions", context.bucketInput()), absent: ["NoSuchBucket"]).map { json in
      (json["Versions"]?.array ?? []).compactMap { ObjectVersion($0, isMark: false) }
        + (json["DeleteMarkers"]?.array ?? []).compactMap { ObjectVersion($0, isMark: true) }
    }
  }

  /// The calls that delete these versions, at most 1000 in one.
  static func deletions(_ versions: [ObjectVersion], _ context: Context) -> [Call] {
    stride(from: 0, to: versions.count, by: 1000).map { start in
      let some = versions[start..<min(start + 1000, versions.count)]
      let objects = some.map { version -> JSON in
        ["Key": .string(version.key), "VersionId": .string(version.id)]
      }
      return Call(.s3, "DeleteObjects", context.bucketInput(["Delete": ["Objects": .array(objects), "Quiet": true]]))
    }
  }
}

/// What lies in the template bucket, and which of it onramp put there.
///
/// A version is onramp's when the journal names it, by its id and its entity tag, or when it has this setup's tag. Of the
/// present one that is not enough: people change a template and copy its tags along, so it has to say word for word what
/// onramp uploads, or what one of its builds brought.
struct BucketContent: Hashable, Sendable {
  /// The versions of the template that onramp uploaded.
  let own: [ObjectVersion]
  /// The marks that hide them or, where nothing else has their name, are left of what was deleted.
  let marks: [ObjectVersion]
  /// What others put there.
  let foreign: [ObjectVersion]
  /// How long Object Lock keeps a version that onramp uploaded, or that a legal hold keeps it; nil where nothing does.
  private(set) var lock: String?

  /// What is left of templates that are gone: while one is there, its own step removes it with its marks.
  var leftovers: [ObjectVersion] { own.isEmpty ? marks : [] }

  /// How many versions that the journal does not name are looked into.
  private static let limit = 20

  static func look(_ world: World, _ context: Context) async -> Look<BucketContent> {
    let versions = await ObjectVersion.all(world, context)
    guard let all = versions.value else { return versions.none() }
    let key = context.setup.templateKey
    let known = Set(context.ledger[ProjectTemplateStep.objectKey, context.templateARN]?.identities ?? [])
    let unnamed = all.filter { $0.key == key && !$0.isMark && !$0.isNamed(in: known) }.prefix(limit)
    let present = unnamed.first(where: \.isPresent)?.id
    let uploaded = await world.all(of: Look(versions.source, .seen(unnamed.map(\.id)))) { id in
      await isUploaded(id, isPresent: id == present, world, context)
    }
    let content = uploaded.map { uploaded in
      BucketContent(all, template: key) { $0.isNamed(in: known) || uploaded[$0.id] == true }
    }
    guard var seen = content.value, !seen.own.isEmpty else { return content }
    let lock = await lock(on: seen.own, world, context)
    seen.lock = lock.value
    return lock.obstacle.map { Look(content.source + lock.source, .hidden($0)) } ?? Look(content.source, .seen(seen))
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

  /// Whether a version of the template is onramp's, by its tag and its text.
  private static func isUploaded(
    _ id: String, isPresent: Bool, _ world: World, _ context: Context
  ) async -> Look<Bool> {
    let key = context.setup.templateKey
    let tags = await VisibleTemplates.tags(of: key, version: id, world, context)
    guard isPresent, tags.value.map(context.owns) == true else { return tags.map(context.owns) }
    return await StoredText.look(at: key, version: id, world, context).map { stored in
      stored.text == context.template || ProjectTemplate.generations.contains(SHA256.hexadecimal(of: stored.text))
    }.after(tags)
  }

  private init(_ all: [ObjectVersion], template key: String, isOwn: (ObjectVersion) -> Bool) {
    let own = all.filter { $0.key == key && !$0.isMark && isOwn($0) }
    let isShared = all.contains { $0.key == key && !$0.isMark && !own.contains($0) }
    let first = own.compactMap(\.written).min() ?? -.infinity
    // A mark from before onramp's first version hides, or hid, something of others.
    let marks = all.filter { $0.key == key && $0.isMark && !isShared && ($0.written ?? .infinity) >= first }
    (self.own, self.marks) = (own, marks)
    foreign = all.filter { !own.contains($0) && !marks.contains($0) }
  }
}

extension ObjectVersion {
  /// Whether one of these texts names it: id and entity tag, or where no versions are kept the tag alone.
  fileprivate func isNamed(in identities: Set<String>) -> Bool {
    guard let etag else { return false }
    return identities.contains("\(id) \(etag)") || id == "null" && identities.contains(etag)
  }
}

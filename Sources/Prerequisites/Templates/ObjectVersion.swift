import Basics
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
  var isMark: Bool { etag == nil }

  private init?(_ json: JSON, isMark: Bool) {
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

extension ObjectVersion {
  /// Whether one of these texts names it: id and entity tag, or where no versions are kept the tag alone.
  func isNamed(in identities: Set<String>) -> Bool {
    guard let etag else { return false }
    return identities.contains("\(id) \(etag)") || id == "null" && identities.contains(etag)
  }
}

extension [ObjectVersion] {
  var counted: String { count == 1 ? "1 version" : "\(count) versions" }
}

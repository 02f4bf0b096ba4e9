import Checklist
import JSONDocument

/// One version of one object, or the mark that one was deleted.
public struct ObjectVersion: Hashable, Sendable {
  let key: String
  let id: String

  /// Every version in the bucket: an object that is deleted in a versioned bucket is still in it.
  static func all(_ world: World, _ context: Context) async -> Look<[ObjectVersion]> {
    await world.look(Call(.s3, "ListObjectVersions", context.bucketInput()), absent: ["NoSuchBucket"]).map { json in
      ((json["Versions"]?.array ?? []) + (json["DeleteMarkers"]?.array ?? [])).compactMap { version in
        guard let key = version["Key"]?.string, let id = version["VersionId"]?.string else { return nil }
        return ObjectVersion(key: key, id: id)
      }
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

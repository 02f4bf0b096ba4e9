import Basics
import Checklist
import JSONDocument

/// The tags of an object of the bucket, as S3 takes them.
enum ObjectTags {
  /// Beside an upload: a query string.
  static func query(_ tags: [String: String]) -> String {
    tags.sorted { $0.key < $1.key }.map { "\(Percent.encode($0.key))=\(Percent.encode($0.value))" }
      .joined(separator: "&")
  }

  /// Puts a whole set of tags: S3 knows no other way, so the set holds the others too.
  static func set(_ tags: [String: String], on key: String, _ context: Context) -> Call {
    let input: JSONObject = ["Key": .string(key)]
    guard !tags.isEmpty else { return Call(.s3, "DeleteObjectTagging", context.bucketInput(input)) }
    return Call(
      .s3, "PutObjectTagging", context.bucketInput(input.with("Tagging", ["TagSet": JSON(tagList: tags)])))
  }
}

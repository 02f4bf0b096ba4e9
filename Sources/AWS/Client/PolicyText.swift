import Basics
import JSONDocument

/// IAM percent-encodes the policy documents it hands out; this is the one place that undoes it. S3 hands its own out as
/// they are, so that whatever answers in its place could pass for one.
enum PolicyText {
  /// What answered as a policy is none.
  struct NoDocument: Error {}

  /// Decodes string members of an IAM answer that are encoded documents: a brace, behind blanks or not, because IAM
  /// keeps an inline policy as it was written. Refuses a policy of S3 that is no object.
  static func decoded(_ answer: JSONObject, service: String) throws(NoDocument) -> JSONObject {
    if service == "s3", let text = answer["Policy"]?.string, !isDocument(text) { throw NoDocument() }
    guard service == "iam" else { return answer }
    return JSONObject(answer.members.map { ($0.name, decoded($0.value)) })
  }

  private static func decoded(_ value: JSON) -> JSON {
    switch value {
    case .string(let text) where text.hasPrefix("%"):
      guard let plain = String(validating: Percent.decode(text), as: UTF8.self), isDocument(plain) else { return value }
      return .string(plain)
    case .array(let items): return .array(items.map(decoded))
    case .object(let object): return .object(JSONObject(object.members.map { ($0.name, decoded($0.value)) }))
    default: return value
    }
  }

  private static func isDocument(_ text: String) -> Bool { text.first { !$0.isWhitespace } == "{" }
}

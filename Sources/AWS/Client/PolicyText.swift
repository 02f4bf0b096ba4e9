import Basics
import JSONDocument

/// IAM percent-encodes the policy documents it hands out; this is the one place that undoes it. S3 hands its own out as
/// they are, so that whatever answers in its place could pass for one.
enum PolicyText {
  /// What answered as a policy is none.
  struct NoDocument: Error {}

  /// Decodes string members of an IAM answer that begin with an encoded brace; refuses a policy of S3 that is no object.
  static func decoded(_ answer: JSONObject, service: String) throws(NoDocument) -> JSONObject {
    if service == "s3", let text = answer["Policy"]?.string, text.first(where: { !$0.isWhitespace }) != "{" {
      throw NoDocument()
    }
    guard service == "iam" else { return answer }
    return JSONObject(answer.members.map { ($0.name, decoded($0.value)) })
  }

  private static func decoded(_ value: JSON) -> JSON {
    switch value {
    case .string(let text) where text.hasPrefix("%7B") || text.hasPrefix("%7b"):
      return String(validating: Percent.decode(text), as: UTF8.self).map { .string($0) } ?? value
    case .array(let items): return .array(items.map(decoded))
    case .object(let object): return .object(JSONObject(object.members.map { ($0.name, decoded($0.value)) }))
    default: return value
    }
  }
}

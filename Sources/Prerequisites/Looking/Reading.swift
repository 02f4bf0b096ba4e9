import Checklist
import JSONDocument
import Policy

extension JSON {
  /// The tags in a list of `Key` and `Value`, as IAM, S3 and SageMaker write them.
  func tags(_ member: String) -> [String: String] {
    var tags: [String: String] = [:]
    for tag in self[member]?.array ?? [] {
      if let key = tag["Key"]?.string, let value = tag["Value"]?.string { tags[key] = value }
    }
    return tags
  }

  /// Tags by key, for a plan or a journal.
  init(tags: [String: String]) {
    self = .object(JSONObject(tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
  }

  /// A list of `Key` and `Value`, for a call.
  init(tagList tags: [String: String]) {
    self = .array(tags.sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] })
  }

  /// The tags written by `init(tags:)`.
  var tagsByKey: [String: String] {
    Dictionary(
      uniqueKeysWithValues: (object?.members ?? []).compactMap { member in
        member.value.string.map { (member.name, $0) }
      })
  }
}

extension JSON {
  /// The policy whose text the journal keeps; nil where it keeps none.
  var policy: StoredPolicy? { string.map { StoredPolicy($0) } }
}

extension Sequence<String> {
  /// As a sentence lists them.
  func listed(else nothing: String = "") -> String {
    let words = joined(separator: ", ")
    return words.isEmpty ? nothing : words
  }
}

extension Sequence where Element: Equatable {
  /// Each once, where it stands first.
  var distinct: [Element] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}

extension Setup {
  /// The input that names the repository in GitHub's paths.
  var repositoryPath: JSONObject { ["owner": .string(owner), "repo": .string(repository)] }
}

extension Context {
  /// How we know that a thing is ours.
  func reason(tags: [String: String]) -> String {
    owns(tags) ? "tag \(ownership.key)=\(ownership.value)" : "the journal says onramp made it"
  }
}

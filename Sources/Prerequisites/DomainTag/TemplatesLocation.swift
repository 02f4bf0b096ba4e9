/// Where a value of the domain's location tag leads.
enum TemplatesLocation: Equatable {
  case inBucket(prefix: String, endsWithSlash: Bool)
  case elsewhere(bucket: String, prefix: String)
  case malformed

  init(_ value: String, bucket: String) {
    let scheme = "s3://"
    guard value.hasPrefix(scheme), !value.dropFirst(scheme.count).contains("//"),
      !value.contains(where: \.isWhitespace)
    else {
      self = .malformed
      return
    }
    let parts = value.dropFirst(scheme.count).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    let prefix = parts.count > 1 ? parts[1] : ""
    switch parts.first {
    case bucket: self = .inBucket(prefix: prefix, endsWithSlash: prefix.isEmpty || prefix.hasSuffix("/"))
    case let other? where !other.isEmpty: self = .elsewhere(bucket: other, prefix: prefix)
    default: self = .malformed
    }
  }
}

/// An Amazon resource name in its six parts: `arn:partition:service:region:account:resource`.
///
/// The resource may hold colons; any part but the first may be empty or a pattern (IAM User Guide, "Amazon Resource
/// Names").
public struct ARN: Hashable, Sendable, CustomStringConvertible {
  public let partition: String
  public let service: String
  public let region: String
  public let account: String
  public let resource: String

  /// Nil for a text that does not begin with `arn` or has fewer than six parts.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "arn" else { return nil }
    (partition, service, region, account, resource) = (parts[1], parts[2], parts[3], parts[4], parts[5])
  }

  public var description: String { "arn:\(partition):\(service):\(region):\(account):\(resource)" }
}

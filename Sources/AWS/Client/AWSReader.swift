import Checklist
import JSONDocument

/// A client that can only look. What checks something gets this one, so a check cannot change anything:
/// operations that the table does not mark as reads are refused before anything is sent.
public struct AWSReader: Sendable {
  private let client: AWSClient

  public init(_ client: AWSClient) { self.client = client }

  /// As `AWSClient.send`, for reads.
  public func send(_ call: Call) async throws(Obstacle) -> JSON {
    try Self.check(call)
    return try await client.send(call)
  }

  /// As `AWSClient.all`, for reads.
  public func all(_ call: Call) async throws(Obstacle) -> JSON {
    try Self.check(call)
    return try await client.all(call)
  }

  /// Whether the table knows the operation and marks it as a read.
  public static func allows(_ call: Call) -> Bool {
    do {
      return try ServiceModel.named(call.door.name)?.operations[call.operation]?.isRead ?? false
    } catch {
      return false
    }
  }

  private static func check(_ call: Call) throws(Obstacle) {
    guard allows(call) else { throw Obstacle.unexpected("it is no read").met(by: call) }
  }
}

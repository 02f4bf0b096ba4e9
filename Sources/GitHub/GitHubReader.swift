import Checklist
import JSONDocument

/// A GitHub client that can only look: operations other than GET are refused before anything is sent.
public struct GitHubReader: Sendable {
  private let client: GitHubClient

  public init(_ client: GitHubClient) { self.client = client }

  /// As `GitHubClient.send`, for reads.
  public func send(_ call: Call) async throws(Obstacle) -> JSON {
    guard Self.allows(call) else { throw Obstacle.unexpected("it is no read").met(by: call) }
    return try await client.send(call)
  }

  public static func allows(_ call: Call) -> Bool {
    call.door == .github && call.operation.hasPrefix("GET ")
  }
}

import Checklist
import JSONDocument
import Transport

/// A GitHub client that writes: to the repository that was looked at and to no other, and never faster than GitHub
/// asks of programs.
public actor GitHubWriter {
  private let client: GitHubClient
  /// When the last of the writes that may come at once is regained, by the machine's steady clock.
  private var next = -Double.infinity

  /// Seconds between two writes of a large number of them (REST API, "Best practices", pause between mutative requests).
  static let pace = 1.0
  /// Writes that are no large number, and need no pause between them.
  static let burst = 8.0

  public init(_ client: GitHubClient) { self.client = client }

  /// As `GitHubClient.send`.
  ///
  /// - Throws: `.refused` where another repository stands under the name by now, `.unexpected` for a write that does not
  ///   say which repository was looked at.
  public func send(_ filled: consuming Filled) async throws(Obstacle) -> JSON {
    let call = filled.call
    do throws(Obstacle) {
      try await confirm(call)
      let now = client.surroundings.monotonic()
      next = max(now, next) + Self.pace
      let wait = next - now - Self.burst * Self.pace
      if wait > 0 { try await client.pause(seconds: wait) }
      return try await client.send(filled)
    } catch { throw error.met(by: call) }
  }

  private func confirm(_ call: Call) async throws(Obstacle) {
    if let login = call.input["org"], call.operation.contains(" /orgs/") { return try await confirm(login, call) }
    guard let expected = call.repository, let owner = call.input["owner"], let name = call.input["repo"] else {
      throw .unexpected("it does not say which repository was looked at")
    }
    let answer = try await client.send(Call(.github, "GET /repos/{owner}/{repo}", ["owner": owner, "repo": name]))
    guard let found = RepositoryIdentity(answer) else {
      throw .unreadable("GitHub does not say which repository it is")
    }
    guard found == expected else {
      throw Obstacle(
        .refused,
        "\(owner.string ?? "")/\(name.string ?? "") is another repository than the one that was looked at: id \(found.id)"
          + " of owner \(found.ownerID), then id \(expected.id) of owner \(expected.ownerID)")
    }
  }

  /// An organisation is told from another of its name by its id, which is that of the owner of the repository.
  private func confirm(_ login: JSON, _ call: Call) async throws(Obstacle) {
    guard let expected = call.repository else { throw .unexpected("it does not say which owner was looked at") }
    let answer = try await client.send(Call(.github, "GET /orgs/{org}", ["org": login]))
    guard let id = answer["id"]?.integer else { throw .unreadable("GitHub does not say which organisation it is") }
    guard id == expected.ownerID else {
      throw Obstacle(
        .refused,
        "\(login.string ?? "") is another organisation than the one that was looked at: id \(id), then \(expected.ownerID)"
      )
    }
  }
}

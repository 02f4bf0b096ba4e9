import AWS
import Checklist
import GitHub
import JSONDocument
import Transport

/// GitHub, for reading. The token is looked for with the first call: asking `gh` takes a moment, and a run
/// that never asks GitHub needs none.
actor GitHubDoor {
  private let base: String
  private let tokenFile: String?
  private let environment: Environment
  private let transport: any HTTPSending
  private let deadline: Double
  private let observer: GitHubClient.Observer
  private var reader: Result<GitHubReader, Obstacle>?
  private var tokenOrigin: String?
  private var secret: Secret?

  init(
    base: String, tokenFile: String?, environment: Environment, transport: any HTTPSending,
    deadline: Double, observer: @escaping GitHubClient.Observer
  ) {
    self.base = base
    self.tokenFile = tokenFile
    self.environment = environment
    self.transport = transport
    self.deadline = deadline
    self.observer = observer
  }

  func send(_ call: Call) async throws(Obstacle) -> JSON { try await opened().send(call) }

  /// Where the token comes from, nil when there is none.
  func origin() -> String? {
    _ = try? opened()
    return tokenOrigin
  }

  /// The token, for whoever has to keep it out of texts; nil when there is none.
  func token() -> Secret? {
    _ = try? opened()
    return secret
  }

  private func opened() throws(Obstacle) -> GitHubReader {
    if let reader { return try reader.get() }
    let result = open()
    reader = result
    return try result.get()
  }

  private func open() -> Result<GitHubReader, Obstacle> {
    do throws(GitHubToken.Nothing) {
      let token = try GitHubToken.find(file: tokenFile, environment: environment)
      (tokenOrigin, secret) = (token.origin, token.secret)
      let client = GitHubClient(
        base: base, token: token.secret, transport: transport, deadline: deadline, observer: observer)
      return .success(GitHubReader(client))
    } catch { return .failure(.notSignedIn("\(error)")) }
  }
}

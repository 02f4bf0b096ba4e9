import Checklist
import JSONDocument
import Transport

/// GitHub with the operator's own token, which is looked for with the first call: asking `gh` takes a
/// moment, and a run that never asks GitHub needs none.
public actor GitHubAccess {
  private let base: String
  private let tokenFile: String?
  private let environment: Environment
  private let transport: any HTTPSending
  private let deadline: Double
  private let observer: GitHubClient.Observer
  private var client: Result<GitHubClient, Obstacle>?
  private var writer: GitHubWriter?
  private var tokenOrigin: String?
  private var secret: Secret?

  public init(
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

  public func send(_ call: Call) async throws(Obstacle) -> JSON { try await GitHubReader(opened()).send(call) }

  /// As `GitHubWriter.send`: one writer for the whole run keeps its pace.
  public func write(_ filled: consuming Filled) async throws(Obstacle) -> JSON {
    let writer = if let writer { writer } else { GitHubWriter(try opened()) }
    self.writer = writer
    return try await writer.send(filled)
  }

  /// Facts about the operator's own token.
  public func probe(_ call: Call) async throws(Obstacle) -> JSON { try await opened().probe(call) }

  /// Where the token comes from, nil when there is none.
  public func origin() -> String? {
    _ = try? opened()
    return tokenOrigin
  }

  /// The token, for whoever has to keep it out of texts; nil when there is none.
  public func token() -> Secret? {
    _ = try? opened()
    return secret
  }

  private func opened() throws(Obstacle) -> GitHubClient {
    if let client { return try client.get() }
    let result = open()
    client = result
    return try result.get()
  }

  private func open() -> Result<GitHubClient, Obstacle> {
    do throws(GitHubToken.Nothing) {
      let token = try GitHubToken.find(file: tokenFile, environment: environment)
      (tokenOrigin, secret) = (token.origin, token.secret)
      return .success(
        GitHubClient(base: base, token: token.secret, transport: transport, deadline: deadline, observer: observer))
    } catch { return .failure(.notSignedIn("\(error)")) }
  }
}

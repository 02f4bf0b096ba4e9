import Basics
import Checklist
import JSONDocument
import Transport

/// GitHub with the operator's own token, which is looked for with the first call: asking `gh` takes a
/// moment, and a run that never asks GitHub needs none.
public actor GitHubAccess {
  private let place: GitHubPlace
  private let tokenFile: String?
  private let environment: Environment
  private let transport: any HTTPSending
  private let deadline: Double
  private let surroundings: Surroundings
  private let observer: GitHubClient.Observer
  private var client: Result<GitHubClient, Obstacle>?
  private var writer: GitHubWriter?
  private var tokenOrigin: String?

  public init(
    _ place: GitHubPlace, tokenFile: String?, environment: Environment, transport: any HTTPSending,
    deadline: Double, surroundings: Surroundings = .system, observer: @escaping GitHubClient.Observer
  ) {
    self.place = place
    self.tokenFile = tokenFile
    self.environment = environment
    self.transport = transport
    self.deadline = deadline
    self.surroundings = surroundings
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

  private func opened() throws(Obstacle) -> GitHubClient {
    if let client { return try client.get() }
    let result = open()
    client = result
    return try result.get()
  }

  private func open() -> Result<GitHubClient, Obstacle> {
    if let problem = place.problem { return .failure(.notSignedIn("no token is sent: \(problem)")) }
    do throws(GitHubToken.Nothing) {
      let token = try GitHubToken.find(file: tokenFile, for: place, environment: environment)
      tokenOrigin = token.origin
      return .success(
        GitHubClient(
          base: place.base, token: token.secret, transport: transport, deadline: deadline,
          surroundings: surroundings, observer: observer))
    } catch { return .failure(.notSignedIn("\(error)")) }
  }
}

extension GitHubPlace {
  /// Why a token that belongs to no host by itself, such as the Lambda's, is not sent there; nil when it may be.
  public func objection(_ environment: Environment) -> Obstacle? {
    if let problem { return .notSignedIn("no token is sent: \(problem)") }
    guard !isVouchedFor(environment) else { return nil }
    return .notSignedIn(
      "no token is sent to \(hostname), which only the setup file names: set GH_HOST=\(hostname) where it is yours")
  }
}

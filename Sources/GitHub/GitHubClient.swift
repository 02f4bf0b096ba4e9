import Basics
import Checklist
import JSONDocument
import Transport

/// GitHub's REST interface.
///
/// An operation is a method and a path template (`GET /repos/{owner}/{repo}`); input members named in the
/// template fill it, the others are the query of a GET or the body of anything else. The answer is GitHub's
/// JSON; `{}` stands for an empty one, and a job's log is a text. The token goes to the base URL's own scheme, host and port only.
/// This module knows no repository and judges nothing.
public final class GitHubClient: Sendable {
  public typealias Observer = @Sendable (RequestEvent) -> Void

  /// Without a final slash, such as `https://api.github.com`.
  public let base: String
  let token: Secret
  let transport: any HTTPSending
  let surroundings: Surroundings
  private let observer: Observer?
  /// Seconds allowed to one attempt.
  let deadline: Double

  public static let defaultBase = "https://api.github.com"
  /// Attempts at a read in all; a write is sent once.
  static let attempts = 3

  /// `base` is an `http(s)` URL; its final slash is dropped.
  public init(
    base: String = GitHubClient.defaultBase, token: Secret, transport: any HTTPSending, deadline: Double = 60,
    surroundings: Surroundings = .system, observer: Observer? = nil
  ) {
    self.deadline = deadline
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    self.token = token
    self.transport = transport
    self.surroundings = surroundings
    self.observer = observer
  }

  /// A call without blanks, and the answer to it.
  public func send(_ call: Call) async throws(Obstacle) -> JSON { try await send(try Filled(call)) }

  /// A call with everything in it.
  public func send(_ filled: consuming Filled) async throws(Obstacle) -> JSON {
    let call = filled.call
    do throws(Obstacle) {
      let prepared = try PreparedCall(filled, base: base)
      if Self.isLog(call) { return try await log(prepared) }
      let answer = try answer(try await response(to: prepared) { (200..<300).contains($0.status) }, prepared)
      guard call.operation == CommitMutation.operation else { return answer }
      return try CommitMutation.answer(answer, host: prepared.request.host)
    } catch { throw error.met(by: call) }
  }

  /// The first answer that `accepts` takes; what it does not take is an obstacle.
  func response(
    to prepared: PreparedCall, _ accepts: (HTTPResponse) -> Bool
  ) async throws(Obstacle) -> HTTPResponse {
    var request = prepared.request
    request.deadline = deadline
    request.headers += [
      HTTPHeader("Accept", "application/vnd.github+json"), HTTPHeader("X-GitHub-Api-Version", "2022-11-28"),
      HTTPHeader("User-Agent", Version.userAgent), HTTPHeader("Authorization", "Bearer \(token.exposed)"),
    ]
    var (attempt, isMoved) = (0, false)
    while true {
      attempt += 1
      let start = surroundings.monotonic()
      do {
        let response = try await transport.send(request)
        report(prepared, attempt, response.status, nil, response, start)
        if accepts(response) { return response }
        // A renamed repository answers with where it is now.
        if prepared.isRead, !isMoved, [301, 307, 308].contains(response.status),
          let url = Location.resolve(response.headers["Location"] ?? "", against: base)
        {
          (isMoved, request.url) = (true, url)
          continue
        }
        // A write that met a limit was not carried out, and may be sent once more when the limit is over.
        if !prepared.isRead, attempt < Self.attempts, let seconds = Refusal(response).shortWait {
          try await pause(seconds: seconds)
          continue
        }
        if prepared.isRead, attempt < Self.attempts, [500, 502, 503, 504].contains(response.status) {
          try await pause(attempt)
          continue
        }
        throw Refusal(response).obstacle(host: request.host)
      } catch let obstacle as Obstacle {
        throw obstacle
      } catch let error as TransportError {
        report(prepared, attempt, nil, error.inWords, nil, start)
        guard prepared.isRead, attempt < Self.attempts, error.isTransient else {
          throw Obstacle(error, prepared.call, request, isRepeatable: prepared.isRead)
        }
        try await pause(attempt)
      } catch {
        throw .unexpected("it failed")
      }
    }
  }

  private func pause(_ attempt: Int) async throws(Obstacle) {
    try await pause(seconds: surroundings.random() * Double(1 << (attempt - 1)))
  }

  func pause(seconds: Double) async throws(Obstacle) {
    do {
      try await surroundings.sleep(seconds)
    } catch {
      throw .cancelled
    }
  }

  func answer(_ response: HTTPResponse, _ prepared: PreparedCall) throws(Obstacle) -> JSON {
    if response.body.isEmpty { return [:] }
    do {
      return try JSON(parsing: response.body)
    } catch {
      let isRead = prepared.isRead
      throw Obstacle(
        isRead ? .unreachable : .ambiguous,
        isRead ? "what answered does not speak GitHub's interface" : "it was accepted, but the answer cannot be read",
        requestID: Refusal(response).requestID, host: prepared.request.host, status: response.status)
    }
  }

  private func report(
    _ prepared: PreparedCall, _ attempt: Int, _ status: Int?, _ fault: String?, _ response: HTTPResponse?,
    _ start: Double
  ) {
    observer?(
      RequestEvent(
        service: "github", operation: prepared.call.operation, attempt: attempt, status: status, fault: fault,
        requestID: response.flatMap { Refusal($0).requestID },
        duration: surroundings.monotonic() - start))
  }
}

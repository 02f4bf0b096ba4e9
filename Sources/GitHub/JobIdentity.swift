import Basics
import Checklist
import JSONDocument
import Transport

/// A job of GitHub Actions, as far as it can prove which one it is (GitHub Docs, "OpenID Connect reference", "Methods for
/// requesting the OIDC token").
public struct JobIdentity: Sendable {
  private let url: String
  private let bearer: Secret

  /// Why a process can ask for no token.
  public enum Absence: Error, Hashable, Sendable {
    case noJob
    /// A job without `id-token: write`; one that a fork's pull request started never has it.
    case noPermission
    /// The address is none that a token may be asked for at.
    case badAddress(String)
  }

  /// The variables that the runner gives a job with the permission.
  public static let addressVariable = "ACTIONS_ID_TOKEN_REQUEST_URL"
  public static let bearerVariable = "ACTIONS_ID_TOKEN_REQUEST_TOKEN"

  public init(_ environment: Environment) throws(Absence) {
    guard let url = environment[Self.addressVariable], let bearer = environment[Self.bearerVariable] else {
      throw environment["GITHUB_ACTIONS"] == "true" ? .noPermission : .noJob
    }
    if let problem = GitHubPlace(base: url, origin: .operators(Self.addressVariable)).problem {
      throw .badAddress(problem)
    }
    (self.url, self.bearer) = (url, Secret(bearer))
  }

  /// A token, and what it says.
  public struct Answer: Sendable {
    public let token: Secret
    public let claims: JSONObject
  }

  /// More characters than STS takes of a token are none of GitHub's.
  private static let longest = 20_000
  private static let attempts = 3
  private static let call = Call(.github, "GET /idtoken")

  /// Asks for a token for an audience.
  /// - Parameter deadline: seconds for one attempt.
  public func token(
    for audience: String, over transport: any HTTPSending, deadline: Double, surroundings: Surroundings = .system,
    observer: GitHubClient.Observer? = nil
  ) async throws(Obstacle) -> Answer {
    let request = HTTPRequest(
      url: url + (url.contains("?") ? "&" : "?") + "audience=\(Percent.encode(audience))",
      headers: [
        HTTPHeader("Accept", "application/json"), HTTPHeader("User-Agent", Version.userAgent),
        HTTPHeader("Authorization", "Bearer \(bearer.exposed)"),
      ], deadline: deadline, bodyLimit: 64 << 10)
    var attempt = 0
    while true {
      attempt += 1
      let start = surroundings.monotonic()
      let result: Result<HTTPResponse, TransportError>
      do throws(TransportError) { result = .success(try await transport.send(request)) } catch {
        result = .failure(error)
      }
      let (status, fault) = Self.outcome(result)
      observer?(
        RequestEvent(
          service: "actions", operation: "GET /idtoken", attempt: attempt, status: status, fault: fault, requestID: nil,
          duration: surroundings.monotonic() - start))
      if attempt < Self.attempts, Self.isTransient(result) {
        do { try await surroundings.sleep(Double(attempt)) } catch { throw .cancelled }
        continue
      }
      return try Self.answer(result, request)
    }
  }

  private static func outcome(_ result: Result<HTTPResponse, TransportError>) -> (status: Int?, fault: String?) {
    switch result {
    case .success(let response): (response.status, nil)
    case .failure(let error): (nil, error.inWords)
    }
  }

  private static func isTransient(_ result: Result<HTTPResponse, TransportError>) -> Bool {
    switch result {
    case .success(let response): response.status >= 500
    case .failure(let error): error.isTransient
    }
  }

  private static func answer(
    _ result: Result<HTTPResponse, TransportError>, _ request: HTTPRequest
  ) throws(Obstacle) -> Answer {
    let response: HTTPResponse
    switch result {
    case .success(let found): response = found
    case .failure(let error): throw Obstacle(error, call, request, isRepeatable: true)
    }
    guard response.status == 200 else {
      throw Obstacle(
        [401, 403].contains(response.status) ? .denied : .unreachable, "GitHub gave no token",
        host: request.host, status: response.status
      ).met(by: call)
    }
    let text = (try? JSON(parsing: response.body, depth: 8, values: 100))?["value"]?.string ?? ""
    // Known to every gate before anything is said of it, whatever it is.
    let token = Secret(text)
    guard let claims = claims(of: text) else {
      throw Obstacle(.unreadable, "what came is no identity token", host: request.host).met(by: call)
    }
    return Answer(token: token, claims: claims)
  }

  /// What a token says, which nobody verified; nil for a text that is none (RFC 7519: three parts of Base64 for URLs,
  /// the second an object).
  static func claims(of text: String) -> JSONObject? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard text.utf8.count <= longest, parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isOfURL) })
    else { return nil }
    let plain = parts[1].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
    return Base64.decode(String(plain)).flatMap { try? JSON(parsing: $0, depth: 8, values: 500) }?.object
  }

  private static func isOfURL(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
      || byte == 0x5F
  }
}

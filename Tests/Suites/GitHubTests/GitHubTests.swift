import Basics
import Checklist
import Files
import JSONDocument
import Synchronization
import Testing
import Transport

@testable import GitHub

/// Answers by script and keeps what it was asked; a request beyond the script fails the test.
final class ScriptedHub: HTTPSending {
  private let script: Mutex<[HTTPResponse]>
  private let seen = Mutex<[HTTPRequest]>([])

  init(_ script: HTTPResponse...) { self.script = Mutex(script) }
  init(all script: [HTTPResponse]) { self.script = Mutex(script) }

  var requests: [HTTPRequest] { seen.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    seen.withLock { $0.append(request) }
    guard let next = script.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
      Issue.record("an unscripted request: \(request.url)")
      throw .unusable("unscripted")
    }
    return next
  }
}

@Suite("GitHub")
struct GitHubTests {
  static let repository = Call(.github, "GET /repos/{owner}/{repo}", ["owner": "octo", "repo": "a b"])

  private static func answer(_ status: Int, _ body: String = "{}", _ headers: [HTTPHeader] = []) -> HTTPResponse {
    HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
  }

  private func client(_ hub: ScriptedHub) -> GitHubClient {
    GitHubClient(base: "https://hub.example/api/", token: Secret("canary-token"), transport: hub)
  }

  private func obstacle(_ response: HTTPResponse, _ call: Call = repository) async -> Obstacle? {
    do {
      _ = try await client(ScriptedHub(response)).send(call)
      return nil
    } catch {
      return error
    }
  }

  @Test("a call fills its path, and every request says who asks for what")
  func request() async throws {
    let hub = ScriptedHub(Self.answer(200, #"{"id":7}"#))
    #expect(try await client(hub).send(Self.repository)["id"] == 7)
    let request = hub.requests[0]
    #expect(request.url == "https://hub.example/api/repos/octo/a%20b")
    #expect(request.headers["Authorization"] == "Bearer canary-token")
    #expect(request.headers["Accept"] == "application/vnd.github+json")
    #expect(request.headers["X-GitHub-Api-Version"] == "2022-11-28")
    #expect(request.headers["User-Agent"] == "onramp/\(Version.current)")
  }

  @Test("what the path does not take is the query of a read and the body of a write")
  func rest() async throws {
    let hub = ScriptedHub(Self.answer(200), Self.answer(201, ""))
    _ = try await client(hub).send(
      Call(.github, "GET /repos/{owner}/{repo}/actions/runs", ["owner": "o", "repo": "r", "branch": "a&b"]))
    _ = try await client(hub).send(
      Call(.github, "POST /repos/{owner}/{repo}/actions/variables", ["owner": "o", "repo": "r", "name": "N"]))
    #expect(hub.requests[0].url.hasSuffix("/actions/runs?branch=a%26b"))
    #expect(hub.requests[1].body == Array(#"{"name":"N"}"#.utf8))
    #expect(hub.requests[1].freshConnection)
  }

  @Test(
    "a path parameter cannot leave its place",
    arguments: ["", ".", "..", "a/b", "a/../b"])
  func parameters(_ text: String) async throws {
    let call = Call(.github, "GET /repos/{owner}/{repo}", ["owner": "o", "repo": .string(text)])
    await #expect(throws: Obstacle.self) { try await client(ScriptedHub()).send(call) }
  }

  @Test("refusals become the obstacle that says what to do")
  func refusals() async throws {
    let message = #"{"message":"Nope canary-token"}"#
    let identity = HTTPHeader("X-GitHub-Request-Id", "C0FF:1")
    #expect(
      await obstacle(Self.answer(404, message, [identity]))
        == Obstacle(
          .refused, "Nope …", code: "NotFound", requestID: "C0FF:1", host: "hub.example", status: 404
        ).met(by: Self.repository))
    let unknown = await obstacle(Self.answer(401, message))
    #expect(unknown?.kind == .notSignedIn && unknown?.inWords.contains("canary") == false)
    let header = HTTPHeader("X-Accepted-GitHub-Permissions", "administration=read; contents=write,workflows=write")
    let denied = await obstacle(Self.answer(403, "{}", [header]))
    #expect(denied?.kind == .denied && denied?.message == "")
    #expect(denied?.permission == "Administration: read, or Contents: write and Workflows: write")
    for limited in [
      Self.answer(429), Self.answer(403, "{}", [HTTPHeader("Retry-After", "60")]),
      Self.answer(403, "{}", [HTTPHeader("x-ratelimit-remaining", "0")]),
    ] {
      #expect(await obstacle(limited)?.kind == .throttled, "\(limited)")
    }
  }

  @Test(
    "a limit that ends at no time we know is one that ends some time",
    arguments: ["nan", "inf", "-inf", "1e300", "-1e300", "x", ""])
  func wildLimits(_ reset: String) async {
    for status in [403, 429] {
      let headers = [HTTPHeader("X-RateLimit-Remaining", "0"), HTTPHeader("X-RateLimit-Reset", reset)]
      let found = await obstacle(Self.answer(status, #"{"message":"slow"}"#, headers))
      #expect(found?.kind == .throttled && found?.message == "slow", "\(reset)")
    }
    let known = HTTPHeader("X-RateLimit-Reset", "1700000000")
    #expect(await obstacle(Self.answer(429, "{}", [known]))?.message.contains("again at 2023-11-14T22:13:20Z") == true)
  }

  /// A transport that fails.
  private struct Broken: HTTPSending {
    let fault: TransportError
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse { throw fault }
  }

  @Test(
    "a fault of the network keeps its reason and its host, as it does for AWS",
    arguments: [
      (TransportError.proxy("CONNECT refused, 407 by the proxy u:p@squid:3128"), Obstacle.Kind.unreachable, "407"),
      (.untrusted("self-signed certificate"), .unreachable, "self-signed certificate"),
      (.tls("wrong version number"), .unreachable, "wrong version number"),
      (.interrupted("Recv failure", afterSend: true), .unreachable, "Recv failure"),
      (.malformed(""), .unreachable, "HTTP"),
      (.tooLarge("the answer is larger than 9 bytes"), .unreachable, "9 bytes"),
      (.timedOut(afterSend: true), .timedOut, "no answer in time"), (.cancelled, .cancelled, "stopped"),
      (.unusable("a line break"), .unexpected, "a line break"),
    ])
  func network(_ fault: TransportError, _ kind: Obstacle.Kind, _ reason: String) async throws {
    var surroundings = Surroundings.system
    surroundings.sleep = { _ in }
    let client = GitHubClient(
      base: "https://hub.example:8443/api", token: Secret("t"), transport: Broken(fault: fault),
      surroundings: surroundings)
    let found = await #expect(throws: Obstacle.self) { try await client.send(Self.repository) }
    #expect(found?.kind == kind && found?.host == "hub.example" && found?.door == .github)
    let words = try #require(found?.inWords)
    #expect(words.contains(reason))
    if kind == .unreachable { #expect(words.hasSuffix("(hub.example)")) }
    let write = Call(.github, "PUT /user/starred/{owner}/{repo}", ["owner": "o", "repo": "r"])
    let sent = await #expect(throws: Obstacle.self) { try await client.send(write) }
    #expect(sent?.kind == (fault.mayHaveHappened ? .ambiguous : kind), "\(fault)")
  }

  @Test("a renamed repository is followed once")
  func moved() async throws {
    let there = HTTPHeader("Location", "https://hub.example/repositories/7")
    let hub = ScriptedHub(Self.answer(301, "{}", [there]), Self.answer(200, #"{"id":7}"#))
    #expect(try await client(hub).send(Self.repository)["id"] == 7)
    let circle = ScriptedHub(Self.answer(301, "{}", [there]), Self.answer(301, "{}", [there]))
    await #expect(throws: Obstacle.self) { try await client(circle).send(Self.repository) }
  }

  @Test(
    "the token goes to no other server",
    arguments: [
      "https://evil.example/x", "http://hub.example/x", "https://hub.example:8443/x", "//evil.example/x",
      "https://hub.example@evil.example/x", "https://hub.example.evil.example/", "",
    ])
  func elsewhere(_ location: String) async throws {
    let hub = ScriptedHub(Self.answer(301, "{}", [HTTPHeader("Location", location)]))
    await #expect(throws: Obstacle.self) { try await client(hub).send(Self.repository) }
    #expect(hub.requests.count == 1)
  }

  @Test("a write is not followed and not repeated")
  func writes() async throws {
    let call = Call(.github, "PUT /user/starred/{owner}/{repo}", ["owner": "o", "repo": "r"])
    #expect(await obstacle(Self.answer(301, "{}", [HTTPHeader("Location", "/x")]), call) != nil)
    #expect(await obstacle(Self.answer(503), call) != nil)
  }

  @Test("a reader refuses whatever is no GET")
  func reader() async throws {
    let reader = GitHubReader(client(ScriptedHub(Self.answer(200))))
    _ = try await reader.send(Self.repository)
    for method in ["POST", "PUT", "PATCH", "DELETE", "get"] {
      await #expect(throws: Obstacle.self) { try await reader.send(Call(.github, "\(method) /user")) }
    }
  }

  @Test("a token comes from the file, the variables or gh, in this order, and says from where")
  func token() throws {
    let files = FileDoor { $0 == "f" ? .text(Array(" from-file\n".utf8)) : .absent }
    let both = Environment(["GH_TOKEN": "one", "GITHUB_TOKEN": "two"])
    let none = Environment(["GH_TOKEN": " "])
    #expect(try GitHubToken.find(file: "f", environment: both, files: files).secret.exposed == "from-file")
    #expect(try GitHubToken.find(environment: both).origin == "GH_TOKEN")
    #expect(try GitHubToken.find(environment: none, gh: { _ in "three\n" }).secret.exposed == "three")
    #expect(throws: GitHubToken.Nothing.self) { try GitHubToken.find(environment: none, gh: { _ in nil }) }
    #expect(throws: GitHubToken.Nothing.self) { try GitHubToken.find(file: "absent", environment: both, files: files) }
  }
}

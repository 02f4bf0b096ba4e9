import Basics
import Checklist
import JSONDocument
import Testing
import Transport

@testable import GitHub

@Suite("The log of a job")
struct LogTests {
  private static let call = Call(
    .github, "GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs", ["owner": "o", "repo": "r", "job_id": "7"])

  private static func moved(to place: String) -> HTTPResponse {
    HTTPResponse(status: 302, headers: [HTTPHeader("Location", place)], body: [])
  }

  private func send(_ hub: ScriptedHub, base: String = "https://hub.example") async throws(Obstacle) -> JSON {
    try await GitHubClient(base: base, token: Secret("canary-token"), transport: hub).send(Self.call)
  }

  @Test("it is fetched from another server, which gets no token")
  func elsewhere() async throws {
    let place = "https://logs.example/job/7?sig=x"
    let hub = ScriptedHub(Self.moved(to: place), HTTPResponse(status: 200, headers: [], body: Array("one\ntwo\n".utf8)))
    #expect(try await send(hub) == "one\ntwo\n")
    #expect(hub.requests.map(\.url) == ["https://hub.example/repos/o/r/actions/jobs/7/logs", place])
    #expect(hub.requests.first?.headers["Authorization"] == "Bearer canary-token")
    #expect(hub.requests.last?.headers["Authorization"] == nil)
  }

  @Test(
    "an address that is none, or less private than GitHub's own, is not gone to",
    arguments: [
      "", "/job/7", "http://logs.example/job/7", "ftp://logs.example/7", "https://a@logs.example/", "https:// x",
    ])
  func refused(_ place: String) async {
    let hub = ScriptedHub(Self.moved(to: place))
    await #expect(throws: Obstacle.self) { try await send(hub) }
    #expect(hub.requests.count == 1)
  }

  @Test("a server that is asked without TLS itself may lead to another such")
  func plain() async throws {
    let hub = ScriptedHub(
      Self.moved(to: "http://127.0.0.1:9/job/7"), HTTPResponse(status: 200, headers: [], body: Array("x".utf8)))
    #expect(try await send(hub, base: "http://127.0.0.1:8") == "x")
  }

  @Test("what keeps the log away says so, without the address")
  func kept() async {
    let hub = ScriptedHub(
      Self.moved(to: "https://logs.example/7?sig=x"), HTTPResponse(status: 403, headers: [], body: []))
    do {
      _ = try await send(hub)
      Issue.record("no obstacle")
    } catch {
      #expect(error.kind == .unreachable && error.status == 403 && error.host == "logs.example")
      #expect(!error.inWords.contains("sig"))
    }
    let gone = ScriptedHub(HTTPResponse(status: 410, headers: [], body: Array(#"{"message":"Gone"}"#.utf8)))
    await #expect(throws: Obstacle.self) { try await send(gone) }
  }

  @Test("of a long log the end is kept")
  func long() async throws {
    let body = Array(repeating: UInt8(ascii: "a"), count: 1_500_000) + Array("end".utf8)
    let hub = ScriptedHub(Self.moved(to: "https://logs.example/7"), HTTPResponse(status: 200, headers: [], body: body))
    let text = try await send(hub).string ?? ""
    #expect(text.utf8.count == 1_000_000 && text.hasSuffix("end"))
  }
}

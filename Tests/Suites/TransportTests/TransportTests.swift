import Testing

@testable import Transport

@Suite("Headers")
struct HeaderTests {
  @Test("a header is found whatever its letter case, and its value is trimmed")
  func reading() {
    let headers = HTTPResponse.headers(in: Array("HTTP/1.1 200 OK\r\nX-One:  a b \r\nEmpty:\r\n\r\n".utf8))
    #expect(headers == [HTTPHeader("X-One", "a b"), HTTPHeader("Empty", "")])
    #expect(headers["x-one"] == "a b")
  }
}

@Suite("Transport")
struct TransportTests {
  private let server: Loopback
  private let transport: HTTPTransport

  init() throws {
    server = try Loopback()
    transport = try HTTPTransport()
  }

  private func get(_ path: String, _ change: (inout HTTPRequest) -> Void = { _ in }) async throws -> HTTPResponse {
    var request = HTTPRequest(url: server.base + path)
    change(&request)
    return try await transport.send(request)
  }

  private func fault(_ path: String, _ change: (inout HTTPRequest) -> Void = { _ in }) async -> TransportError? {
    do {
      _ = try await get(path, change)
      return nil
    } catch {
      return error as? TransportError
    }
  }

  private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

  @Test("method, path, headers and body arrive as given, and nothing is added")
  func echo() async throws {
    let response = try await get("/echo/a%20b/../c?x=1&y") {
      $0.method = "PUT"
      $0.headers = [HTTPHeader("X-A", "1"), HTTPHeader("X-Empty", "")]
      $0.body = Array("ünï".utf8)
    }
    let lines = text(response).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "PUT /echo/a%20b/../c?x=1&y")
    let names = lines.dropFirst().prefix { !$0.isEmpty }.map { $0.prefix { $0 != "=" } }
    #expect(names == ["content-length", "host", "x-a", "x-empty"])
    #expect(lines.last == "ünï")
  }

  @Test("a body of nothing has a length, no body has none")
  func emptyBody() async throws {
    let with = try await get("/echo/x") {
      $0.method = "POST"
      $0.body = []
    }
    #expect(text(with).contains("content-length=0"))
    #expect(text(try await get("/echo/x")).contains("content-length") == false)
  }

  @Test("many requests at once share few connections and all are answered")
  func many() async throws {
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<100 { group.addTask { try await get("/echo/many").status } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 100))
    let counts = text(try await get("/count/many")).split(separator: " ").compactMap { Int($0) }
    #expect(counts[0] == 100 && counts[1] <= 16)
  }

  @Test("redirects are answers, and headers of interim responses are not theirs")
  func redirects() async throws {
    let response = try await get("/redirect/r")
    #expect(response.status == 307 && response.headers["Location"] == "/echo/elsewhere")
    let late = try await get("/interim/i")
    #expect(late.status == 200 && late.headers["X-Late"] == "1" && late.headers["X-Early"] == nil)
  }

  @Test("a broken connection says that the request had left")
  func broken() async {
    for path in ["/reset/a", "/cut/a", "/chunk/a"] {
      guard case .interrupted(_, afterSend: true) = await fault(path) else {
        Issue.record("\(path)")
        continue
      }
    }
  }

  @Test("nobody listening, no such name, no HTTP and a bad URL are told apart")
  func kinds() async {
    guard case .refused = await fault("", { $0.url = server.closedPort }) else {
      Issue.record("refused")
      return
    }
    guard case .unresolved = await fault("", { $0.url = "http://no-such-host.invalid/" }) else {
      Issue.record("unresolved")
      return
    }
    guard case .malformed = await fault("/junk/a") else {
      Issue.record("malformed")
      return
    }
    guard case .unusable = await fault("", { $0.url = "ftp://127.0.0.1/" }) else {
      Issue.record("unusable")
      return
    }
    guard case .unusable = await fault("/echo/a", { $0.headers = [HTTPHeader("X", "a\r\nEvil: 1")] }) else {
      Issue.record("a line break in a header")
      return
    }
  }

  @Test("a body or header beyond its limit breaks the transfer off")
  func limits() async throws {
    guard case .tooLarge = await fault("/big/a", { $0.bodyLimit = 1_000_000 }) else {
      Issue.record("body")
      return
    }
    guard case .tooLarge = await fault("/header/a") else {
      Issue.record("header")
      return
    }
    #expect(try await get("/big/a").body.count == 2_000_000)
  }

  @Test("silence ends at the deadline, and cancelling the task ends the transfer")
  func patience() async throws {
    #expect(await fault("/hang/a") { $0.deadline = 0.2 } == .timedOut(afterSend: true))
    let task = Task { await fault("/hang/b") }
    task.cancel()
    #expect(await task.value == .cancelled)
    let late = Task { await fault("/hang/c") }
    // The request is under way once the server has counted it.
    var count = ""
    for _ in 0..<5000 where count != "1 1" { count = text(try await get("/count/c")) }
    #expect(count == "1 1")
    late.cancel()
    #expect(await late.value == .cancelled)
  }

  @Test("a reused connection that dies makes libcurl repeat by itself; a fresh one does not")
  func silentRepetition() async throws {
    func post(_ name: String, fresh: Bool) async -> TransportError? {
      await fault("/once/\(name)") {
        $0.method = "POST"
        $0.body = [0x61]
        $0.freshConnection = fresh
      }
    }
    #expect(await post("fresh", fresh: true) == nil)
    guard case .interrupted(_, afterSend: true) = await post("fresh", fresh: true) else {
      Issue.record("no fault")
      return
    }
    #expect(text(try await get("/count/fresh")) == "2 2")
    #expect(await post("reused", fresh: false) == nil)
    _ = await post("reused", fresh: false)
    #expect(text(try await get("/count/reused")).hasPrefix("3"), "libcurl repeats on its own: why freshness exists")
  }

  @Test("when a transport is gone its thread has ended")
  func ending() throws {
    for _ in 0..<50 {
      weak var engine: Engine?
      do {
        let transport = try HTTPTransport()
        engine = transport.engine
        #expect(engine != nil)
      }
      // The thread holds it until its end.
      #expect(engine == nil)
    }
  }

  @Test("a CA bundle that cannot be used is named before anything is sent")
  func bundle() {
    for path in ["/no/such/file.pem", "/tmp", "/dev/null"] {
      #expect { try HTTPTransport(caBundle: path) } throws: {
        guard case TransportError.tls(let words) = $0 else { return false }
        return words.contains(path)
      }
    }
  }
}

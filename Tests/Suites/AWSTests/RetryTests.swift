import Basics
import Checklist
import JSONDocument
import Synchronization
import Testing
import Transport

@testable import AWS

@Suite("Retries")
struct RetryTests {
  static let who = Call(.sts, "GetCallerIdentity")

  @Test("errors are told apart as published", .enabled(if: Conformance.isThere, Conformance.absence))
  func classification() async throws {
    try await Conformance.run("retries/classification", in: "retries/classification.json") { each in
      let error = ServiceError(code: each["code"]?.string ?? "", message: "", status: each["status"]?.integer ?? 0)
      let kind = RetryRules.kind(of: error, service: each["service"]?.string ?? "iam")
      let id = Conformance.title(each)
      #expect((kind != nil) == each["retried"]?.bool, "\(id)")
      if let wanted = each["kind"]?.string { #expect(kind.map { "\($0)" } == wanted, "\(id)") }
    }
  }

  @Test("attempts, pauses and quota run as published", .enabled(if: Conformance.isThere, Conformance.absence))
  func flow() async throws {
    try await Conformance.run("retries/flow", in: "retries/flow.json") { each in
      let id = Conformance.title(each)
      let script: [Scripted.Answer] = (each["answers"]?.array ?? []).map { answer in
        let status = answer.integer ?? answer["status"]?.integer ?? 0
        let headers = answer["headers"]?.object?.members.map { ($0.name, $0.value.string ?? "") } ?? []
        if status == 200 { return .caller }
        return .answer(status, "<ErrorResponse><Error><Code>X</Code></Error></ErrorResponse>", headers)
      }
      let (transport, stage) = (Scripted(script), Stage())
      let quota = RetryQuota(each["quota_start"]?.integer ?? 500)
      let client = try stage.client(
        transport,
        [
          "AWS_MAX_ATTEMPTS": String(each["max_attempts"]?.integer ?? 3),
          "AWS_NEW_RETRIES_2026": each["spec"]?.string == "2.1" ? "true" : "false",
        ], quota: quota)
      let answer: JSON?
      do { answer = try await client.send(Self.who) } catch { answer = nil }
      #expect((answer != nil) == each["success"]?.bool, "\(id)")
      #expect(transport.requests.count == each["attempts"]?.integer, "\(id)")
      if let end = each["quota_end"]?.integer { #expect(quota.left == end, "\(id)") }
      let most = each["delay_max"]?.array?.compactMap(\.double) ?? []
      let sleeps = stage.sleeps
      #expect(sleeps.count == most.count, "\(id)")
      for (sleep, limit) in zip(sleeps, most) { #expect(sleep <= limit + 1e-9, "\(id)") }
      for (sleep, limit) in zip(sleeps, each["delay_min"]?.array?.compactMap(\.double) ?? []) {
        #expect(sleep >= limit - 1e-9, "\(id)")
      }
    }
  }

  @Test("a clock that is off is corrected as published", .enabled(if: Conformance.isThere, Conformance.absence))
  func clockSkew() async throws {
    try await Conformance.run("retries/clock-skew", in: "retries/clock-skew.json") { each in
      let server = Moment(seconds: Stage.start.seconds + (each["server_minus_client_s"]?.double ?? 0))
      let offset = RetryRules.offset(
        code: each["code"]?.string ?? "", server: each["date_header"]?.bool == true ? server : nil, local: Stage.start,
        inUse: each["offset_in_use_s"]?.double ?? 0)
      #expect((offset != nil) == each["retried"]?.bool, "\(Conformance.title(each))")
    }
  }

  @Test("the corrected clock signs the next attempt, and later calls too")
  func correction() async throws {
    let date = Moment(seconds: Stage.start.seconds + 360)
    let transport = Scripted([
      .queryError(403, "SignatureDoesNotMatch", "Signature not yet current", date: date.httpDate), .caller, .caller,
    ])
    let client = try Stage().client(transport)
    _ = try await client.send(Self.who)
    _ = try await client.send(Self.who)
    #expect(transport.requests.map { $0.headers["X-Amz-Date"] } == [Stage.start.basic, date.basic, date.basic])
    #expect(client.clockSkew == 360)
  }

  @Test("the headers of every attempt are as published", .enabled(if: Conformance.isThere, Conformance.absence))
  func publishedHeaders() async throws {
    try await Conformance.run("retries/headers", in: "retries/headers.json") { each in
      let script = (each["answers"]?.array ?? []).map { $0 == 200 ? Scripted.Answer.caller : .answer($0.integer ?? 0) }
      let transport = Scripted(script + script)
      let client = try Stage().client(
        transport, ["AWS_MAX_ATTEMPTS": String(each["max_attempts"]?.integer ?? 3)])
      for _ in 0..<2 { _ = try await client.send(Self.who) }
      let wanted = each["amz_sdk_request"]?.strings ?? []
      #expect(transport.requests.map { $0.headers["amz-sdk-request"] } == wanted + wanted)
      let ids = transport.requests.map { $0.headers["amz-sdk-invocation-id"] }
      #expect(Set(ids.prefix(script.count)).count == 1 && Set(ids).count == 2)
    }
  }

  @Test("a service that is down for sixty calls is not asked without end")
  func downForLong() async throws {
    for (edition, most) in [("false", 160), ("true", 60 + 36)] {
      let transport = Scripted(Array(repeating: .answer(500), count: 400))
      let client = try Stage().client(transport, ["AWS_NEW_RETRIES_2026": edition])
      for _ in 0..<60 { await #expect(throws: Obstacle.self) { try await client.send(Self.who) } }
      #expect(transport.requests.count <= most && transport.requests.count >= 60)
    }
  }

  @Test(
    "2.1 waits as long as the answer asks for, within five seconds of its own pause; what is no number is passed over",
    arguments: [("3000", 3.0), ("999999", 5.05), ("-1", 0.05), ("abc", 0.05), ("0", 0.05), ("1.5", 0.05)])
  func wish(_ milliseconds: String, _ pause: Double) async throws {
    for (edition, expected) in [("true", pause), ("false", 1)] {
      let transport = Scripted([.answer(500, "", [("x-amz-retry-after", milliseconds)]), .caller])
      let stage = Stage()
      _ = try await stage.client(transport, ["AWS_NEW_RETRIES_2026": edition]).send(Self.who)
      #expect(stage.sleeps == [expected], "\(edition)")
    }
  }

  /// Resets the connections of sixteen requests at once, then answers.
  private final class Wave: HTTPSending {
    private let seen = Mutex<[(operation: String, attempt: String)]>([])
    private let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])
    static let size = 16

    var requests: [(operation: String, attempt: String)] { seen.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      let attempt = request.headers["amz-sdk-request"] ?? ""
      let text = String(decoding: request.body ?? [], as: UTF8.self)
      let isWrite = text.contains("CreateRole")
      seen.withLock { $0.append((isWrite ? "write" : "read", attempt)) }
      guard attempt.hasPrefix("attempt=1;") else {
        guard case .success(let answer) = Scripted.Answer.caller else { throw .unusable("") }
        return answer
      }
      await withCheckedContinuation { continuation in
        let all = waiting.withLock { waiting in
          waiting.append(continuation)
          return waiting.count == Self.size ? waiting : []
        }
        for each in all { each.resume() }
      }
      throw .interrupted("reset", afterSend: true)
    }
  }

  @Test("sixteen connections that die at once: each read is made again, no write is, and the quota pays for the reads")
  func manyAtOnce() async throws {
    let (wave, quota) = (Wave(), RetryQuota())
    let client = try Stage().client(Scripted([]), through: wave, quota: quota)
    let write = Call(.iam, "CreateRole", ["RoleName": "r", "AssumeRolePolicyDocument": "{}"])
    let ends = await withTaskGroup(of: String.self) { group in
      for number in 0..<Wave.size {
        group.addTask {
          do throws(Obstacle) {
            _ = try await client.send(number < 4 ? write : Self.who)
            return "answered"
          } catch {
            if error.kind == .ambiguous { return "ambiguous" }
            return "\(error)"
          }
        }
      }
      return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(ends == ["answered": 12, "ambiguous": 4])
    let again = wave.requests.filter { $0.attempt.hasPrefix("attempt=2;") }
    #expect(wave.requests.count == 28 && again.count == 12 && again.allSatisfy { $0.operation == "read" })
    // What a retry cost comes back with its success.
    #expect(quota.left == RetryQuota.capacity)
    let poor = RetryQuota(30)
    let limited = Wave()
    let other = try Stage().client(Scripted([]), through: limited, quota: poor)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<Wave.size {
        group.addTask {
          do throws(Obstacle) { _ = try await other.send(Self.who) } catch { return }
        }
      }
    }
    #expect(limited.requests.count <= Wave.size + 16 && poor.left >= 0)
  }

  @Test("many who wait for credentials cause one look, and a renewal comes before the end")
  func oneLook() async throws {
    final class Source: CredentialSource {
      let name = "counted"
      let looks = Mutex(0)
      func look() async -> SourceAnswer {
        let number = looks.withLock { looks in
          looks += 1
          return looks
        }
        try? await Task.sleep(for: .milliseconds(20))
        let end = Moment(seconds: Stage.start.seconds + (number == 1 ? 700 : 7200))
        return .found(
          Credentials(
            accessKeyID: "AKIA\(number)", secretAccessKey: Secret("s"), expiration: end, origin: "counted"))
      }
    }
    let source = Source()
    let wallet = Wallet(CredentialChain([source]), surroundings: Stage().surroundings())
    await withTaskGroup(of: String?.self) { group in
      for _ in 0..<16 { group.addTask { try? await wallet.current().credentials.accessKeyID } }
      for await key in group { #expect(key == "AKIA1") }
    }
    #expect(source.looks.withLock { $0 } == 1)
    // Within the last quarter of an hour they are renewed, and what was found then is kept.
    #expect(try await wallet.current().credentials.accessKeyID == "AKIA2")
    #expect(try await wallet.current().credentials.accessKeyID == "AKIA2")
    #expect(source.looks.withLock { $0 } == 2)
  }

  @Test("the old mode tries five times, after pauses of its own, and takes a bare 429 for throttling")
  func legacy() async throws {
    let (stage, transport) = (Stage(), Scripted(Array(repeating: .answer(429), count: 5)))
    let client = try stage.client(transport, ["AWS_RETRY_MODE": "legacy"])
    await #expect(throws: Obstacle.self) { try await client.send(Self.who) }
    #expect(transport.requests.count == 5 && stage.sleeps == [1, 2, 4, 8])
    let bare = Scripted([.answer(429)])
    await #expect(throws: Obstacle.self) { try await Stage().client(bare).send(Self.who) }
    #expect(bare.requests.count == 1)
  }

  @Test("one invocation id for all attempts, each numbered and signed")
  func headers() async throws {
    let transport = Scripted([.answer(500), .answer(503), .caller, .caller])
    let client = try Stage().client(transport)
    _ = try await client.send(Self.who)
    _ = try await client.send(Self.who)
    let requests = transport.requests
    let numbers = requests.map { $0.headers["amz-sdk-request"] ?? "" }
    #expect(numbers == ["attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3", "attempt=1; max=3"])
    #expect(Set(requests.prefix(3).map { $0.headers["amz-sdk-invocation-id"] }).count == 1)
    #expect(requests[0].headers["amz-sdk-invocation-id"] != requests[3].headers["amz-sdk-invocation-id"])
    #expect(requests.allSatisfy { $0.headers["Authorization"]?.contains("Signature=") == true })
  }

  @Test("a write without a token is not repeated when it may have happened, and goes out on a fresh connection")
  func ambiguous() async throws {
    let write = Call(.iam, "CreateRole", ["RoleName": "r", "AssumeRolePolicyDocument": "{}"])
    for fault in [TransportError.interrupted("reset", afterSend: true), .timedOut(afterSend: true), .malformed("")] {
      let transport = Scripted([.failure(fault)])
      await #expect { try await Stage().client(transport).send(write) } throws: {
        guard ($0 as? Obstacle)?.kind == .ambiguous else { return false }
        return true
      }
      #expect(transport.requests.map(\.freshConnection) == [true])
    }
    let transport = Scripted([
      .failure(.refused("")), .answer(200, "<CreateRoleResponse><CreateRoleResult/></CreateRoleResponse>"),
    ])
    _ = try await Stage().client(transport).send(write)
    #expect(transport.requests.count == 2)
  }

  @Test("a write with a token keeps it over its attempts")
  func token() async throws {
    let transport = Scripted([.failure(.interrupted("reset", afterSend: true)), .answer(200, #"{"Name":"n"}"#)])
    let call = Call("secretsmanager", "CreateSecret", ["Name": "n", "SecretString": "v"])
    _ = try await Stage().client(transport).send(call)
    let bodies = try transport.requests.map { try JSON(parsing: $0.body ?? []) }
    #expect(bodies.count == 2)
    #expect(bodies[0]["ClientRequestToken"] == "uuid-1")
    #expect(bodies[1]["ClientRequestToken"] == "uuid-1")
    #expect(transport.requests.allSatisfy { !$0.freshConnection })
  }

  @Test("what a role needs after it was made is waited for, within its window and for its own reason only")
  func waiting() async throws {
    let call = Call(.iam, "CreateRole", ["RoleName": "r", "AssumeRolePolicyDocument": "{}"])
    let early = Scripted.Answer.queryError(400, "MalformedPolicyDocument", "Invalid principal in policy: x")
    let done = Scripted.Answer.answer(200, "<CreateRoleResponse><CreateRoleResult/></CreateRoleResponse>")
    let (transport, stage) = (Scripted([early, early, early, done]), Stage())
    _ = try await stage.client(transport).send(Filled(call), waitingOut: Consistency.rows(for: call))
    #expect(stage.sleeps == [0.5, 1, 2])
    let wrong = Scripted([.queryError(400, "MalformedPolicyDocument", "This policy contains invalid Json")])
    await #expect(throws: Obstacle.self) {
      try await Stage().client(wrong).send(Filled(call), waitingOut: Consistency.rows(for: call))
    }
    #expect(wrong.requests.count == 1)
  }
}

import Basics
import Files
import Synchronization
import Testing
import Transport

@testable import AWS

/// A transport that answers by script; a request beyond its script fails the test.
final class Scripted: HTTPSending {
  typealias Answer = Result<HTTPResponse, TransportError>

  private let script: Mutex<[Answer]>
  private let seen = Mutex<[HTTPRequest]>([])

  init(_ script: [Answer]) { self.script = Mutex(script) }

  var requests: [HTTPRequest] { seen.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    seen.withLock { $0.append(request) }
    let next = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    guard let next else {
      Issue.record("an unscripted request: \(request.method) \(request.url)")
      throw .unusable("unscripted")
    }
    return try next.get()
  }
}

extension Scripted.Answer {
  static func answer(_ status: Int, _ body: String = "", _ headers: [(String, String)] = []) -> Self {
    .success(
      HTTPResponse(status: status, headers: headers.map { HTTPHeader($0.0, $0.1) }, body: Array(body.utf8)))
  }

  /// An error as the query protocol words it.
  static func queryError(_ status: Int, _ code: String, _ message: String = "", date: String? = nil) -> Self {
    let body =
      "<ErrorResponse><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
      + "<RequestId>r-1</RequestId></ErrorResponse>"
    return answer(status, body, date.map { [("Date", $0)] } ?? [])
  }

  static let caller = answer(
    200,
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult>"
      + "</GetCallerIdentityResponse>")
}

/// A clock that moves only when someone sleeps, and dice that always fall the same.
final class Stage: Sendable {
  private let slept = Mutex<[Double]>([])
  static let start = Moment(seconds: 1_750_000_000)

  var sleeps: [Double] { slept.withLock { $0 } }

  func surroundings(random: Double = 1, now: Moment = start) -> Surroundings {
    let names = Mutex(0)
    return Surroundings(
      now: { now }, monotonic: { [self] in sleeps.reduce(0, +) },
      sleep: { [self] seconds in slept.withLock { $0.append(seconds) } }, random: { random },
      uuid: {
        let number = names.withLock { number in
          number += 1
          return number
        }
        return "uuid-\(number)"
      })
  }

  static func configuration(_ variables: [String: String] = [:]) throws -> AWSConfiguration {
    let keys = [
      "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "canary-secret-key",
      "AWS_SESSION_TOKEN": "canary-session-token", "AWS_REGION": "eu-west-1",
    ]
    return try AWSConfiguration(
      environment: Environment(keys.merging(variables) { $1 }), files: FileDoor { _ in .absent })
  }

  func client(
    _ script: Scripted, through other: (any HTTPSending)? = nil, _ variables: [String: String] = [:],
    quota: RetryQuota = RetryQuota()
  ) throws -> AWSClient {
    let transport = other ?? script
    let (configuration, surroundings) = (try Self.configuration(variables), surroundings())
    let doors = CredentialDoors(transport: transport, surroundings: surroundings)
    return AWSClient(
      configuration, transport: transport, credentials: configuration.credentialChain(doors),
      surroundings: surroundings, quota: quota)
  }
}

import Basics
import Transport

/// The metadata service of an EC2 instance, asked with a token (the second version of its protocol).
struct InstanceSource: CredentialSource {
  let name = "instance metadata"
  let errand: Errand

  private static let tokenHeader = "x-aws-ec2-metadata-token"
  private static let roles = "/latest/meta-data/iam/security-credentials/"
  /// How often an answer that is an error of the service itself is asked for again.
  private static let serverAttempts = 4

  private var settings: InstanceMetadata { errand.configuration.instanceMetadata }

  func look() async -> SourceAnswer {
    if settings.isDisabled.value { return .nothing("AWS_EC2_METADATA_DISABLED is true") }
    do throws(Errand.Failure) {
      var token = try await token()
      let names = try await text(Self.roles, &token, absent: "the instance has no role")
      guard let role = names.split(whereSeparator: \.isNewline).first.map(String.init), !role.isEmpty else {
        return .nothing("the instance has no role")
      }
      let path = Self.roles + Percent.encode(role)
      let body = try await get(path, &token, absent: "the role \(Display.clean(role)) has no credentials")
      var credentials = try MachineCredentials.read(body, origin: "\(name): role \(Display.clean(role))")
      credentials.outlivesItsEnd = true
      return .found(credentials)
    } catch {
      return error.isAbsence ? .nothing(error.reason) : .broken(error.reason)
    }
  }

  /// A token for the requests that follow; nil where the service only knows the older way.
  private func token() async throws(Errand.Failure) -> String? {
    let request = request("PUT", "/latest/api/token", [HTTPHeader("\(Self.tokenHeader)-ttl-seconds", "21600")])
    switch await send(request) {
    case .success(let response):
      switch response.status {
      case 200: return Secret(String(decoding: response.body, as: UTF8.self)).exposed
      case 403: throw Errand.Failure(reason: "the service forbids its use: it is disabled (403)", isAbsence: true)
      case 400: throw Errand.Failure(reason: "the service calls the request for a token bad (400)")
      case 404, 405: return try olderWay("it knows no tokens")
      default: throw Errand.Failure(reason: "the service answered \(response.status)")
      }
    // What was sent and not answered may be a container one hop too far away: tokens do not get there.
    case .failure(.timedOut(afterSend: true)): return try olderWay("it does not answer when asked for a token")
    case .failure(let error):
      throw Errand.Failure(reason: "\(settings.endpoint.value): \(error.inWords)", isAbsence: true)
    }
  }

  private func olderWay(_ reason: String) throws(Errand.Failure) -> String? {
    guard !settings.isOldWayDisabled.value else {
      throw Errand.Failure(reason: "\(reason), and the older way is off", isAbsence: true)
    }
    return nil
  }

  private func text(_ path: String, _ token: inout String?, absent: String) async throws(Errand.Failure) -> String {
    String(decoding: try await get(path, &token, absent: absent), as: UTF8.self)
  }

  private func get(_ path: String, _ token: inout String?, absent: String) async throws(Errand.Failure) -> [UInt8] {
    for attempt in 1...2 {
      let headers = token.map { [HTTPHeader(Self.tokenHeader, $0)] } ?? []
      switch await send(request("GET", path, headers)) {
      case .success(let response):
        switch response.status {
        case 200: return response.body
        case 404: throw Errand.Failure(reason: absent, isAbsence: true)
        // The token has ended: another one, once.
        case 401 where attempt == 1 && token != nil: token = try await self.token()
        default: throw Errand.Failure(reason: "the service answered \(response.status)")
        }
      case .failure(let error):
        throw Errand.Failure(reason: "\(settings.endpoint.value): \(error.inWords)", isAbsence: token == nil)
      }
    }
    throw Errand.Failure(reason: "the service refuses its own token")
  }

  private func request(_ method: String, _ path: String, _ headers: [HTTPHeader]) -> HTTPRequest {
    let seconds = Double(settings.timeout.value)
    return HTTPRequest(
      method: method, url: settings.endpoint.value + path, headers: headers, body: method == "PUT" ? [] : nil,
      deadline: seconds, connectDeadline: seconds, bodyLimit: 64 << 10, isDirect: true)
  }

  /// Faults of the network are tried again as often as was asked for, errors of the service three times more.
  private func send(_ request: HTTPRequest) async -> Result<HTTPResponse, TransportError> {
    var faults = 0
    var errors = 0
    while true {
      do throws(TransportError) {
        let response = try await errand.doors.transport.send(request)
        errors += 1
        guard response.status >= 500, errors < Self.serverAttempts else { return .success(response) }
      } catch {
        faults += 1
        guard faults < settings.attempts.value, error != .cancelled else { return .failure(error) }
      }
      do {
        try await errand.doors.surroundings.sleep(0.1 * Double(1 << errors))
      } catch { return .failure(.cancelled) }
    }
  }
}

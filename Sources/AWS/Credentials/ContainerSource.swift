import Basics
import Transport

/// The endpoint a container is given for its credentials, as on ECS and EKS.
struct ContainerSource: CredentialSource {
  let name = "container"
  let errand: Errand

  private static let attempts = 3

  func look() async -> SourceAnswer {
    do throws(Errand.Failure) {
      guard let url = try Self.url(errand.configuration.environment) else {
        return .nothing("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and …_FULL_URI are not set")
      }
      let request = HTTPRequest(
        url: url, headers: [HTTPHeader("Accept", "application/json")] + (try authorization()), deadline: 2,
        connectDeadline: 2, bodyLimit: 64 << 10, isDirect: !url.hasPrefix("https:"))
      return .found(try MachineCredentials.read(try await body(request), origin: name))
    } catch {
      return .broken(error.reason)
    }
  }

  /// The address to ask, nil when none is set. Plain http goes to this machine and the two addresses AWS gives to
  /// containers, nowhere else.
  static func url(_ environment: Environment) throws(Errand.Failure) -> String? {
    if let path = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
      let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
      guard path.hasPrefix("/"), let endpoint = Endpoint(url: "http://169.254.170.2\(parts[0])"), isQuery(parts) else {
        throw Errand.Failure(reason: "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path")
      }
      return endpoint.url + (parts.count > 1 ? "?\(parts[1])" : "")
    }
    guard let whole = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] else { return nil }
    let parts = whole.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let endpoint = Endpoint(url: String(parts[0])), isQuery(parts) else {
      throw Errand.Failure(reason: "AWS_CONTAINER_CREDENTIALS_FULL_URI is no URL with a host")
    }
    let given = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"]
    guard endpoint.scheme == "https" || endpoint.isLoopback || given.contains(endpoint.host.lowercased()) else {
      throw Errand.Failure(
        reason: "AWS_CONTAINER_CREDENTIALS_FULL_URI is plain http to \(endpoint.host), which is not this machine: "
          + "credentials would travel in the clear")
    }
    return endpoint.url + (parts.count > 1 ? "?\(parts[1])" : "")
  }

  private static func isQuery(_ parts: [Substring]) -> Bool {
    parts.count < 2 || parts[1].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
  }

  /// The token of the file before the one in the variable; it is read anew each time.
  private func authorization() throws(Errand.Failure) -> [HTTPHeader] {
    let environment = errand.configuration.environment
    var token = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
    if let file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] { token = try errand.text(file) }
    guard let token else { return [] }
    guard token.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw Errand.Failure(reason: "the container's authorization token holds a line break")
    }
    return [HTTPHeader("Authorization", Secret(token).exposed)]
  }

  private func body(_ request: HTTPRequest) async throws(Errand.Failure) -> [UInt8] {
    var reason = ""
    for attempt in 1...Self.attempts {
      do throws(TransportError) {
        let response = try await errand.doors.transport.send(request)
        if response.status == 200 { return response.body }
        reason = "\(Endpoint(url: String(request.url.prefix { $0 != "?" }))?.host ?? "") answered \(response.status)"
        guard response.status >= 500 || response.status == 429 else { break }
      } catch {
        if error == .cancelled { throw Errand.Failure(reason: "cancelled") }
        reason = error.inWords
      }
      guard attempt < Self.attempts else { break }
      do { try await errand.doors.surroundings.sleep(1) } catch { throw Errand.Failure(reason: "cancelled") }
    }
    throw Errand.Failure(reason: reason)
  }
}

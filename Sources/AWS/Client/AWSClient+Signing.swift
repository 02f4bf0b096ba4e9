import Basics
import Checklist
import Transport

extension AWSClient {
  /// The request of one attempt, addressed and signed, with the credentials it was signed by.
  func prepared(_ exchange: Exchange, _ course: Course) async throws(Obstacle) -> (Credentials?, HTTPRequest) {
    let service = exchange.call.door.name
    let destination = try destination(exchange, course)
    let host = destination.endpoint
    var wire = exchange.request
    if destination.namesBucket, exchange.operation.uri.hasPrefix("/{Bucket}") {
      wire.path = wire.path.dropFirst().firstIndex(of: "/").map { String(wire.path[$0...]) } ?? ""
    }
    wire.path = host.path + wire.path
    if wire.path.isEmpty { wire.path = "/" }
    let date = Moment(seconds: surroundings.now().seconds + clock.offset)
    var headers = [HTTPHeader("Host", host.authority), HTTPHeader("X-Amz-Date", date.basic)]
    // The length of a body is what it is, whatever an input says.
    headers += wire.headers.filter { $0.name.lowercased() != "content-length" }
    headers += Self.checksum(wire, exchange.operation, service)
    headers.append(HTTPHeader("amz-sdk-invocation-id", course.invocation))
    headers.append(
      HTTPHeader("amz-sdk-request", "attempt=\(course.attempt); max=\(configuration.maximumAttempts.value)"))
    var credentials: Credentials?
    if !exchange.operation.isUnsigned {
      let found: Credentials
      do {
        found = try await wallet.current().credentials
      } catch {
        throw .notSignedIn(error.description)
      }
      credentials = found
      if let token = found.sessionToken { headers.append(HTTPHeader("X-Amz-Security-Token", token.exposed)) }
      let hash = Hexadecimal.encode(Digest.sha256(wire.body ?? []))
      if service == "s3" { headers.append(HTTPHeader("X-Amz-Content-Sha256", hash)) }
      let signer = Signer(
        region: destination.signingRegion, service: destination.signingName, date: date,
        signsPathAsSent: destination.signsPathAsSent)
      // What a proxy may change or add on the way is not signed.
      let signed = headers.filter { $0.name != "amz-sdk-request" && $0.name != "amz-sdk-invocation-id" }
      let authorization = signer.authorization(
        .init(method: wire.method, path: wire.path, query: wire.queryText, headers: signed, payloadHash: hash),
        accessKey: found.accessKeyID, secret: found.secretAccessKey.exposed)
      headers.append(HTTPHeader("Authorization", authorization))
    }
    headers.append(HTTPHeader("User-Agent", Version.userAgent))
    let query = wire.query.isEmpty ? "" : "?\(wire.queryText)"
    let request = HTTPRequest(
      method: wire.method, url: "\(host.scheme)://\(host.authority)\(wire.path)\(query)", headers: headers,
      body: wire.body ?? (["POST", "PUT", "PATCH"].contains(wire.method) ? [] : nil), deadline: deadline,
      freshConnection: !exchange.isRepeatable)
    return (credentials, request)
  }

  private func destination(_ exchange: Exchange, _ course: Course) throws(Obstacle) -> Destination {
    do throws(ConfigurationError) {
      return try configuration.destination(
        of: exchange.call.door.name, region: course.region, input: exchange.call.input)
    } catch { throw .unexpected(error.description) }
  }

  /// The body's checksum where the service takes one.
  private static func checksum(_ wire: WireRequest, _ operation: Operation, _ service: String) -> [HTTPHeader] {
    guard operation.needsChecksum, let body = wire.body else { return [] }
    guard service == "s3" else {
      return Digest.md5(body).map { [HTTPHeader("Content-MD5", Base64.encode($0))] } ?? []
    }
    return [
      HTTPHeader("x-amz-sdk-checksum-algorithm", "SHA256"),
      HTTPHeader("x-amz-checksum-sha256", Base64.encode(Digest.sha256(body))),
    ]
  }
}

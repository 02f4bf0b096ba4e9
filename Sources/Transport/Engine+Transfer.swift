import Basics
import CCurl
import Glibc

extension Engine {
  /// Hands one request to libcurl, which copies all of it.
  static func transfer(
    _ request: HTTPRequest, lines: [String], pool: OpaquePointer, caBundle: String?, noProxy: String?
  ) -> OpaquePointer? {
    var texts: [UnsafeMutablePointer<CChar>?] = []
    defer { for text in texts { free(text) } }
    func copy(_ text: String?) -> UnsafePointer<CChar>? {
      guard let text else { return nil }
      let pointer = strdup(text)
      texts.append(pointer)
      return UnsafePointer(pointer)
    }
    let headers = lines.map { copy($0) }
    return headers.withUnsafeBufferPointer { headers in
      (request.body ?? []).withUnsafeBufferPointer { body in
        var plain = door_request()
        plain.method = copy(request.method)
        plain.url = copy(request.url)
        plain.headers = headers.baseAddress
        plain.header_count = headers.count
        plain.body_size = body.count
        var nothing: UInt8 = 0
        return withUnsafePointer(to: &nothing) { nothing in
          plain.body = request.body == nil ? nil : body.baseAddress ?? nothing
          plain.connect_milliseconds = milliseconds(request.connectDeadline)
          plain.total_milliseconds = milliseconds(request.deadline)
          plain.silence_seconds = 60
          plain.body_limit = request.bodyLimit
          plain.header_limit = 256 << 10
          plain.fresh_connection = request.freshConnection
          plain.ca_file = copy(caBundle)
          plain.no_proxy = copy(request.isDirect ? "*" : noProxy)
          return door_transfer_start(pool, &plain)
        }
      }
    }
  }

  /// At least one: nought would mean "for ever" to libcurl.
  private static func milliseconds(_ seconds: Double) -> Int {
    min(max(Int(bounding: seconds * 1000), 1), 86_400_000)
  }

  /// What a finished transfer brought.
  static func result(of transfer: OpaquePointer, for request: HTTPRequest) -> Result<HTTPResponse, TransportError> {
    let answer = door_transfer_answer(transfer)
    guard answer.fault == DOOR_OK else { return .failure(error(answer, request)) }
    let headers = UnsafeBufferPointer(start: answer.headers, count: answer.header_size)
    let body = UnsafeBufferPointer(start: answer.body, count: answer.body_size)
    return .success(
      HTTPResponse(status: Int(answer.status), headers: HTTPResponse.headers(in: headers), body: Array(body)))
  }

  private static func error(_ answer: door_answer, _ request: HTTPRequest) -> TransportError {
    let words = answer.words.map { String(cString: $0) } ?? ""
    switch answer.fault {
    case DOOR_UNRESOLVED: return .unresolved(words)
    case DOOR_REFUSED: return .refused(words)
    case DOOR_PROXY: return .proxy(words + via(request))
    case DOOR_TLS_UNTRUSTED: return .untrusted(words)
    case DOOR_TLS: return .tls(words)
    case DOOR_TIMED_OUT: return .timedOut(afterSend: answer.sent)
    case DOOR_TOO_LARGE: return .tooLarge("the answer is larger than \(request.bodyLimit) bytes or its headers are")
    case DOOR_MALFORMED: return .malformed(words)
    case DOOR_UNUSABLE: return .unusable(words)
    // A proxy that hangs up is libcurl's broken connection; it is not the service that broke it.
    default:
      let isProxy = words.contains("Proxy CONNECT")
      return .interrupted(isProxy ? words + via(request) : words, afterSend: answer.sent)
    }
  }

  /// ` by HOST:PORT` of the proxy in the environment, as libcurl looks for one; without its user and password.
  private static func via(_ request: HTTPRequest) -> String {
    let isSecure = request.url.hasPrefix("https:")
    let names = (isSecure ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + ["all_proxy", "ALL_PROXY"]
    guard let proxy = names.lazy.compactMap({ getenv($0) }).first.map({ String(cString: $0) }) else { return "" }
    let address = proxy.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    let host = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address
    return " by the proxy \(host.prefix { $0 != "/" })"
  }

  /// libcurl knows `.example.com` but not the `*.example.com` other tools accept; `nil` when it needs no help.
  static func noProxy() -> String? {
    guard let pointer = getenv("no_proxy") ?? getenv("NO_PROXY") else { return nil }
    let entries = String(cString: pointer).split { $0 == "," || $0 == " " }
    guard entries.contains(where: { $0.hasPrefix("*.") }) else { return nil }
    return entries.map { $0.hasPrefix("*.") ? String($0.dropFirst()) : String($0) }.joined(separator: ",")
  }
}

import Checklist
import Transport

/// Faults of the network and errors of a service as obstacles, with advice where there is any.
struct Mapping {
  static let expiredCodes: Set<String> = [
    "ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired",
  ]
  private static let deniedCodes: Set<String> = [
    "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Forbidden", "AllAccessDisabled",
    "AuthorizationError", "NotAuthorized",
  ]
  private static let hardQuotaServices: Set<String> = ["ecr", "codeconnections", "secretsmanager", "events"]

  let exchange: Exchange
  let host: String

  init(_ exchange: Exchange, endpoint: String) {
    self.exchange = exchange
    host = Endpoint(url: String(endpoint.split(separator: "?").first ?? ""))?.host ?? exchange.call.service.rawValue
  }

  private var name: String { "\(exchange.call.service) \(exchange.operation.name)" }

  func obstacle(_ error: ServiceError, skew: Double?) -> Obstacle {
    let code = Display.clean(error.code)
    var message = Masking.masked(Display.clean(error.message))
    if let region = error.bucketRegion, error.status == 301 || error.status == 400 {
      message += (message.isEmpty ? "" : " ") + "(the bucket is in \(Display.clean(region)))"
    }
    // What AWS's support asks for first, and what finds the call in the log.
    let identity = error.requestID.map { " (request \(Display.clean($0)))" } ?? ""
    if let advice = advice(error.code, skew) { return .notSignedIn("\(name): \(code): \(advice)\(identity)") }
    if !error.isSpoken, error.status != 429 {
      let fault = [502, 503, 504].contains(error.status) ? "is not available" : "does not speak this operation"
      return .unreachable("\(name): \(host) answered status \(error.status) and \(fault)\(identity)")
    }
    if Self.deniedCodes.contains(error.code) || error.code.hasPrefix("AccessDenied") {
      let request = error.requestID.map { "(\(code), request \(Display.clean($0)))" } ?? ""
      let words = [message, request].filter { !$0.isEmpty }.joined(separator: " ")
      return .denied(permission: exchange.operation.action, message: words)
    }
    if error.code == "LimitExceededException", Self.hardQuotaServices.contains(exchange.call.service.rawValue) {
      message = "a quota of the account is reached: \(message)"
      return .refused(code: code, message: message + identity, status: error.status)
    }
    if RetryRules.throttlingCodes.contains(error.code) || error.status == 429 {
      return .throttled("\(name): \(code) \(message)\(identity)")
    }
    if error.status >= 500 { return .unreachable("\(name): \(code), status \(error.status) \(message)\(identity)") }
    return .refused(code: code, message: message + identity, status: error.status)
  }

  /// What helps against credentials that a service does not accept.
  private func advice(_ code: String, _ skew: Double?) -> String? {
    let clock = skew.flatMap { abs($0) > 240 ? "the clock is off by \(Int((abs($0) / 60).rounded())) min" : nil }
    switch code {
    case _ where Self.expiredCodes.contains(code):
      return "the credentials have expired; sign in again"
    case "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId":
      return "the access key is unknown, inactive or of another partition; a key just made takes some seconds"
    case "SignatureDoesNotMatch", "InvalidSignatureException":
      return clock ?? "the secret key does not belong to the access key, or the clock is wrong"
    case "RequestTimeTooSkewed": return clock ?? "the clock is wrong"
    case "MissingAuthenticationToken", "MissingAuthenticationTokenException", "IncompleteSignature":
      return "the service saw no whole signature; is there a proxy that changes requests?"
    case "InvalidToken": return "the session token does not belong to the access key"
    case "OptInRequired", "RegionDisabledException", "AuthFailure":
      return "the account may not use this service or region; is the region enabled?"
    default: return nil
    }
  }

  func obstacle(_ error: TransportError) -> Obstacle {
    let words = "\(name): \(Self.words(error))"
    if error == .cancelled { return .cancelled }
    if !exchange.isRepeatable, RetryRules.isAmbiguous(error) { return .ambiguous(words) }
    switch error {
    case .timedOut: return .timedOut("\(words) (\(host))")
    case .unusable: return .unexpected(words)
    default: return .unreachable("\(words) (\(host))")
    }
  }

  /// The network's fault in a few words.
  static func words(_ error: TransportError) -> String {
    switch error {
    case .unresolved: "the host has no address; check region and endpoint"
    case .refused: "cannot connect"
    case .proxy(let words): "the proxy refused: \(Masking.withoutUser(Display.clean(words)))"
    case .untrusted(let words):
      "the certificate is not trusted: \(Display.clean(words)); AWS_CA_BUNDLE names further authorities"
    case .tls(let words): "TLS failed: \(Display.clean(words))"
    case .timedOut: "no answer in time"
    case .interrupted(let words, _): "the connection broke: \(Display.clean(words))"
    case .tooLarge(let words): Display.clean(words)
    case .malformed: "what answered is no HTTP"
    case .unusable(let words): "the request cannot be sent: \(Display.clean(words))"
    case .cancelled: "cancelled"
    }
  }
}

extension TransportError {
  /// The fault in a few words for the operator.
  public var inWords: String { Mapping.words(self) }
}

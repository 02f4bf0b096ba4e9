import Basics
import Checklist
import Transport

/// Errors of a service as obstacles, with advice where there is any.
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

  init(_ exchange: Exchange, host: String) {
    self.exchange = exchange
    self.host = host
  }

  func obstacle(_ error: ServiceError, skew: Double?) -> Obstacle {
    var message = Masking.masked(Display.clean(error.message))
    if let region = error.bucketRegion, error.status == 301 || error.status == 400 {
      message += (message.isEmpty ? "" : " ") + "(the bucket is in \(Display.clean(region)))"
    }
    func obstacle(_ kind: Obstacle.Kind, _ message: String, permission: String? = nil) -> Obstacle {
      Obstacle(
        kind, message, code: error.isSpoken ? Display.clean(error.code) : nil, permission: permission,
        // What AWS's support asks for first, and what finds the call in the log.
        requestID: error.requestID.map { Display.clean($0) }, host: host, status: error.status)
    }
    if let advice = advice(error.code, skew) { return obstacle(.notSignedIn, advice) }
    if !error.isSpoken, error.status != 429 {
      let fault = [502, 503, 504].contains(error.status) ? "is not available" : "does not speak this operation"
      return obstacle(.unreachable, "what answered (status \(error.status)) \(fault)")
    }
    if Self.deniedCodes.contains(error.code) || error.code.hasPrefix("AccessDenied") {
      return obstacle(
        .denied, message,
        permission: Self.permission(in: error.message, exchange) ?? Permission.own(exchange.operation, exchange.call))
    }
    if error.code == "LimitExceededException", Self.hardQuotaServices.contains(exchange.call.door.name) {
      return obstacle(.refused, "a quota of the account is reached: \(message)")
    }
    if RetryRules.throttlingCodes.contains(error.code) || error.status == 429 { return obstacle(.throttled, message) }
    if error.status >= 500 {
      return obstacle(.unreachable, "status \(error.status)" + (message.isEmpty ? "" : ": \(message)"))
    }
    return obstacle(.refused, message)
  }

  /// The right that the service itself names: it may be another service's that it used for the caller.
  ///
  /// `… is not authorized to perform: kms:GenerateDataKey on resource: …` is AWS's usual sentence; Secrets Manager says
  /// `Access to KMS is not allowed`.
  private static func permission(in message: String, _ exchange: Exchange) -> String? {
    if let found = message.firstMatch(of: /not authorized to perform:? ([a-z0-9-]+):[A-Za-z0-9]+/),
      found.1 != exchange.operation.action.prefix(while: { $0 != ":" })
    {
      // Of its own service the table knows the action by its right name, which S3's sentences do not always use.
      return String(found.0.split(separator: " ").last ?? "")
    }
    guard exchange.call.door.name == "secretsmanager", message.contains("Access to KMS") else { return nil }
    return exchange.operation.isRead ? "kms:Decrypt" : "kms:GenerateDataKey"
  }

  /// What helps against credentials that a service does not accept.
  private func advice(_ code: String, _ skew: Double?) -> String? {
    let clock = skew.flatMap {
      abs($0) > 240 ? "the clock is off by \(Int(bounding: (abs($0) / 60).rounded())) min" : nil
    }
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
}

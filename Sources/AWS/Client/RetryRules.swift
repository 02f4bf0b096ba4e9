import Transport

/// What may be tried again and after how long: "standard 2.0" of the AWS SDKs (botocore
/// `retries/standard.py`, smithy-rs `classifiers.rs`). Pure.
enum RetryRules {
  enum Kind: Hashable { case throttling, transient }

  static let throttlingCodes: Set<String> = [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
    "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
    "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled", "SlowDown",
    "PriorRequestNotComplete", "EC2ThrottledException",
  ]
  static let transientCodes: Set<String> = ["RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete"]
  static let skewCodes: Set<String> = [
    "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure", "RequestTimeTooSkewed",
    "AccessDeniedException",
  ]

  static func kind(of error: ServiceError, service: String, isRetryable: Bool = false) -> Kind? {
    if throttlingCodes.contains(error.code) { return .throttling }
    if transientCodes.contains(error.code) || [500, 502, 503, 504].contains(error.status) { return .transient }
    if service == "sts", error.code == "IDPCommunicationError" { return .transient }
    return isRetryable ? .transient : nil
  }

  /// Whether the network's fault is one that another try may not meet.
  static func isTransient(_ error: TransportError) -> Bool {
    switch error {
    case .refused, .timedOut, .interrupted, .unresolved: true
    case .proxy, .untrusted, .tls, .tooLarge, .malformed, .unusable, .cancelled: false
    }
  }

  /// Whether the request may have been carried out though no answer came.
  static func isAmbiguous(_ error: TransportError) -> Bool {
    switch error {
    case .timedOut(let afterSend), .interrupted(_, let afterSend): afterSend
    case .malformed, .tooLarge: true
    case .unresolved, .refused, .proxy, .untrusted, .tls, .unusable, .cancelled: false
    }
  }

  /// Seconds before the retry with that number, counted from 1. `random` is in 0..<1.
  static func delay(beforeRetry number: Int, random: Double) -> Double {
    random * Double(min(1 << min(number - 1, 10), 20))
  }

  /// The clock's offset to use from now on, or nil when the time is not what is wrong: beyond 4 minutes
  /// in either direction, and also when an offset in use has itself become wrong.
  static func offset(code: String, server: Moment?, local: Moment, inUse: Double) -> Double? {
    guard skewCodes.contains(code), let server else { return nil }
    let skew = server.seconds - local.seconds
    if abs(skew) > 240 { return abs(skew - inUse) > 240 || inUse == 0 ? skew : nil }
    return abs(inUse) > 240 ? 0 : nil
  }
}

import Basics
import Transport

/// What may be tried again and after how long: "standard" of the AWS SDKs, 2.0 and 2.1 (botocore
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

  static func kind(
    of error: ServiceError, service: String, isRetryable: Bool = false, edition: Edition = .standard20
  ) -> Kind? {
    // The old rules go by the status too.
    if edition == .legacy, error.status == 429 { return .throttling }
    if throttlingCodes.contains(error.code) { return .throttling }
    if transientCodes.contains(error.code) || [500, 502, 503, 504].contains(error.status) { return .transient }
    if service == "sts", error.code == "IDPCommunicationError" { return .transient }
    return isRetryable ? .transient : nil
  }

  /// Which of AWS's rules hold: 2.0, or 2.1 with `AWS_NEW_RETRIES_2026=true`, or botocore's old ones.
  enum Edition: Hashable { case legacy, standard20, standard21 }

  /// Tokens a retry costs.
  static func cost(_ edition: Edition, _ kind: Kind, isTimeout: Bool = false) -> Int {
    switch edition {
    case .legacy: 0
    case .standard20: isTimeout ? 10 : 5
    case .standard21: kind == .throttling ? 5 : 14
    }
  }

  /// Seconds before the retry with that number, counted from 1. `random` is in 0..<1; `wish` is the answer's
  /// `x-amz-retry-after` in milliseconds, which only 2.1 knows.
  static func delay(
    _ edition: Edition = .standard20, _ kind: Kind = .transient, beforeRetry number: Int, random: Double,
    wish: String? = nil
  ) -> Double {
    let base = edition == .standard21 && kind == .transient ? 0.05 : 1
    let own = random * min(base * Double(1 << min(number - 1, 20)), edition == .legacy ? .infinity : 20)
    guard edition == .standard21, let milliseconds = wish.flatMap({ Int($0) }), milliseconds >= 0 else { return own }
    return min(max(Double(milliseconds) / 1000, own), own + 5)
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

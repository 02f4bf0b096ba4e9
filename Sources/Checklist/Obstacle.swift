/// Why something could not be looked at, or a change not be made.
///
/// An obstacle is never evidence: what stands behind it may exist or not. "Absent" is an answer, not an
/// obstacle, and has its own place in `Look`.
public enum Obstacle: Error, Hashable, Sendable {
  /// Signed in, but not allowed. `permission` is the IAM action (`s3:GetBucketCors`) or, for GitHub, the
  /// permission in the words of its settings page.
  case denied(permission: String, message: String)
  /// No credentials, or credentials that the service does not accept.
  case notSignedIn(String)
  /// The service asked to slow down and kept asking.
  case throttled(String)
  /// No answer within the time given.
  case timedOut(String)
  /// The service could not be reached, or answered what is no answer of that service.
  case unreachable(String)
  /// The service refused the call: `code` is its error code, `status` the HTTP status.
  case refused(code: String, message: String, status: Int)
  /// A change was sent and no answer came: it may have happened. Look before doing it again.
  case ambiguous(String)
  /// The operator asked to stop.
  case cancelled
  /// A defect of ours: an input its model does not allow, an answer we cannot read.
  case unexpected(String)
}

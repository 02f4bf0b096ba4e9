/// Why something could not be looked at, or a change not be made.
///
/// An obstacle is never evidence: what stands behind it may exist or not. "Absent" is an answer, not an
/// obstacle, and has its own place in `Look`. What is said of it stands in its members; `inWords` makes the one
/// sentence of them.
public struct Obstacle: Error, Hashable, Sendable {
  /// What kind of obstacle; the raw values are those of `check --json`.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Signed in, but not allowed.
    case denied
    /// No credentials, or credentials that the service does not accept.
    case notSignedIn = "not-signed-in"
    /// The service asked to slow down and kept asking.
    case throttled
    /// No answer within the time given.
    case timedOut = "timed-out"
    /// The service could not be reached, or answered what is no answer of that service.
    case unreachable
    /// The service refused the call.
    case refused
    /// The service answered, and what it says cannot be read: an answer of another shape, a text that should be a policy.
    case unreadable
    /// A change was sent and no answer came: it may have happened. Look before doing it again.
    case ambiguous
    /// The operator asked to stop.
    case cancelled
    /// A defect of ours: an input its model does not allow.
    case unexpected
  }

  public let kind: Kind
  /// The call that met it; nil where it was no call.
  public var door: Door?
  public var operation: String?
  /// The service's error code.
  public var code: String?
  /// What was said about it; empty where nothing was.
  public var message: String
  /// The IAM action that is missing (`s3:GetBucketCORS`) or, for GitHub, the permission in the words of its settings
  /// page.
  public var permission: String?
  /// By which the service finds the request again.
  public var requestID: String?
  /// The host that was asked.
  public var host: String?
  /// The HTTP status of the answer.
  public var status: Int?

  public init(
    _ kind: Kind, _ message: String = "", code: String? = nil, permission: String? = nil, requestID: String? = nil,
    host: String? = nil, status: Int? = nil
  ) {
    self.kind = kind
    self.message = message
    self.code = code
    self.permission = permission
    self.requestID = requestID
    self.host = host
    self.status = status
  }

  /// The obstacle with the call that met it, where it names none yet.
  public func met(by call: Call) -> Obstacle {
    guard door == nil else { return self }
    var obstacle = self
    obstacle.door = call.door
    obstacle.operation = call.operation
    return obstacle
  }

  /// The obstacle with each text changed that a service or the network may have written.
  public func mapTexts(_ change: (String) -> String) -> Obstacle {
    var obstacle = self
    obstacle.message = change(message)
    obstacle.code = code.map(change)
    obstacle.permission = permission.map(change)
    obstacle.requestID = requestID.map(change)
    obstacle.host = host.map(change)
    return obstacle
  }
}

extension Obstacle {
  public static func denied(permission: String, message: String) -> Obstacle {
    Obstacle(.denied, message, permission: permission)
  }
  public static func refused(code: String, message: String, status: Int) -> Obstacle {
    Obstacle(.refused, message, code: code, status: status)
  }
  public static func notSignedIn(_ message: String) -> Obstacle { Obstacle(.notSignedIn, message) }
  public static func throttled(_ message: String) -> Obstacle { Obstacle(.throttled, message) }
  public static func timedOut(_ message: String) -> Obstacle { Obstacle(.timedOut, message) }
  public static func unreachable(_ message: String) -> Obstacle { Obstacle(.unreachable, message) }
  public static func ambiguous(_ message: String) -> Obstacle { Obstacle(.ambiguous, message) }
  public static func unreadable(_ message: String) -> Obstacle { Obstacle(.unreadable, message) }
  public static func unexpected(_ message: String) -> Obstacle { Obstacle(.unexpected, message) }
  /// The code of what no look can tell: it depends on a value that only the request itself will have.
  public static let undecided = "Undecided"
  public static let cancelled = Obstacle(.cancelled)
}

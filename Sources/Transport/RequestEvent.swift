/// One request as it went, for the log and the counter. It holds nothing secret.
public struct RequestEvent: Hashable, Sendable {
  public let service: String
  public let operation: String
  /// Counted from 1.
  public let attempt: Int
  /// `nil` when no answer came.
  public let status: Int?
  /// An error code, or the network's fault in our words.
  public let fault: String?
  public let requestID: String?
  /// Seconds.
  public let duration: Double

  public init(
    service: String, operation: String, attempt: Int, status: Int?, fault: String?, requestID: String?, duration: Double
  ) {
    self.service = service
    self.operation = operation
    self.attempt = attempt
    self.status = status
    self.fault = fault
    self.requestID = requestID
    self.duration = duration
  }
}

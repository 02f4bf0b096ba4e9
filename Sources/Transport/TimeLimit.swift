import Basics
import Glibc
import Synchronization

/// The time that a command may take in all, so that a run ends whatever answers it.
///
/// Everything that waits draws on it: when it is over no request is sent any more, one that is under way is broken off,
/// and pauses between attempts end at once. What could not be asked by then is unknown.
public final class TimeLimit: Sendable {
  private let seconds: Double
  private let end: Mutex<Double>
  private let now: @Sendable () -> Double

  /// - Parameter seconds: nil for no end.
  public init(_ seconds: Double?, now: @escaping @Sendable () -> Double = Surroundings.system.monotonic) {
    self.seconds = seconds ?? .infinity
    self.now = now
    end = Mutex(now() + self.seconds)
  }

  /// Begins anew, for what a person asks for next.
  public func begin() { end.withLock { $0 = now() + seconds } }

  /// Seconds that are left; less than nothing when it is over.
  public var left: Double { end.withLock { $0 } - now() }

  /// The same doors, within the limit.
  public func bounding(_ transport: any HTTPSending) -> any HTTPSending { BoundedSending(transport, self) }

  /// The same surroundings, whose pauses end with the limit.
  public func bounding(_ surroundings: Surroundings = .system) -> Surroundings {
    var bounded = surroundings
    bounded.sleep = { seconds in
      guard self.left > 0 else { return }
      try await surroundings.sleep(min(seconds, self.left))
    }
    return bounded
  }
}

private struct BoundedSending: HTTPSending {
  let transport: any HTTPSending
  let limit: TimeLimit

  init(_ transport: any HTTPSending, _ limit: TimeLimit) { (self.transport, self.limit) = (transport, limit) }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let left = limit.left
    guard left > 0 else { throw .timedOut(afterSend: false) }
    var request = request
    request.deadline = min(request.deadline, left)
    return try await transport.send(request)
  }
}

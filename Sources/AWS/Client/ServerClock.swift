import Synchronization

/// What one client knows of AWS's clock beside the machine's own.
final class ServerClock: Sendable {
  private let state = Mutex((skew: Double?.none, offset: 0.0))

  /// Seconds by which AWS's clock is ahead of ours, by the `Date` of the latest answer that had one.
  var skew: Double? { state.withLock { $0.skew } }

  /// Seconds added to our clock when signing: nought until a service refused a signature for its time.
  var offset: Double { state.withLock { $0.offset } }

  func saw(skew: Double) { state.withLock { $0.skew = skew } }
  func correct(by offset: Double) { state.withLock { $0.offset = offset } }
}

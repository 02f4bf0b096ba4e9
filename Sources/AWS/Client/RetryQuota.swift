import Synchronization

/// The bucket that ends retries when a whole service is down: 500 tokens a client, 5 for a retry, 10 after
/// a time-out; success gives the last cost back, or 1 when nothing was spent.
final class RetryQuota: Sendable {
  static let capacity = 500
  private let tokens: Mutex<Int>

  init(_ tokens: Int = RetryQuota.capacity) { self.tokens = Mutex(tokens) }

  var left: Int { tokens.withLock { $0 } }

  /// Whether there was enough.
  func take(_ cost: Int) -> Bool {
    tokens.withLock { tokens in
      guard tokens >= cost else { return false }
      tokens -= cost
      return true
    }
  }

  func giveBack(_ cost: Int?) { tokens.withLock { $0 = min(RetryQuota.capacity, $0 + (cost ?? 1)) } }
}

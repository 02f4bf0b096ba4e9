/// What a run knows of time.
public struct RunClock: Sendable {
  /// Seconds since 1970.
  let now: @Sendable () -> Double
  /// Lets some seconds pass.
  let sleep: @Sendable (Double) async -> Void

  public init(now: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Double) async -> Void) {
    self.now = now
    self.sleep = sleep
  }

  /// Seconds between the looks at what should be otherwise by now. Services catch up within seconds.
  public static var patience: [Double] { [1, 2, 4, 8, 15] }

  /// Lets some seconds pass, and less when the run is to stop; false then.
  public func pause(_ seconds: Double, unless isStopped: @Sendable () -> Bool) async -> Bool {
    var left = seconds
    while left > 0, !isStopped() {
      let part = min(left, 0.2)
      await sleep(part)
      left -= part
    }
    return !isStopped()
  }
}

import Basics
import Glibc

/// The time, chance and patience a client uses; a test brings its own.
public struct Surroundings: Sendable {
  /// Seconds since 1970 by the machine's own clock.
  public var now: @Sendable () -> Moment
  /// Seconds on a clock that only goes forward.
  public var monotonic: @Sendable () -> Double
  /// Throws when the task is cancelled meanwhile.
  public var sleep: @Sendable (_ seconds: Double) async throws -> Void
  /// A number in 0..<1.
  public var random: @Sendable () -> Double
  public var uuid: @Sendable () -> String

  public init(
    now: @escaping @Sendable () -> Moment, monotonic: @escaping @Sendable () -> Double,
    sleep: @escaping @Sendable (Double) async throws -> Void, random: @escaping @Sendable () -> Double,
    uuid: @escaping @Sendable () -> String
  ) {
    self.now = now
    self.monotonic = monotonic
    self.sleep = sleep
    self.random = random
    self.uuid = uuid
  }

  /// The real ones.
  public static let system = Surroundings(
    now: { Moment(seconds: clock(CLOCK_REALTIME)) }, monotonic: { clock(CLOCK_MONOTONIC) },
    sleep: { try await Task.sleep(for: .bounded(seconds: $0)) }, random: { Double.random(in: 0..<1) },
    uuid: { makeUUID() })

  private static func clock(_ kind: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(kind, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// A random UUID, version 4.
  private static func makeUUID() -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { Hexadecimal.encode(bytes[$0]) }.joined(separator: "-")
  }
}

import Basics
import Runs
import Transport

/// The clocks: the wall clock for what is written down, the monotonic one for what is measured.
public enum Clock {
  /// Seconds since 1970.
  public static func now() -> Double { Surroundings.system.now().seconds }

  /// Seconds from some fixed point; it never jumps.
  public static func elapsed() -> Double { Surroundings.system.monotonic() }

  /// What a run knows of time: the wall clock, and sleep that a cancelled task cuts short.
  static let ofRuns = RunClock(
    now: { Clock.now() }, sleep: { seconds in try? await Task.sleep(for: .seconds(seconds)) })

  /// A moment as RFC 3339 in UTC, to the second: `2026-11-21T09:00:00Z`.
  public static func timestamp(_ seconds: Double) -> String { Moment(seconds: seconds.rounded(.down)).rfc3339 }

  /// A duration with two digits after the point.
  public static func hundredths(_ seconds: Double) -> String {
    let count = Int(bounding: (seconds * 100).rounded())
    return "\(count / 100)." + (count % 100 < 10 ? "0" : "") + "\(count % 100)"
  }
}

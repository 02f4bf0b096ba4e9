import Glibc

/// The clocks: the wall clock for what is written down, the monotonic one for what is measured.
public enum Clock {
  /// Seconds since 1970.
  public static func now() -> Double { read(CLOCK_REALTIME) }

  /// Seconds from some fixed point; it never jumps.
  public static func elapsed() -> Double { read(CLOCK_MONOTONIC) }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// A moment as RFC 3339 in UTC: `2026-11-21T09:00:00Z`.
  public static func timestamp(_ seconds: Double) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    func digits(_ number: Int32, _ width: Int = 2) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let date = [digits(parts.tm_year + 1900, 4), digits(parts.tm_mon + 1), digits(parts.tm_mday)]
    let clock = [digits(parts.tm_hour), digits(parts.tm_min), digits(parts.tm_sec)]
    return date.joined(separator: "-") + "T" + clock.joined(separator: ":") + "Z"
  }

  /// A duration with two digits after the point.
  public static func hundredths(_ seconds: Double) -> String {
    let count = Int((seconds * 100).rounded())
    return "\(count / 100)." + (count % 100 < 10 ? "0" : "") + "\(count % 100)"
  }
}

import Basics
import Transport

/// What is said while nothing answers: that it is waited for, and when that ends by itself.
enum Patience {
  /// Seconds after which it is said first, and then again.
  private static let first = 10.0
  private static let pause = 30.0

  /// Tells of a command that is under way until its time is over. It ends with the program.
  static func tell(_ limit: TimeLimit, _ options: Options, _ say: @escaping @Sendable (String) -> Void) {
    Task {
      var seconds = first
      while limit.left > seconds, (try? await Task.sleep(for: .bounded(seconds: seconds))) != nil {
        say(
          "still waiting for answers; this ends by itself in \(inWords(limit.left)) (--timeout \(inWords(options.timeout)))"
        )
        seconds = pause
      }
    }
  }

  private static func inWords(_ seconds: Double) -> String { "\(Int(bounding: seconds.rounded(.up))) s" }
}

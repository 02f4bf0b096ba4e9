import TextUI

extension Model {
  private static let warning = 600

  /// Seconds that the credentials still count, nil where nobody knows.
  private var secondsLeft: Int? { facts.credentialsLeft.map { $0 - (now - factsAt) / 1000 } }

  /// How long the credentials last, when that is soon enough to matter.
  var credentialsSpan: Span? {
    guard let left = secondsLeft, left < 12 * 3600 else { return nil }
    guard left > 0 else { return Span("signed out  ", .warn) }
    let minutes = (left + 59) / 60
    let text = minutes < 60 ? "\(minutes) m left" : "\(minutes / 60) h \(minutes % 60) m left"
    return Span(text + "  ", left <= Self.warning ? .warn : .plain)
  }

  /// Milliseconds until the screen changes by itself although nothing happens; nil when it does not.
  public var nextChange: Int? {
    guard notice != Self.interruptWord else { return max(1, 2_000 - (now - (interruptedAt ?? now))) }
    guard let end = facts.credentialsLeft, let left = secondsLeft, left > 0, left < 12 * 3600 else { return nil }
    // The minute that is shown goes down when this much of it is over.
    let shown = (left - 1) / 60 * 60
    return max(1_000, (end - shown) * 1000 - (now - factsAt))
  }
}

import CTerminal
import Synchronization
import Wizard

/// Where workers leave events for the loop. May be used from any thread.
public final class Mailbox: Sendable {
  private let events = Mutex<[Event]>([])

  public init() {}

  /// Leaves an event and wakes the loop. Never waits for it.
  public func post(_ event: Event) {
    events.withLock { $0.append(event) }
    terminal_wake()
  }

  func take() -> [Event] {
    events.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}

import Glibc
import Synchronization

/// The signal that asked a command without a screen to stop: the call in flight is finished first.
public struct Interruption: Sendable {
  private static let received = Atomic<Int32>(0)

  /// Takes SIGINT, SIGTERM and SIGHUP. A second one ends the program at once.
  public init() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      if Interruption.received.exchange(signal, ordering: .relaxed) != 0 { _exit(128 + signal) }
    }
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaction(signal, &action, nil) }
  }

  /// The signal's number, nil while none came.
  public var signal: Int32? {
    let number = Interruption.received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}

import Glibc
import Synchronization

/// The signal that asked a command without a screen to stop: the call in flight is finished first, if that takes no
/// longer than a second. What came of one that is cut off stands in no line of the journal but its announcement, and the
/// next run looks, as after a crash.
public struct Interruption: Sendable {
  private static let received = Atomic<Int32>(0)

  /// Takes SIGINT, SIGTERM and SIGHUP, but none that whoever started the program wants ignored. A second one ends the
  /// program at once; nothing is run on that road either, see `Exit`.
  public init() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      if Interruption.received.exchange(signal, ordering: .relaxed) != 0 { _exit(128 + signal) }
      alarm(1)
    }
    var end = sigaction()
    end.__sigaction_handler.sa_handler = { _ in
      let words: StaticString =
        "onramp: stopped while an answer was waited for; the same command looks at what came of it\n"
      _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
      _exit(128 + Interruption.received.load(ordering: .relaxed))
    }
    sigaction(SIGALRM, &end, nil)
    for signal in [SIGINT, SIGTERM, SIGHUP] where !Self.isIgnored(signal) { sigaction(signal, &action, nil) }
  }

  /// The signal's number, nil while none came.
  public var signal: Int32? {
    let number = Interruption.received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Decides about signals that the program inherited as ignored. `nohup` ignores SIGHUP, a shell SIGINT for what it
  /// starts in the background: that stays. But whoever sits at a terminal is not ignored: there Ctrl-C stops the
  /// program, whatever script started it.
  public static func honourTerminal() {
    if isIgnored(SIGINT), isatty(STDIN_FILENO) == 1 { Glibc.signal(SIGINT, SIG_DFL) }
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    return handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

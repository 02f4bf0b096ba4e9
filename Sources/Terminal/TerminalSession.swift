import Basics
import CTerminal
import Glibc
import TextUI
import Wizard

/// The screen while the wizard runs.
///
/// One thread, the main one, draws and reads keys. It sleeps in `poll` on the keyboard and on one pipe;
/// signals and workers write to that pipe. Each turn takes every key and every event there is, applies them
/// to the model and draws once, at most twenty times a second, and sooner in answer to a key. While nothing happens
/// nothing is written.
/// This module decides nothing: what a key means is the wizard's business, what an effect does the caller's.
public struct TerminalSession: ~Copyable {
  public let facts: Facts
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private var painted: Frame?
  private var lastDrawn: ContinuousClock.Instant?
  private var paste: String?

  /// What was found out about the terminal.
  public struct Facts: Sendable {
    public let size: Size
    public let glyphs: Glyphs
    public let hasColours: Bool
    public let hasMouse: Bool
    /// The terminal type in use; it may stand in for one that is not known here.
    public let type: String
  }

  /// Takes the terminal over. It is given back when the session ends, on whatever road.
  public init(_ options: TerminalOptions) throws(TerminalRefusal) {
    var asked = terminal_options(errors: options.errors, colour: options.colour ? 1 : 0, mouse: options.mouse ? 1 : 0)
    var found = terminal_facts()
    let outcome = terminal_start(&asked, &found)
    let type = withUnsafeBytes(of: found.type) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    switch Int(outcome) {
    case TERMINAL_STARTED: break
    case TERMINAL_NOT_A_TTY: throw .notATerminal
    case TERMINAL_UNKNOWN_TYPE: throw .unknownType(type)
    case TERMINAL_CANNOT_MOVE: throw .cannotMove(type)
    default: throw .failed
    }
    let unicode = options.glyphs == .unicode || (options.glyphs == .auto && found.unicode != 0)
    facts = Facts(
      size: Size(columns: Int(found.columns), rows: Int(found.rows)), glyphs: unicode ? .unicode : .plain,
      hasColours: found.colours != 0, hasMouse: found.mouse != 0, type: type)
    began = clock.now
  }

  deinit { terminal_stop() }

  /// Runs the wizard until it ends and returns its exit code. The terminal is given back by then.
  ///
  /// A signal that ends the program does not return: the effect `.stop` is handed on, the terminal is given
  /// back, and the process dies of that signal, so that who started it sees 128 + n.
  /// - Parameter perform: starts what an effect asks for and must not block; answers arrive in the mailbox.
  public consuming func run(
    _ model: inout Model, mailbox: Mailbox, perform: (Effect, Mailbox) -> Void
  ) -> Int32 {
    var pending = model.update(.resize(facts.size))
    draw(model, pace: .zero)
    while true {
      let news = terminal_wait(timeout(model))
      let signals = Int(terminal_signals())
      if signals & TERMINAL_TERMINATED != 0 { die(of: SIGTERM, mailbox, perform) }
      if signals & TERMINAL_HUNG_UP != 0 || Int(news) & TERMINAL_GONE != 0 {
        die(of: SIGHUP, mailbox, perform)
      }
      pending += model.update(.tick(milliseconds: milliseconds))
      if signals & TERMINAL_STOPPED != 0 { pending.append(.suspend) }
      // Whoever stopped us from outside has painted over the screen.
      if signals & (TERMINAL_RESIZED | TERMINAL_CONTINUED) != 0 { pending += model.update(.resize(resized())) }
      if signals & TERMINAL_INTERRUPTED != 0 { pending += model.update(.interrupt) }
      let input = inputs()
      for event in input { pending += model.update(event) }
      for event in mailbox.take() { pending += model.update(event) }
      let effects = pending
      pending = []
      for effect in effects {
        switch effect {
        case .quit(let code):
          terminal_stop()
          return code
        case .suspend: pending += model.update(.resize(suspended()))
        case .redraw:
          terminal_redraw()
          painted = nil
        case .copy(let text): copy(text)
        case .mouse(let isOn): terminal_mouse(isOn ? 1 : 0)
        default: perform(effect, mailbox)
        }
      }
      draw(model, pace: input.isEmpty ? .milliseconds(50) : .milliseconds(10))
    }
  }

  private var milliseconds: Int { (clock.now - began).milliseconds }

  /// Until the next frame is due: soon when one is owed, eight times a second while something runs, else never.
  private func timeout(_ model: borrowing Model) -> Int32 {
    if let due { return Int32(clamping: max(0, (due - clock.now).milliseconds + 1)) }
    return model.isBusy ? 125 : model.nextChange.map { Int32(clamping: $0) } ?? -1
  }

  /// When the frame that is owed is to be drawn.
  private var due: ContinuousClock.Instant?

  /// - Parameter pace: the least time between the latest frame and this one.
  private mutating func draw(_ model: borrowing Model, pace: Duration) {
    let time = clock.now
    if let lastDrawn, time < min(lastDrawn + pace, due ?? lastDrawn + pace) {
      due = min(lastDrawn + pace, due ?? lastDrawn + pace)
      return
    }
    due = nil
    let frame = model.view()
    guard frame != painted else { return }
    lastDrawn = time
    paint(frame)
    painted = frame
  }

  private func paint(_ frame: Frame) {
    let changed = (0..<frame.size.rows).filter { row in
      guard let painted, painted.size == frame.size else { return true }
      return !painted.row(row).elementsEqual(frame.row(row))
    }
    for row in changed {
      let cells = frame.row(row).map { terminal_cell($0, hasColours: facts.hasColours) }
      terminal_paint(Int32(row), cells, Int32(cells.count))
    }
    for row in moved(changed, to: frame) { terminal_forget(Int32(row)) }
    terminal_show(Int32(frame.cursor?.row ?? -1), Int32(frame.cursor?.column ?? 0))
  }

  /// The rows whose text turns up on another row. ncurses would move them with the terminal's scrolling, which
  /// some terminals, and the emulators in tests and recorders, promise in terminfo and do not have.
  private func moved(_ changed: [Int], to frame: Frame) -> [Int] {
    guard let painted, painted.size == frame.size else { return [] }
    return changed.filter { old in
      painted.row(old).contains { $0 != .blank } && changed.contains { painted.row(old).elementsEqual(frame.row($0)) }
    }
  }

  private mutating func resized() -> Size {
    var (columns, rows): (Int32, Int32) = (0, 0)
    terminal_resize(&columns, &rows)
    painted = nil
    return Size(columns: Int(columns), rows: Int(rows))
  }

  private mutating func suspended() -> Size {
    var (columns, rows): (Int32, Int32) = (0, 0)
    terminal_suspend(&columns, &rows)
    painted = nil
    return Size(columns: Int(columns), rows: Int(rows))
  }

  /// Sends text to the terminal's clipboard. Whether it takes it is the terminal's affair.
  private func copy(_ text: String) {
    let request = "\u{1B}]52;c;\(Base64.encode(Hiding.hidden(text).utf8.prefix(74_000)))\u{07}"
    request.withCString { terminal_send($0, Int32(request.utf8.count)) }
  }

  private func die(of signal: Int32, _ mailbox: Mailbox, _ perform: (Effect, Mailbox) -> Void) -> Never {
    perform(.stop, mailbox)
    terminal_die(signal)
  }

  /// Everything that is there now. Keys that came without a pause go on in one piece: the wizard decides whether
  /// they were typed.
  private mutating func inputs() -> [Event] {
    var events: [Event] = []
    var keys: [Key] = []
    while let event = nextInput() {
      if case .key(let key) = event {
        keys.append(key)
        continue
      }
      events += [.burst(keys), event]
      keys = []
    }
    return keys.isEmpty ? events : events + [.burst(keys)]
  }

  /// The next key, click or whole paste, or nil when there is none.
  private mutating func nextInput() -> Event? {
    while true {
      let key = terminal_key()
      switch Int(key.kind) {
      case TERMINAL_NO_KEY: return nil
      case TERMINAL_PASTE_BEGINS: paste = ""
      case TERMINAL_PASTE_ENDS:
        if let text = paste {
          paste = nil
          return .paste(text)
        }
      default:
        if paste != nil {
          collect(key)
        } else if let event = Event(key) {
          return event
        }
      }
    }
  }

  /// A paste arrives as keys: characters and line ends. What else is in it, an escape sequence, stays to be seen
  /// as one control character, so that whoever takes no such text can say so.
  private mutating func collect(_ key: terminal_key) {
    guard (paste?.utf8.count ?? 0) < TextField.limit else { return }
    switch Int(key.kind) {
    case TERMINAL_ENTER: paste?.append("\n")
    case TERMINAL_CHARACTER: if let scalar = Unicode.Scalar(key.value) { paste?.unicodeScalars.append(scalar) }
    default: paste?.append("\u{1B}")
    }
  }
}

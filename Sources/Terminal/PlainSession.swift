import Basics
import CTerminal
import Glibc
import TextUI
import Wizard

/// The terminal as a printer: lines are added, answers are read as lines, and no byte moves the cursor.
///
/// The terminal stays as it was found, so that its own line editing, Ctrl-Z and scrolling go on working; only while a
/// secret is typed it shows nothing.
public struct PlainSession: ~Copyable {
  private let ascii: Bool
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private var typed: [UInt8] = []
  private var isPrompting = false

  /// - Parameter glyphs: ASCII writes nothing above it, whatever the locale says.
  public init(_ glyphs: TerminalOptions.GlyphChoice = .auto) throws(TerminalRefusal) {
    let unicode = terminal_lines_start()
    guard unicode >= 0 else { throw .failed }
    ascii = glyphs == .ascii || (glyphs == .auto && unicode == 0)
    began = clock.now
  }

  /// Holds the conversation until it ends, and returns its exit code.
  ///
  /// Like the screen, it dies of a signal that ends the program, and hands the effect `.stop` on before.
  public consuming func run(
    _ dialogue: inout Dialogue, mailbox: Mailbox, perform: (Effect, Mailbox) -> Void
  ) -> Int32 {
    var turns = [dialogue.begin()]
    while true {
      for turn in turns {
        if let code = follow(turn, mailbox, perform) { return code }
      }
      turns = []
      ask(dialogue)
      let isAhead = dialogue.isAsking && typed.contains(0x0A)
      var news = Int(terminal_lines_wait(isAhead ? 0 : dialogue.isAsking ? -1 : 1_000, dialogue.isAsking ? 1 : 0))
      if isAhead { news |= TERMINAL_INPUT }
      let signals = Int(terminal_signals())
      if signals & TERMINAL_TERMINATED != 0 { die(of: SIGTERM, mailbox, perform) }
      if signals & TERMINAL_HUNG_UP != 0 || news & TERMINAL_GONE != 0 { die(of: SIGHUP, mailbox, perform) }
      turns.append(dialogue.take(.tick(milliseconds: milliseconds)))
      if signals & TERMINAL_INTERRUPTED != 0 { turns.append(dialogue.take(.interrupt)) }
      for event in mailbox.take() { turns.append(dialogue.take(event)) }
      if news & TERMINAL_INPUT != 0, dialogue.isAsking { turns += answers(&dialogue) }
    }
  }

  private var milliseconds: Int {
    (clock.now - began).milliseconds
  }

  /// Prints what was said and starts what was asked for; the exit code when that ends the program.
  private mutating func follow(_ turn: Dialogue.Turn, _ mailbox: Mailbox, _ perform: (Effect, Mailbox) -> Void)
    -> Int32?
  {
    if !turn.lines.isEmpty {
      if isPrompting { write("\n") }
      isPrompting = false
      for line in turn.lines.flatMap(Self.folded) { write(cleaned(line, ascii: ascii) + "\n") }
    }
    for effect in turn.effects {
      if case .quit(let code) = effect {
        terminal_lines_hide(0)
        if isPrompting { write("\n") }
        return code
      }
      perform(effect, mailbox)
    }
    return nil
  }

  private mutating func ask(_ dialogue: borrowing Dialogue) {
    guard !isPrompting, let prompt = dialogue.prompt else { return }
    terminal_lines_hide(dialogue.isHidden ? 1 : 0)
    write(cleaned(prompt, ascii: ascii))
    isPrompting = true
  }

  /// Reads what was typed: one answer, because what is asked next is not known to who typed ahead.
  private mutating func answers(_ dialogue: inout Dialogue) -> [Dialogue.Turn] {
    if !typed.contains(0x0A) {
      var room = [UInt8](repeating: 0, count: 4_096)
      let count = room.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { return count < 0 && errno == EINTR ? [] : [dialogue.answer(nil)] }
      // Room is kept for a whole line, so that no array is left behind with a part of what must not be seen.
      typed.reserveCapacity(TextField.limit + room.count)
      typed += room.prefix(typed.count < TextField.limit ? count : 0)
      if dialogue.isHidden { Self.wipe(&room) }
    }
    guard let end = typed.firstIndex(of: 0x0A) else { return [] }
    isPrompting = false
    guard dialogue.isHidden else {
      let line = String(decoding: typed[..<end], as: UTF8.self)
      typed.removeFirst(end + 1)
      return [dialogue.answer(line)]
    }
    let line = Secret(typing: typed[..<end])
    let rest = Array(typed[(end + 1)...])
    Self.wipe(&typed)
    typed = rest
    return [dialogue.answer(hidden: line)]
  }

  private static func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { if let start = $0.baseAddress { explicit_bzero(start, $0.count) } }
  }

  /// Prose is broken at a hundred columns; a document or a command stays as it is, to be copied.
  private static func folded(_ line: String) -> [String] {
    let isVerbatim = ["          ", "        Command:", "        Console:"].contains { line.hasPrefix($0) }
    guard !isVerbatim, displayWidth(line) > 100 else { return [line] }
    let margin = String(repeating: " ", count: line.prefix { $0 == " " }.count)
    return wrapped(line, width: 98).enumerated().map { index, text in index == 0 ? text : margin + "  " + text.trimmed }
  }

  private func write(_ text: String) {
    var bytes = Array(Hiding.hidden(text).utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  private func die(of signal: Int32, _ mailbox: Mailbox, _ perform: (Effect, Mailbox) -> Void) -> Never {
    perform(.stop, mailbox)
    terminal_die(signal)
  }
}

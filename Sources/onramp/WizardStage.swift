import Checklist
import Shell
import Terminal
import Wizard

/// Puts the wizard on the terminal: the one place that knows the screen, the wizard and the shell at once.
enum WizardStage {
  /// Opens the wizard and returns its exit code. It runs on the main thread, which is all the screen's.
  @MainActor
  static func run(_ options: Options, start: WizardCommand.Start) throws -> Int32 {
    let scene = try WizardCommand.prepare(options, start: start)
    let session: TerminalSession
    do throws(TerminalRefusal) {
      session = try TerminalSession(
        TerminalOptions(
          glyphs: TerminalOptions.GlyphChoice(rawValue: options.glyphs) ?? .auto, colour: scene.wantsColour,
          mouse: options.usesMouse, errors: scene.errors))
    } catch { throw WizardCommand.refusal(start, terminal: error.inWords) }
    let mailbox = Mailbox()
    let runner = WizardRunner(options, setup: scene.setup, path: scene.path) { mailbox.post($0) }
    var model = scene.model(glyphs: session.facts.glyphs)
    // Not on the main thread: that one is the screen's until the end.
    Task.detached { await runner.introduce() }
    for effect in scene.open(&model) { runner.perform(effect) }
    return session.run(&model, mailbox: mailbox) { effect, _ in runner.perform(effect) }
  }
}

extension TerminalRefusal {
  fileprivate var inWords: String {
    switch self {
    case .notATerminal: "there is no terminal"
    case .unknownType(let type): "the terminal type \(type.isEmpty ? "is not set" : "\(type) is not known here")"
    case .cannotMove(let type): "a terminal of type \(type) cannot show a page"
    case .failed: "the terminal cannot be taken over"
    }
  }
}

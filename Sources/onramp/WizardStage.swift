import Checklist
import Shell
import Terminal
import Wizard

/// Puts the wizard on the terminal: the one place that knows the screen, the wizard and the shell at once.
enum WizardStage {
  /// Opens the wizard and returns its exit code. It runs on the main thread, which is all the screen's.
  @MainActor
  static func run(_ options: Options, start: WizardCommand.Start) async throws -> Int32 {
    let scene = try WizardCommand.prepare(options, start: start)
    let signIn = try await EarlySignIn.made(options, scene.setup)
    guard !scene.isPlain else { return try converse(options, scene, signIn) }
    do throws(TerminalRefusal) { return try paint(options, scene, signIn) } catch {
      // Somebody is there, and only the screen is not: lines do.
      guard error != .notATerminal else { throw WizardCommand.refusal(start, terminal: error.inWords) }
      Output.message("onramp: \(error.inWords): plain mode")
      return try converse(options, scene, signIn)
    }
  }

  @MainActor
  private static func paint(
    _ options: Options, _ scene: WizardCommand.Scene, _ signIn: EarlySignIn?
  ) throws(TerminalRefusal) -> Int32 {
    let session = try TerminalSession(
      TerminalOptions(
        glyphs: glyphs(options), colour: scene.wantsColour, mouse: options.usesMouse, errors: scene.errors))
    let mailbox = Mailbox()
    let runner = runner(options, scene, signIn, mailbox)
    var model = scene.model(glyphs: session.facts.glyphs)
    model.mouse = session.facts.hasMouse ? true : nil
    for effect in scene.open(&model) { runner.perform(effect) }
    return session.run(&model, mailbox: mailbox) { effect, _ in runner.perform(effect) }
  }

  @MainActor
  private static func converse(
    _ options: Options, _ scene: WizardCommand.Scene, _ signIn: EarlySignIn?
  ) throws -> Int32 {
    let session = try PlainSession(glyphs(options))
    let mailbox = Mailbox()
    let runner = runner(options, scene, signIn, mailbox)
    var dialogue = scene.dialogue()
    return session.run(&dialogue, mailbox: mailbox) { effect, _ in runner.perform(effect) }
  }

  private static func glyphs(_ options: Options) -> TerminalOptions.GlyphChoice {
    TerminalOptions.GlyphChoice(rawValue: options.glyphs) ?? .auto
  }

  /// Who does what the wizard asks for; it begins by looking up who is calling.
  private static func runner(
    _ options: Options, _ scene: WizardCommand.Scene, _ signIn: EarlySignIn?, _ mailbox: Mailbox
  ) -> WizardRunner {
    let runner = WizardRunner(options, setup: scene.setup, path: scene.path, signIn: signIn) { mailbox.post($0) }
    // Not on the main thread: that one is the screen's until the end.
    Task.detached { await runner.introduce() }
    return runner
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

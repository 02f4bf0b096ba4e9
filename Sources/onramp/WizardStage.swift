import Checklist
import Glibc
import Shell
import Terminal
import Wizard

/// Puts the wizard on the terminal: the one place that knows the screen, the wizard and the shell at once.
enum WizardStage {
  /// Opens the wizard and returns its exit code.
  @MainActor
  static func run(_ options: Options, start: WizardCommand.Start) throws -> Int32 {
    let scene = try WizardCommand.prepare(options, start: start)
    let session: TerminalSession
    do throws(TerminalRefusal) {
      session = try TerminalSession(
        TerminalOptions(
          glyphs: TerminalOptions.GlyphChoice(rawValue: options.glyphs) ?? .auto, colour: scene.wantsColour,
          mouse: options.usesMouse, errors: scene.errors))
    } catch { throw WizardCommand.refusal(start, terminal: "\(error)") }
    let mailbox = Mailbox()
    let runner = WizardRunner(options, setup: scene.setup, path: scene.path) { mailbox.post($0) }
    var model = scene.model(glyphs: session.facts.glyphs)
    let opening = model.begin(scene.journey)
    for effect in opening { runner.perform(effect) }
    Task { await runner.introduce() }
    return session.run(&model, mailbox: mailbox) { effect, _ in runner.perform(effect) }
  }
}

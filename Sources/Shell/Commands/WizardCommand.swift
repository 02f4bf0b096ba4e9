import AWS
import Checklist
import Glibc
import Prerequisites
import ScreenForm
import Screens
import TextUI
import Transport
import Wizard

/// What the wizard starts with: `onramp` alone, or a command that has to ask.
public enum WizardCommand {
  public enum Start: Sendable { case welcome, check, setup, teardown }

  /// Everything a screen needs before it can show the first page; nothing of it asks the network.
  public struct Scene: Sendable {
    public let setup: Setup?
    /// Where the setup is, or would be written.
    public let path: String
    public let wantsColour: Bool
    /// The descriptor that takes stderr while the screen is up.
    public let errors: Int32
    /// Lines instead of a screen were asked for.
    public let isPlain: Bool
    let start: Start
    let options: Options
    let log: String

    /// The wizard on its first page.
    public func model(glyphs: Glyphs) -> Model {
      let context = Context.unseen(setup, region: options.region)
      return Model(
        form: Scene.form, values: setup?.texts ?? [:],
        steps: Screens.all.map { StepOutline($0, context) },
        facts: facts, glyphs: glyphs)
    }

    private var facts: Facts {
      var facts = Facts()
      (facts.wantedAccount, facts.region) = (setup?.account, options.region ?? setup?.region)
      (facts.profile, facts.logFile, facts.version) = (options.profile, log, Version.current)
      (facts.setupFile, facts.setupPath) = (setup == nil ? nil : path, path)
      return facts
    }

    /// The page the command line means, and what it asks for.
    public func open(_ model: inout Model) -> [Effect] { model.begin(opening) }

    /// The same wizard as a conversation, in the words of the commands that ask nobody.
    public func dialogue() -> Dialogue {
      Dialogue(model(glyphs: .plain), opening: opening) { piece in
        switch piece {
        case .report(let report): PlainText.lines(report)
        case .finding(let finding): PlainText.lines(finding)
        case .plan(let plan): PlainText.lines(plan)
        case .holding(let holding): PlainText.lines(holding)
        }
      }
    }

    private var opening: Opening {
      switch start {
      case .welcome: .welcome
      case .check: .check
      case .setup: .setUp
      case .teardown: .tearDown
      }
    }

    private static let form: [FormField] = Screens.all.flatMap { screen in
      screen.fields.compactMap { field in
        SetupKey.at(field.key).map {
          FormField(
            $0, section: screen.title, label: field.label, help: field.help, required: Setup().missing.contains($0))
        }
      }
    }
  }

  /// Reads the setup and looks at the environment; without a terminal it ends with one line for each answer
  /// that is missing.
  public static func prepare(_ options: Options, start: Start) throws(Failure) -> Scene {
    let variables = Variables.current
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw noTerminal(options, start) }
    let loader = try SetupLoader(options) { variables[$0] }
    let log = options.logPath ?? Session.stateFolder(.current()) + "/onramp.log"
    return Scene(
      setup: loader.setup, path: loader.path, wantsColour: wantsColour(options, variables), errors: errors(log),
      isPlain: wantsPlain(options), start: start, options: options, log: log)
  }

  /// Whether lines are wanted instead of a screen.
  private static func wantsPlain(_ options: Options) -> Bool {
    let variables = Variables.current
    return options.isPlain || variables["ACCESSIBLE"] != nil || variables["TERM"] == "dumb"
  }

  /// Whether `check` may ask for an answer that is missing: somebody is there, and wants lines.
  public static func canAsk(_ options: Options) -> Bool {
    wantsPlain(options) && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
  }

  private static func wantsColour(_ options: Options, _ variables: Variables) -> Bool {
    options.color == "always" || options.color == "auto" && variables["NO_COLOR"] == nil
  }

  private static func errors(_ log: String) -> Int32 {
    (try? LogFile.open(log)) ?? -1
  }

  /// One line for each answer that is missing, with its key and its option.
  private static func noTerminal(_ options: Options, _ start: Start) -> Failure {
    let variables = Variables.current
    do throws(Failure) {
      _ = try SetupLoader(options) { variables[$0] }.complete()
    } catch { return error }
    return refusal(start, terminal: "there is no terminal")
  }

  /// What to do where no screen can be shown.
  public static func refusal(_ start: Start, terminal reason: String) -> Failure {
    switch start {
    case .welcome:
      .usage("onramp: \(reason); say what to do: onramp check, setup --yes, plan or teardown --confirm ACCOUNT")
    case .check: .usage("onramp: \(reason)")
    case .setup: .usage("onramp: \(reason), and nobody can agree on the plan: give --yes")
    case .teardown: .usage("onramp: \(reason), and nobody can type the account id: give --confirm ACCOUNT")
    }
  }
}

extension StepOutline {
  init(_ screen: Screen, _ context: Context) {
    self.init(
      id: StepID(rawValue: screen.id), title: screen.title, track: Track(rawValue: screen.track) ?? .all,
      about: context.filled(screen.about))
  }
}

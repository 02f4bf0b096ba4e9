import ArgumentParser
import Checklist
import Glibc
import Shell

/// The program: it reads the command line, runs one command and ends with its exit code.
///
/// Nothing is decided here. Usage mistakes end with 2, as the contract says, whatever the argument parser
/// would use.
@main
struct Onramp: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "onramp",
    abstract: "Connects GitHub Actions to Amazon SageMaker: sets up, checks, repairs and takes away again.",
    discussion: "Without a command it opens the wizard. Every command reads the setup file: --setup FILE, "
      + "$ONRAMP_SETUP or ./onramp.yaml. 'onramp help setup-file' lists its keys.",
    version: "onramp \(Version.current)",
    subcommands: [
      SetUp.self, Check.self, TearDown.self, ShowPlan.self, Explain.self, Migrate.self, ShakeHands.self,
      ShowPolicy.self, CallAWS.self, ShowAWS.self, Completions.self,
    ])

  @OptionGroup var shared: SharedOptions

  mutating func run() async throws { try await end(with: WizardStage.run(shared.options, start: .welcome)) }

  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    Interruption.honourTerminal()
    // What a crash leaves behind would hold the run's secrets.
    var nothing = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &nothing)
    KnownSecrets.learn(CommandLine.arguments)
    Exit.now(await code(of: Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs a command line and says with which code the program ends.
  private static func code(of arguments: [String]) async -> Int32 {
    if let text = HelpTopics.text(arguments) {
      Output.result(text)
      return 0
    }
    do {
      var command = try parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return 0
    } catch let failure as Failure {
      for line in failure.lines { Output.message(line) }
      return failure.code
    } catch {
      let message = fullMessage(for: error)
      let code = exitCode(for: error)
      if code == .success { Output.result(message) } else { Output.message(message) }
      return code == .success ? 0 : code == .validationFailure ? 2 : code.rawValue
    }
  }
}

/// Ends the program with a command's exit code.
func end(with code: Int32) throws {
  if code != 0 { throw ExitCode(code) }
}

struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Looks at everything and changes nothing.")
  @OptionGroup var shared: SharedOptions
  @Flag(help: "Print one JSON object.") var json = false

  mutating func run() async throws {
    if !json, WizardCommand.canAsk(shared.options) {
      try await end(with: WizardStage.run(shared.options, start: .check))
    } else {
      try await end(with: CheckCommand.run(shared.options, json: json))
    }
  }
}

struct SetUp: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setup", abstract: "Makes what is missing and repairs what is wrong.")
  @OptionGroup var shared: SharedOptions
  @Flag(help: "Make every change of the plan without asking.") var yes = false

  mutating func run() async throws {
    try await end(
      with: yes ? SetupCommand.run(shared.options) : WizardStage.run(shared.options, start: .setup))
  }
}

struct TearDown: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teardown", abstract: "Takes back what onramp made, and only that.")
  @OptionGroup var shared: SharedOptions
  @Option(help: "The account id, to go ahead without asking.") var confirm: String?

  mutating func run() async throws {
    if let confirm {
      try await end(with: TeardownCommand.run(shared.options, confirmed: confirm))
    } else {
      try await end(with: WizardStage.run(shared.options, start: .teardown))
    }
  }
}

struct ShowPlan: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case cli }

  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Shows what would be done, without doing it.")
  @OptionGroup var shared: SharedOptions
  @Flag(help: "Show what teardown would do.") var teardown = false
  @Flag(help: "Print one JSON object.") var json = false
  @Option(help: "cli: a shell script that makes the same calls.") var format: Format?

  mutating func run() async throws {
    let format: PlanCommand.Format = json ? .json : format == .cli ? .cli : .text
    try await end(with: PlanCommand.run(shared.options, teardown: teardown, format: format))
  }
}

struct CallAWS: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aws-call", abstract: "Calls one of the AWS operations that onramp uses.",
    discussion: "The answer is JSON on stdout; a list is complete unless the input names a page. What changes the "
      + "account is shown on stderr before it is sent.")
  @OptionGroup var shared: SharedOptions
  @Argument(help: "The service, such as iam.") var service: String
  @Argument(help: "The operation, such as GetRole.") var operation: String
  @Option(help: "The input as JSON, file://FILE, or - for standard input.") var input: String?

  mutating func run() async throws {
    try await end(
      with: AWSCallCommand.run(shared.options, service: service, operation: operation, input: input))
  }
}

struct ShowAWS: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aws-config", abstract: "Shows what is used to call AWS and where each part of it comes from.")
  @OptionGroup var shared: SharedOptions
  @Flag(help: "Print one JSON object.") var json = false

  mutating func run() async throws { try await end(with: AWSConfigCommand.run(shared.options, json: json)) }
}

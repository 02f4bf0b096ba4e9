import ArgumentParser
import Shell

struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a step or a check is, why it matters, what it needs and how to repair it by hand.",
    discussion: "It needs no credentials. Without an id it lists all ids, step by step. With --error it says what is "
      + "behind a line of a workflow's log, a function's log or a stack's events, and looks which of it this setup has; "
      + "it ends with 3 where the line is not known. With --matrix it looks at the account and says which jobs and which "
      + "strangers the roles that trust GitHub admit, and by which condition.")
  @OptionGroup var shared: SharedOptions
  @Argument(
    help: "A step such as github-role, or a check such as TRUST-13.", completion: .list(ExplainCommand.subjects))
  var subject: String?
  @Option(help: ArgumentHelp("An error line, or - for a log on stdin.", valueName: "text")) var error: String?

  @Flag(help: "Who may sign in to the roles that trust GitHub; only with github-role.") var matrix = false

  mutating func run() async throws {
    if matrix {
      guard error == nil, subject == nil || subject == "github-role" else {
        throw ValidationError("--matrix is about github-role.")
      }
      return try await end(with: ExplainSignInsCommand.run(shared.options))
    }
    guard let error else { return try await ExplainCommand.run(shared.options, subject: subject) }
    guard subject == nil else { throw ValidationError("--error explains a text: leave \(subject ?? "") out.") }
    try await end(with: ExplainErrorCommand.run(shared.options, text: error))
  }
}

struct ShakeHands: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handshake",
    abstract: "Inside a job of GitHub Actions: signs in to the role, and says what decided it.",
    discussion:
      "It asks GitHub for the job's token, shows what the token says and never the token, and signs in with it. "
      + "It ends with 0 where AWS admits the job, 3 where AWS refuses it, 4 where neither is known, and 2 where no token "
      + "can be asked for: outside a job, or in one without the permission id-token: write.")
  @OptionGroup var shared: SharedOptions
  @Option(help: "The ARN of the role (default: the setup file's role in its account).") var role: String?

  mutating func run() async throws { try await end(with: HandshakeCommand.run(shared.options, role: role)) }
}

struct Completions: ParsableCommand {
  enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

  static let configuration = CommandConfiguration(
    abstract: "Prints a completion script.",
    discussion: "bash: source <(onramp completions bash). zsh: onramp completions zsh > a folder of fpath/_onramp. "
      + "fish: onramp completions fish > ~/.config/fish/completions/onramp.fish.")
  @Argument(help: "bash, zsh or fish.") var shell: Shell

  mutating func run() {
    let kind: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    Output.result(Onramp.completionScript(for: kind))
  }
}

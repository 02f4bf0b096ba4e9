import ArgumentParser
import Shell

struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a step or a check is, why it matters, what it needs and how to repair it by hand.",
    discussion: "It needs no credentials. Without an id it lists all ids, step by step.")
  @OptionGroup var shared: SharedOptions
  @Argument(
    help: "A step such as github-role, or a check such as TRUST-13.", completion: .list(ExplainCommand.subjects))
  var subject: String?

  mutating func run() async throws { try await ExplainCommand.run(shared.options, subject: subject) }
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

import ArgumentParser
import Shell

struct ShowPolicy: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Prints the least IAM policy that an operator needs for this setup file.",
    discussion: "look is for check, setup and teardown for the commands of that name; each holds what looking needs. "
      + "It needs no credentials. What the setup file leaves open is said on stderr, and what GitHub's token needs.")
  @OptionGroup var shared: SharedOptions
  @Argument(help: "look, setup or teardown.", completion: .list(PolicyCommand.purposes)) var purpose: String

  func validate() throws {
    guard PolicyCommand.purposes.contains(purpose) else {
      throw ValidationError("policy is for look, setup or teardown, not for \(purpose).")
    }
  }

  mutating func run() async throws { try end(with: PolicyCommand.run(shared.options, for: purpose)) }
}

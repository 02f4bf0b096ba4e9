import ArgumentParser
import Shell

struct Migrate: AsyncParsableCommand {
  enum Kind: String, ExpressibleByArgument, CaseIterable { case immutableSubjects = "immutable-subjects" }

  static let configuration = CommandConfiguration(
    abstract: "Moves a repository to what is better, without a moment in which its jobs are refused.",
    discussion:
      "immutable-subjects: the role accepts subjects with names and with ids, GitHub is switched to ids, and what "
      + "names alone is taken out once a job has signed in with the new form, or after seven days. A repository that was "
      + "renamed or transferred goes the same way, without a switch. Each change is shown first; without --yes it asks, "
      + "and makes one. The same command goes on wherever it was left; --undo goes one change back.")
  @OptionGroup var shared: SharedOptions
  @Argument(help: "immutable-subjects.") var kind: Kind
  @Flag(help: "Make one change after the other without asking, as far as it goes without a person.") var yes = false
  @Flag(help: "Go one change back.") var undo = false
  @Flag(help: "Switch the organization: all that follows it is listed, and its name is typed at a terminal.")
  var organization = false

  mutating func run() async throws {
    try await end(
      with: MigrateCommand.subjects(shared.options, .init(yes: yes, undo: undo, organization: organization)))
  }
}

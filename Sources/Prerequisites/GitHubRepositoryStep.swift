import Checklist

/// The repository whose workflows deploy; only read.
public struct GitHubRepositoryStep: Step {
  public struct Observation: Hashable, Sendable {
    let facts: GitHubFacts
  }

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    Observation(facts: await GitHubFacts.look(world, context.setup))
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let repository = seen.facts.repository
    let setup = context.setup
    return [
      repository.judge(
        "GH-01", on: setup.fullName,
        absent: .broken(
          found: "GitHub answers 404 for \(setup.fullName)",
          needed: "the repository exists and the token may read it")
      ) { .holds(found: $0.fullName) },
      repository.judge("GH-02", on: setup.fullName, absent: .blocked(by: "GH-01")) {
        $0.name.hasPrefix("sagemaker-")
          ? .holds(found: $0.name) : .broken(found: $0.name, needed: "sagemaker-\($0.name)")
      },
      repository.judge("GH-03", on: setup.fullName, absent: .blocked(by: "GH-01")) {
        $0.defaultBranch == "main"
          ? .holds(found: "main") : .broken(found: $0.defaultBranch, needed: "main")
      },
    ]
  }
}

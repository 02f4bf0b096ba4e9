import Checklist
import JSONDocument
import Workflows

/// The workflow files: what their jobs ask for and sign in with, and how their last runs ended. What they lack is brought
/// by a pull request, which a person merges.
public struct WorkflowsStep: Step {
  public struct Observation: Hashable, Sendable {
    let repository: Look<GitHubFacts.Repository>
    var files: Look<WorkflowFiles>
    /// What a pull request is to bring, and what stands of it; absent where there is nothing to bring.
    let delivery: Look<DeliveryFacts>
    /// What GitHub says of each workflow, by its path: `active`, or why it does not start.
    let states: Look<[String: String]>
    /// By the file's name.
    let runs: Look<[String: LastRun]>
    /// The labels of the runners that are online; looked at only where a job asks for runners of one's own.
    let runners: Look<[Set<String>]>
    /// The names of the repository's variables.
    let variables: Look<[String]>
    /// The setup's own role, whose age tells what is onramp's; looked at for teardown only.
    let role: Look<IAMRole.Role>?
  }

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    let setup = context.setup
    async let states = Self.states(world, setup)
    let repository = await GitHubFacts.look(world, setup).repository
    async let variables = StoredSetting.look("variables", TrustNames.variables(context), of: repository, world)
    let files = await WorkflowFiles.look(world, setup, in: repository)
    async let delivery = DeliveryFacts.look(world, context, beside: files, in: repository)
    async let role = context.purpose == .teardown ? IAMRole.role(world, setup.role) : nil
    async let runs = LastRun.look(
      files.map { $0.counting(setup).map(\.name) }, on: repository.value?.defaultBranch ?? "", world, setup)
    let isOwn = files.value?.remarks(context).contains { $0.check == "WF-18" } ?? false
    async let runners = isOwn ? Self.runners(world, repository, setup) : Look([], .seen([]))
    return await Observation(
      repository: repository, files: files, delivery: delivery,
      states: states.withheld(from: repository, "Actions: read"), runs: runs,
      runners: runners, variables: variables.map { $0.keys.sorted() },
      role: role)
  }

  private static func states(_ world: World, _ setup: Setup) async -> Look<[String: String]> {
    let call = Call(
      .github, "GET /repos/{owner}/{repo}/actions/workflows", setup.repositoryPath.with("per_page", .number("100")))
    return await world.look(call, absent: ["NotFound"]).reading { answer in
      answer["workflows"]?.array?.reduce(into: [:]) { $0[$1["path"]?.string ?? ""] = $1["state"]?.string }
    }
  }

  /// Those of the repository, and where it has none those of the organisation that it may use.
  private static func runners(
    _ world: World, _ repository: Look<GitHubFacts.Repository>, _ setup: Setup
  ) async -> Look<[Set<String>]> {
    let own = await world.look(
      Call(
        .github, "GET /repos/{owner}/{repo}/actions/runners", setup.repositoryPath.with("per_page", .number("100"))),
      absent: ["NotFound"]
    ).reading(labels).withheld(from: repository, "Administration: read")
    guard own.value?.isEmpty == true, let found = repository.value, found.isOrganisations else { return own }
    let shared = await world.look(
      Call(.github, "GET /orgs/{org}/actions/runners", ["org": .string(found.owner), "per_page": .number("100")]),
      absent: ["NotFound"]
    ).reading(labels).withheld(from: repository, "Organization self-hosted runners: read")
    return own.and(shared).map(\.second)
  }

  private static func labels(_ answer: JSON) -> [Set<String>]? {
    answer["runners"]?.array?.filter { $0["status"]?.string == "online" }.map { runner in
      Set((runner["labels"]?.array ?? []).compactMap { $0["name"]?.string?.lowercased() })
    }
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    WorkflowJudgements(seen: seen, context: context).withDelivery
  }

  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    // GitHub takes nothing into an archived repository, which GH-02 tells of.
    guard let repository = seen.repository.value, !repository.isArchived, let facts = seen.delivery.value else {
      return []
    }
    return DeliveryChanges(facts: facts, repository: repository, context: context).all
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    if seen.repository.isAbsent { return DeliveryHoldings.repositoryGone(context) }
    guard let repository = seen.repository.value, let facts = seen.delivery.value else { return [] }
    let beginning = SetupBeginning(role: seen.role ?? Look([], .absent), context: context)
    return DeliveryHoldings(facts: facts, repository: repository, beginning: beginning, context: context).all
  }
}

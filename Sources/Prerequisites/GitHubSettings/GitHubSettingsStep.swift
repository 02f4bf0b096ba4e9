import Checklist
import JSONDocument

/// What the workflows read from the repository's settings, and the environment that holds a deployment back.
public struct GitHubSettingsStep: Step {
  public struct Observation: Hashable, Sendable {
    let repository: Look<GitHubFacts.Repository>
    let plan: Look<OwnersPlan>
    /// The setup's own role, whose ARN a secret holds.
    let role: Look<IAMRole.Role>
    /// The repository's own secrets.
    let secrets: Look<[String: StoredSetting]>
    /// The names of the organisation's secrets that the repository may read.
    let shared: Look<[String]>
    /// The names of the environment's secrets. Looked at where the setup's only jobs are that environment's: no others
    /// can read them.
    let narrow: Look<[String]>
    let variables: Look<[String: StoredSetting]>
    let environments: Look<[DeploymentEnvironment]>
    /// The branches and tags that may deploy, where the environment chooses them by patterns.
    let patterns: Look<[DeploymentPattern]>
    /// What guards the branch that deploys.
    let protection: Look<BranchProtection>
    /// Those whom the setup wants to ask before a deployment; absent if one of them is not on GitHub.
    let reviewers: Look<[DeploymentEnvironment.Reviewer]>
    /// What secrets and variables hold, by the word of the setup file for it; absent where nothing is named by it.
    let meanings: [SettingMeaning: Look<String>]
    /// Looked at for teardown only: what an environment holds besides its rules.
    let contents: Look<[String]>?
    /// Looked at for teardown only: the roles of the account that trust some identity provider.
    let trusting: Look<[RoleTrust]>?
  }

  static let environmentKey: ItemKey = "github-settings/environment"
  static let patternKey: ItemKey = "github-settings/branch"

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    let (setup, path) = (context.setup, "GET /repos/{owner}/{repo}/actions/")
    async let meanings = SettingMeaning.look(world, context)
    async let reviewers = DeploymentEnvironment.Reviewer.wanted(world, context)
    async let role = IAMRole.role(world, setup.role)
    async let trusting = context.purpose == .teardown ? RoleTrust.all(world) : nil
    let repository = await GitHubFacts.look(world, setup).repository
    async let secrets = StoredSetting.look("secrets", Self.list(path + "secrets", setup), of: repository, world)
    async let shared = world.look(Self.list(path + "organization-secrets", setup), absent: ["NotFound"])
    async let variables = StoredSetting.look("variables", TrustNames.variables(context), of: repository, world)
    async let environments = DeploymentEnvironment.all(of: repository, world, context)
    async let plan = OwnersPlan.look(of: repository, world, setup)
    let found = await environments.map { all in all.first { $0.isNamed(setup.environment) } }
    async let protection = BranchProtection.look(setup.branch(of: repository.value), world, setup)
    let environment = EnvironmentContents(environment: found, setup: setup)
    async let patterns = DeploymentPattern.look(found, world, context)
    async let contents = context.purpose == .teardown ? environment.all(world) : nil
    let areOnlyJobs = setup.subjects == ["environment"]
    async let narrow = areOnlyJobs ? environment.secrets(world).absent(as: []) : Look([], .seen([]))
    return await Observation(
      repository: repository, plan: plan, role: role, secrets: secrets,
      shared: shared.reading(StoredSetting.names("secrets")).absent(as: []), narrow: narrow,
      variables: variables, environments: environments, patterns: patterns, protection: protection,
      reviewers: reviewers, meanings: meanings, contents: contents,
      trusting: trusting)
  }

  static func list(_ operation: String, _ setup: Setup, _ more: JSONObject = [:]) -> Call {
    Call(.github, operation, setup.repositoryPath.adding(more).with("per_page", .number("100")))
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    SettingJudgements(seen: seen, context: context).all + EnvironmentJudgements(seen: seen, context: context).all
      + [seen.branchJudgement(context)]
  }

  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    RepositorySettings(seen: seen, context: context).changes + EnvironmentParts(seen: seen, context: context).changes
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    EnvironmentParts(seen: seen, context: context).holdings + RepositorySettings(seen: seen, context: context).holdings
  }
}

extension Look {
  /// The same where the repository was seen: what is not found of it then is kept from whoever may not see it.
  func withheld(from repository: Look<GitHubFacts.Repository>, _ permission: String) -> Look {
    guard isAbsent, repository.value != nil else { return self }
    let message = "GitHub answers 404 for what the repository has; who may not see it hears the same"
    return Look(source, .hidden(Obstacle(.denied, message, code: "NotFound", permission: permission)))
  }
}

import Checklist
import JSONDocument

/// What the workflows read from the repository's settings, and the environment that holds a deployment back.
public struct GitHubSettingsStep: Step {
  public struct Observation: Hashable, Sendable {
    let repository: Look<GitHubFacts.Repository>
    /// The repository's own secrets, and when each was last written: GitHub shows no more of them.
    let secrets: Look<[String: String]>
    /// The names of the organisation's secrets that the repository may read.
    let shared: Look<[String]>
    let variables: Look<[String: String]>
    let environments: Look<[DeploymentEnvironment]>
    /// The branches and tags that may deploy, where the environment chooses them by patterns.
    let patterns: Look<[DeploymentPattern]>
    /// Those whom the setup wants to ask before a deployment; absent if one of them is not on GitHub.
    let reviewers: Look<[DeploymentEnvironment.Reviewer]>
    /// What secrets and variables hold, by the word of the setup file for it; absent where nothing is named by it.
    let meanings: [SettingMeaning: Look<String>]
    /// Looked at for teardown only: what an environment holds besides its rules.
    let contents: Look<[String]>?
  }

  static let environmentKey: ItemKey = "github-settings/environment"
  static let patternKey: ItemKey = "github-settings/branch"

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let secrets = Self.names("secrets", "GET /repos/{owner}/{repo}/actions/secrets", world, context)
    async let shared = Self.names("secrets", "GET /repos/{owner}/{repo}/actions/organization-secrets", world, context)
    async let variables = TrustNames.variables(world, context)
    async let environments = DeploymentEnvironment.all(world, context)
    async let meanings = SettingMeaning.look(world, context)
    async let reviewers = DeploymentEnvironment.Reviewer.wanted(world, context)
    let repository = await GitHubFacts.look(world, context.setup).repository
    let found = await environments.map { all in all.first { $0.isNamed(context.setup.environment) } }
    async let patterns = DeploymentPattern.look(found, world, context)
    async let contents = contents(found, world, context)
    func seen<Value>(_ look: Look<Value>, _ permission: String) -> Look<Value> {
      look.withheld(from: repository, permission)
    }
    return await Observation(
      repository: repository, secrets: seen(secrets, "Secrets: read"),
      shared: shared.map { $0.keys.sorted() }.absent(as: []), variables: seen(variables, "Variables: read"),
      environments: seen(environments, "Actions: read"), patterns: patterns, reviewers: reviewers,
      meanings: meanings, contents: contents)
  }

  /// Secrets by name, with the moment each was last written.
  private static func names(
    _ member: String, _ operation: String, _ world: World, _ context: Context, _ more: JSONObject = [:]
  ) async -> Look<[String: String]> {
    let input = context.setup.repositoryPath.adding(more).with("per_page", .number("100"))
    return await world.look(Call(.github, operation, input), absent: ["NotFound"]).reading { answer in
      answer[member]?.array?.reduce(into: [:]) { $0[$1["name"]?.string ?? ""] = $1["updated_at"]?.string ?? "" }
    }
  }

  /// The names of what others keep in the environment: it goes only without them.
  private func contents(
    _ environment: Look<DeploymentEnvironment?>, _ world: World, _ context: Context
  ) async -> Look<[String]>? {
    guard context.purpose == .teardown, let name = environment.value??.name else { return nil }
    let (path, place): (String, JSONObject) =
      ("GET /repos/{owner}/{repo}/environments/{environment_name}/", ["environment_name": .string(name)])
    async let secrets = Self.names("secrets", path + "secrets", world, context, place)
    async let variables = Self.names("variables", path + "variables", world, context, place)
    return await secrets.and(variables).map { both in
      both.first.keys.sorted().map { "secret \($0)" } + both.second.keys.sorted().map { "variable \($0)" }
    }
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    SettingJudgements(seen: seen, context: context).all + EnvironmentJudgements(seen: seen, context: context).all
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

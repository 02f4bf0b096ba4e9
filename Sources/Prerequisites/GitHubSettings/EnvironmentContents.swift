import Checklist
import JSONDocument

/// The secrets and variables that an environment holds besides its rules: none where there is no environment.
struct EnvironmentContents {
  let environment: Look<DeploymentEnvironment?>
  let setup: Setup

  /// The names of the secrets.
  func secrets(_ world: World) async -> Look<[String]> { await names("secrets", world) }

  /// What others would lose with the environment.
  func all(_ world: World) async -> Look<[String]> {
    async let secrets = names("secrets", world)
    async let variables = names("variables", world)
    return await secrets.and(variables).map { both in
      both.first.map { "secret \($0)" } + both.second.map { "variable \($0)" }
    }
  }

  private func names(_ member: String, _ world: World) async -> Look<[String]> {
    guard let found = environment.value, let name = found?.name else { return environment.map { _ in [] } }
    let call = GitHubSettingsStep.list(
      "GET /repos/{owner}/{repo}/environments/{environment_name}/\(member)", setup, ["environment_name": .string(name)])
    return await world.look(call, absent: ["NotFound"]).reading(StoredSetting.names(member))
  }
}

import Checklist
import JSONDocument

/// The secrets and variables that an environment holds besides its rules.
struct EnvironmentContents {
  /// As GitHub spells it; nil where there is none.
  let environment: String?
  let setup: Setup

  /// The names of the secrets; nil where there is no environment.
  func secrets(_ world: World) async -> Look<[String]>? { await names("secrets", world) }

  /// What others would lose with the environment; nil where there is none.
  func all(_ world: World) async -> Look<[String]>? {
    async let secrets = names("secrets", world)
    async let variables = names("variables", world)
    guard let secrets = await secrets, let variables = await variables else { return nil }
    return secrets.and(variables).map { both in
      both.first.map { "secret \($0)" } + both.second.map { "variable \($0)" }
    }
  }

  private func names(_ member: String, _ world: World) async -> Look<[String]>? {
    guard let environment else { return nil }
    let call = GitHubSettingsStep.list(
      "GET /repos/{owner}/{repo}/environments/{environment_name}/\(member)", setup,
      ["environment_name": .string(environment)])
    return await StoredSetting.look(member, call, world).map { $0.keys.sorted() }
  }
}

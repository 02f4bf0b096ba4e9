import Checklist
import JSONDocument

/// Whether GitHub Actions runs in the repository, and which actions it may use.
struct ActionsSetting: Hashable, Sendable {
  /// What of others' a repository may use, where it is not everything.
  struct Selection: Hashable, Sendable {
    /// Those of `actions` and `github`.
    let fromGitHub: Bool
    /// Those of creators that the marketplace verified.
    let verified: Bool
    let patterns: [String]

    init(_ json: JSON) {
      fromGitHub = json["github_owned_allowed"]?.bool ?? false
      verified = json["verified_allowed"]?.bool ?? false
      patterns = json["patterns_allowed"]?.strings ?? []
    }
  }

  let isEnabled: Bool
  /// `all`, `local_only` or `selected`; nil while Actions is off.
  let allowed: String?
  /// Whether an action has to be named by its full commit SHA.
  let needsSHA: Bool
  /// Looked at only where `allowed` is `selected`.
  let selection: Selection?

  /// Absent where GitHub answers 404: there is no such repository, or the token may not see its settings.
  static func look(_ world: World, _ setup: Setup) async -> Look<ActionsSetting> {
    let path = setup.repositoryPath
    let permissions = await world.look(
      Call(.github, "GET /repos/{owner}/{repo}/actions/permissions", path), absent: ["NotFound"])
    guard permissions.value?["allowed_actions"]?.string == "selected" else {
      return permissions.reading { ActionsSetting($0, nil) }
    }
    let chosen = await world.look(
      Call(.github, "GET /repos/{owner}/{repo}/actions/permissions/selected-actions", path))
    return permissions.and(chosen).reading { both in
      Look(permissions.source + chosen.source, ActionsSetting(both.first, both.second).map { .seen($0) } ?? .absent)
    }
  }

  /// The same, where the repository was seen: what is not found of it is withheld.
  static func seen(_ look: Look<ActionsSetting>, of repository: Look<GitHubFacts.Repository>) -> Look<ActionsSetting> {
    guard look.isAbsent, repository.value != nil else { return look }
    let obstacle = Obstacle(
      .denied, "GitHub answers 404 for the repository's Actions settings: the token may not read them",
      code: "NotFound", permission: "Administration: read")
    return Look(look.source, .hidden(obstacle))
  }

  init?(_ json: JSON, _ selection: JSON?) {
    guard let isEnabled = json["enabled"]?.bool else { return nil }
    self.isEnabled = isEnabled
    allowed = json["allowed_actions"]?.string
    // Older servers do not have the member.
    needsSHA = json["sha_pinning_required"]?.bool ?? false
    self.selection = selection.map(Selection.init)
  }
}

import Basics
import Checklist
import JSONDocument

/// What GitHub says about the repository: the facts a trust policy is computed from.
///
/// Two steps look at them, the repository's own and the role's; the calls are made once.
struct GitHubFacts: Hashable, Sendable {
  struct Repository: Hashable, Sendable {
    let id: Int
    let ownerID: Int
    let owner: String
    let name: String
    let defaultBranch: String
    var isPrivate = false
    /// Whether everybody of the enterprise sees it, and nobody else.
    var isInternal = false
    var isFork = false
    var isArchived = false
    /// Whether an organisation owns it; else a person does.
    var isOrganisations = true
    /// When it was made; nil where GitHub does not say.
    var created: Moment?
    /// Whether it is from before GitHub gave new repositories subjects with ids (GitHub Docs, "OpenID Connect reference").
    var isOlderThanIDs: Bool { created.map { $0.day < "2026-07-15" } ?? false }
    var fullName: String { owner + "/" + name }
  }

  /// The repository's setting for the subject of its tokens.
  struct SubjectSetting: Hashable, Sendable {
    let usesDefault: Bool
    let claimKeys: [String]
    let isImmutable: Bool
    let prefix: String?
    /// Whether the keys are those of the organisation's template, which the repository has adopted.
    var isOrganisations = false
  }

  let repository: Look<Repository>
  let subject: Look<SubjectSetting>

  static func look(_ world: World, _ setup: Setup) async -> GitHubFacts {
    let path = setup.repositoryPath
    async let repository = world.look(Call(.github, "GET /repos/{owner}/{repo}", path), absent: ["NotFound"])
    async let subject = world.look(
      Call(.github, "GET /repos/{owner}/{repo}/actions/oidc/customization/sub", path), absent: ["NotFound"])
    let seen: Look<Repository> = await repository.reading(Repository.init)
    let setting = await subject.reading(SubjectSetting.init)
    // A repository that was seen is there; so what is not found of it is hidden.
    guard seen.value == nil || !setting.isAbsent else {
      return GitHubFacts(repository: seen, subject: Look(setting.source, .hidden(Self.withheld)))
    }
    return await GitHubFacts(repository: seen, subject: completed(setting, seen.value, world, setup))
  }

  /// GitHub's answer to who lacks a right, and that of a server too old to have the setting.
  private static let withheld = Obstacle(
    .denied, "GitHub answers 404 for the subject's setting: the token may not read it, or this server has none",
    code: "NotFound", permission: "Administration: read")

  /// A repository that follows no default and has no keys of its own follows its organisation's template.
  private static func completed(
    _ setting: Look<SubjectSetting>, _ repository: Repository?, _ world: World, _ setup: Setup
  ) async -> Look<SubjectSetting> {
    guard let own = setting.value, !own.usesDefault, own.claimKeys.isEmpty else { return setting }
    let organisation = await world.look(
      Call(
        .github, "GET /orgs/{org}/actions/oidc/customization/sub", ["org": .string(repository?.owner ?? setup.owner)]),
      absent: ["NotFound"]
    ).reading { $0["include_claim_keys"]?.strings }
    if organisation.isAbsent {
      guard repository?.isOrganisations == true else { return setting }
      return Look(setting.source + organisation.source, .hidden(Self.withheld))
    }
    return setting.and(organisation).map { both in
      SubjectSetting(
        usesDefault: false, claimKeys: both.second, isImmutable: own.isImmutable, prefix: own.prefix,
        isOrganisations: true)
    }
  }
}

extension Setup {
  /// The branch that deploys: the one that is named, else the repository's default.
  func branch(of repository: GitHubFacts.Repository?) -> String { branch ?? repository?.defaultBranch ?? "main" }
}

extension GitHubFacts.Repository {
  init?(_ json: JSON) {
    guard let id = json["id"]?.integer, let ownerID = json["owner"]?["id"]?.integer,
      let owner = json["owner"]?["login"]?.string, let name = json["name"]?.string,
      let defaultBranch = json["default_branch"]?.string
    else { return nil }
    self.init(
      id: id, ownerID: ownerID, owner: owner, name: name, defaultBranch: defaultBranch,
      isPrivate: json["private"]?.bool ?? false, isInternal: json["visibility"]?.string == "internal",
      isFork: json["fork"]?.bool ?? false,
      isArchived: json["archived"]?.bool ?? false, isOrganisations: json["owner"]?["type"]?.string != "User",
      created: json["created_at"]?.string.flatMap { Moment($0) })
  }
}

extension GitHubFacts.SubjectSetting {
  init?(_ json: JSON) {
    guard let usesDefault = json["use_default"]?.bool else { return nil }
    self.init(
      usesDefault: usesDefault, claimKeys: json["include_claim_keys"]?.strings ?? [],
      isImmutable: json["use_immutable_subject"]?.bool ?? false, prefix: json["sub_claim_prefix"]?.string)
  }
}

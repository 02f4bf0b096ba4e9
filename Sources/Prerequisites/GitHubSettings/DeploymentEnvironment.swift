import Checklist
import JSONDocument

/// A deployment environment of a repository, with its rules.
struct DeploymentEnvironment: Hashable, Sendable {
  /// Who is asked before a deployment goes on.
  struct Reviewer: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable {
      case person = "User"
      case team = "Team"
    }

    let kind: Kind
    let id: Int
    /// The login, or the team's short name.
    let name: String
  }

  /// Which branches may deploy.
  enum Branches: Hashable, Sendable { case any, protected, chosen }

  let name: String
  /// When it was made, in seconds since 1970; nil where GitHub does not say.
  var created: Double?
  /// Minutes that a deployment waits.
  var wait = 0
  var reviewers: [Reviewer] = []
  /// Whether who started a deployment may not approve it.
  var forbidsOwnReview = false
  var branches = Branches.any
  /// Whether administrators may go on without the rules; nil where GitHub does not say, as its description does not
  /// promise that it will.
  var adminsMayBypass: Bool?

  /// Names of environments are told apart without regard to case.
  func isNamed(_ name: String) -> Bool { self.name.lowercased() == name.lowercased() }

  /// All environments of the repository. A private one may have none by its owner's plan, and 404 for their list.
  static func all(
    of repository: Look<GitHubFacts.Repository>, _ world: World, _ context: Context
  ) async -> Look<[DeploymentEnvironment]> {
    let isBound = repository.isAbsent || repository.value?.isPrivate == true
    return await world.look(TrustNames.environments(context), absent: isBound ? ["NotFound"] : []).withheld(
      from: repository, "Actions: read"
    ).explained("the environments", "Actions: read").reading { answer in
      answer["environments"]?.array?.compactMap(DeploymentEnvironment.init)
    }
  }

  /// Its rules as GitHub takes them. What is as usual is left out: a plan without a rule refuses to hear of it.
  var rules: JSONObject {
    var rules: JSONObject = [:]
    if wait > 0 { rules["wait_timer"] = .number(String(wait)) }
    if forbidsOwnReview, !reviewers.isEmpty { rules["prevent_self_review"] = true }
    if !reviewers.isEmpty {
      rules["reviewers"] = .array(
        reviewers.map { ["type": .string($0.kind.rawValue), "id": .number(String($0.id))] as JSON })
    }
    rules["deployment_branch_policy"] =
      branches == .any
      ? .null
      : [
        "protected_branches": .bool(branches == .protected), "custom_branch_policies": .bool(branches == .chosen),
      ]
    return rules
  }
}

extension DeploymentEnvironment {
  init?(_ json: JSON) {
    guard let name = json["name"]?.string else { return nil }
    self.init(name: name)
    created = json["created_at"]?.seconds
    adminsMayBypass = json["can_admins_bypass"]?.bool
    for rule in json["protection_rules"]?.array ?? [] {
      wait = rule["wait_timer"]?.integer ?? wait
      forbidsOwnReview = rule["prevent_self_review"]?.bool ?? forbidsOwnReview
      reviewers += rule["reviewers"]?.array?.compactMap(Reviewer.init) ?? []
    }
    if let policy = json["deployment_branch_policy"], !policy.isNull {
      branches = policy["custom_branch_policies"]?.bool == true ? .chosen : .protected
    }
  }
}

extension DeploymentEnvironment.Reviewer {
  init?(_ json: JSON) {
    guard let kind = json["type"]?.string.flatMap(Kind.init(rawValue:)), let id = json["reviewer"]?["id"]?.integer
    else { return nil }
    let name = json["reviewer"]?["login"]?.string ?? json["reviewer"]?["slug"]?.string
    self.init(kind: kind, id: id, name: name ?? "id \(id)")
  }

  /// Those that the setup names; GitHub knows them by number. Absent where one of them is not there.
  static func wanted(_ world: World, _ context: Context) async -> Look<[DeploymentEnvironment.Reviewer]> {
    var found = Look<[DeploymentEnvironment.Reviewer]>(["the setup file"], .seen([]))
    for (name, look) in await world.each(context.setup.reviewers, { await named($0, world) }) {
      if look.isAbsent { return Look(look.source, .absent) }
      found = found.and(look.map { Self(kind: $0.kind, id: $0.id, name: name) }).map { $0.first + [$0.second] }
    }
    return found
  }

  private static func named(_ name: String, _ world: World) async -> Look<DeploymentEnvironment.Reviewer> {
    let parts = name.split(separator: "/").map(String.init)
    let call =
      parts.count == 2
      ? Call(.github, "GET /orgs/{org}/teams/{team_slug}", ["org": .string(parts[0]), "team_slug": .string(parts[1])])
      : Call(.github, "GET /users/{username}", ["username": .string(name)])
    return await world.look(call, absent: ["NotFound"]).reading { answer in
      answer["id"]?.integer.map { Self(kind: parts.count == 2 ? .team : .person, id: $0, name: name) }
    }
  }
}

/// A pattern of branches or tags that may deploy to an environment.
struct DeploymentPattern: Hashable, Sendable {
  let id: Int
  let text: String
  let isTag: Bool

  static func look(
    _ environment: Look<DeploymentEnvironment?>, _ world: World, _ context: Context
  ) async -> Look<[DeploymentPattern]> {
    guard let found = environment.value, let found, found.branches == .chosen else { return environment.none() }
    let input = context.setup.repositoryPath.with("environment_name", .string(found.name)).with(
      "per_page", .number("100"))
    let operation = "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies"
    return await world.look(Call(.github, operation, input), absent: ["NotFound"]).reading { answer in
      answer["branch_policies"]?.array?.compactMap { entry in
        guard let id = entry["id"]?.integer, let text = entry["name"]?.string else { return nil }
        return DeploymentPattern(id: id, text: text, isTag: entry["type"]?.string == "tag")
      }
    }
  }
}

import Checklist
import JSONDocument

/// The repository and its owner at GitHub.
public struct GitHubRepository: AccountService {
  public static let doors: Set<Door> = [.github]

  /// The repository as GitHub shows it; nil when there is none.
  public var repository: JSON?
  public var subject: JSON?
  /// The template of the organisation; nil when it has none.
  public var organisationTemplate: [String]?
  public var variables: [String: String] = [:]
  /// The environments by name, and whether a rule protects them.
  public var environments: [String: Bool] = ["production": true]
  public var branches: Set<String> = ["main"]
  /// Owners besides the repository's.
  public var users: Set<String> = []
  /// The setting of GitHub Actions, and what it selects.
  public var actions: JSON?
  public var selectedActions: JSON?
  /// Other repositories of the owner, by name with their ids; they are set like the first.
  public var siblings: [String: Int] = [:]
  /// What the repository's owner pays for.
  public var plan = "team"

  public init() {}

  public mutating func furnish() {
    repository = [
      "id": 1_296_269, "name": "sagemaker-churn", "default_branch": "main",
      "owner": ["id": 583231, "login": "octo-org"],
    ]
    actions = ["enabled": true, "allowed_actions": "all"]
    subject = [
      "use_default": true, "use_immutable_subject": true,
      "sub_claim_prefix": "repo:octo-org@583231/sagemaker-churn@1296269",
    ]
  }

  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    if let id = siblings[call.text("repo")] {
      var other = sibling(call.text("repo"), id)
      return other.answer(call, in: account)
    }
    return switch call.operation {
    case "GET /repos/{owner}/{repo}": told(repository)
    case "GET /repos/{owner}/{repo}/actions/oidc/customization/sub": told(subject)
    case "GET /orgs/{org}/actions/oidc/customization/sub":
      told(organisationTemplate.map { ["include_claim_keys": JSON($0)] })
    case "GET /repos/{owner}/{repo}/actions/variables": told(repository.map { _ in listed(variables) })
    case "GET /repos/{owner}/{repo}/environments": told(repository.map { _ in listed(environments) })
    case "GET /repos/{owner}/{repo}/git/ref/{path}":
      branches.contains(String(call.text("path").dropFirst("heads/".count)))
        ? .success(["ref": .string("refs/" + call.text("path"))]) : .missing("NotFound")
    case "GET /users/{username}":
      users.contains(call.text("username")) ? .success(["login": .string(call.text("username"))]) : .missing("NotFound")
    case "GET /repos/{owner}/{repo}/actions/permissions": told(actions)
    case "GET /repos/{owner}/{repo}/actions/permissions/selected-actions": told(selectedActions)
    case "GET /orgs/{org}": .success(["login": .string(call.text("org")), "plan": ["name": .string(plan)]])
    case "GET /user": .success(["login": "ana", "plan": ["name": .string(plan)]])
    default: nil
    }
  }

  private func sibling(_ name: String, _ id: Int) -> GitHubRepository {
    var other = self
    other.siblings = [:]
    other.repository?["id"] = .number(String(id))
    other.repository?["name"] = .string(name)
    other.subject?["sub_claim_prefix"] = .string("repo:octo-org@583231/\(name)@\(id)")
    return other
  }

  private func told(_ answer: JSON?) -> Answer { answer.map { .success($0) } ?? .missing("NotFound") }

  private func listed(_ variables: [String: String]) -> JSON {
    let list = variables.sorted { $0.key < $1.key }.map {
      ["name": .string($0.key), "value": .string($0.value)] as JSON
    }
    return ["variables": .array(list)]
  }

  private func listed(_ environments: [String: Bool]) -> JSON {
    let list = environments.sorted { $0.key < $1.key }.map { name, isProtected in
      [
        "name": .string(name), "deployment_branch_policy": .null,
        "protection_rules": isProtected ? [["type": "required_reviewers"]] : [],
      ] as JSON
    }
    return ["environments": .array(list)]
  }
}

extension Account.State {
  public var repository: JSON? {
    get { self[GitHubRepository.self].repository }
    set { self[GitHubRepository.self].repository = newValue }
  }
  public var subject: JSON? {
    get { self[GitHubRepository.self].subject }
    set { self[GitHubRepository.self].subject = newValue }
  }
  public var organisationTemplate: [String]? {
    get { self[GitHubRepository.self].organisationTemplate }
    set { self[GitHubRepository.self].organisationTemplate = newValue }
  }
  public var variables: [String: String] {
    get { self[GitHubRepository.self].variables }
    set { self[GitHubRepository.self].variables = newValue }
  }
  public var environments: [String: Bool] {
    get { self[GitHubRepository.self].environments }
    set { self[GitHubRepository.self].environments = newValue }
  }
  public var branches: Set<String> {
    get { self[GitHubRepository.self].branches }
    set { self[GitHubRepository.self].branches = newValue }
  }
  public var users: Set<String> {
    get { self[GitHubRepository.self].users }
    set { self[GitHubRepository.self].users = newValue }
  }
  public var actions: JSON? {
    get { self[GitHubRepository.self].actions }
    set { self[GitHubRepository.self].actions = newValue }
  }
  public var selectedActions: JSON? {
    get { self[GitHubRepository.self].selectedActions }
    set { self[GitHubRepository.self].selectedActions = newValue }
  }
  public var plan: String {
    get { self[GitHubRepository.self].plan }
    set { self[GitHubRepository.self].plan = newValue }
  }
}

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
  /// The environments by name, with their rules as GitHub takes them.
  public var rules: [String: JSON] = ["production": Self.protected]
  /// The environments by name, and whether a rule protects them.
  public var environments: [String: Bool] {
    get { rules.mapValues { $0 != [:] } }
    set { rules = newValue.mapValues { $0 ? Self.protected : [:] } }
  }
  /// The branches that may deploy to an environment that chooses them.
  public var patterns: [String] = ["main"]
  /// The secrets of the repository, and when each was written; and the names of the organisation's.
  public var secrets: [String: String] = [:]
  public var organisationSecrets: Set<String> = []
  /// What others keep in the environments.
  public var environmentSecrets: Set<String> = []
  public var branches: Set<String> = ["main"]
  /// The kinds of rules that guard every branch; nil on a server that has none.
  public var branchRules: [String]? = ["pull_request"]
  /// Whether classic protection is on for every branch.
  public var protects = false
  /// Owners besides the repository's.
  public var users: Set<String> = []
  /// The setting of GitHub Actions, and what it selects.
  public var actions: JSON?
  public var selectedActions: JSON?
  /// Other repositories of the owner, by name with their ids; they are set like the first.
  public var siblings: [String: Int] = [:]
  /// What the repository's owner pays for.
  public var plan = "team"
  /// The workflow files of the default branch by name; nil while nothing was ever pushed.
  public var workflowFiles: [String: String]? = WorkflowFileTexts.good
  /// The other files of the default branch, text by path.
  public var code: [String: String] = [:]
  /// The branches beside the default one, and where they point.
  public var sideBranches: [String: String] = [:]
  public var commits: [String: Commit] = [:]
  /// Number 1 first.
  public var pulls: [Pull] = []
  /// Whether the repository has more files than GitHub lists.
  public var isTruncated = false
  /// Why GitHub does not start a workflow, by its file's name.
  public var disabledWorkflows: [String: String] = [:]
  /// How the last run of each workflow ended, and the log of its only job.
  public var runs: [String: (conclusion: String, log: String)] {
    get { endings.mapValues { ($0[0], $0[1]) } }
    set { endings = newValue.mapValues { [$0.conclusion, $0.log] } }
  }
  private var endings = ["build.yml": ["success", ""], "deploy.yml": ["success", ""]]
  /// The labels of the runners that are online: the repository's, and its organisation's.
  public var runners: [[String]] = []
  public var organisationRunners: [[String]] = []

  public init() {}

  private static let protected: JSON = [
    "reviewers": [["type": "User", "id": 4242]],
    "deployment_branch_policy": ["protected_branches": false, "custom_branch_policies": true],
  ]
  /// When every secret was written that stood there.
  public static let written = "2026-09-02T08:30:00Z"

  public mutating func furnish() {
    secrets = ["AWS_ROLE_ARN": Self.written, "SAGEMAKER_EXECUTION_ROLE_ARN": Self.written]
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
    case "GET /repos/{owner}/{repo}/environments": told(repository.map { _ in listed(rules) })
    case "GET /repos/{owner}/{repo}/git/ref/{path}":
      workflowFiles == nil
        ? .failure(.refused(code: "Conflict", message: "Git Repository is empty.", status: 409))
        : pointed(String(call.text("path").dropFirst("heads/".count))).map {
          .success(["ref": .string("refs/" + call.text("path")), "object": ["sha": .string($0)]])
        } ?? .missing("NotFound")
    case "GET /orgs/{org}/actions/runners": .success(Self.listed(organisationRunners))
    case "GET /repos/{owner}/{repo}/branches/{branch}":
      told(
        repository != nil && branches.contains(call.text("branch"))
          ? ["name": .string(call.text("branch")), "protected": .bool(protects)] : nil)
    case "GET /repos/{owner}/{repo}/rules/branches/{branch}":
      told(branchRules.map { rules in .array(rules.map { ["type": .string($0)] as JSON }) })
    case "GET /users/{username}":
      users.contains(call.text("username"))
        ? .success(["login": .string(call.text("username")), "id": 4242]) : .missing("NotFound")
    case "GET /repos/{owner}/{repo}/actions/permissions": told(actions)
    case "GET /repos/{owner}/{repo}/actions/permissions/selected-actions": told(selectedActions)
    case "GET /orgs/{org}": .success(["login": .string(call.text("org")), "plan": ["name": .string(plan)]])
    case "GET /user": .success(["login": "ana", "plan": ["name": .string(plan)]])
    default:
      call.operation.hasPrefix("GET ") ? workflows(call) ?? delivery(call) ?? settings(call.operation, call) : nil
    }
  }

  public mutating func carryOut(_ call: Call, in account: Account.State) -> Answer? {
    propose(call) ?? settings(call.operation, call)
  }

  /// The same without what nobody can take back: closed pull requests, and commits that no branch points at.
  public var meaning: GitHubRepository {
    var same = self
    same.pulls.removeAll { !$0.isOpen && !$0.isMerged }
    same.commits = commits.filter { sideBranches.values.contains($0.key) }
    return same
  }

  private func pointed(_ branch: String) -> String? {
    branches.contains(branch) ? Self.head : sideBranches[branch]
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
      [
        "name": .string($0.key), "value": .string($0.value), "created_at": .string(Self.written),
        "updated_at": .string(Self.written),
      ] as JSON
    }
    return ["variables": .array(list)]
  }

  private func listed(_ rules: [String: JSON]) -> JSON {
    let list = rules.sorted { $0.key < $1.key }.map { name, rules in
      let people = (rules["reviewers"]?.array ?? []).map {
        ["type": $0["type"] ?? .null, "reviewer": ["id": $0["id"] ?? .null, "login": "ana"]] as JSON
      }
      return [
        "name": .string(name), "created_at": .string(Self.written),
        "can_admins_bypass": rules["can_admins_bypass"] ?? false,
        "deployment_branch_policy": rules["deployment_branch_policy"] ?? .null,
        "protection_rules": people.isEmpty
          ? [] : [["type": "required_reviewers", "prevent_self_review": false, "reviewers": .array(people)]],
      ] as JSON
    }
    return ["environments": .array(list)]
  }
}

extension Account.State {
  public var rules: [String: JSON] {
    get { self[GitHubRepository.self].rules }
    set { self[GitHubRepository.self].rules = newValue }
  }
  public var patterns: [String] {
    get { self[GitHubRepository.self].patterns }
    set { self[GitHubRepository.self].patterns = newValue }
  }
  public var gitHubSecrets: [String: String] {
    get { self[GitHubRepository.self].secrets }
    set { self[GitHubRepository.self].secrets = newValue }
  }
  public var environmentSecrets: Set<String> {
    get { self[GitHubRepository.self].environmentSecrets }
    set { self[GitHubRepository.self].environmentSecrets = newValue }
  }
  public var branchRules: [String]? {
    get { self[GitHubRepository.self].branchRules }
    set { self[GitHubRepository.self].branchRules = newValue }
  }
  public var protects: Bool {
    get { self[GitHubRepository.self].protects }
    set { self[GitHubRepository.self].protects = newValue }
  }
  public var organisationSecrets: Set<String> {
    get { self[GitHubRepository.self].organisationSecrets }
    set { self[GitHubRepository.self].organisationSecrets = newValue }
  }
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
  public var workflowFiles: [String: String]? {
    get { self[GitHubRepository.self].workflowFiles }
    set { self[GitHubRepository.self].workflowFiles = newValue }
  }
  public var disabledWorkflows: [String: String] {
    get { self[GitHubRepository.self].disabledWorkflows }
    set { self[GitHubRepository.self].disabledWorkflows = newValue }
  }
  public var runs: [String: (conclusion: String, log: String)] {
    get { self[GitHubRepository.self].runs }
    set { self[GitHubRepository.self].runs = newValue }
  }
  public var runners: [[String]] {
    get { self[GitHubRepository.self].runners }
    set { self[GitHubRepository.self].runners = newValue }
  }
  public var organisationRunners: [[String]] {
    get { self[GitHubRepository.self].organisationRunners }
    set { self[GitHubRepository.self].organisationRunners = newValue }
  }
}

import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum GitHubSettingsSituations: SituationGroup {
  private static let asked = Account.context(["github.reviewers": ["ana"]])
  private static let (role, execution) = (
    ItemKey(rawValue: "github-settings/secret/AWS_ROLE_ARN"),
    ItemKey(rawValue: "github-settings/secret/SAGEMAKER_EXECUTION_ROLE_ARN")
  )
  private static let (environment, branch) = (GitHubSettingsStep.environmentKey, GitHubSettingsStep.patternKey)
  private static let all: [CheckID] = ["GH-05", "GH-06", "GH-07", "GH-08", "GH-09", "GH-11", "GH-12", "GH-13"]

  private static let withheld =
    "denied: Metadata: read — GitHub answers 404 for the rules of the branch: the token may not read them, or this "
    + "server has none (NotFound)"

  /// A person mends it.
  private static func wrong(
    _ name: String, _ judged: [CheckID: String], _ change: @escaping @Sendable (inout Account.State) -> Void
  ) -> Situation {
    Situation(name, "github-settings", judged: judged, left: judged, change)
  }

  private static func blocked(by check: CheckID, _ checks: [CheckID]) -> [CheckID: String] {
    Dictionary(uniqueKeysWithValues: checks.map { ($0, "blocked \(check)") })
  }

  static let situations = [
    wrong("no repository", blocked(by: "GH-01", all)) { $0.repository = nil },
    Situation("no secret", "github-settings", judged: ["GH-05": "broken"], plan: [role, execution]) {
      $0.gitHubSecrets = [:]
    },
    Situation("a secret of the organisation", "github-settings") { state in
      state.gitHubSecrets["AWS_ROLE_ARN"] = nil
      state.organisationSecrets = ["AWS_ROLE_ARN"]
    },
    Situation(
      "a secret of the environment, which other jobs cannot read", "github-settings", judged: ["GH-05": "broken"],
      plan: [role]
    ) { state in
      state.gitHubSecrets["AWS_ROLE_ARN"] = nil
      state.environmentSecrets = ["AWS_ROLE_ARN"]
    },
    Situation(
      "a secret of the environment, and no other jobs", "github-settings",
      context: Account.context(["access.subjects": ["environment"]])
    ) { state in
      state.gitHubSecrets["AWS_ROLE_ARN"] = nil
      state.environmentSecrets = ["AWS_ROLE_ARN"]
    },
    Situation(
      "a variable that is not there", "github-settings",
      context: Account.context(["access.variables": ["AWS_REGION": "region"]]), judged: ["GH-05": "broken"],
      plan: ["github-settings/variable/AWS_REGION"]
    ) { _ in },
    Situation(
      "a variable that says otherwise", "github-settings",
      context: Account.context(["access.variables": ["PROJECT": "project-name"]]), judged: ["GH-05": "broken"],
      plan: ["github-settings/variable/PROJECT"]
    ) { $0.variables = ["PROJECT": "another"] },
    Situation(
      "nothing is wanted", "github-settings", context: Account.context(["access.secrets": [:]]),
      judged: ["GH-05": "skipped"], left: ["GH-05": "skipped"]
    ) { $0.gitHubSecrets = [:] },
    Situation(
      "written for another role", "github-settings",
      context: Account.context().with(
        ledger: Situations.ledger(
          role, "octo-org/sagemaker-churn secret AWS_ROLE_ARN", wanted: "arn:aws:iam::111122223333:role/Old",
          identity: GitHubRepository.written)), judged: ["GH-05": "broken"], plan: [role]
    ) { _ in },
    wrong("access keys beside the role", ["GH-06": "broken"]) {
      $0.gitHubSecrets["AWS_ACCESS_KEY_ID"] = GitHubRepository.written
    },
    wrong("the Region is a secret", ["GH-07": "broken"]) { $0.gitHubSecrets["AWS_REGION"] = GitHubRepository.written },
    Situation(
      "no environment", "github-settings", context: asked,
      judged: [
        "GH-08": "broken", "GH-09": "blocked GH-08", "GH-11": "blocked GH-08", "GH-12": "blocked GH-08",
      ], plan: [environment, branch]
    ) { state in
      state.users = ["ana"]
      state.rules = [:]
      state.patterns = []
    },
    Situation(
      "an environment that asks nobody", "github-settings", context: asked,
      judged: ["GH-09": "broken", "GH-12": "skipped"],
      plan: [environment]
    ) { state in
      state.users = ["ana"]
      state.rules["production"]?["reviewers"] = nil
    },
    wrong("nobody is asked, and nobody is named", ["GH-09": "waiting", "GH-12": "skipped"]) {
      $0.rules["production"]?["reviewers"] = nil
    },
    Situation(
      "an environment without a rule", "github-settings",
      judged: ["GH-09": "broken", "GH-11": "broken", "GH-12": "skipped"],
      plan: [environment, branch], left: ["GH-09": "waiting", "GH-12": "skipped"]
    ) { state in
      state.rules["production"] = ["deployment_branch_policy": .null]
      state.patterns = []
    },
    Situation(
      "no environment, private on the plan Free", "github-settings", context: asked,
      judged: [
        "GH-08": "blocked GH-10", "GH-09": "blocked GH-08", "GH-11": "blocked GH-08", "GH-12": "blocked GH-08",
        "GH-13": "blocked GH-10",
      ],
      left: [
        "GH-08": "blocked GH-10", "GH-09": "blocked GH-08", "GH-11": "blocked GH-08", "GH-12": "blocked GH-08",
        "GH-13": "blocked GH-10",
      ]
    ) { state in
      state.users = ["ana"]
      (state.rules, state.patterns) = ([:], [])
      state.repository?["private"] = true
      state.plan = "free"
    },
    Situation(
      "no environment, private on the plan Team", "github-settings", context: asked,
      judged: [
        "GH-08": "broken", "GH-09": "blocked GH-08", "GH-11": "blocked GH-08", "GH-12": "blocked GH-08",
      ], plan: [environment, branch], left: ["GH-09": "blocked GH-10", "GH-12": "skipped"]
    ) { state in
      state.users = ["ana"]
      (state.rules, state.patterns) = ([:], [])
      state.repository?["private"] = true
    },
    wrong("administrators may bypass the rules", ["GH-12": "broken"]) {
      $0.rules["production"]?["can_admins_bypass"] = true
    },
    wrong("no rule guards the branch", ["GH-13": "broken"]) { $0.branchRules = [] },
    wrong("only its deletion is forbidden", ["GH-13": "broken"]) { $0.branchRules = ["deletion"] },
    wrong("a server without rules", ["GH-13": "hidden \(withheld)"]) { $0.branchRules = nil },
    wrong("a server without rules, and classic protection", [:]) { ($0.branchRules, $0.protects) = (nil, true) },
    wrong("the repository is empty", ["GH-13": "waiting"]) { $0.branches = [] },
    wrong("another branch may deploy, and ours is not there", ["GH-11": "blocked TRUST-21", "GH-13": "waiting"]) {
      ($0.patterns, $0.branches) = (["release"], [])
    },
    Situation(
      "somebody is named whom GitHub does not show", "github-settings", context: asked, judged: ["GH-09": "broken"],
      left: ["GH-09": "broken"]
    ) { _ in },
    Situation("any branch may deploy", "github-settings", judged: ["GH-11": "broken"], plan: [environment, branch]) {
      state in
      state.rules["production"]?["deployment_branch_policy"] = .null
      state.patterns = []
    },
    Situation("another branch may deploy", "github-settings", judged: ["GH-11": "broken"], plan: [branch]) {
      $0.patterns = ["release"]
    },
    wrong("every branch may deploy by a pattern", ["GH-11": "broken"]) { $0.patterns = ["main", "*"] },
    Situation("protected branches may deploy", "github-settings") {
      $0.rules["production"]?["deployment_branch_policy"] = [
        "protected_branches": true, "custom_branch_policies": false,
      ]
    },
    Situation(
      "no environment is wanted", "github-settings", context: Account.context(["github.environment": ""]),
      judged: ["GH-08": "skipped", "GH-09": "skipped", "GH-11": "skipped", "GH-12": "skipped"],
      left: ["GH-08": "skipped", "GH-09": "skipped", "GH-11": "skipped", "GH-12": "skipped"]
    ) { _ in },
  ]
}

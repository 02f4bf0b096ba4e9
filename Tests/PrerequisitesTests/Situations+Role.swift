import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

extension Situations {
  private static let trustChecks = TrustCheck.all.map(\.id)
  /// What GitHub's not knowing the repository leaves open.
  private static let waiting = Dictionary(
    uniqueKeysWithValues: TrustCheck.all.filter { $0.has(.asksGitHub) }.map { ($0.id, "blocked GH-01") })
  private static let permissionChecks: [CheckID] = [
    "PERM-01", "PERM-03", "PERM-04", "PERM-05", "PERM-06", "PERM-07", "PERM-08", "PERM-09",
  ]

  private static func trusting(_ name: String, _ judged: [CheckID: String], _ trust: JSON) -> Situation {
    Situation(name, "github-role", judged: judged, plan: [GitHubRoleStep.trustKey]) {
      $0.roles["GitHubActionsRole"]?.trust = trust.compact
    }
  }

  private static let own = "repo:octo-org@583231/sagemaker-churn@1296269"

  static let trust = [
    Situation(
      "no role", "github-role",
      judged: Dictionary(
        uniqueKeysWithValues: [("TRUST-01", "broken")]
          + (trustChecks + permissionChecks).map { ($0, "blocked TRUST-01") }),
      plan: [GitHubRoleStep.roleKey, GitHubRoleStep.permissionsKey]
    ) { $0.roles["GitHubActionsRole"] = nil },
    trusting(
      "no subject at all",
      Dictionary(
        uniqueKeysWithValues: TrustCheck.all.filter { $0.has(.needsSubject) }.map { ($0.id, "blocked TRUST-03") }
          + [("TRUST-03", "broken")]), Account.trust([])),
    trusting("any repository", ["TRUST-05": "broken"], Account.trust(["*"], operatorName: "StringLike")),
    trusting(
      "an owner's pattern", ["TRUST-06": "broken", "TRUST-13": "broken"],
      Account.trust(["repo:octo*/sagemaker-churn:*"], operatorName: "StringLike")),
    trusting(
      "names only", ["TRUST-13": "broken"], Account.trust(["repo:octo-org/sagemaker-churn:ref:refs/heads/main"])),
    trusting("a star that is a letter", ["TRUST-11": "broken"], Account.trust(["\(own):*"])),
    trusting("no audience", ["TRUST-27": "broken"], Account.trust(audience: nil)),
    trusting("only the branch", ["TRUST-17": "broken"], Account.trust([own + ":ref:refs/heads/main"])),
    trusting("any branch", ["TRUST-09": "broken"], Account.trust(["\(own):*"], operatorName: "StringLike")),
    Situation("a policy that cannot be read", "github-role", judged: unreadable, left: unreadable) {
      $0.roles["GitHubActionsRole"]?.trust = "no policy"
    },
    Situation(
      "GitHub does not know the repository", "github-role",
      judged: waiting, left: waiting
    ) { state in
      state.repository = nil
      state.subject = nil
    },
  ]

  private static let unreadable = Dictionary(
    uniqueKeysWithValues: trustChecks.map { ($0, $0 == "TRUST-03" ? "broken" : "blocked TRUST-03") })

  private static func permitting(_ actions: JSON, _ resource: JSON = "*") -> String {
    let statement: JSON = ["Effect": "Allow", "Action": actions, "Resource": resource]
    return (["Version": "2012-10-17", "Statement": [statement]] as JSON).compact
  }

  static let permissions = [
    Situation(
      "no permissions", "github-role",
      judged: [
        "PERM-04": "broken", "PERM-05": "broken", "PERM-06": "broken", "PERM-07": "broken", "PERM-08": "broken",
        "PERM-09": "broken",
      ], plan: [GitHubRoleStep.permissionsKey]
    ) { $0.roles["GitHubActionsRole"]?.inline = [:] },
    Situation(
      "an administrator by an inline policy", "github-role", judged: ["PERM-03": "broken"],
      plan: [GitHubRoleStep.inlineKey("Admin")]
    ) { $0.roles["GitHubActionsRole"]?.inline["Admin"] = permitting("*") },
    Situation(
      "an administrator by nothing else", "github-role", judged: ["PERM-03": "broken"],
      plan: [GitHubRoleStep.permissionsKey, GitHubRoleStep.inlineKey("Admin")]
    ) { $0.roles["GitHubActionsRole"]?.inline = ["Admin": permitting("*")] },
    Situation(
      "any role can be passed on", "github-role", judged: ["PERM-01": "broken"],
      plan: [GitHubRoleStep.inlineKey("Pass")]
    ) { $0.roles["GitHubActionsRole"]?.inline["Pass"] = permitting(["iam:PassRole", "s3:ListAllMyBuckets"]) },
    Situation(
      "an administrator by a managed policy", "github-role", judged: ["PERM-03": "broken"],
      plan: [GitHubRoleStep.attachedKey("arn:aws:iam::aws:policy/AdministratorAccess")]
    ) { state in
      state.policies["arn:aws:iam::aws:policy/AdministratorAccess"] = permitting("*")
      state.roles["GitHubActionsRole"]?.attached = ["arn:aws:iam::aws:policy/AdministratorAccess"]
    },
    Situation("a harmless managed policy", "github-role") { state in
      state.policies["arn:aws:iam::aws:policy/ReadOnly"] = permitting("s3:ListAllMyBuckets")
      state.roles["GitHubActionsRole"]?.attached = ["arn:aws:iam::aws:policy/ReadOnly"]
    },
    Situation(
      "no domain, so no execution role", "github-role", judged: ["PERM-05": "skipped"], left: ["PERM-05": "skipped"]
    ) { $0.domains = [:] },
    Situation(
      "a name in another spelling", "github-role", judged: ["TRUST-22": "broken"],
      plan: [GitHubRoleStep.trustKey]
    ) { state in
      state.roles["GitHubActionsRole"]?.trust =
        Account.trust(Account.subjects.map { $0.replacing("octo-org", with: "Octo-Org") }).compact
    },
  ]
}

import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum GitHubRepositorySituations: SituationGroup {
  /// A person mends it: onramp changes nothing on GitHub.
  private static func wrong(
    _ name: String, _ judged: [CheckID: String], _ change: @escaping @Sendable (inout Account.State) -> Void
  ) -> Situation {
    Situation(name, "github-repository", judged: judged, left: judged, change)
  }

  private static let waiting = Dictionary(
    uniqueKeysWithValues: (["GH-02", "GH-03", "GH-04", "GH-10", "GH-14", "GH-15", "GH-17"] as [CheckID]).map {
      ($0, "blocked GH-01")
    })

  private static func selected(_ selection: JSON) -> @Sendable (inout Account.State) -> Void {
    { state in
      state.actions = ["enabled": true, "allowed_actions": "selected"]
      state.selectedActions = selection
    }
  }

  static let situations = [
    wrong("no repository", waiting.merging(["GH-01": "broken"]) { $1 }) { $0.repository = nil },
    wrong("another name", ["GH-02": "broken"]) { $0.repository?["name"] = "churn" },
    wrong("another default branch", ["GH-03": "broken"]) { state in
      state.repository?["default_branch"] = "master"
      state.branches = ["master"]
    },
    wrong("Actions is off", ["GH-04": "broken"]) { $0.actions = ["enabled": false] },
    wrong("only its own actions", ["GH-04": "broken"]) {
      $0.actions = ["enabled": true, "allowed_actions": "local_only"]
    },
    wrong(
      "GitHub's actions only", ["GH-04": "broken"], selected(["github_owned_allowed": true, "verified_allowed": false])),
    Situation(
      "GitHub's and verified actions", "github-repository",
      selected(["github_owned_allowed": true, "verified_allowed": true])),
    Situation(
      "GitHub's actions and a pattern", "github-repository",
      selected([
        "github_owned_allowed": true, "verified_allowed": false, "patterns_allowed": ["aws-actions/*", "other/x@v1"],
      ])),
    wrong(
      "a version that the files do not name", ["GH-04": "broken"],
      selected([
        "github_owned_allowed": true, "verified_allowed": false,
        "patterns_allowed": ["aws-actions/configure-aws-credentials@v4"],
      ])),
    wrong(
      "an action that is taken out again", ["GH-04": "broken"],
      selected([
        "github_owned_allowed": true, "verified_allowed": true,
        "patterns_allowed": ["aws-actions/*", "!aws-actions/configure-*"],
      ])),
    Situation("a pattern over owners", "github-repository", selected(["patterns_allowed": ["*/c*@0123*"]])),
    wrong(
      "a creator of whom nobody knows whether they are verified",
      [
        "GH-04":
          "hidden cannot be told from here: whether GitHub has verified the creator of docker/login-action@\(WorkflowFileTexts.commit)"
      ]
    ) { state in
      selected(["github_owned_allowed": true, "verified_allowed": true])(&state)
      state.workflowFiles?["deploy.yml"]? += "\n      - uses: docker/login-action@\(WorkflowFileTexts.commit)"
    },
    Situation("each action by its SHA, and the files name them so", "github-repository") {
      $0.actions = ["enabled": true, "allowed_actions": "all", "sha_pinning_required": true]
    },
    wrong("each action by its SHA, and a file names a tag", ["GH-04": "broken"]) { state in
      state.actions = ["enabled": true, "allowed_actions": "all", "sha_pinning_required": true]
      state.workflowFiles?["build.yml"]? += "\n      - uses: actions/setup-python@v6"
    },
    wrong("each action by its SHA, and the guides' files to come", ["GH-04": "broken medium"]) { state in
      state.actions = ["enabled": true, "allowed_actions": "all", "sha_pinning_required": true]
      state.workflowFiles = [:]
    },
    Situation("no file yet, and GitHub's actions and a pattern", "github-repository") { state in
      selected(["github_owned_allowed": true, "patterns_allowed": ["aws-actions/configure-aws-credentials@*"]])(&state)
      state.workflowFiles = nil
    },
    wrong("private on the plan Team", ["GH-10": "broken"]) { $0.repository?["private"] = true },
    wrong("private on the plan Free", ["GH-10": "broken"]) { state in
      state.repository?["private"] = true
      state.plan = "free"
    },
    Situation("private on the plan Enterprise", "github-repository") { state in
      state.repository?["private"] = true
      state.plan = "enterprise"
    },
    wrong(
      "private, and the person's plan is not shown",
      ["GH-10": "hidden denied: Plan: read — GitHub shows the plan of octo-org only to those who belong to it"]
    ) { state in
      state.repository?["private"] = true
      state.repository?["owner"] = ["id": 583231, "login": "octo-org", "type": "User"]
    },
    wrong("a fork", ["GH-14": "broken"]) { $0.repository?["fork"] = true },
    wrong("the token may administer the organisation", ["GH-16": "broken"]) {
      $0.ownToken = ["status": 200, "login": "ana", "scopes": ["repo", "admin:org"]]
    },
    wrong("the token ends in 6 days", ["GH-16": "broken"]) {
      $0.ownToken = ["status": 200, "login": "ana", "expires": .number(String(Account.now + 6.5 * 86_400))]
    },
    Situation("the token ends in 8 days", "github-repository") {
      $0.ownToken = ["status": 200, "login": "ana", "expires": .number(String(Account.now + 8 * 86_400))]
    },
    Situation(
      "the token is an app's", "github-repository",
      judged: ["GH-16": "skipped"],
      left: ["GH-16": "skipped"]
    ) {
      $0.ownToken = ["status": 403, "message": "Resource not accessible by integration"]
    },
    wrong(
      "the token is denied", ["GH-16": "hidden denied: GitHub GET /user — Sorry"]
    ) {
      $0.ownToken = ["status": 403, "message": "Sorry"]
    },
    wrong(
      "the token is refused",
      ["GH-16": "hidden not signed in: GitHub GET /user: GitHub does not accept the token (401)"]
    ) {
      $0.ownToken = ["status": 401]
    },
    wrong("archived", ["GH-17": "broken"]) { $0.repository?["archived"] = true },
  ]
}

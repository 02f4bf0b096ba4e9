import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum WorkflowsSituations: SituationGroup {
  private static let all: [CheckID] =
    ["WF-01", "WF-09", "WF-10", "WF-15", "WF-16", "WF-18"] + WorkflowRule.all.map(\.check)

  private static func each(_ checks: [CheckID], _ words: String) -> [CheckID: String] {
    Dictionary(uniqueKeysWithValues: checks.map { ($0, words) })
  }

  /// A person mends it.
  private static func wrong(
    _ name: String, _ judged: [CheckID: String], context: Context = Account.context(),
    _ change: @escaping @Sendable (inout Account.State) -> Void
  ) -> Situation {
    Situation(name, "workflows", context: context, judged: judged, left: judged, change)
  }

  private static let calls: [ItemKey] = ["workflows/branch", "workflows/commit", "workflows/pull"]

  /// A pull request brings what is lacking: what it mends waits for who merges it.
  private static func brought(
    _ name: String, _ judged: [CheckID: String], _ left: [CheckID: String]? = nil, context: Context = Account.context(),
    _ change: @escaping @Sendable (inout Account.State) -> Void
  ) -> Situation {
    Situation(
      name, "workflows", context: context, judged: judged, plan: calls,
      left: left ?? judged.mapValues { $0.hasPrefix("broken") ? "waiting" : $0 }, change)
  }

  /// The same with one text of `deploy.yml` in the place of another.
  private static func mended(_ name: String, _ old: String, _ new: String, _ judged: [CheckID: String]) -> Situation {
    brought(name, judged) { state in
      state.workflowFiles?["deploy.yml"] = WorkflowFileTexts.good["deploy.yml"]?.replacing(old, with: new)
    }
  }

  /// `deploy.yml` with one text in the place of another.
  private static func edited(
    _ name: String, _ old: String, _ new: String, _ judged: [CheckID: String], context: Context = Account.context()
  ) -> Situation {
    wrong(name, judged, context: context) { state in
      state.workflowFiles?["deploy.yml"] = WorkflowFileTexts.good["deploy.yml"]?.replacing(old, with: new)
    }
  }

  private static let commit = WorkflowFileTexts.commit
  private static let access = Account.context(["tracks": ["access"]])
  /// Of a file that cannot be read nothing else is known.
  private static let unreadable = each(
    all.filter { !["WF-01", "WF-10", "WF-16"].contains($0) }, "blocked WF-01")

  static let situations = [
    wrong("no repository", each(all, "blocked GH-01")) { $0.repository = nil },
    wrong("an empty repository", each(all, "skipped").merging(["WF-01": "waiting"]) { $1 }) { $0.workflowFiles = nil },
    brought("no workflow file", each(all, "skipped").merging(["WF-01": "waiting"]) { $1 }) { $0.workflowFiles = [:] },
    brought("no file of the project", ["WF-01": "waiting", "WF-09": "skipped"]) { state in
      state.workflowFiles = ["ship.yml": WorkflowFileTexts.good["build.yml"] ?? ""]
      state.runs = ["ship.yml": ("success", "")]
    },
    brought(
      "files without a sign-in, and no project", each(all, "skipped").merging(["WF-01": "waiting"]) { $1 },
      context: access
    ) {
      $0.workflowFiles = [
        "lint.yml": "on: push\njobs: {lint: {runs-on: ubuntu-24.04, steps: [{uses: actions/checkout@v1}]}}"
      ]
    },
    Situation(
      "a sign-in, and no project", "workflows", context: access, judged: ["WF-09": "skipped"],
      left: ["WF-09": "skipped"]
    ) { _ in },
    Situation("another file that does not count", "workflows") {
      $0.workflowFiles?["lint.yml"] =
        "on: push\njobs: {lint: {runs-on: ubuntu-24.04, steps: [{uses: actions/checkout@v1}]}}"
    },
    wrong("another ending", ["WF-01": "broken", "WF-09": "skipped"]) { state in
      let text = state.workflowFiles?.removeValue(forKey: "deploy.yml")
      state.workflowFiles?["deploy.yaml"] = text
    },
    edited("no YAML", "permissions: {", "permissions: {{", unreadable.merging(["WF-01": "broken"]) { $1 }),
    edited("a job that runs nowhere", "    runs-on: ubuntu-24.04\n", "", ["WF-01": "broken"]),
    edited("a placeholder", "AWS_REGION: us-east-1", "AWS_REGION: <REGION>", ["WF-02": "broken"]),
    edited("another project's name", "NAME: churn", "NAME: custom-build-deploy", ["WF-02": "broken"]),
    mended("no token", "id-token: write, ", "", ["WF-03": "broken"]),
    mended("no contents", ", contents: read", "", ["WF-04": "broken medium"]),
    brought("no contents in a private repository", ["WF-04": "broken"]) { state in
      state.repository?["private"] = true
      state.workflowFiles?["deploy.yml"] = WorkflowFileTexts.good["deploy.yml"]?.replacing(", contents: read", with: "")
    },
    mended(
      "access keys beside the role", "aws-region: $", "aws-access-key-id: ${{ secrets.K }}\n          aws-region: $",
      ["WF-05": "broken"]),
    mended("another Region", "aws-region: ${{ env.AWS_REGION }}", "aws-region: eu-west-1", ["WF-06": "broken"]),
    mended("an old action", "checkout@\(commit)", "checkout@v4", ["WF-07": "broken", "WF-08": "broken"]),
    mended("an action by its tag", "checkout@\(commit)", "checkout@v5", ["WF-08": "broken"]),
    edited("no start by hand", "workflow_dispatch:", "push: {branches: [main]}", ["WF-09": "broken"]),
    wrong("disabled", ["WF-10": "broken"]) { $0.disabledWorkflows = ["deploy.yml": "disabled_inactivity"] },
    mended("one name for all sessions", "churn-${{ github.run_id }}", "churn", ["WF-11": "broken"]),
    edited(
      "anybody starts it", "workflow_dispatch:", "workflow_dispatch:\n  pull_request_target:", ["WF-12": "broken"]),
    mended("runs that overlap", "concurrency: {group: deploy}\n", "", ["WF-13": "broken"]),
    Situation("a variable of MLflow", "workflows") { state in
      state.workflowFiles?["build.yml"] =
        (WorkflowFileTexts.good["build.yml"] ?? "") + "\n      - run: echo ${{ vars.MLFLOW_TRACKING_SERVER_ARN }}"
    },
    wrong("the last run failed", ["WF-16": "broken"]) {
      $0.runs["deploy.yml"] = (
        "failure", "2026-11-20T09:00:01.1Z ##[error]Not authorized to perform sts:AssumeRoleWithWebIdentity\n"
      )
    },
    wrong("the last run failed, nobody knows why", ["WF-16": "broken"]) { $0.runs["build.yml"] = ("timed_out", "x") },
    wrong("never run", ["WF-16": "skipped"]) { $0.runs = [:] },
    edited("another environment", "environment: production", "environment: Production", ["WF-17": "broken"]),
    edited("runners that are not there", "ubuntu-24.04", "[self-hosted, gpu]", ["WF-18": "broken"]),
    Situation("runners of the repository", "workflows") { state in
      state.workflowFiles?["deploy.yml"] = WorkflowFileTexts.good["deploy.yml"]?
        .replacing("ubuntu-24.04", with: "[self-hosted, gpu]")
      state.runners = [["self-hosted", "GPU", "X64"]]
    },
    Situation("runners of the organisation", "workflows") { state in
      state.workflowFiles?["deploy.yml"] = WorkflowFileTexts.good["deploy.yml"]?
        .replacing("ubuntu-24.04", with: "[self-hosted, gpu]")
      state.organisationRunners = [["self-hosted", "gpu"]]
    },
  ]
}

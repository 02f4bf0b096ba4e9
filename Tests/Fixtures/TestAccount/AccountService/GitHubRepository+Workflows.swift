import Basics
import Checklist
import JSONDocument

/// Workflow files, their states and runs, and the runners as GitHub shows them.
extension GitHubRepository {
  /// The commit that the default branch points at.
  public static let head = "6dcb09b5b57875f334f61aebed695e2e4193db5e"

  func workflows(_ call: Call) -> Answer? {
    guard repository != nil else { return .missing("NotFound") }
    let files = (workflowFiles ?? [:]).sorted { $0.key < $1.key }
    switch call.operation.replacing("/repos/{owner}/{repo}/", with: "") {
    case "GET contents/{path}":
      guard !files.isEmpty else { return .missing("NotFound") }
      return .success(
        .array(
          files.map { name, text in
            [
              "type": "file", "name": .string(name), "path": .string(".github/workflows/\(name)"),
              "sha": .string(GitObject.blob(text)), "size": .number(String(text.utf8.count)),
            ] as JSON
          }))
    case "GET git/blobs/{file_sha}":
      guard let text = text(ofBlob: call.text("file_sha")) else { return .missing("NotFound") }
      return .success(["encoding": "base64", "content": .string(Base64.encode(text.utf8) + "\n")])
    case "GET actions/workflows":
      let list = files.map { name, _ in
        ["path": .string(".github/workflows/\(name)"), "state": .string(disabledWorkflows[name] ?? "active")] as JSON
      }
      return .success(["workflows": .array(list)])
    case "GET actions/workflows/{workflow_id}/runs":
      guard let run = runs[call.text("workflow_id")] else { return .success(["workflow_runs": []]) }
      let shown: JSON = [
        "id": .number(String(Self.number(call.text("workflow_id")))), "conclusion": .string(run.conclusion),
        "run_started_at": "2026-11-20T09:00:00Z",
      ]
      return .success(["workflow_runs": [["id": 1, "conclusion": "cancelled"], shown]])
    case "GET actions/runs/{run_id}/jobs":
      return .success([
        "jobs": [
          ["id": 1, "name": "test", "conclusion": "success"],
          ["id": .number(call.text("run_id")), "name": "deploy", "conclusion": "failure"],
        ]
      ])
    case "GET actions/jobs/{job_id}/logs":
      return runs.first { String(Self.number($0.key)) == call.text("job_id") }.map { .success(.string($0.value.log)) }
        ?? .missing("NotFound")
    case "GET actions/runners": return .success(Self.listed(runners))
    default: return nil
    }
  }

  private static func number(_ workflow: String) -> Int { workflow.utf8.reduce(7) { ($0 * 31 + Int($1)) % 100_000 } }

  static func listed(_ runners: [[String]]) -> JSON {
    let list = runners.map { labels in
      ["status": "online", "labels": .array(labels.map { ["name": .string($0)] as JSON })] as JSON
    }
    return ["runners": .array(list)]
  }
}

/// Workflow files for tests.
public enum WorkflowFileTexts {
  /// A commit that actions are pinned to.
  public static let commit = "0123456789abcdef0123456789abcdef01234567"

  /// What a project has, and nothing is wrong with.
  public static let good = [
    "build.yml": text("push: {branches: [main]}", environment: nil),
    "deploy.yml": text("workflow_dispatch:", environment: "production"),
  ]

  private static func text(_ events: String, environment: String?) -> String {
    """
    on:
      \(events)
    permissions: {id-token: write, contents: read}
    concurrency: {group: deploy}
    env: {AWS_REGION: us-east-1, SAGEMAKER_PROJECT_NAME: churn}
    jobs:
      deploy:
        runs-on: ubuntu-24.04
        \(environment.map { "environment: \($0)" } ?? "timeout-minutes: 60")
        steps:
          - uses: actions/checkout@\(commit) # v5
          - uses: aws-actions/configure-aws-credentials@\(commit) # v6
            with:
              role-to-assume: ${{ secrets.AWS_ROLE_ARN }}
              aws-region: ${{ env.AWS_REGION }}
              role-session-name: churn-${{ github.run_id }}
    """
  }
}

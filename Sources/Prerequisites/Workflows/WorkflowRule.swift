import Basics
import Checklist
import Workflows

/// A check that a remark about a workflow file decides, in words.
struct WorkflowRule {
  let check: CheckID
  /// What is found where nothing is remarked, before the names of the files.
  let right: String
  /// What is found where something is missing that nothing stands for in the file.
  let missing: String
  /// What is needed where the remark names nothing.
  let needed: String

  static let all = [
    WorkflowRule(
      check: "WF-02", right: "no placeholder", missing: "a placeholder", needed: "the setup's own value in its place"),
    WorkflowRule(
      check: "WF-03", right: "each job that signs in may ask for a token", missing: "no id-token: write",
      needed: "id-token: write"),
    WorkflowRule(
      check: "WF-04", right: "each checkout may read the contents", missing: "no contents: read",
      needed: "contents: read"),
    WorkflowRule(check: "WF-05", right: "no access key", missing: "access keys", needed: "role-to-assume alone"),
    WorkflowRule(check: "WF-06", right: "the Region is right", missing: "no aws-region", needed: "aws-region"),
    WorkflowRule(
      check: "WF-07", right: "no action on a Node.js that is gone", missing: "an old action", needed: "a newer version"),
    WorkflowRule(
      check: "WF-08", right: "each action by its full commit SHA", missing: "no version",
      needed: "the full commit SHA behind each @, with the version as a comment"),
    WorkflowRule(
      check: "WF-11", right: "each session has its run's name", missing: "no role-session-name",
      needed: "role-session-name with ${{ github.run_id }}"),
    WorkflowRule(
      check: "WF-12", right: "no stranger starts a job that signs in", missing: "an event that anybody can start",
      needed: "events that only writers start, and no checkout of a stranger's code"),
    WorkflowRule(
      check: "WF-13", right: "no two runs overlap", missing: "no concurrency", needed: "a concurrency group"),
    WorkflowRule(
      check: "WF-17", right: "the environment is spelt as in the setup", missing: "no environment",
      needed: "environment"
    ),
  ]

  /// Remarks of which no more are listed.
  private static let most = 6

  /// - Parameter names: the files that were looked at.
  func verdict(_ remarks: [WorkflowRemark], names: String, severity: Severity? = nil) -> Verdict {
    let own = remarks.filter { $0.check == check.rawValue }
    guard !own.isEmpty else { return .holds(found: "\(right): \(names)") }
    let more = own.count > Self.most ? ", and \(own.count - Self.most) more" : ""
    return .broken(
      found: own.prefix(Self.most).map(found).joined(separator: ", ") + more,
      needed: own.flatMap(needed).distinct.prefix(Self.most).joined(separator: ", "), severity: severity)
  }

  /// `deploy.yml:14 job deploy: us-west-2`
  private func found(_ remark: WorkflowRemark) -> String {
    let file = remark.path.split(separator: "/").last ?? ""
    let what = remark.found.isEmpty ? missing : remark.found.joined(separator: " and ")
    return Display.clean("\(file):\(remark.line)" + (remark.job.map { " job \($0)" } ?? "") + ": \(what)")
  }

  private func needed(_ remark: WorkflowRemark) -> [String] {
    switch check {
    case "WF-07":
      // The remark names the version alone.
      zip(remark.found, remark.needed).map { uses, version in "\(uses.prefix { $0 != "@" })@\(version) or newer" }
    case "WF-11": [needed]
    default: remark.needed.isEmpty ? [needed] : remark.needed
    }
  }
}

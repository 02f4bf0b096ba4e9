import Basics
import Checklist
import JSONDocument
import Policy
import Workflows

/// What the workflow files say of the trust policy.
extension GitHubRoleStep {
  /// TRUST-17, where the setup's own words for its jobs are all accepted: a job of the files may be for another branch
  /// or environment.
  func refusedJob(_ seen: Observation, _ intent: TrustIntent, _ context: Context) -> Verdict? {
    guard let document = seen.role.role.value?.trustPolicy.document,
      let refused = SigningJob.refused(jobs(seen, intent, context), by: document, intent)
    else { return nil }
    return .broken(
      found: Display.clean("\(refused.job): \(refused.subject) is refused"), needed: Display.clean(refused.subject))
  }

  func jobs(_ seen: Observation, _ intent: TrustIntent, _ context: Context) -> [SigningJob] {
    seen.files.value.map { SigningJob.all(in: $0, intent, role: seen.arn(context), context.setup) } ?? []
  }

  func workflows(_ seen: Observation, _ context: Context) -> [Judgement] {
    let remarks = seen.files.value?.remarks(context) ?? []
    let issuer = intent(seen, context).issuer
    let document = seen.role.role.map(\.trustPolicy.document)
    func judge(_ check: CheckID, _ claim: String, _ right: String, _ needed: ([WorkflowRemark]) -> String) -> Judgement
    {
      let absent = Verdict.blocked(by: document.isAbsent ? "TRUST-01" : "GH-01")
      return document.and(seen.files).judge(check, on: seen.arn(context), absent: absent) { both in
        guard let document = both.first else { return .blocked(by: "TRUST-03") }
        let own = remarks.filter { $0.check == check.rawValue }
        guard let first = own.first else { return .holds(found: right) }
        let asked = document.statements.filter(\.isAllow).flatMap(\.conditions).filter {
          $0.key.lowercased() == "\(issuer):\(claim)".lowercased()
        }
        if let test = asked.first { return .holds(found: test.inWords) }
        let place = "\(first.path):\(first.line) job \(first.job ?? "")"
        return .broken(
          found: Display.clean("\(place): \(first.found.joined(separator: " and ")); no condition on \(claim)"),
          needed: Display.clean(needed(own)))
      }
    }
    return [
      judge("TRUST-26", "job_workflow_ref", "no job hands its token to a workflow that it calls") { remarks in
        "a condition on job_workflow_ref for \(remarks.flatMap(\.found).distinct.joined(separator: " and "))"
      },
      judge("TRUST-54", "runner_environment", "no job on a runner of one's own assumes a role") { _ in
        "StringEquals runner_environment github-hosted, or a role of its own for those jobs"
      },
    ]
  }
}

import YAML

/// One thing that is wrong with a workflow file, in the words of the catalogue's checks.
public struct WorkflowRemark: Hashable, Sendable {
  /// Id of the check, `WF-03`.
  public let check: String
  /// The file, from the repository's root.
  public let path: String
  public let job: String?
  /// The step's place among the job's, from 0.
  public let step: Int?
  public let place: YAMLPlace
  /// From 1.
  public var line: Int { place.line }
  /// What stands in the file, verbatim.
  public let found: [String]
  /// What should stand there instead, where one thing should.
  public let needed: [String]
}

/// What the files are judged by.
public struct WorkflowIntent: Hashable, Sendable {
  public var region: String?
  public var projectName: String?
  /// The protected environment of the deployment.
  public var environment: String?

  public init(region: String? = nil, projectName: String? = nil, environment: String? = nil) {
    (self.region, self.projectName, self.environment) = (region, projectName, environment)
  }
}

extension WorkflowSet {
  /// Everything that is wrong with the files as far as they say it themselves, in the order of files, then of places.
  ///
  /// One defect gives one remark. WF-18, TRUST-26, TRUST-53 and TRUST-54 are facts: whether they are wrong lies with
  /// runners and roles.
  /// - WF-02: a placeholder is left, or another project's name. What is a placeholder is not also a wrong Region.
  /// - WF-03: a job signs in by a role and may ask for no token. Where a called workflow asks for more than its caller
  ///   gives, it is the called job's remark.
  /// - WF-04: a `permissions` block takes the contents from a job that checks them out.
  /// - WF-05: the inputs of access keys stand there, with or without a role beside them.
  /// - WF-06: the Region is missing, or known and another. One that an expression decides is not judged.
  /// - WF-07: a version of an action for a Node that runners no longer have.
  /// - WF-08: an action of a job that signs in or may ask for a token is not pinned, or the workflow that such a job calls.
  /// - WF-11: a session's name that is the same in each run (the action's own, too), or that AWS refuses.
  /// - WF-12: strangers start a job that signs in, or their code is checked out in it.
  /// - WF-13: two runs of a file that deploys may overlap.
  /// - WF-17: an environment is named almost as the setup names it, or the only one is another.
  /// - TRUST-26: a job hands its token to a workflow that it calls: a role can ask for that one.
  /// - TRUST-53: one role with and without an environment. TRUST-54: a job on a runner of one's own assumes a role.
  public func remarks(_ intent: WorkflowIntent) -> [WorkflowRemark] {
    var judge = WorkflowJudge(set: self, intent: intent)
    judge.run()
    let order = Dictionary(workflows.enumerated().map { ($0.element.path, $0.offset) }) { first, _ in first }
    return judge.remarks.sorted { one, other in
      let (left, right) = (order[one.path] ?? 0, order[other.path] ?? 0)
      if left != right { return left < right }
      let (start, end) = (one.place.bytes.lowerBound, other.place.bytes.lowerBound)
      return start == end ? one.check < other.check : start < end
    }
  }

  /// The steps that sign in to AWS.
  public var signIns: [SignIn] {
    workflows.flatMap { workflow in
      workflow.jobs.flatMap { job in
        job.steps.filter { $0.uses?.repository == SignIn.action }.map { SignIn(workflow: workflow, job: job, step: $0) }
      }
    }
  }
}

/// A step that signs in to AWS (README of `aws-actions/configure-aws-credentials`).
public struct SignIn: Hashable, Sendable {
  static let action = "aws-actions/configure-aws-credentials"

  public let workflow: Workflow
  public let job: Job
  public let step: Step

  /// The role it assumes, as it is written.
  public var role: WorkflowText? { step.with.input("role-to-assume") }
  public var keys: [WorkflowEntry] {
    step.with.filter { ["aws-access-key-id", "aws-secret-access-key"].contains($0.name.lowercased()) }
  }
  /// Whether it shows the job's own token: not where keys are given, which win, or where it goes on from credentials that
  /// are there.
  public var showsToken: Bool {
    role != nil && keys.isEmpty && step.with.input("web-identity-token-file") == nil
      && step.with.input("role-chaining")?.text != "true"
  }

  /// The Region, with what an expression takes from the file's own environment put in; nil where none is given.
  public var region: WorkflowText? {
    let given = step.with.input("aws-region") ?? variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION")
    guard let given, given.value == nil else { return given }
    let names = Set([workflow.env, job.env, step.env].flatMap { $0.map(\.name) })
    var values: [String: String] = [:]
    for name in names { values["env.\(name.lowercased())"] = variable(name)?.value }
    return WorkflowText.filled(given.text, values).map { WorkflowText($0, given.place) } ?? given
  }

  /// The nearest word counts (GitHub Docs, "Store information in variables").
  private func variable(_ name: String) -> WorkflowText? { step.env[name] ?? job.env[name] ?? workflow.env[name] }
}

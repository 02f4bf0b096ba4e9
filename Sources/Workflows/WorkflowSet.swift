import YAML

/// The workflow files of one repository, and the tokens of all their jobs.
public struct WorkflowSet: Hashable, Sendable {
  /// `octo-org/app`, as GitHub spells it.
  public let repository: String
  /// Nil while it is not known.
  public let defaultBranch: String?
  public let workflows: [Workflow]

  /// Workflows call one another at most so deep (GitHub Docs, "Reusing workflow configurations").
  private static let deepest = 10

  public init(repository: String, defaultBranch: String?, workflows: [Workflow]) {
    (self.repository, self.defaultBranch, self.workflows) = (repository, defaultBranch, workflows)
  }

  /// A token for each job, each event that starts it, and each ref that event's filters name. Two jobs that a matrix
  /// makes have one where they are for the same environment.
  public var tokens: [JobToken] {
    var tokens: [JobToken] = []
    for workflow in workflows {
      for trigger in workflow.triggers {
        for ref in trigger.refs(defaultBranch: defaultBranch) {
          let run = Run(workflow: workflow.path, trigger: trigger, ref: ref)
          tokens += self.tokens(of: workflow, Call(), run)
        }
      }
    }
    return tokens
  }

  /// The files that others may call. Whoever calls one of another repository signs in with the caller's subject, and
  /// this file's `job_workflow_ref`.
  public var callable: [Workflow] { workflows.filter { $0.trigger("workflow_call") != nil } }

  private struct Run {
    let workflow: String
    let trigger: Trigger
    let ref: RunRef
  }

  /// How a file came to be run: the callers' jobs, what they may give, and what they hand on.
  private struct Call {
    var jobs: [String] = []
    var grant: Grant?
    var inputs: [String: String] = [:]
    var condition: WorkflowText?
  }

  private func tokens(of workflow: Workflow, _ call: Call, _ run: Run) -> [JobToken] {
    var tokens: [JobToken] = []
    for job in workflow.jobs {
      let grant = workflow.grant("id-token", to: job, caller: call.grant)
      if let uses = job.uses {
        tokens += called(uses, by: job, grant, call, run, in: workflow)
        continue
      }
      for environment in environments(of: job, call) {
        tokens.append(
          token(
            run, call, job, path: workflow.path, environment, grant,
            refs: ["\(repository)/\(workflow.path)@\(run.ref.text)"]))
      }
    }
    return tokens
  }

  private func called(
    _ uses: ActionReference, by job: Job, _ grant: Grant, _ call: Call, _ run: Run, in workflow: Workflow
  ) -> [JobToken] {
    let passed = job.with.compactMap { entry in
      filled(entry.value, call).map { ("inputs.\(entry.name.lowercased())", $0) }
    }
    let inner = Call(
      jobs: call.jobs + [job.id], grant: grant, inputs: Dictionary(passed) { $1 },
      condition: job.condition ?? call.condition)
    switch uses.target {
    case .local(let path):
      guard let file = workflows.first(where: { $0.path == path }), inner.jobs.count <= Self.deepest else { break }
      return tokens(of: file, inner, run)
    case .repository(let owner, let name, let path, let ref):
      let whole = "\(owner)/\(name)/\(path)"
      // A name may be a tag's or a branch's.
      let refs =
        ActionReference.isCommit(ref)
        ? [ref] : ref.hasPrefix("refs/") ? [ref] : ["refs/tags/\(ref)", "refs/heads/\(ref)"]
      return [
        token(
          run, call, job, path: "\(whole)@\(ref)", .notKnown(uses.text.text),
          grant.atLeast("id-token") == .write ? nil : grant, refs: refs.map { "\(whole)@\($0)" })
      ]
    case .docker, .unknown: break
    }
    // A file that is not there, or that an expression names: nothing of it is known but what it may have at most.
    return [
      token(
        run, call, job, path: workflow.path, .notKnown(uses.text.text),
        grant.atLeast("id-token") == .write ? nil : grant, refs: [])
    ]
  }

  private func token(
    _ run: Run, _ call: Call, _ job: Job, path: String, _ environment: JobToken.Environment, _ grant: Grant?,
    refs: [String]
  ) -> JobToken {
    JobToken(
      workflow: run.workflow, event: run.trigger.event, ref: run.ref,
      job: (call.jobs + [job.id]).joined(separator: " / "), path: path, place: job.place, environment: environment,
      jobWorkflowRefs: refs, idToken: grant, runner: job.runsOn?.kind ?? .notKnown,
      isOpenToStrangers: run.trigger.isOpenToStrangers, isCertain: run.trigger.isDocumented,
      condition: job.condition ?? call.condition)
  }

  /// The environments of the jobs that one job's text makes, each once.
  private func environments(of job: Job, _ call: Call) -> [JobToken.Environment] {
    guard let text = job.environment else { return [.none] }
    if let value = text.value { return [value.isEmpty ? .none : .named(value)] }
    // Without a matrix there is one job, and with one that an expression makes nothing of it is known.
    let variants = job.matrix.map { $0.jobs ?? [[:]] } ?? [[:]]
    var found: [JobToken.Environment] = []
    for variant in variants {
      let name = WorkflowText.filled(text.text, call.inputs.merging(variant) { $1 })
      let environment: JobToken.Environment = name.map { $0.isEmpty ? .none : .named($0) } ?? .notKnown(text.text)
      if !found.contains(environment) { found.append(environment) }
    }
    return found
  }

  private func filled(_ text: WorkflowText, _ call: Call) -> String? {
    text.value ?? WorkflowText.filled(text.text, call.inputs)
  }
}

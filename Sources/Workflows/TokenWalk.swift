import YAML

/// Goes from each event through the jobs it starts, and through the files that these call.
struct TokenWalk {
  let set: WorkflowSet
  private(set) var tokens: [JobToken] = []
  /// Jobs that are still looked at: a few files that call one another often make more than anybody reads, and so many
  /// tokens are the most.
  private var budget = 10_000

  /// Workflows call one another at most so deep (GitHub Docs, "Reusing workflow configurations").
  private static let deepest = 10

  init(set: WorkflowSet) { self.set = set }

  struct Run {
    let workflow: String
    let trigger: Trigger
    let ref: RunRef
  }

  /// How a file came to be run: the callers' jobs, what they may give, and what they hand on.
  struct Call {
    var jobs: [String] = []
    var grant: Grant?
    var inputs: [String: String] = [:]
    var conditions: [WorkflowText] = []
  }

  mutating func add(_ workflow: Workflow, _ call: Call, _ run: Run) {
    for job in workflow.jobs {
      guard budget > 0 else { return }
      budget -= 1
      let grant = workflow.grant("id-token", to: job, caller: call.grant)
      if let uses = job.uses {
        for inputs in inputs(of: job, call) { add(uses, by: job, grant, inputs, call, run, in: workflow) }
        continue
      }
      let file = "\(set.repository)/\(workflow.path)@\(run.ref.text)"
      for environment in environments(of: job, call) {
        add(run, call, job, path: workflow.path, environment, grant, refs: [file])
      }
    }
  }

  private mutating func add(
    _ uses: ActionReference, by job: Job, _ grant: Grant, _ inputs: [String: String], _ call: Call, _ run: Run,
    in workflow: Workflow
  ) {
    // A file that is not there, or that an expression names: nothing of it is known but what it may have at most.
    var (path, refs) = (workflow.path, [String]())
    switch uses.target {
    case .local(let local):
      let inner = Call(
        jobs: call.jobs + [job.id], grant: grant, inputs: inputs, conditions: call.conditions + job.condition.asArray)
      if let file = set.workflows.first(where: { $0.path == local }), inner.jobs.count <= Self.deepest {
        return add(file, inner, run)
      }
    case .repository(let owner, let name, let file, let ref):
      path = uses.text.text
      // A name may be a tag's or a branch's.
      let isWhole = ActionReference.isCommit(ref) || ref.hasPrefix("refs/")
      refs = (isWhole ? [ref] : ["refs/tags/\(ref)", "refs/heads/\(ref)"]).map { "\(owner)/\(name)/\(file)@\($0)" }
    case .docker, .unknown: break
    }
    add(
      run, call, job, path: path, .notKnown(uses.text.text), grant.atLeast("id-token") == .write ? nil : grant,
      refs: refs)
  }

  private mutating func add(
    _ run: Run, _ call: Call, _ job: Job, path: String, _ environment: JobToken.Environment, _ grant: Grant?,
    refs: [String]
  ) {
    guard tokens.count < 10_000 else { return }
    tokens.append(
      JobToken(
        workflow: run.workflow, event: run.trigger.event, ref: run.ref,
        job: (call.jobs + [job.id]).joined(separator: " / "), path: path, place: job.place, environment: environment,
        jobWorkflowRefs: refs, idToken: grant, runner: job.runsOn?.kind ?? .notKnown,
        isOpenToStrangers: run.trigger.isOpenToStrangers, isCertain: run.trigger.isDocumented,
        conditions: call.conditions + job.condition.asArray))
  }

  /// The environments of the jobs that one job's text makes, each once.
  private func environments(of job: Job, _ call: Call) -> [JobToken.Environment] {
    guard let text = job.environment else { return [.none] }
    var found: [JobToken.Environment] = []
    for values in variants(of: job, call) {
      let name = WorkflowText.filled(text.text, values)
      let environment: JobToken.Environment = name.map { $0.isEmpty ? .none : .named($0) } ?? .notKnown(text.text)
      if !found.contains(environment) { found.append(environment) }
    }
    return found
  }

  /// What a job hands to the file it calls, each set of inputs once.
  private func inputs(of job: Job, _ call: Call) -> [[String: String]] {
    var found: [[String: String]] = []
    for values in variants(of: job, call) {
      var inputs: [String: String] = [:]
      for entry in job.with {
        inputs["inputs.\(entry.name.lowercased())"] = WorkflowText.filled(entry.value.text, values)
      }
      if !found.contains(inputs) { found.append(inputs) }
    }
    return found
  }

  /// The names that are known in the jobs a matrix makes. Without a matrix there is one job, and of one that an
  /// expression makes nothing is known.
  private func variants(of job: Job, _ call: Call) -> [[String: String]] {
    (job.matrix.map { $0.jobs ?? [[:]] } ?? [[:]]).map { call.inputs.merging($0) { $1 } }
  }
}

extension WorkflowText? {
  fileprivate var asArray: [WorkflowText] { map { [$0] } ?? [] }
}

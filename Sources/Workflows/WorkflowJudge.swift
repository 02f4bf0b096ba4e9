import YAML

/// Judges workflow files; `WorkflowSet.remarks` says by which rules.
struct WorkflowJudge {
  let set: WorkflowSet
  let intent: WorkflowIntent
  /// By file and by the place of the job.
  let tokens: [JobKey: [JobToken]]
  var remarks: [WorkflowRemark] = []

  struct JobKey: Hashable {
    let path: String
    let place: YAMLPlace
  }

  init(set: WorkflowSet, intent: WorkflowIntent) {
    (self.set, self.intent) = (set, intent)
    tokens = Dictionary(grouping: set.tokens) { JobKey(path: $0.path, place: $0.place) }
  }

  mutating func run() {
    for workflow in set.workflows {
      placeholders(workflow)
      overlaps(workflow)
      for job in workflow.jobs { judge(job, workflow) }
    }
    for signIn in set.signIns { judge(signIn) }
    environments()
    roles()
  }

  // MARK: Files

  private mutating func placeholders(_ workflow: Workflow) {
    var open = [workflow.root]
    while let node = open.popLast() {
      // What an alias means is remarked where it stands.
      if node.alias != nil { continue }
      open += node.items ?? []
      open += node.entries?.map(\.value) ?? []
      guard let text = node.text else { continue }
      let found = Self.placeholders(in: text)
      if !found.isEmpty { add("WF-02", workflow, place: node.place, found: found) }
    }
    guard let name = intent.projectName else { return }
    for entry in workflow.env + workflow.jobs.flatMap(\.env) where entry.name == "SAGEMAKER_PROJECT_NAME" {
      guard let value = entry.value.value, value != name, Self.placeholders(in: value).isEmpty else { continue }
      add("WF-02", workflow, place: entry.value.place, found: [value], needed: [name])
    }
  }

  /// `<REGION>`, `<YOUR_PROJECT_NAME>`
  static func placeholders(in text: String) -> [String] {
    guard text.utf8.contains(UInt8(ascii: "<")) else { return [] }
    return text.matches(of: /<[A-Z][A-Z0-9_ \-]+>/).map { String($0.output) }
  }

  private mutating func overlaps(_ workflow: Workflow) {
    let jobs = workflow.jobs.filter { job in job.steps.contains { $0.uses?.repository == SignIn.action } }
    let starts = workflow.triggers.filter { !["workflow_call", "pull_request"].contains($0.event) }
    guard let first = jobs.first, let start = starts.first, workflow.concurrency == nil,
      !jobs.contains(where: { $0.concurrency != nil })
    else { return }
    add("WF-13", workflow, first, place: start.place, needed: ["concurrency"])
  }

  // MARK: Jobs

  private mutating func judge(_ job: Job, _ workflow: Workflow) {
    let own = tokens[JobKey(path: workflow.path, place: job.place), default: []]
    let signsIn = job.steps.contains { $0.uses?.repository == SignIn.action }
    // A file that nobody here calls is judged by what it says itself.
    let mayAsk =
      own.isEmpty
      ? workflow.grant("id-token", to: job).atLeast("id-token") == .write : own.contains { $0.carriesToken != false }
    if let uses = job.uses, workflow.grant("id-token", to: job).atLeast("id-token") == .write {
      add("TRUST-26", workflow, job, place: uses.text.place, found: [uses.text.text], needed: ["job_workflow_ref"])
      if uses.isPinned == false { add("WF-08", workflow, job, place: uses.text.place, found: [uses.text.text]) }
    }
    let checkout = job.steps.first { $0.uses?.repository == "actions/checkout" }
    if let checkout, case .given(.none) = workflow.grant("contents", to: job) {
      let place = (job.permissions ?? workflow.permissions)?.place ?? job.place
      add("WF-04", workflow, job, checkout, place: place, needed: ["contents: read"])
    }
    for step in job.steps {
      guard let uses = step.uses else { continue }
      if let major = ActionRuntime.outdated(uses) {
        add("WF-07", workflow, job, step, place: uses.text.place, found: [uses.text.text], needed: ["v\(major)"])
      }
      if signsIn || mayAsk, uses.isPinned == false {
        add("WF-08", workflow, job, step, place: uses.text.place, found: [uses.text.text])
      }
    }
    if let runner = job.runsOn, runner.kind == .selfHosted {
      let labels = runner.labels.map(\.text)
      add("WF-18", workflow, job, place: runner.place, found: labels)
      if job.steps.contains(where: { $0.uses?.repository == SignIn.action && $0.with.input("role-to-assume") != nil }) {
        add("TRUST-54", workflow, job, place: runner.place, found: labels)
      }
    }
    if signsIn { strangers(job, workflow) }
  }

  private mutating func strangers(_ job: Job, _ workflow: Workflow) {
    if let trigger = workflow.trigger("pull_request_target") {
      return add("WF-12", workflow, job, place: trigger.place, found: [trigger.event])
    }
    guard workflow.triggers.contains(where: \.isOpenToStrangers) else { return }
    let theirs = ["github.event.pull_request.head", "github.head_ref", "github.event.workflow_run.head", "refs/pull/"]
    for step in job.steps where step.uses?.repository == "actions/checkout" {
      for input in ["ref", "repository"] {
        guard let text = step.with.input(input), theirs.contains(where: text.text.contains) else { continue }
        return add("WF-12", workflow, job, step, place: text.place, found: [text.text])
      }
    }
  }

  // MARK: Sign-ins

  private mutating func judge(_ signIn: SignIn) {
    let (workflow, job, step) = (signIn.workflow, signIn.job, signIn.step)
    if !signIn.keys.isEmpty {
      add(
        "WF-05", workflow, job, step, place: signIn.keys.first?.place ?? step.place, found: signIn.keys.map(\.name),
        needed: signIn.role == nil ? ["role-to-assume"] : [])
    }
    if signIn.showsToken { token(of: signIn) }
    if let region = signIn.region {
      if let value = region.value, let wanted = intent.region, value != wanted, Self.placeholders(in: value).isEmpty {
        add("WF-06", workflow, job, step, place: region.place, found: [value], needed: [wanted])
      }
    } else {
      add("WF-06", workflow, job, step, place: step.place, needed: [intent.region ?? "aws-region"])
    }
    session(signIn)
  }

  private mutating func token(of signIn: SignIn) {
    let own = tokens[JobKey(path: signIn.workflow.path, place: signIn.job.place), default: []]
    let lacks =
      own.isEmpty
      ? signIn.workflow.grant("id-token", to: signIn.job) == .given(.none) : own.contains { $0.carriesToken == false }
    guard lacks else { return }
    let permissions = signIn.job.permissions ?? signIn.workflow.permissions
    add(
      "WF-03", signIn.workflow, signIn.job, signIn.step, place: permissions?.place ?? signIn.job.place,
      needed: ["id-token: write"])
  }

  /// A session's name: 2 to 64 letters, digits and `=,.@-_` (AWS STS API Reference, "AssumeRoleWithWebIdentity"); one that
  /// is made of an expression is another in each run. The action's own is `GitHubActions`.
  private mutating func session(_ signIn: SignIn) {
    guard signIn.role != nil else { return }
    let name = signIn.step.with.input("role-session-name")
    let fixed = (name?.text ?? "").replacing(/\$\{\{.*?\}\}/, with: "")
    let isAllowed = fixed.wholeMatch(of: /[A-Za-z0-9_+=,.@\-]*/) != nil && fixed.utf8.count <= 64
    if let name, name.value == nil, isAllowed { return }
    add(
      "WF-11", signIn.workflow, signIn.job, signIn.step, place: name?.place ?? signIn.step.place,
      found: [name?.text ?? "GitHubActions"], needed: ["${{ github.run_id }}"])
  }

  // MARK: All files

  private mutating func environments() {
    guard let wanted = intent.environment else { return }
    var named: [(signIn: SignIn, name: WorkflowText)] = []
    for signIn in set.signIns {
      if let name = signIn.job.environment, name.value != nil { named.append((signIn, name)) }
    }
    guard !named.contains(where: { $0.name.value == wanted }) else {
      // Another spelling beside the right one is another environment all the same.
      for (signIn, name) in named where name.text != wanted && name.text.lowercased() == wanted.lowercased() {
        add("WF-17", signIn.workflow, signIn.job, place: name.place, found: [name.text], needed: [wanted])
      }
      return
    }
    let isOnly = Set(named.map(\.name.text)).count == 1
    for (signIn, name) in named where isOnly || name.text.lowercased() == wanted.lowercased() {
      add("WF-17", signIn.workflow, signIn.job, place: name.place, found: [name.text], needed: [wanted])
    }
  }

  /// One role with and without an environment: who reaches the one job reaches what the other one protects.
  private mutating func roles() {
    let all = set.signIns.filter { $0.role != nil && $0.keys.isEmpty }
    for signIn in all where signIn.job.environment == nil {
      guard let role = signIn.role,
        let other = all.first(where: { $0.role?.text == role.text && $0.job.environment != nil })
      else { continue }
      add(
        "TRUST-53", signIn.workflow, signIn.job, signIn.step, place: role.place,
        found: [role.text, other.job.environment?.text ?? ""])
    }
  }

  private mutating func add(
    _ check: String, _ workflow: Workflow, _ job: Job? = nil, _ step: Step? = nil, place: YAMLPlace,
    found: [String] = [], needed: [String] = []
  ) {
    remarks.append(
      WorkflowRemark(
        check: check, path: workflow.path, job: job?.id, step: step?.number, place: place, found: found, needed: needed)
    )
  }
}

/// Which versions of actions run on a Node that GitHub's runners still have, as of November 2026 (release notes of each
/// action; GitHub Changelog, "Deprecation of Node 20 on GitHub Actions runners").
enum ActionRuntime {
  /// The first major version on Node 24.
  private static let firstOnNode24 = [
    "actions/checkout": 5, "actions/setup-python": 6, "actions/setup-node": 5, "actions/upload-artifact": 6,
    "actions/download-artifact": 7, "actions/cache": 5, "actions/github-script": 8,
    "aws-actions/configure-aws-credentials": 6,
  ]

  /// The version that is needed at least; nil where the one that is there is not known to be too old. A commit does not
  /// say its version.
  static func outdated(_ uses: ActionReference) -> Int? {
    guard let repository = uses.repository, let needed = firstOnNode24[repository], let ref = uses.ref,
      !ActionReference.isCommit(ref)
    else { return nil }
    let version = ref.hasPrefix("v") ? ref.dropFirst() : Substring(ref)
    let digits = version.prefix { $0.isASCII && $0.isNumber }
    let rest = version.dropFirst(digits.count)
    guard rest.isEmpty || rest.hasPrefix("."), let major = Int(digits), major < needed else { return nil }
    return needed
  }
}

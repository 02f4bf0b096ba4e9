import YAML

extension Workflow {
  /// Reads a file. Only what is no YAML, or no block of keys, is an error.
  public static func read(_ text: String, path: String) throws(WorkflowError) -> Workflow {
    let root: YAMLNode?
    do throws(YAMLError) { root = try YAMLNode.read(text) } catch {
      throw WorkflowError(line: error.line, column: error.column, words: error.words)
    }
    guard let root, root.entries != nil else {
      throw WorkflowError(line: 1, column: 1, words: "a workflow is a block of keys")
    }
    var reader = WorkflowReader(workflow: Workflow(path: path, root: root))
    reader.read()
    return reader.workflow
  }
}

/// Why a file is no workflow.
public struct WorkflowError: Error, Hashable, Sendable, CustomStringConvertible {
  public let line: Int
  public let column: Int
  public let words: String
  public var description: String { "\(line):\(column): \(words)" }
}

struct WorkflowReader {
  var workflow: Workflow

  mutating func read() {
    let root = workflow.root
    refuseMerges(root)
    workflow.name = WorkflowText(root["name"])
    workflow.triggers = triggers(root["on"])
    workflow.permissions = permissions(root["permissions"])
    workflow.concurrency = concurrency(root["concurrency"])
    workflow.env = entries(root["env"])
    workflow.defaults = root["defaults"]
    guard let entries = root["jobs"]?.entries, !entries.isEmpty else {
      return complain(root["jobs"] ?? root, "a workflow has jobs")
    }
    let jobs = entries.map { job($0) }
    workflow.jobs = jobs
    let ids = Set(jobs.map(\.id))
    for job in workflow.jobs {
      for need in job.needs where !ids.contains(need) {
        complain(job.place, "\(job.id) needs \(need), which is no job of this file")
      }
    }
  }

  /// Anchors are read by GitHub; merge keys are not (GitHub Docs, "Reusing workflow configurations").
  private mutating func refuseMerges(_ node: YAMLNode) {
    if node.alias != nil { return }
    for item in node.items ?? [] { refuseMerges(item) }
    for entry in node.entries ?? [] {
      if entry.name == "<<" { complain(entry.key, "GitHub reads anchors, but no merge key <<") }
      refuseMerges(entry.value)
    }
  }

  // MARK: on

  private mutating func triggers(_ node: YAMLNode?) -> [Trigger] {
    guard let node else {
      complain(workflow.root, "nothing starts it: there is no key on")
      return []
    }
    switch node.value {
    case .scalar(let scalar): return [Trigger(event: scalar.text, place: node.place)]
    case .sequence(let items):
      return items.compactMap { item in item.text.map { Trigger(event: $0, place: item.place) } }
    case .mapping(let entries): return entries.map { trigger($0) }
    }
  }

  private mutating func trigger(_ entry: YAMLEntry) -> Trigger {
    var trigger = Trigger(event: entry.name, place: entry.key.place)
    let node = entry.value
    if entry.name == "schedule" {
      trigger.crons = (node.items ?? []).compactMap { $0["cron"]?.text }
      return trigger
    }
    if node.isNull { return trigger }
    guard node.entries != nil else {
      complain(node, "\(entry.name) is a block of filters, or nothing")
      return trigger
    }
    trigger.branches = texts(node["branches"])
    trigger.branchesIgnore = texts(node["branches-ignore"])
    trigger.tags = texts(node["tags"])
    trigger.tagsIgnore = texts(node["tags-ignore"])
    trigger.paths = texts(node["paths"])
    trigger.pathsIgnore = texts(node["paths-ignore"])
    trigger.types = texts(node["types"])
    trigger.inputs = node["inputs"]?.entries?.map(\.name) ?? []
    for filter in ["branches", "tags", "paths"] where node[filter] != nil && node[filter + "-ignore"] != nil {
      complain(node, "\(filter) and \(filter)-ignore do not go together")
    }
    return trigger
  }

  // MARK: Jobs

  private mutating func job(_ entry: YAMLEntry) -> Job {
    var job = Job(id: entry.name, place: entry.key.place)
    let node = entry.value
    guard node.entries != nil else {
      complain(node, "a job is a block of keys")
      return job
    }
    job.name = WorkflowText(node["name"])
    job.needs = texts(node["needs"]) ?? []
    job.condition = WorkflowText(node["if"])
    job.environment = WorkflowText(node["environment"]?["name"] ?? node["environment"])
    job.runsOn = runsOn(node["runs-on"])
    job.matrix = node["strategy"]?["matrix"].map(Matrix.init)
    job.uses = WorkflowText(node["uses"]).map(ActionReference.init)
    job.with = entries(node["with"])
    job.permissions = permissions(node["permissions"])
    job.concurrency = concurrency(node["concurrency"])
    job.env = entries(node["env"])
    job.steps = (node["steps"]?.items ?? []).enumerated().map { step($0.element, $0.offset) }
    if job.uses == nil, job.steps.isEmpty { complain(entry.key, "the job has neither steps nor uses") }
    if job.uses == nil, job.runsOn == nil { complain(entry.key, "the job has no runs-on") }
    if job.uses != nil, node["steps"] != nil { complain(entry.key, "a job that calls a workflow has no steps") }
    return job
  }

  private mutating func step(_ node: YAMLNode, _ number: Int) -> Step {
    var step = Step(number: number, place: node.place)
    guard node.entries != nil else {
      complain(node, "a step is a block of keys")
      return step
    }
    step.id = node["id"]?.text
    step.name = WorkflowText(node["name"])
    step.condition = WorkflowText(node["if"])
    step.uses = WorkflowText(node["uses"]).map(ActionReference.init)
    step.run = WorkflowText(node["run"])
    step.with = entries(node["with"])
    step.env = entries(node["env"])
    if (step.uses == nil) == (step.run == nil) { complain(node, "a step has uses or run, and not both") }
    return step
  }

  private func runsOn(_ node: YAMLNode?) -> RunsOn? {
    guard let node else { return nil }
    let isBlock = node.entries != nil
    let labels = isBlock ? node["labels"] : node
    let all = labels.map { $0.items?.compactMap { WorkflowText($0) } ?? WorkflowText($0).map { [$0] } ?? [] } ?? []
    return RunsOn(labels: all, group: isBlock ? WorkflowText(node["group"]) : nil, place: node.place)
  }

  // MARK: Shared

  private mutating func permissions(_ node: YAMLNode?) -> Permissions? {
    guard let node else { return nil }
    if let text = node.text, text == "read-all" || text == "write-all" {
      return Permissions(form: .all(text == "read-all" ? .read : .write), place: node.place)
    }
    guard let entries = node.entries else {
      complain(node, "permissions is read-all, write-all or a block of scopes")
      return nil
    }
    var scopes: [String: Permissions.Access] = [:]
    for entry in entries {
      guard let access = Permissions.Access(entry.value.text ?? "") else {
        complain(entry.value, "\(entry.name) is read, write or none")
        continue
      }
      scopes[entry.name] = access
    }
    return Permissions(form: .listed(scopes), place: node.place)
  }

  private mutating func concurrency(_ node: YAMLNode?) -> Concurrency? {
    guard let node else { return nil }
    guard let group = WorkflowText(node["group"] ?? node) else {
      complain(node, "concurrency is a group, or a block with one")
      return nil
    }
    return Concurrency(group: group, cancelInProgress: WorkflowText(node["cancel-in-progress"]))
  }

  private func entries(_ node: YAMLNode?) -> [WorkflowEntry] {
    (node?.entries ?? []).compactMap { entry in
      WorkflowText(entry.value).map { WorkflowEntry(name: entry.name, value: $0, place: entry.key.place) }
    }
  }

  /// A text or a list of them.
  private func texts(_ node: YAMLNode?) -> [String]? {
    guard let node, !node.isNull else { return nil }
    return node.items.map { $0.compactMap(\.text) } ?? node.text.map { [$0] }
  }

  private mutating func complain(_ node: YAMLNode, _ words: String) { complain(node.place, words) }
  private mutating func complain(_ place: YAMLPlace, _ words: String) {
    workflow.problems.append(WorkflowProblem(place: place, words: words))
  }
}

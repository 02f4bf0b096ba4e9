import YAML

/// A change of a workflow file that somebody wants.
public enum WorkflowChange: Hashable, Sendable {
  /// At least these scopes, for a job or for all that have no block of their own. A job's new block takes over what the
  /// workflow's gives: a block gives nothing but what it lists.
  case permissions([String: Permissions.Access], job: String?)
  /// An input of a step; nil takes it out.
  case input(String, String?, job: String, step: Int)
  /// The commit that an action or a called workflow is run at, with its version as a comment; without a step the job's own
  /// `uses`.
  case pin(commit: String, version: String, job: String, step: Int?)
  case concurrency(group: String, cancelInProgress: Bool, job: String?)
  case environment(String, job: String)
}

extension Workflow {
  /// A file's text with changes in it. Comments, order, quotes, indentation and line ends of everything else stay; what is
  /// so already is left alone. The text that comes out was read again and says what was wanted and nothing else.
  public static func edited(
    _ text: String, path: String, _ changes: [WorkflowChange]
  ) throws(WorkflowRefusal) -> String {
    var text = text
    for change in changes {
      let workflow: Workflow
      do throws(WorkflowError) { workflow = try read(text, path: path) } catch {
        throw WorkflowRefusal("it is not read: \(error)")
      }
      text = try workflow.edited(DocumentEdit(text), change) ?? text
    }
    return text
  }

  /// Nil where the file says so already.
  private func edited(_ edit: DocumentEdit, _ change: WorkflowChange) throws(WorkflowRefusal) -> String? {
    switch change {
    case .permissions(let scopes, let id): return try granted(edit, scopes, id)
    case .input(let name, let value, let id, let number): return try input(edit, name, value, id, number)
    case .pin(let commit, let version, let id, let number): return try pinned(edit, commit, version, id, number)
    case .concurrency(let group, let cancel, let id):
      let existing = try id.map { id throws(WorkflowRefusal) in try found(id).concurrency } ?? concurrency
      if existing != nil { return nil }
      let value = EditValue.block([
        EditValue.Entry(name: "group", value: .text(group)),
        EditValue.Entry(name: "cancel-in-progress", value: .flag(cancel)),
      ])
      return try edit.setting(
        Self.path(id) + [.key("concurrency")], to: value, after: ["permissions"] + Self.order(id))
    case .environment(let name, let id):
      guard try found(id).environment?.text != name else { return nil }
      let path = Self.path(id) + [.key("environment")]
      let isBlock = try edit.node(at: Self.path(id)[...])["environment"]?.entries != nil
      return try edit.setting(isBlock ? path + [.key("name")] : path, to: .text(name), after: Self.order(id))
    }
  }

  private func granted(
    _ edit: DocumentEdit, _ scopes: [String: Permissions.Access], _ id: String?
  ) throws(WorkflowRefusal) -> String? {
    let own = try id.map { id throws(WorkflowRefusal) in try found(id).permissions } ?? permissions
    let path = Self.path(id) + [.key("permissions")]
    guard let own else {
      var wanted = scopes
      switch id == nil ? nil : permissions?.form {
      case .all(let access)?:
        guard scopes.contains(where: { (permissions?.access(to: $0.key) ?? .none) < $0.value }) else { return nil }
        throw WorkflowRefusal(
          "the file says \(access.word)-all: a block for one job would take the rest from it", permissions?.place)
      case .listed(let inherited)?:
        guard scopes.contains(where: { inherited[$0.key, default: .none] < $0.value }) else { return nil }
        wanted = inherited.filter { $0.value != .none }.merging(scopes, uniquingKeysWith: max)
      case nil: break
      }
      let entries = Self.sorted(wanted).map { EditValue.Entry(name: $0.key, value: .text($0.value.word)) }
      return try edit.setting(path, to: .block(entries), after: Self.order(id))
    }
    let lacking = Self.sorted(scopes.filter { own.access(to: $0.key) < $0.value })
    if lacking.isEmpty { return nil }
    if case .all(let access) = own.form {
      throw WorkflowRefusal("it says \(access.word)-all: what it needs has to be listed by who knows it", own.place)
    }
    var edit = edit
    for (scope, access) in lacking {
      edit = try DocumentEdit(edit.setting(path + [.key(scope)], to: .text(access.word)))
    }
    return edit.text
  }

  private func input(
    _ edit: DocumentEdit, _ name: String, _ value: String?, _ id: String, _ number: Int
  ) throws(WorkflowRefusal) -> String? {
    let step = try step(id, number)
    // Inputs have no letter case: the one that stands there is the one that is meant.
    let written = step.with.first { $0.name.lowercased() == name.lowercased() }?.name
    let with = Self.path(id) + [.key("steps"), .item(number), .key("with")]
    guard let value else {
      guard let written else { return nil }
      return try edit.removing(with + [.key(written)])
    }
    if step.with.input(name.lowercased())?.text == value { return nil }
    let path = with + [.key(written ?? name)]
    if try edit.node(at: with.dropLast())["with"] != nil { return try edit.setting(path, to: .text(value)) }
    return try edit.setting(with, to: .block([EditValue.Entry(name: name, value: .text(value))]), after: ["uses"])
  }

  private func pinned(
    _ edit: DocumentEdit, _ commit: String, _ version: String, _ id: String, _ number: Int?
  ) throws(WorkflowRefusal) -> String? {
    let job = try found(id)
    let uses = if let number { try step(id, number).uses } else { job.uses }
    guard let uses, case .repository(let owner, let name, let path, let ref) = uses.target else {
      throw WorkflowRefusal("it names no action of a repository", uses?.text.place)
    }
    guard ActionReference.isCommit(commit) else { throw WorkflowRefusal("\(commit) is no commit") }
    if ref == commit { return nil }
    let whole = ([owner, name] + (path.isEmpty ? [] : [path])).joined(separator: "/")
    let place = Self.path(id) + (number.map { [.key("steps"), .item($0)] } ?? []) + [.key("uses")]
    return try edit.setting(place, to: .text("\(whole)@\(commit)"), comment: version)
  }

  private func found(_ id: String) throws(WorkflowRefusal) -> Job {
    guard let job = job(id) else { throw WorkflowRefusal("there is no job \(id)") }
    return job
  }

  private func step(_ id: String, _ number: Int) throws(WorkflowRefusal) -> Step {
    let job = try found(id)
    guard job.steps.indices.contains(number) else {
      throw WorkflowRefusal("\(id) has no step \(number + 1)", job.place)
    }
    return job.steps[number]
  }

  private static func path(_ job: String?) -> [PathPart] { job.map { [.key("jobs"), .key($0)] } ?? [] }

  /// The keys behind which a new one of a job, or of the file, goes.
  private static func order(_ job: String?) -> [String] {
    job == nil ? ["on", "name"] : ["runs-on", "uses", "needs", "if", "name"]
  }

  /// Id-token first, as GitHub's pages write it.
  private static func sorted(
    _ scopes: [String: Permissions.Access]
  ) -> [(key: String, value: Permissions.Access)] {
    scopes.filter { $0.key == "id-token" } + scopes.filter { $0.key != "id-token" }.sorted { $0.key < $1.key }
  }
}

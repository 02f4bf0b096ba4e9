import Blueprints
import Checklist
import Workflows

/// What a pull request brings to one commit of the repository: files that it lacks, whole, and the smallest edits of
/// those it has.
///
/// A file that is there is never replaced. What an edit cannot do stays its author's.
struct WorkflowDelivery: Hashable, Sendable {
  /// The commit that was judged.
  let head: String
  /// What is to stand at each path.
  private(set) var texts: [String: String] = [:]
  /// What stands there of the files that are edited.
  private(set) var present: [String: String] = [:]
  /// The checks that hold once it is merged.
  private(set) var mends: [CheckID] = []
  /// Remarks that no edit mends, and why.
  private(set) var refusals: [MendedFiles.Refusal] = []
  /// What the setup does not say and a file cannot be written without; nil where nothing is missing.
  private(set) var awaited: String?

  /// The files that are new, in order.
  var added: [String] { texts.keys.filter { present[$0] == nil }.sorted() }
  /// Those that are edited, in order.
  var edited: [String] { present.keys.sorted() }

  private init(head: String) { self.head = head }

  /// - Parameters:
  ///   - files: the workflow files of a commit.
  ///   - tree: all files of the same commit.
  static func needed(_ files: WorkflowFiles, in tree: RepositoryTree, _ context: Context) -> WorkflowDelivery {
    var delivery = WorkflowDelivery(head: tree.commit)
    delivery.add(to: files, tree, context)
    delivery.edit(files, context)
    return delivery
  }

  /// The workflow files of the setup that the files lack, by name; none in the place of one that goes by another ending.
  static func lacking(_ files: WorkflowFiles, _ setup: Setup) -> [String] {
    guard setup.tracks.contains(.project) else { return files.counting(setup).isEmpty ? ["sign-in.yml"] : [] }
    return WorkflowFiles.wanted(setup).filter { name in
      !files.files.contains { $0.name == name || WorkflowFiles.isAlmost($0.name, name) }
    }
  }

  /// Whether an edit may mend it. A warning that is accepted is meant.
  static func canMend(_ remark: WorkflowRemark, _ context: Context) -> Bool {
    WorkflowMending.checks.contains(remark.check) && !context.accepts(CheckID(rawValue: remark.check))
  }

  private mutating func add(to files: WorkflowFiles, _ tree: RepositoryTree, _ context: Context) {
    let names = Self.lacking(files, context.setup)
    guard !names.isEmpty else { return }
    let isProject = context.setup.tracks.contains(.project)
    do throws(WorkflowValueRefusal) {
      let values = try WorkflowValues(context, branch: files.branch)
      let written =
        isProject
        ? try WorkflowTemplates.project(values, deployment: context.setup.workflow)
        : try WorkflowTemplates.signIn(values)
      let lacking = written.filter { path, _ in names.contains { path == "\(WorkflowFiles.folder)/\($0)" } }
      // The code that the project's workflows call comes with them, and not into a project that has its own.
      let all = isProject ? lacking.merging(ProjectRepository.files) { $1 } : lacking
      texts = all.filter { tree.isFree($0.key) }
      if !lacking.isEmpty, lacking.keys.allSatisfy(tree.isFree) { mends.append("WF-01") }
    } catch {
      awaited = error.value.isEmpty ? "\(error.key): \(error.words)" : "\(error.key) \(error.value): \(error.words)"
    }
  }

  private mutating func edit(_ files: WorkflowFiles, _ context: Context) {
    let counting = files.counting(context.setup).filter { $0.workflow != nil }
    let paths = Set(counting.map(\.path))
    let texts = files.files.reduce(into: [String: String]()) { texts, file in
      if file.workflow != nil { texts[file.path] = file.text }
    }
    guard let mending = WorkflowMending(context) else { return }
    func remarks(_ workflows: [Workflow]) -> [WorkflowRemark] {
      files.with(workflows.map(WorkflowFiles.File.init)).remarks(context).filter { Self.canMend($0, context) }
    }
    let before = Set(remarks(files.files.compactMap(\.workflow)).map(\.check))
    guard !before.isEmpty else { return }
    let mended = mending.mended(texts, in: paths, remarks)
    let after = mended.texts.sorted { $0.key < $1.key }.compactMap { try? Workflow.read($0.value, path: $0.key) }
    for path in paths where mended.texts[path] != texts[path] {
      (self.texts[path], present[path]) = (mended.texts[path], texts[path])
    }
    mends += before.subtracting(remarks(after).map(\.check)).sorted().map(CheckID.init(rawValue:))
    refusals = mended.refusals
  }
}

extension WorkflowFiles.File {
  init(_ workflow: Workflow) {
    self.init(path: workflow.path, text: nil, workflow: workflow, problem: nil, speaksOfSignIn: true)
  }
}

extension WorkflowValues {
  /// What the setup says of its workflow files.
  /// - Parameter branch: the default branch.
  /// - Throws: what it does not say.
  init(_ context: Context, branch: String) throws(WorkflowValueRefusal) {
    let setup = context.setup
    guard let role = Self.source(of: "role", setup) else {
      throw WorkflowValueRefusal(
        "access.secrets", "", "no secret or variable holds the word role, and a file reads the role's ARN from there")
    }
    let lacking = Self.jobs(setup).filter { !setup.subjects.contains($0) }
    // A subject that is written out may be for any of them.
    guard lacking.isEmpty || setup.subjects.contains(where: { $0.contains(":") }) else {
      throw WorkflowValueRefusal(
        "access.subjects", "", "its jobs sign in by \(lacking.joined(separator: " and ")), which is not among them")
    }
    self.init(role: role, region: context.region, branch: setup.branch ?? branch)
    account = context.account
    project = setup.tracks.contains(.project) ? setup.name : nil
    // A job without an environment signs in by its branch, where the trust policy names it.
    let isEnvironments = setup.tracks.contains(.project) || !setup.subjects.contains("branch")
    environment = isEnvironments && !setup.environment.isEmpty ? setup.environment : nil
    executionRole = Self.source(of: "execution-role", setup)
    session = setup.maxSession
    audience = setup.audience == "sts.amazonaws.com" ? nil : setup.audience
    let host = setup.githubHost
    queuesAllRuns = host == "github.com" || host.hasSuffix(".ghe.com")
  }

  /// By what the jobs of the files sign in, in the words of `access.subjects`.
  private static func jobs(_ setup: Setup) -> [String] {
    if setup.tracks.contains(.project) { return ["branch", "environment"] }
    return [setup.subjects.contains("branch") ? "branch" : "environment"]
  }

  /// The secret, else the variable, that holds what a word of the setup file stands for.
  fileprivate static func source(of word: String, _ setup: Setup) -> Source? {
    func name(_ settings: [String: String]) -> String? { settings.filter { $0.value == word }.keys.sorted().first }
    return name(setup.secrets).map(Source.secret) ?? name(setup.variables).map(Source.variable)
  }
}

extension WorkflowMending {
  /// Nil where the setup names no place from which a file reads the role's ARN.
  init?(_ context: Context) {
    let expression: String
    switch WorkflowValues.source(of: "role", context.setup) {
    case .secret(let name): expression = "${{ secrets.\(name) }}"
    case .variable(let name): expression = "${{ vars.\(name) }}"
    case .literal, nil: return nil
    }
    self.init(
      role: expression, region: context.region, session: "\(context.setup.name)-${{ github.run_id }}",
      group: "${{ github.workflow }}-${{ github.ref }}",
      pins: Dictionary(
        WorkflowTemplates.actions.map { ($0.repository.lowercased(), Pin(commit: $0.commit, version: $0.version)) }
      ) { first, _ in first })
  }
}

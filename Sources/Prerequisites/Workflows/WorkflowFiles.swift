import Basics
import Checklist
import JSONDocument
import Workflows

/// The workflow files of the repository's default branch, all of one commit.
///
/// Several steps look at them; the calls are made once.
struct WorkflowFiles: Hashable, Sendable {
  struct File: Hashable, Sendable {
    /// From the repository's root.
    let path: String
    /// As it stands there; nil where it is no UTF-8.
    let text: String?
    /// Nil where it cannot be read; then `problem` says why.
    let workflow: Workflow?
    /// Where GitHub would refuse the file, and why: `3: a workflow has jobs`.
    let problem: String?
    /// Whether its text speaks of signing in, however it is to be read.
    let speaksOfSignIn: Bool

    /// The name alone, by which GitHub knows the workflow: `deploy.yml`.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  }

  /// The default branch, and the commit it points at; nil while the repository has none.
  let branch: String
  let head: String?
  let files: [File]
  /// All of them as GitHub would run them.
  let set: WorkflowSet

  static let folder = ".github/workflows"
  /// Nobody writes so many, nor so long ones, and no answer is trusted in its size.
  private static let (most, longest) = (100, 500_000)

  init(_ repository: GitHubFacts.Repository, head: String?, files: [File]) {
    (branch, self.head, self.files) = (repository.defaultBranch, head, files)
    set = WorkflowSet(
      repository: repository.fullName, defaultBranch: repository.defaultBranch, workflows: files.compactMap(\.workflow))
  }

  /// The same with other files.
  func with(_ files: [File]) -> WorkflowFiles { WorkflowFiles(branch: branch, head: head, set.repository, files) }

  private init(branch: String, head: String?, _ repository: String, _ files: [File]) {
    (self.branch, self.head, self.files) = (branch, head, files)
    set = WorkflowSet(repository: repository, defaultBranch: branch, workflows: files.compactMap(\.workflow))
  }

  /// Absent where there is no repository.
  static func look(
    _ world: World, _ setup: Setup, in repository: Look<GitHubFacts.Repository>
  ) async -> Look<WorkflowFiles> {
    guard let found = repository.value else { return repository.none() }
    let path = setup.repositoryPath
    let ref = Call(
      .github, "GET /repos/{owner}/{repo}/git/ref/{path}", path.with("path", .string("heads/\(found.defaultBranch)")))
    let head = await world.look(ref, absent: ["Conflict"]).explained("the files", "Contents: read").reading {
      $0["object"]?["sha"]?.objectID
    }
    // GitHub answers 409 for an empty repository, whose first push is still to come.
    if head.isAbsent { return Look(head.source, .seen(WorkflowFiles(found, head: nil, files: []))).after(repository) }
    guard let commit = head.value else { return head.none() }
    let folder = Call(
      .github, "GET /repos/{owner}/{repo}/contents/{path}",
      path.with("path", .string(Self.folder)).with("ref", .string(commit)))
    // Who sees the commit may see its files: here 404 is that there is no such folder.
    let listed = await world.look(folder, absent: ["NotFound"]).reading(Self.entries).absent(as: [])
    guard let entries = listed.value else { return listed.none() }
    let files = await read(entries, world, setup)
    return head.and(listed).and(files).map { WorkflowFiles(found, head: commit, files: $0.second) }.after(repository)
  }

  /// Those of another commit of the same repository, by its tree.
  func look(_ world: World, _ setup: Setup, in found: Look<RepositoryTree>) async -> Look<WorkflowFiles> {
    guard let tree = found.value else { return found.none() }
    let entries = tree.files.filter { Self.isWorkflow($0.key) }.sorted { $0.key < $1.key }.map {
      Entry(path: $0.key, blob: $0.value.id, size: $0.value.size)
    }
    return await Self.read(entries, world, setup).map { with($0) }
  }

  private static func read(_ entries: [Entry], _ world: World, _ setup: Setup) async -> Look<[File]> {
    if let problem = excess(entries) { return Look([], .hidden(.unreadable(problem))) }
    let texts = await world.all(of: Look([], .seen(entries.map(\.blob)))) { blob in
      await world.look(
        Call(
          .github, "GET /repos/{owner}/{repo}/git/blobs/{file_sha}",
          setup.repositoryPath.with("file_sha", .string(blob)))
      ).explained("the files", "Contents: read").reading {
        $0["content"]?.string.flatMap { Base64.decode($0.filter { !$0.isNewline }) }
      }
    }
    return texts.map { texts in entries.map { File(path: $0.path, bytes: texts[$0.blob] ?? []) } }
  }

  // MARK: Reading

  private struct Entry: Hashable, Sendable {
    let path: String
    let blob: String
    let size: Int
  }

  /// Nil where one of them is none.
  private static func entries(_ json: JSON) -> [Entry]? {
    guard let listed = json.array else { return nil }
    var entries: [Entry] = []
    for entry in listed where entry["type"] == "file" {
      guard let name = entry["name"]?.string, let blob = entry["sha"]?.objectID else { return nil }
      let path = "\(folder)/\(name)"
      if isWorkflow(path) { entries.append(Entry(path: path, blob: blob, size: entry["size"]?.integer ?? 0)) }
    }
    return entries
  }

  /// GitHub looks in no folder below.
  private static func isWorkflow(_ path: String) -> Bool {
    path.hasPrefix(folder + "/") && !path.dropFirst(folder.count + 1).contains("/")
      && (path.hasSuffix(".yml") || path.hasSuffix(".yaml"))
  }

  private static func excess(_ entries: [Entry]) -> String? {
    if entries.count > most { return "\(folder) holds \(entries.count) files, and more than \(most) are not read" }
    return entries.first { $0.size > longest }.map {
      "\(Display.clean($0.path)) has \($0.size) bytes, and more than \(longest) are not read"
    }
  }
}

extension WorkflowFiles.File {
  init(path: String, bytes: [UInt8]) {
    self.path = path
    self.text = String(validating: bytes, as: UTF8.self)
    let text = String(decoding: bytes, as: UTF8.self)
    speaksOfSignIn = text.contains("configure-aws-credentials") || text.contains("id-token")
    do throws(WorkflowError) {
      let workflow = try Workflow.read(text, path: path)
      self.workflow = workflow
      problem = workflow.problems.first.map { "\($0.line): \($0.words)" }
    } catch {
      (workflow, problem) = (nil, "\(error)")
    }
  }
}

extension WorkflowFiles {
  /// The files that the setup's own jobs are in: those it names, and those of which a job signs in to AWS or may ask for
  /// a token.
  func counting(_ setup: Setup) -> [File] {
    let asking = Set(set.tokens.filter { $0.carriesToken != false }.flatMap { [$0.path, $0.workflow] })
    let signingIn = Set(set.signIns.map(\.workflow.path))
    return files.filter { file in
      Self.wanted(setup).contains(file.name) || asking.contains(file.path) || signingIn.contains(file.path)
        || (file.workflow == nil && file.speaksOfSignIn)
    }
  }

  /// The other ending, or other letters: GitHub and the trigger know a file by its whole name.
  static func isAlmost(_ name: String, _ wanted: String) -> Bool {
    func stem(_ name: String) -> String { name.lowercased().prefix { $0 != "." } + "" }
    return name != wanted && stem(name) == stem(wanted)
  }

  /// The names of the files that a project of the setup has.
  static func wanted(_ setup: Setup) -> [String] {
    setup.tracks.contains(.project) ? ["build.yml", setup.workflow].distinct : []
  }

  /// The project of those who wrote the guides' sample.
  private static let samples = "custom-build-deploy"

  /// What is wrong with the files that count. A project has a name of its own, which this version does not know: only
  /// that of the sample is wrong for sure.
  func remarks(_ context: Context) -> [WorkflowRemark] {
    let setup = context.setup
    let intent = WorkflowIntent(
      region: context.region, projectName: setup.tracks.contains(.project) ? setup.name : nil,
      environment: setup.environment.isEmpty ? nil : setup.environment)
    let paths = Set(counting(setup).map(\.path))
    return set.remarks(intent).filter { remark in
      let isName = remark.check == "WF-02" && !remark.needed.isEmpty
      return paths.contains(remark.path) && (!isName || remark.found == [Self.samples])
    }
  }
}

extension Look {
  /// The same where 404 is what GitHub answers to whoever lacks the right, for what it has named itself.
  func explained(_ what: String, _ permission: String) -> Look {
    guard let obstacle, obstacle.kind == .refused, obstacle.code == "NotFound" else { return self }
    return Look(
      source,
      .hidden(
        Obstacle(
          .denied, "GitHub answers 404 for \(what) of the repository: the token may not read them", code: "NotFound",
          permission: permission)))
  }
}

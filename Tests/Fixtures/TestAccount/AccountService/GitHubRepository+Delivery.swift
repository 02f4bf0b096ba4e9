import Basics
import Checklist
import JSONDocument

/// Branches beside the default one, their commits, and the requests to merge them.
extension GitHubRepository {
  /// A commit beside the default branch's.
  public struct Commit: Hashable, Sendable {
    public var parents: [String]
    public var message: String
    /// All files, text by path.
    public var files: [String: String]

    public init(parents: [String], message: String, files: [String: String]) {
      (self.parents, self.message, self.files) = (parents, message, files)
    }
  }

  public struct Pull: Hashable, Sendable {
    public var branch: String
    public var head: String
    public var body: String
    public var isOpen = true
    public var isMerged = false

    public init(branch: String, head: String, body: String) {
      (self.branch, self.head, self.body) = (branch, head, body)
    }
  }

  /// When every commit and pull request was made.
  public static let proposed = "2026-11-28T12:00:00Z"

  /// Every file of the default branch, by path.
  public var files: [String: String] {
    (workflowFiles ?? [:]).reduce(into: code) { $0[".github/workflows/\($1.key)"] = $1.value }
  }

  /// The files of a commit; nil where there is none.
  private func files(at commit: String) -> [String: String]? {
    commit == Self.head ? files : commits[commit]?.files
  }

  func text(ofBlob id: String) -> String? {
    ([files] + commits.values.map(\.files)).lazy.flatMap(\.values).first { GitObject.blob($0) == id }
  }

  func delivery(_ call: Call) -> Answer? {
    switch call.operation.replacing("/repos/{owner}/{repo}/", with: "") {
    case "GET git/trees/{tree_sha}":
      guard let files = files(at: call.text("tree_sha")) else { return .missing("NotFound") }
      return .success([
        "truncated": .bool(isTruncated),
        "tree": .array(
          files.sorted { $0.key < $1.key }.map { path, text in
            [
              "path": .string(path), "type": "blob", "sha": .string(GitObject.blob(text)),
              "size": .number(String(text.utf8.count)),
            ] as JSON
          }),
      ])
    case "GET git/commits/{commit_sha}":
      guard let commit = commits[call.text("commit_sha")] else { return .missing("NotFound") }
      return .success([
        "message": .string(commit.message), "committer": ["date": .string(Self.proposed)],
        "parents": .array(commit.parents.map { ["sha": .string($0)] as JSON }),
      ])
    case "GET pulls":
      return .success(
        .array(
          pulls.enumerated().reversed().filter { call.text("head").hasSuffix(":" + $0.element.branch) }.map {
            Self.shown($0.element, number: $0.offset + 1)
          }))
    default: return nil
    }
  }

  private static func shown(_ pull: Pull, number: Int) -> JSON {
    [
      "number": .number(String(number)), "state": pull.isOpen ? "open" : "closed",
      "merged_at": pull.isMerged ? .string(proposed) : .null, "created_at": .string(proposed),
      "html_url": .string("https://github.com/octo-org/sagemaker-churn/pull/\(number)"), "body": .string(pull.body),
      "head": ["ref": .string(pull.branch), "sha": .string(pull.head), "repo": ["id": 1_296_269]],
    ]
  }

  mutating func propose(_ call: Call) -> Answer? {
    let branch = String(call.text("path").dropFirst("heads/".count))
    switch call.operation.replacing("/repos/{owner}/{repo}/", with: "") {
    case "POST git/refs":
      let name = String(call.text("ref").dropFirst("refs/heads/".count))
      guard sideBranches[name] == nil, files(at: call.text("sha")) != nil else { return .missing("ValidationFailed") }
      sideBranches[name] = call.text("sha")
      return .success(["object": ["sha": .string(call.text("sha"))]])
    case "PATCH git/refs/{path}":
      sideBranches[branch] = call.text("sha")
      return .success(["object": ["sha": .string(call.text("sha"))]])
    case "DELETE git/refs/{path}":
      sideBranches[branch] = nil
      for index in pulls.indices where pulls[index].branch == branch { pulls[index].isOpen = false }
      return .done
    case "POST /graphql":
      let head = call.text("expected_head")
      guard sideBranches[call.text("branch")] == head, let old = files(at: head) else { return .missing("STALE_DATA") }
      let new = (call.input["files"]?.object?.members ?? []).reduce(into: old) { $0[$1.name] = $1.value.string }
      let message = [call.text("message"), call.text("body")].filter { !$0.isEmpty }.joined(separator: "\n\n")
      let commit = GitObject.blob(message + head)
      commits[commit] = Commit(parents: [head], message: message, files: new)
      sideBranches[call.text("branch")] = commit
      return .success(["oid": .string(commit)])
    case "POST pulls":
      pulls.append(
        Pull(branch: call.text("head"), head: sideBranches[call.text("head")] ?? "", body: call.text("body")))
      return .success(["number": .number(String(pulls.count))])
    case "PATCH pulls/{pull_number}":
      guard let index = Int(call.text("pull_number")).map({ $0 - 1 }), pulls.indices.contains(index) else {
        return .missing("NotFound")
      }
      pulls[index].isOpen = call.text("state") == "open"
      if let body = call.input["body"]?.string { pulls[index].body = body }
      return .done
    default: return nil
    }
  }
}

extension Account.State {
  public var code: [String: String] {
    get { self[GitHubRepository.self].code }
    set { self[GitHubRepository.self].code = newValue }
  }
  public var sideBranches: [String: String] {
    get { self[GitHubRepository.self].sideBranches }
    set { self[GitHubRepository.self].sideBranches = newValue }
  }
  public var commits: [String: GitHubRepository.Commit] {
    get { self[GitHubRepository.self].commits }
    set { self[GitHubRepository.self].commits = newValue }
  }
  public var pulls: [GitHubRepository.Pull] {
    get { self[GitHubRepository.self].pulls }
    set { self[GitHubRepository.self].pulls = newValue }
  }
  public var isTruncated: Bool {
    get { self[GitHubRepository.self].isTruncated }
    set { self[GitHubRepository.self].isTruncated = newValue }
  }
}

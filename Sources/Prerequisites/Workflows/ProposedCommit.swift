import Basics
import Checklist
import JSONDocument
import Workflows

/// Where the branch of a setup's pull request points, and what came to it since it left the default branch.
struct ProposedCommit: Hashable, Sendable {
  /// The commit that the branch points at.
  let tip: String
  let message: String
  let parents: [String]
  /// When it was committed, in seconds since 1970; nil where GitHub does not say.
  let committed: Double?
  /// The paths that it has otherwise than its only parent; nil where it has another number of parents, or is the head
  /// itself.
  let changed: Set<String>?
  /// The workflow files as they stand in it.
  let files: WorkflowFiles
  /// Whether it is what onramp commits, to the letter, on its parent.
  let isAsWritten: Bool

  /// Absent where there is no such branch.
  /// - Parameters:
  ///   - files: the workflow files of the head.
  ///   - head: all files of the head.
  static func look(
    _ world: World, _ context: Context, beside files: WorkflowFiles, _ head: RepositoryTree
  ) async -> Look<ProposedCommit> {
    let (setup, path) = (context.setup, context.setup.repositoryPath)
    let reference = Call(
      .github, "GET /repos/{owner}/{repo}/git/ref/{path}", path.with("path", .string("heads/\(setup.deliveryBranch)")))
    let found = await world.look(reference, absent: ["NotFound"]).reading { $0["object"]?["sha"]?.objectID }
    guard let tip = found.value else { return found.none() }
    guard tip != head.commit else {
      return found.map { _ in ProposedCommit(head: head, files) }
    }
    let tree = await RepositoryTree.look(tip, world, setup)
    let commit = await world.look(
      Call(.github, "GET /repos/{owner}/{repo}/git/commits/{commit_sha}", path.with("commit_sha", .string(tip)))
    ).reading(Facts.init)
    guard let facts = commit.value else { return commit.none() }
    async let proposed = files.look(world, setup, in: tree)
    // Its parent is the head, as long as nobody pushed since.
    let (base, former) =
      facts.parents == [head.commit]
      ? (Look([], .seen(head)), Look([], .seen(files)))
      : await before(facts.parents.first ?? tip, files, world, setup)
    return await found.and(commit).and(tree).and(base.and(former)).and(proposed).map { all in
      ProposedCommit(
        tip: tip, facts, all.first.first.second, on: all.first.second.first, all.first.second.second, files: all.second,
        context)
    }
  }

  /// The commit before, and its workflow files.
  private static func before(
    _ commit: String, _ files: WorkflowFiles, _ world: World, _ setup: Setup
  ) async -> (Look<RepositoryTree>, Look<WorkflowFiles>) {
    let tree = await RepositoryTree.look(commit, world, setup)
    return (tree, await files.look(world, setup, in: tree))
  }

  private init(
    tip: String, _ facts: Facts, _ tree: RepositoryTree, on base: RepositoryTree, _ former: WorkflowFiles,
    files: WorkflowFiles, _ context: Context
  ) {
    (self.tip, self.files, message, parents, committed) = (tip, files, facts.message, facts.parents, facts.committed)
    let isOnly = facts.parents.count == 1
    changed = isOnly ? tree.differing(from: base) : nil
    let delivery = WorkflowDelivery.needed(former, in: base, context)
    isAsWritten =
      isOnly && facts.message == delivery.message(context)
      && tree.files.mapValues(\.id) == base.with(delivery.texts)
  }

  private init(head: RepositoryTree, _ files: WorkflowFiles) {
    (tip, self.files, message, parents, committed) = (head.commit, files, "", [], nil)
    (changed, isAsWritten) = (nil, false)
  }

  private struct Facts: Hashable {
    let message: String
    let parents: [String]
    let committed: Double?

    init?(_ json: JSON) {
      guard let message = json["message"]?.string, let named = json["parents"]?.array else { return nil }
      let parents = named.compactMap { $0["sha"]?.objectID }
      guard parents.count == named.count else { return nil }
      // Git ends a message with a line feed, which not every way to it shows.
      (self.message, self.parents) = (message.last?.isNewline == true ? String(message.dropLast()) : message, parents)
      committed = json["committer"]?["date"]?.seconds
    }
  }
}

/// A pull request from the setup's branch.
struct DeliveryPullRequest: Hashable, Sendable {
  let number: Int
  let isOpen: Bool
  let isMerged: Bool
  /// The commit that it asks to be merged.
  let head: String
  /// Its page.
  let link: String
  let body: String
  /// When it was opened, in seconds since 1970; nil where GitHub does not say.
  let created: Double?

  /// Those from the setup's branch, the newest first.
  static func look(
    _ world: World, _ setup: Setup, in repository: GitHubFacts.Repository
  ) async -> Look<[DeliveryPullRequest]> {
    let call = Call(
      .github, "GET /repos/{owner}/{repo}/pulls",
      setup.repositoryPath.adding([
        "state": "all", "head": .string("\(repository.owner):\(setup.deliveryBranch)"), "per_page": .number("30"),
      ]))
    // Of a repository that was seen 404 is no absence: whoever asks may not see its pull requests.
    return await world.look(call).explained("the pull requests", "Pull requests: read").reading { answer in
      answer.array.map { pulls in
        pulls.compactMap { DeliveryPullRequest($0, setup.deliveryBranch, repository) }.sorted { $0.number > $1.number }
      }
    }
  }

  private init?(_ json: JSON, _ branch: String, _ repository: GitHubFacts.Repository) {
    guard let number = json["number"]?.integer, number > 0, let state = json["state"]?.string,
      json["head"]?["ref"]?.string == branch, let head = json["head"]?["sha"]?.objectID
    else { return nil }
    // Of a repository that is gone GitHub names none.
    if let id = json["head"]?["repo"]?["id"]?.integer, id != repository.id { return nil }
    (self.number, self.head, isOpen) = (number, head, state == "open")
    isMerged = json["merged_at"].map { !$0.isNull } ?? false
    link = Display.clean(json["html_url"]?.string ?? "")
    body = json["body"]?.string ?? ""
    created = json["created_at"]?.seconds
  }

  /// `pull request #7`
  var title: String { "pull request #\(number)" }
}

extension Setup {
  /// The branch from which onramp asks for a merge.
  var deliveryBranch: String { "onramp/\(name)" }
}

import Checklist
import JSONDocument

/// What is to be brought to the repository, and what stands at GitHub of it.
struct DeliveryFacts: Hashable, Sendable {
  let delivery: WorkflowDelivery
  /// Where the setup's branch points; nil where there is none.
  let commit: ProposedCommit?
  /// Every pull request from that branch, the newest first.
  let pulls: [DeliveryPullRequest]

  /// Absent where nothing is to be brought and nothing was, and in an empty repository, which takes no pull request.
  static func look(
    _ world: World, _ context: Context, beside files: Look<WorkflowFiles>, in repository: Look<GitHubFacts.Repository>
  ) async -> Look<DeliveryFacts> {
    guard let found = repository.value, let seen = files.value else { return files.none() }
    guard let head = seen.head, isNeeded(seen, context) else { return Look([], .absent) }
    async let pulls = DeliveryPullRequest.look(world, context.setup, in: found)
    let tree = await RepositoryTree.look(head, world, context.setup)
    guard let all = tree.value else { return tree.none() }
    let commit = await ProposedCommit.look(world, context, beside: seen, all)
    return await tree.and(commit.optional).and(pulls).map { looks in
      DeliveryFacts(
        delivery: WorkflowDelivery.needed(seen, in: all, context), commit: looks.first.second, pulls: looks.second)
    }
  }

  /// Whether anything is to be looked at: what is right already takes no call.
  private static func isNeeded(_ files: WorkflowFiles, _ context: Context) -> Bool {
    let isRemembered = context.ledger.all.contains { DeliveryKey.all.contains($0.key) }
    return context.purpose == .teardown || isRemembered || !WorkflowDelivery.lacking(files, context.setup).isEmpty
      || files.remarks(context).contains { WorkflowDelivery.canMend($0, context) }
  }
}

/// The three calls by which workflow files are brought, as things that are made and taken back.
enum DeliveryKey {
  static let branch: ItemKey = "workflows/branch"
  static let commit: ItemKey = "workflows/commit"
  static let pull: ItemKey = "workflows/pull"
  static let all: Set<ItemKey> = [branch, commit, pull]

  /// What a change of a delivery is about.
  static func resource(_ key: ItemKey, _ setup: Setup) -> String {
    "\(setup.fullName) \(key == pull ? "pull request from" : "branch") \(setup.deliveryBranch)"
  }
}

/// How far a delivery is.
enum DeliveryState: Hashable, Sendable {
  /// Nothing is to be brought.
  case none
  /// These calls are still to be made, in order.
  case open(from: ItemKey)
  /// A person has to merge.
  case waiting(DeliveryPullRequest)
  /// A person closed it without a merge, and no other is opened by itself.
  case closed(DeliveryPullRequest)
  /// The branch holds what others brought, and why that is so.
  case taken(String)
}

extension DeliveryFacts {
  /// Whose the branch and its pull requests are: by the journal, by their own marks, and by their contents.
  struct Ownership {
    let facts: DeliveryFacts
    let context: Context

    var branchResource: String { DeliveryKey.resource(DeliveryKey.branch, context.setup) }
    var pullResource: String { DeliveryKey.resource(DeliveryKey.pull, context.setup) }

    private var branch: Ledger.Item? { context.ledger[DeliveryKey.branch, branchResource] }
    private var commit: Ledger.Item? { context.ledger[DeliveryKey.commit, branchResource] }
    private var pull: Ledger.Item? { context.ledger[DeliveryKey.pull, pullResource] }

    /// Whether the branch points at onramp's commit and nobody pushed to it since.
    var isOurCommit: Bool { isRemembered || facts.commit?.isAsWritten == true }
    /// Whether the journal tells of that commit: by its id, or, where a run ended before it heard of that, by its texts.
    var isRemembered: Bool {
      guard let commit, let found = facts.commit else { return false }
      return commit.identity == found.tip || commit.pending && found.isAsWritten
    }

    /// Whether the branch is onramp's and nothing came to it yet.
    var isOurBareBranch: Bool {
      guard let branch, let tip = facts.commit?.tip, !isOurCommit else { return false }
      return branch.identity == tip || branch.pending && branch.wanted.string == tip
    }

    func isOurs(_ one: DeliveryPullRequest) -> Bool {
      isRemembered(one) || one.body.contains(WorkflowDelivery.mark(context))
    }
    /// Whether the journal tells of it: by its number, or, where a run ended before it heard of that, by its words.
    func isRemembered(_ one: DeliveryPullRequest) -> Bool {
      guard let pull else { return false }
      return pull.identity == String(one.number)
        || pull.pending && one.isOpen && one.body.contains(WorkflowDelivery.mark(context))
    }
    /// Whether teardown closed it.
    func isTakenBack(_ one: DeliveryPullRequest) -> Bool { one.body.contains(WorkflowDelivery.farewell(context)) }
  }

  func state(_ context: Context) -> DeliveryState {
    let own = Ownership(facts: self, context: context)
    if let open = pulls.first(where: \.isOpen) {
      guard own.isOurs(open) || own.isOurCommit else {
        return delivery.texts.isEmpty ? .none : .taken("\(open.title) from \(branchInWords(context)) is not onramp's")
      }
      return .waiting(open)
    }
    guard !delivery.texts.isEmpty else { return .none }
    if let last = pulls.first, !last.isMerged, own.isOurs(last), !own.isTakenBack(last) { return .closed(last) }
    guard let commit else { return .open(from: DeliveryKey.branch) }
    if let merged = pulls.first, merged.isMerged, merged.head == commit.tip {
      return .taken("\(branchInWords(context)) is left over from \(merged.title), which is merged")
    }
    if commit.tip == delivery.head { return .open(from: DeliveryKey.commit) }
    if own.isOurCommit { return .open(from: DeliveryKey.pull) }
    return own.isOurBareBranch
      ? .open(from: DeliveryKey.branch) : .taken("\(branchInWords(context)) holds other commits")
  }

  private func branchInWords(_ context: Context) -> String { "branch \(context.setup.deliveryBranch)" }
}

import Checklist
import JSONDocument

/// A delivery as things that are made: a branch at the commit that was judged, one commit of all files on it, and the
/// request to merge it.
struct DeliveryChanges {
  let facts: DeliveryFacts
  let repository: GitHubFacts.Repository
  let context: Context

  private static let step: StepID = "workflows"
  static let reference = "/repos/{owner}/{repo}/git/refs"

  private var setup: Setup { context.setup }
  private var delivery: WorkflowDelivery { facts.delivery }
  private var own: DeliveryFacts.Ownership { DeliveryFacts.Ownership(facts: facts, context: context) }

  var all: [Change] {
    guard case .open(let first) = facts.state(context) else { return [] }
    switch first {
    case DeliveryKey.branch: return [branch, commit, pull]
    case DeliveryKey.commit: return [commit, pull]
    default: return [pull]
    }
  }

  /// Made on the judged head and no other; one of onramp's that fell behind it moves forward, and only so.
  private var branch: Change {
    let stands = facts.commit?.tip
    let path = setup.repositoryPath.with("path", .string("heads/\(setup.deliveryBranch)"))
    let removal = Call(.github, "DELETE \(Self.reference)/{path}", path, of: repository.identity)
    let call =
      stands == nil
      ? Call(
        .github, "POST \(Self.reference)",
        setup.repositoryPath.adding([
          "ref": .string("refs/heads/\(setup.deliveryBranch)"), "sha": .string(delivery.head),
        ]), of: repository.identity)
      : Call(
        .github, "PATCH \(Self.reference)/{path}", path.adding(["sha": .string(delivery.head), "force": false]),
        of: repository.identity)
    return Change(
      key: DeliveryKey.branch, step: Self.step, kind: stands == nil ? .create : .update, resource: own.branchResource,
      title: "Branch \(setup.deliveryBranch) of \(setup.fullName)",
      summary: "at commit \(delivery.head.prefix(10)) of \(repository.defaultBranch), for a pull request", call: call,
      identity: ["object/sha"], previous: stands.map { .string($0) } ?? .null, wanted: .string(delivery.head),
      undo: .call(removal), repairs: delivery.mends)
  }

  private var commit: Change {
    let files = JSONObject(delivery.texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    let call = Call(
      .github, "POST /graphql",
      setup.repositoryPath.adding([
        "branch": .string(setup.deliveryBranch), "expected_head": .string(delivery.head),
        "message": .string(delivery.headline), "body": .string(delivery.messageBody(context)), "files": .object(files),
      ]), of: repository.identity)
    let (new, edited) = (delivery.added.count, delivery.edited.count)
    return Change(
      key: DeliveryKey.commit, step: Self.step, kind: edited == 0 ? .create : .update, resource: own.branchResource,
      title: "Files on branch \(setup.deliveryBranch)",
      summary: [new > 0 ? "\(new) new" : nil, edited > 0 ? "\(edited) edited" : nil].compactMap(\.self)
        .joined(separator: ", ") + ", in one commit", call: call, identity: ["oid"],
      previous: edited == 0 ? .null : .string(WorkflowDelivery.shown(delivery.present)),
      wanted: .string(WorkflowDelivery.shown(delivery.texts)),
      undo: .never(because: "a commit goes with its branch, which teardown deletes"),
      rights: [PlannedAction("Workflows: write", on: setup.fullName, isGitHubs: true)], repairs: delivery.mends,
      after: [DeliveryKey.branch])
  }

  private var pull: Change {
    let (title, base) = (delivery.headline, repository.defaultBranch)
    let body = delivery.description(context, base: base)
    return Change(
      key: DeliveryKey.pull, step: Self.step, kind: .create, resource: own.pullResource,
      title: "Pull request for \(base) of \(setup.fullName)", summary: "asks a person to merge \(setup.deliveryBranch)",
      call: Call(
        .github, "POST /repos/{owner}/{repo}/pulls",
        setup.repositoryPath.adding([
          "title": .string(title), "head": .string(setup.deliveryBranch), "base": .string(base), "body": .string(body),
        ]), of: repository.identity),
      identity: ["number"], wanted: .string("\(title)\nfrom \(setup.deliveryBranch) into \(base)\n\n\(body)"),
      undo: .never(because: "GitHub names it only once it is open; teardown closes it"), repairs: delivery.mends,
      after: [DeliveryKey.commit])
  }
}

/// What teardown does with a delivery: an open pull request is closed and its branch deleted, and what was merged is the
/// repository's.
struct DeliveryHoldings {
  let facts: DeliveryFacts
  let repository: GitHubFacts.Repository
  let beginning: SetupBeginning
  let context: Context

  private var setup: Setup { context.setup }
  private var own: DeliveryFacts.Ownership { DeliveryFacts.Ownership(facts: facts, context: context) }

  var all: [Holding] { [pull, branch].compactMap(\.self) }

  /// The newest that is onramp's and counts: open, or merged.
  private var pull: Holding? {
    guard let found = facts.pulls.first(where: { ($0.isOpen || $0.isMerged) && own.isOurs($0) }) else { return nil }
    if found.isMerged {
      return holding(
        DeliveryKey.pull, own.pullResource, "Files of \(found.title)", .foreign,
        "stays: merged, so they are the repository's now", .keep, [], shown(found))
    }
    guard own.isOurCommit, found.head == facts.commit?.tip else {
      return holding(
        DeliveryKey.pull, own.pullResource, title(found), .shared, "stays: others have pushed to its branch", .keep, [],
        shown(found))
    }
    let isKnown = own.isRemembered(found)
    guard isKnown || beginning.covers(found.created) else {
      return holding(DeliveryKey.pull, own.pullResource, title(found), .foreign, "not made by onramp", .keep, [], shown(found))
    }
    let body = [found.body, WorkflowDelivery.farewell(context)].joined(separator: "\n\n")
    let call = Call(
      .github, "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
      setup.repositoryPath.adding([
        "pull_number": .string(String(found.number)), "state": "closed", "body": .string(body),
      ]), of: repository.identity)
    return holding(
      DeliveryKey.pull, own.pullResource, title(found), .ours,
      isKnown ? "onramp opened it" : "opened after onramp made role \(setup.role), with its words", .remove, [call],
      shown(found), uses: [DeliveryKey.branch]
    ).meaning("it is closed; GitHub keeps it for good").known(byTag: false, byWordsAlone: !isKnown)
      .identified(as: String(found.number), isAnother: false)
  }

  private var branch: Holding? {
    guard let commit = facts.commit else { return nil }
    let isMerged = facts.pulls.contains { $0.isMerged && $0.head == commit.tip && own.isOurs($0) }
    guard own.isOurCommit || own.isOurBareBranch || isMerged else {
      guard context.ledger[DeliveryKey.branch, own.branchResource] != nil else { return nil }
      return holding(
        DeliveryKey.branch, own.branchResource, branchTitle, .shared, "stays: others have pushed to it", .keep, [],
        .string(commit.tip))
    }
    let isKnown = own.isRemembered || own.isOurBareBranch
    guard isKnown || beginning.covers(commit.committed) else {
      return holding(
        DeliveryKey.branch, own.branchResource, branchTitle, .foreign, "not made by onramp", .keep, [],
        .string(commit.tip))
    }
    let call = Call(
      .github, "DELETE \(DeliveryChanges.reference)/{path}",
      setup.repositoryPath.with("path", .string("heads/\(setup.deliveryBranch)")), of: repository.identity)
    return holding(
      DeliveryKey.branch, own.branchResource, branchTitle, .ours,
      isKnown ? "onramp made it" : "made after onramp made role \(setup.role), with its files", .remove, [call],
      .string(commit.tip)
    ).known(byTag: false, byWordsAlone: !isKnown)
  }

  private var branchTitle: String { "Branch \(setup.deliveryBranch) of \(setup.fullName)" }
  private func title(_ pull: DeliveryPullRequest) -> String {
    "Pull request #\(pull.number) of \(setup.fullName)"
  }
  private func shown(_ pull: DeliveryPullRequest) -> JSON { .string("\(pull.head) \(pull.isOpen ? "open" : "closed")") }

  private func holding(
    _ key: ItemKey, _ resource: String, _ title: String, _ ownership: Holding.Ownership, _ reason: String,
    _ action: Holding.Action, _ calls: [Call], _ present: JSON, uses: [ItemKey] = []
  ) -> Holding {
    Holding(
      key: key, step: "workflows", resource: resource, title: title, ownership: ownership, reason: reason,
      action: action, calls: calls, present: present, uses: uses)
  }
}

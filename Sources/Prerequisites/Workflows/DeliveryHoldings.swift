import Checklist
import JSONDocument

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

  /// What the journal tells of, of a repository that is not there any more.
  static func repositoryGone(_ context: Context) -> [Holding] {
    [DeliveryKey.branch, DeliveryKey.pull].compactMap { key in
      let resource = DeliveryKey.resource(key, context.setup)
      guard context.ledger[key, resource] != nil else { return nil }
      return Holding(
        key: key, step: "workflows", resource: resource,
        title: (key == DeliveryKey.pull ? "Pull request" : "Branch \(context.setup.deliveryBranch)")
          + " of \(context.setup.fullName)", ownership: .foreign, reason: SettingsOwnership.gone, action: .keep,
        calls: [],
        present: .null)
    }
  }

  /// The newest that is onramp's and that no teardown closed.
  private var pull: Holding? {
    guard let found = facts.pulls.first(where: { own.isOurs($0) && !own.isTakenBack($0) }) else { return nil }
    guard found.isOpen else {
      return holding(
        DeliveryKey.pull, own.pullResource, found.isMerged ? "Files of \(found.title)" : title(found), .foreign,
        found.isMerged ? "stays: merged, so they are the repository's now" : "closed by others; GitHub keeps it", .keep,
        [], shown(found))
    }
    guard own.isOurCommit, found.head == facts.commit?.tip else {
      return holding(
        DeliveryKey.pull, own.pullResource, title(found), .shared, "stays: others have pushed to its branch", .keep, [],
        shown(found))
    }
    let isKnown = own.isRemembered(found)
    guard isKnown || beginning.covers(found.created) else {
      return holding(
        DeliveryKey.pull, own.pullResource, title(found), .foreign, "not made by onramp", .keep, [], shown(found))
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
    guard let commit = facts.commit else { return gone }
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

  /// A branch that the journal tells of and others deleted.
  private var gone: Holding? {
    guard context.ledger[DeliveryKey.branch, own.branchResource] != nil,
      let last = facts.pulls.first(where: own.isRemembered), !last.isOpen
    else { return nil }
    let how = last.isMerged ? "merged by" : "closed with"
    return holding(
      DeliveryKey.branch, own.branchResource, branchTitle, .foreign, "gone: \(how) \(last.title), and deleted since",
      .keep, [], .null)
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

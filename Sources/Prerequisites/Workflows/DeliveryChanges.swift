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
      undo: .call(removal), repairs: delivery.mends,
      // Nobody is asked to merge what signs in to a role that is not there; and its age tells what is onramp's.
      after: [GitHubRoleStep.roleKey])
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
      rights: [PlannedAction(CallerRights.workflows, on: setup.fullName, isGitHubs: true)], repairs: delivery.mends,
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

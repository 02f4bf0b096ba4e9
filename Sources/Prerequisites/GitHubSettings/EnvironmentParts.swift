import Checklist
import JSONDocument

/// The environment as a thing that is made, changed and taken back: its rules, and the branch that may deploy.
struct EnvironmentParts {
  let seen: GitHubSettingsStep.Observation
  let context: Context

  private static let step: StepID = "github-settings"
  private static let address = "/repos/{owner}/{repo}/environments/{environment_name}"

  private var name: String { stands.value??.name ?? context.setup.environment }
  var resource: String { "\(context.setup.fullName) environment \(context.setup.environment)" }
  /// The environment that the setup names; seen as nil where there is none.
  var stands: Look<DeploymentEnvironment?> {
    seen.environments.map { all in all.first { $0.isNamed(context.setup.environment) } }
  }
  /// The branch that deploys.
  var branch: String { context.setup.branch(of: seen.repository.value) }
  /// Whether onramp made it.
  var isOurs: Bool { rules?.made == true }

  private var rules: Ledger.Item? { context.ledger[GitHubSettingsStep.environmentKey, resource] }
  private var pattern: Ledger.Item? { context.ledger[GitHubSettingsStep.patternKey, resource] }

  /// As it is to be: with the reviewers that are named besides those it has, and open to one branch where it was open to
  /// all. Where the plan of the owner has no reviewers, none are asked for: GitHub would refuse the rest as well. Where
  /// nobody knows the plan, they come once the environment stands.
  private func wished(_ found: DeploymentEnvironment?) -> DeploymentEnvironment {
    var wish = found ?? DeploymentEnvironment(name: context.setup.environment)
    let canAsk = seen.plan.value?.hasReviewers ?? (found != nil)
    for one in seen.reviewers.value ?? []
    where canAsk && !wish.reviewers.contains(where: { $0.id == one.id && $0.kind == one.kind }) {
      wish.reviewers.append(one)
    }
    if wish.branches == .any { wish.branches = .chosen }
    return wish
  }

  var changes: [Change] {
    guard !context.setup.environment.isEmpty, let repository = seen.repository.value, let found = stands.value,
      seen.reviewers.value != nil, seen.plan.value?.hasEnvironments != false
    else { return [] }
    return [rules(found, repository), pattern(found, repository)].compactMap(\.self)
  }

  private func rules(_ found: DeploymentEnvironment?, _ repository: GitHubFacts.Repository) -> Change? {
    let wish = wished(found)
    guard wish != found else { return nil }
    let (old, new) = (found.map { JSON.object($0.rules) } ?? .null, JSON.object(wish.rules))
    let added = wish.reviewers.filter { found?.reviewers.contains($0) != true }.map(\.name)
    let asks = added.isEmpty ? "" : "asks \(added.joined(separator: ", ")); "
    return Change(
      key: GitHubSettingsStep.environmentKey, step: Self.step, kind: found == nil ? .create : .update,
      resource: resource, title: "Environment \(name) of \(context.setup.fullName)",
      summary: asks + "only chosen branches deploy", madeByOnramp: found == nil || isOurs,
      call: set(old, new, repository), previous: old, wanted: new, undo: .call(set(new, old, repository)),
      repairs: ["GH-08", "GH-09", "GH-11"], confidence: found == nil ? .safe : .check)
  }

  private func pattern(_ found: DeploymentEnvironment?, _ repository: GitHubFacts.Repository) -> Change? {
    guard found.map({ $0.branches != .protected }) ?? true else { return nil }
    let patterns = seen.patterns.value ?? []
    guard found?.branches != .chosen || seen.patterns.value != nil,
      !patterns.contains(where: { !$0.isTag && $0.text == branch }),
      // Beside branches that others chose, one that is not there is no wish yet.
      patterns.isEmpty || seen.protection.value != nil
    else { return nil }
    return Change(
      key: GitHubSettingsStep.patternKey, step: Self.step, kind: .create, resource: resource,
      title: "Branch \(branch) in environment \(name)", summary: "jobs of branch \(branch) may deploy",
      madeByOnramp: true,
      call: Call(
        .github, "POST \(Self.address)/deployment-branch-policies",
        path.with("name", .string(branch)).with("type", "branch"), of: repository.identity),
      identity: ["id"], wanted: .string(branch),
      undo: .never(because: "GitHub names what is to be taken back only once it is made; teardown takes it back"),
      repairs: ["GH-11"], after: [GitHubSettingsStep.environmentKey])
  }

  private var path: JSONObject { context.setup.repositoryPath.with("environment_name", .string(name)) }

  private func set(_ old: JSON, _ new: JSON, _ repository: GitHubFacts.Repository) -> Call {
    guard let rules = new.object else { return Call(.github, "DELETE \(Self.address)", path, of: repository.identity) }
    return Call(.github, "PUT \(Self.address)", path.adding(rules), of: repository.identity)
  }

  // MARK: Taking back

  var holdings: [Holding] {
    guard let repository = seen.repository.value else {
      guard seen.repository.isAbsent, rules ?? pattern != nil else { return [] }
      return [holding(SettingsOwnership.gone, .foreign, .keep, [], .null, .null)]
    }
    guard let found = stands.value, let found else { return [] }
    // The branch goes with an environment that onramp made; out of another it is taken before that gets its rules back.
    let branch = isMade(found) ? nil : pattern(repository)
    return [branch, environment(found, repository)].compactMap(\.self)
  }

  private func environment(_ found: DeploymentEnvironment, _ repository: GitHubFacts.Repository) -> Holding? {
    let present = JSON.object(found.rules)
    guard let item = rules else {
      guard isMade(found) else {
        return holding("not made by onramp", .foreign, .keep, [], present, .null)
      }
      return ownership.sharing(removed(because: ownership.reason, present, repository))
        .known(byTag: false, byWordsAlone: true)
    }
    if item.made { return ownership.sharing(removed(because: "onramp made it", present, repository)) }
    guard present != item.previous else { return nil }
    guard present == item.wanted else {
      return holding("stays: it was edited since onramp wrote it", .adopted, .keep, [], present, .null)
    }
    return holding(
      "onramp changed it", .adopted, .restore, [set(present, item.previous, repository)], present, item.previous)
  }

  private var ownership: SettingsOwnership { SettingsOwnership(seen: seen, context: context) }

  /// Whether onramp made it; without a word of the journal by when it was made, and how it stands.
  private func isMade(_ found: DeploymentEnvironment) -> Bool {
    rules.map(\.made) ?? (ownership.isOurs(created: found.created) && isAsWanted(found))
  }

  /// Whether it stands as onramp makes it.
  private func isAsWanted(_ found: DeploymentEnvironment) -> Bool {
    found.rules == wished(DeploymentEnvironment(name: found.name)).rules && seen.patterns.value?.map(\.text) == [branch]
  }

  /// One that onramp made goes unless others keep something in it.
  private func removed(
    because reason: String, _ present: JSON, _ repository: GitHubFacts.Repository
  ) -> Holding {
    guard let kept = seen.contents?.value, kept.isEmpty else {
      let holds = seen.contents?.value.map { "it holds \($0.joined(separator: ", "))" }
      return holding("stays: \(holds ?? "cannot tell what it holds")", .shared, .keep, [], present, .null)
    }
    return holding(reason, .ours, .remove, [set(present, .null, repository)], present, .null)
  }

  /// The branch that onramp added.
  private func pattern(_ repository: GitHubFacts.Repository) -> Holding? {
    guard let item = pattern, item.made,
      let found = seen.patterns.value?.first(where: { one in
        item.identity.map { $0 == String(one.id) } ?? (item.wanted.string == one.text && !one.isTag)
      })
    else { return nil }
    let call = Call(
      .github, "DELETE \(Self.address)/deployment-branch-policies/{branch_policy_id}",
      path.with("branch_policy_id", .string(String(found.id))), of: repository.identity)
    return Holding(
      key: GitHubSettingsStep.patternKey, step: Self.step, resource: resource,
      title: "Branch \(found.text) in environment \(name)", ownership: .adopted, reason: "onramp added it",
      action: .restore, calls: [call], present: .string(found.text), uses: [GitHubSettingsStep.environmentKey])
  }

  private func holding(
    _ reason: String, _ ownership: Holding.Ownership, _ action: Holding.Action, _ calls: [Call], _ present: JSON,
    _ afterwards: JSON
  ) -> Holding {
    Holding(
      key: GitHubSettingsStep.environmentKey, step: Self.step, resource: resource,
      title: "Environment \(name) of \(context.setup.fullName)", ownership: ownership, reason: reason, action: action,
      calls: calls, present: present, afterwards: afterwards)
  }
}

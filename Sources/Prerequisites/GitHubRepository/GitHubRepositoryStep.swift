import Basics
import Checklist
import JSONDocument

/// The repository whose workflows deploy; only read.
public struct GitHubRepositoryStep: Step {
  public struct Observation: Hashable, Sendable {
    let facts: GitHubFacts
    let actions: Look<ActionsSetting>
    let plan: Look<OwnersPlan>
    /// What the workflows of the default branch run.
    let used: Look<UsedActions>
    /// What GitHub says about the token that onramp itself uses.
    let token: Look<TokenAnswer>
  }

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let actions = ActionsSetting.look(world, context.setup)
    async let token = world.look(Call(.token(.caller), "GET /user")).reading(TokenAnswer.init)
    let facts = await GitHubFacts.look(world, context.setup)
    async let used = WorkflowFiles.look(world, context.setup, in: facts.repository).map {
      UsedActions($0, context.setup)
    }
    return await Observation(
      facts: facts, actions: ActionsSetting.seen(actions, of: facts.repository),
      plan: OwnersPlan.look(of: facts.repository, world, context.setup), used: used, token: token)
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let repository = seen.facts.repository
    let setup = context.setup
    func judge(_ check: CheckID, _ verdict: (GitHubFacts.Repository) -> Verdict) -> Judgement {
      repository.judge(check, on: setup.fullName, absent: .blocked(by: "GH-01"), verdict)
    }
    return [
      repository.judge(
        "GH-01", on: setup.fullName,
        absent: .broken(
          found: "GitHub answers 404 for \(setup.fullName)",
          needed: "the repository exists and the token may read it")
      ) { .holds(found: $0.fullName) },
      judge("GH-02") {
        .judged($0.name, isRight: $0.name.hasPrefix("sagemaker-"), needed: "sagemaker-\($0.name)")
      },
      judge("GH-03") {
        .judged($0.defaultBranch, isRight: $0.defaultBranch == "main", needed: "main")
      },
      actions(seen, context),
      gates(seen, context),
      judge("GH-14") { repository in
        repository.isFork
          ? .broken(found: "\(repository.fullName) is a fork", needed: "a repository of its own")
          : .holds(found: "no fork")
      },
      judge("GH-17") { repository in
        repository.isArchived
          ? .broken(found: "\(repository.fullName) is archived", needed: "a repository that can be written to")
          : .holds(found: "not archived")
      }.mended(by: [Call(.github, "PATCH /repos/{owner}/{repo}", setup.repositoryPath.with("archived", false))]),
      subject(seen, context),
      token(seen, context),
    ]
  }

  /// GH-04: what is used has to be allowed, and nothing has to be allowed besides.
  private func actions(_ seen: Observation, _ context: Context) -> Judgement {
    let setup = context.setup
    let repository = seen.facts.repository
    let look = repository.isAbsent ? repository.none() : repository.and(seen.actions.and(seen.used)).map(\.second)
    let judgement = look.judge("GH-04", on: setup.fullName, absent: .blocked(by: "GH-01")) { both in
      Self.verdict(both.first, both.second, owner: repository.value?.owner ?? setup.owner)
    }
    let both = seen.actions.and(seen.used).value
    return judgement.mended(by: both.map { Self.repairs($0.first, $0.second, setup) } ?? [])
  }

  private static func verdict(_ setting: ActionsSetting, _ used: UsedActions, owner: String) -> Verdict {
    guard setting.isEnabled else { return .broken(found: "Actions is disabled", needed: "Actions is enabled") }
    let refused = setting.refused(used, of: owner).map { Display.clean($0) }
    let allowed = Display.clean(setting.allowed ?? "all")
    guard refused.isEmpty else {
      return .broken(
        found: "\(allowed): not allowed are \(refused.joined(separator: ", "))",
        needed: "the workflows may use \(refused.joined(separator: ", "))")
    }
    if let open = used.texts.first(where: { setting.allows($0, of: owner) == nil }) {
      return .hidden(.undecided("whether GitHub has verified the creator of \(Display.clean(open))"))
    }
    let found =
      "enabled, \(allowed) actions" + (setting.needsSHA ? ", each by its full SHA" : "")
      + (used.files.map { ", for \($0.joined(separator: ", "))" } ?? "")
    guard setting.needsSHA, let first = used.unpinned.first else { return .holds(found: Display.clean(found)) }
    return .broken(
      found: "each action by its full SHA: refused is \(Display.clean(first))",
      needed: "workflows that name every action by its full commit SHA", severity: used.files == nil ? .medium : nil)
  }

  private static func repairs(_ setting: ActionsSetting, _ used: UsedActions, _ setup: Setup) -> [Call] {
    let (operation, path) = ("PUT /repos/{owner}/{repo}/actions/permissions", setup.repositoryPath)
    var calls: [Call] = []
    if !setting.isEnabled { calls.append(Call(.github, operation, path.with("enabled", true))) }
    let refused = setting.refused(used, of: setup.owner)
    guard !refused.isEmpty else { return calls }
    if setting.allowed != "selected" {
      calls.append(Call(.github, operation, path.with("enabled", true).with("allowed_actions", "selected")))
    }
    let selection = setting.selection
    // A pattern that takes an action out wins over all that let it in.
    let kept = (selection?.patterns ?? []).filter { pattern in
      !refused.contains { ActionsSetting.Selection.blocks(pattern, $0.lowercased()) }
    }
    let own = refused.filter { !$0.hasPrefix("actions/") }.map { "\($0.prefix { $0 != "@" })@*" }.distinct
    let wanted: JSONObject = [
      "github_owned_allowed": true, "verified_allowed": .bool(selection?.verified ?? false),
      "patterns_allowed": JSON(kept + own),
    ]
    calls.append(Call(.github, operation + "/selected-actions", path.adding(wanted)))
    return calls
  }

  /// GH-10: reviewers of an environment are what holds a deployment back.
  private func gates(_ seen: Observation, _ context: Context) -> Judgement {
    let repository = seen.facts.repository
    let look = repository.isAbsent ? Look(repository.source, .absent) : repository.and(seen.plan)
    return look.judge("GH-10", on: context.setup.fullName, absent: .blocked(by: "GH-01")) { both in
      guard both.first.isPrivate else { return .holds(found: "a public repository") }
      guard let plan = both.second.limiting else { return .holds(found: "private, on an Enterprise plan") }
      let lacks = both.second.hasEnvironments ? "no required reviewers" : "no environments"
      return .broken(
        found: "private, on the plan \(plan): \(lacks)",
        needed: "a public repository, or the plan Enterprise")
    }
  }
}

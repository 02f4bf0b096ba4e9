import Checklist
import JSONDocument

/// The repository whose workflows deploy; only read.
public struct GitHubRepositoryStep: Step {
  public struct Observation: Hashable, Sendable {
    let facts: GitHubFacts
    let actions: Look<ActionsSetting>
    let plan: Look<OwnersPlan>
    /// What GitHub says about the token that onramp itself uses.
    let token: Look<TokenAnswer>
  }

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let actions = ActionsSetting.look(world, context.setup)
    async let token = world.look(Call(.token(.caller), "GET /user")).reading(TokenAnswer.init)
    let facts = await GitHubFacts.look(world, context.setup)
    return await Observation(
      facts: facts, actions: ActionsSetting.seen(actions, of: facts.repository),
      plan: OwnersPlan.look(of: facts.repository, world, context.setup), token: token)
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
    let look = repository.isAbsent ? Look(repository.source, .absent) : repository.and(seen.actions).map(\.second)
    let judgement = look.judge("GH-04", on: setup.fullName, absent: .blocked(by: "GH-01")) { setting in
      guard setting.isEnabled else { return .broken(found: "Actions is disabled", needed: "Actions is enabled") }
      let refused = setting.refused
      guard refused.isEmpty else {
        return .broken(
          found: "\(setting.allowed ?? ""): not allowed are \(refused.joined(separator: ", "))",
          needed: "the workflows may use \(refused.joined(separator: ", "))")
      }
      let found = "enabled, \(setting.allowed ?? "all") actions"
      // The guides' workflows name tags; whether those in the repository still do is not looked at.
      return setting.needsSHA
        ? .broken(
          found: "\(found), each by its full SHA: a tag such as actions/checkout@v4 is refused",
          needed: "workflows that name every action by its full commit SHA", severity: .medium)
        : .holds(found: found)
    }
    return judgement.mended(by: seen.actions.value.map { Self.repairs($0, setup) } ?? [])
  }

  private static func repairs(_ setting: ActionsSetting, _ setup: Setup) -> [Call] {
    let (operation, path) = ("PUT /repos/{owner}/{repo}/actions/permissions", setup.repositoryPath)
    var calls: [Call] = []
    if !setting.isEnabled { calls.append(Call(.github, operation, path.with("enabled", true))) }
    guard !setting.refused.isEmpty else { return calls }
    if setting.allowed != "selected" {
      calls.append(Call(.github, operation, path.with("enabled", true).with("allowed_actions", "selected")))
    }
    let selection = setting.selection
    let own = setting.refused.filter { !$0.hasPrefix("actions/") }.map { $0 + "@*" }
    let wanted: JSONObject = [
      "github_owned_allowed": true, "verified_allowed": .bool(selection?.verified ?? false),
      "patterns_allowed": JSON((selection?.patterns ?? []) + own),
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

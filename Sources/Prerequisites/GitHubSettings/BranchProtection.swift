import Checklist
import JSONDocument

/// What guards a branch: classic protection, or rules of a ruleset, be that of the repository or of its organisation.
struct BranchProtection: Hashable, Sendable {
  /// Whether classic protection is on. Which, GitHub tells administrators only.
  let isProtected: Bool
  /// The kinds of rules that hold for it, in GitHub's words: `pull_request`, `required_status_checks`.
  let rules: [String]

  /// What guards the branch; absent while it is not there, as in an empty repository.
  static func look(_ branch: String, _ world: World, _ setup: Setup) async -> Look<BranchProtection> {
    let path = setup.repositoryPath.with("branch", .string(branch))
    async let classic = world.look(
      Call(.github, "GET /repos/{owner}/{repo}/branches/{branch}", path), absent: ["NotFound"]
    )
    .reading { $0["protected"]?.bool }
    async let rules = world.look(
      Call(.github, "GET /repos/{owner}/{repo}/rules/branches/{branch}", path.with("per_page", .number("100"))),
      absent: ["NotFound"]
    ).reading { answer in answer.array?.compactMap { $0["type"]?.string } }
    let (found, listed) = await (classic, rules)
    // A server too old for rules answers 404 too. Classic protection guards the branch without them; one that is not
    // there has none.
    let seen = found.value == false ? listed.unheard : listed.absent(as: [])
    return found.and(seen).map { both in
      BranchProtection(
        isProtected: both.first, rules: both.second.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
  }

  /// GH-13. Rules that only forbid deletion or say how commits are to look let anybody push who may write.
  var verdict: Verdict {
    let holding = rules.filter { ["pull_request", "update", "required_status_checks", "merge_queue"].contains($0) }
    if isProtected && rules.isEmpty { return .holds(found: "protected") }
    guard holding.isEmpty else { return .holds(found: "rules: \(holding.joined(separator: ", "))") }
    return isProtected
      ? .holds(found: "protected, and rules: \(rules.joined(separator: ", "))")
      : .broken(
        found: rules.isEmpty ? "no protection, and no rule" : "rules: \(rules.joined(separator: ", ")) alone",
        needed: "a rule that asks for a pull request")
  }
}

extension GitHubSettingsStep.Observation {
  /// GH-13: whether anybody who may write can push what is deployed.
  func branchJudgement(_ context: Context) -> Judgement {
    let branch = context.setup.branch(of: repository.value)
    let resource = "\(context.setup.fullName) branch \(branch)"
    // GitHub keeps rules and protection from the plan as it does environments.
    guard plan.value?.hasEnvironments != false else {
      return Judgement("GH-13", on: resource, lookedAt: plan.source, .blocked(by: "GH-10"))
    }
    let absent: Verdict =
      repository.isAbsent
      ? .blocked(by: "GH-01") : .waiting(found: "no branch \(branch) yet", needed: "a first push")
    return protection.judge("GH-13", on: resource, absent: absent) { $0.verdict }
  }
}

extension Look {
  /// The same where 404 says nothing of the branch, whose rules are an empty list when it has none.
  fileprivate var unheard: Look {
    guard isAbsent else { return self }
    let message = "GitHub answers 404 for the rules of the branch: the token may not read them, or this server has none"
    return Look(source, .hidden(Obstacle(.denied, message, code: "NotFound", permission: "Metadata: read")))
  }
}

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
    return await classic.and(rules.absent(as: [])).map { both in
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

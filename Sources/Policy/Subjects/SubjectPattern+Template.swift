/// Values in the form of a customised template: `repository_id:1296269:environment:production`.
extension SubjectPattern {
  /// The claims of GitHub's tokens that a template may name (GitHub Docs, "OpenID Connect reference"). The context
  /// writes `ref`, `environment` or `pull_request`.
  private static let claims: Set = [
    "repo", "actor", "actor_id", "base_ref", "enterprise", "enterprise_id", "environment", "environment_node_id",
    "event_name", "head_ref", "job_workflow_ref", "job_workflow_sha", "pull_request", "ref", "ref_protected",
    "ref_type",
    "repository", "repository_id", "repository_owner", "repository_owner_id", "repository_visibility", "run_attempt",
    "run_id", "run_number", "runner_environment", "sha", "workflow", "workflow_ref", "workflow_sha",
  ]
  private static let ofRepository: Set = ["repo", "repository", "repository_id", "job_workflow_ref", "workflow_ref"]
  private static let ofOwner: Set = ["enterprise", "enterprise_id", "repository_owner", "repository_owner_id"]
  private static let ofContext: Set = [
    "base_ref", "environment", "environment_node_id", "event_name", "head_ref", "job_workflow_ref", "job_workflow_sha",
    "pull_request", "ref", "sha", "workflow", "workflow_ref", "workflow_sha",
  ]

  /// The claims that the value names and does not leave open; nil for a value that begins with none.
  private var named: Set<String>? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard Self.claims.contains(parts[0]) else { return nil }
    var named: Set<String> = []
    for (index, part) in parts.enumerated() where Self.claims.contains(part) {
      let value = index + 1 < parts.count ? parts[index + 1] : ""
      let isOpen = value.hasPrefix("*") || value.hasPrefix("?") || value.isEmpty
      if part == "pull_request" || !isOpen { named.insert(part) }
    }
    return named
  }

  /// What a value opens because of what the template it follows leaves out, whatever the operator; nil where it names
  /// a repository and what a job of it runs for. Whoever owns another repository can give it the same template.
  var templateWidth: Width? {
    guard let named else { return nil }
    if named.isDisjoint(with: Self.ofRepository) {
      return named.isDisjoint(with: Self.ofOwner) ? .everyOwner : .everyRepository
    }
    return named.isDisjoint(with: Self.ofContext) ? .everyContext : nil
  }

  /// Whether a text begins with a part of a subject, and so is none of an environment's name.
  static func isPart(_ text: String) -> Bool {
    let first = text.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    return claims.contains(first) && (text.contains(":") || first == "pull_request")
  }
}

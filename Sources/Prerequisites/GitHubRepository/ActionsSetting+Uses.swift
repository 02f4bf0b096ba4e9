import Checklist
import Policy
import Workflows

/// The actions that the workflows run, as they are written behind `uses`.
struct UsedActions: Hashable, Sendable {
  /// `actions/checkout@v7`; of those of other repositories, each once.
  let texts: [String]
  /// Those of them whose version is no full commit SHA.
  let unpinned: [String]
  /// Nil where they are those of the guides' workflows: the repository has none yet.
  let files: [String]?

  init(_ files: WorkflowFiles, _ setup: Setup) {
    let counting = files.counting(setup).compactMap(\.workflow)
    guard !counting.isEmpty else {
      // The guides name a version each, which is for those files to say.
      (texts, unpinned, self.files) = (Self.guides.map { $0 + "@*" }, ["actions/checkout@v4"], nil)
      return
    }
    let all = counting.flatMap { workflow in
      workflow.jobs.flatMap { job in [job.uses].compactMap(\.self) + job.steps.compactMap(\.uses) }
    }
    let others = all.filter { $0.repository != nil }
    texts = others.map(\.text.text).distinct
    unpinned = others.filter { $0.isPinned == false }.map(\.text.text).distinct
    self.files = counting.map(\.file)
  }

  private static let guides = [
    "actions/checkout", "actions/setup-python", "actions/upload-artifact", "actions/download-artifact",
    "aws-actions/configure-aws-credentials",
  ]
}

extension ActionsSetting {
  /// Whether an action may be used; nil where only GitHub knows which creators it has verified.
  /// - Parameter owner: the repository's, whose own actions are allowed in any case.
  func allows(_ action: String, of owner: String) -> Bool? {
    let (action, owner) = (action.lowercased(), owner.lowercased())
    switch allowed {
    case "local_only": return action.hasPrefix(owner + "/")
    case "selected": return selection.map { $0.allows(action, of: owner) } ?? false
    default: return true
    }
  }

  func refused(_ used: UsedActions, of owner: String) -> [String] {
    used.texts.filter { allows($0, of: owner) == false }
  }
}

extension ActionsSetting.Selection {
  /// Patterns are globs, and those with `!` take out again what others let in (GitHub Docs, "Managing GitHub Actions
  /// settings for a repository").
  func allows(_ action: String, of owner: String) -> Bool? {
    if patterns.contains(where: { Self.blocks($0, action) }) { return false }
    let creator = action.prefix { $0 != "/" }
    if creator == owner || patterns.contains(where: { Self.matches($0, action) }) { return true }
    if fromGitHub, creator == "actions" || creator == "github" { return true }
    return verified ? creator == "aws-actions" ? true : nil : false
  }

  /// Whether a pattern takes an action out.
  static func blocks(_ pattern: String, _ action: String) -> Bool {
    pattern.hasPrefix("!") && matches(String(pattern.dropFirst()), action)
  }

  private static func matches(_ pattern: String, _ action: String) -> Bool {
    let pattern = pattern.lowercased()
    // A name without a version is any version's.
    return Wildcard(pattern).matches(action) || !pattern.contains("@") && Wildcard(pattern + "@*").matches(action)
  }
}

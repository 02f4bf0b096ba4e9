import Policy

/// The ref that a run is for, as far as the file says it; a `*` in a name stands for what is not known.
public enum RunRef: Hashable, Sendable {
  case branch(String)
  case tag(String)
  /// `refs/pull/NUMBER/merge`
  case pullRequest

  /// Whether it is one ref.
  public var isKnown: Bool {
    switch self {
    case .branch(let name), .tag(let name): !name.contains("*")
    case .pullRequest: false
    }
  }

  /// `refs/heads/main`, with `*` for what is not known.
  public var text: String {
    switch self {
    case .branch(let name): "refs/heads/\(name)"
    case .tag(let name): "refs/tags/\(name)"
    case .pullRequest: "refs/pull/*/merge"
    }
  }

  var context: SubjectContext {
    switch self {
    case .branch(let name): .branch(name)
    case .tag(let name): .tag(name)
    case .pullRequest: .pullRequest
    }
  }
}

extension Trigger {
  /// The refs that runs it starts are for (GitHub Docs, "Events that trigger workflows"; since 8 December 2025
  /// `pull_request_target` is the default branch's, whatever the pull request's base). None for a call, which is its
  /// caller's.
  func refs(defaultBranch: String?) -> [RunRef] {
    let standard = RunRef.branch(defaultBranch ?? "*")
    let anything = [RunRef.branch("*"), .tag("*")]
    switch event {
    case "workflow_call": return []
    case "push": return pushes
    case "pull_request", "pull_request_review", "pull_request_review_comment": return [.pullRequest]
    case "release": return [.tag("*")]
    // Whoever starts it picks the ref; the default branch is the form's first.
    case "workflow_dispatch": return defaultBranch == nil ? anything : [standard] + anything
    case "create", "deployment", "deployment_status", "registry_package": return anything
    case "merge_group":
      let bases = (branchPatterns ?? []).filter { !$0.hasPrefix("!") }.map(FilterPattern.form)
      return (bases.isEmpty ? ["*"] : bases).map { .branch("gh-readonly-queue/\($0)/*") }
    default: return [standard]
    }
  }

  private var pushes: [RunRef] {
    let (branches, tags) = (branchPatterns, tagPatterns)
    // A filter for the one alone takes the other out.
    let ofBranches = branches ?? (tags == nil ? ["**"] : [])
    let ofTags = tags ?? (branches == nil ? ["**"] : [])
    return Self.names(ofBranches).map { .branch($0) } + Self.names(ofTags).map { .tag($0) }
  }

  private static func names(_ patterns: [String]) -> [String] {
    // Nobody writes so many; each is looked up in all.
    guard patterns.count <= 200 else { return ["*"] }
    var names: [String] = []
    for pattern in patterns where !pattern.hasPrefix("!") {
      let form = FilterPattern.form(pattern)
      if FilterPattern.isName(pattern), !FilterPattern.admits(pattern, patterns) { continue }
      if !names.contains(form) { names.append(form) }
    }
    return names
  }

  /// Whether somebody without any right in the repository can start it, with the repository's own token (GitHub Docs,
  /// "Secure use reference"). A pull request from a fork starts `pull_request`, too, but gets no identity token.
  public var isOpenToStrangers: Bool {
    [
      "pull_request_target", "issues", "issue_comment", "discussion", "discussion_comment", "fork", "watch",
      "workflow_run",
    ].contains(event)
  }

  /// Whether the subject's form is documented for the event; for others it is likely.
  var isDocumented: Bool { !["merge_group", "pull_request_review", "pull_request_review_comment"].contains(event) }
}

extension SubjectFormat {
  /// Whose job sent a subject.
  public enum Sender: Hashable, Sendable {
    /// This repository's, as it writes them now.
    case repository
    /// This repository's before a setting or its name was changed: no job sends it any more.
    case formerly
    /// Another one's, as far as the subject tells.
    case stranger
  }

  /// Whose job sent a subject that a token carried. Under a template without repository or id nobody can tell.
  public func sender(of subject: String) -> Sender {
    if isCustomised {
      let marks = includeClaimKeys.compactMap { key -> String? in
        switch key {
        case "repo": self.prefix
        case "repository": "repository:\(owner)/\(repository)"
        case "repository_id": repositoryID.map { "repository_id:\($0)" }
        default: nil
        }
      }
      if marks.contains(where: { ":\(subject):".contains(":\($0):") }) { return .repository }
    }
    return switch SubjectPattern(subject).aim(at: self) {
    case .exact: isCustomised ? .formerly : .repository
    case .withoutIDs, .withIDs, .renamed: .formerly
    case .wrongIDs, .wrongCase, .pasted, .wide, .elsewhere: .stranger
    }
  }
}

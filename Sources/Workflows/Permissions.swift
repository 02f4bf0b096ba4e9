import YAML

/// A `permissions` key: what the token of a job may do (GitHub Docs, "Workflow syntax for GitHub Actions", `permissions`).
public struct Permissions: Hashable, Sendable {
  public enum Access: Int, Hashable, Sendable, Comparable {
    case none, read, write

    public static func < (left: Access, right: Access) -> Bool { left.rawValue < right.rawValue }

    init?(_ word: String) {
      switch word {
      case "none": self = .none
      case "read": self = .read
      case "write": self = .write
      default: return nil
      }
    }

    public var word: String { ["none", "read", "write"][rawValue] }
  }

  public enum Form: Hashable, Sendable {
    /// `read-all` and `write-all`.
    case all(Access)
    /// What is not listed is none.
    case listed([String: Access])
  }

  public let form: Form
  public let place: YAMLPlace

  /// - Parameter scope: `contents`, `id-token` …
  public func access(to scope: String) -> Access {
    switch form {
    // An identity token can be written only: reading everything does not give it.
    case .all(.read) where scope == "id-token": .none
    case .all(let access): access
    case .listed(let scopes): scopes[scope, default: .none]
    }
  }
}

/// What a job has of one scope, and who says so.
public enum Grant: Hashable, Sendable {
  /// The file says it.
  case given(Permissions.Access)
  /// No file says anything: the default of repository or organisation counts. It never gives an identity token and lets
  /// contents be read in any case (GitHub Docs, "Use GITHUB_TOKEN for authentication in workflows").
  case standard
  /// A called workflow asks for more than its caller may give: GitHub refuses the whole run (GitHub Docs, "Reusing
  /// workflow configurations").
  case refused(asked: Permissions.Access, allowed: Permissions.Access)

  /// The least that it gives.
  public func atLeast(_ scope: String) -> Permissions.Access {
    switch self {
    case .given(let access): access
    case .standard: scope == "contents" ? .read : .none
    case .refused: .none
    }
  }
}

/// A value a trust policy compares the subject with, taken apart.
public struct SubjectPattern: Hashable, Sendable {
  public let text: String
  /// The owner's name as written, wildcards included; nil when the value does not begin with `repo:`.
  public let owner: String?
  public let ownerID: String?
  /// The repository's name as written; nil when there is no slash.
  public let repository: String?
  public let repositoryID: String?
  /// Everything after the repository and its colon; nil when there is no colon.
  public let context: String?

  /// The widest thing a wildcard opens. One value has one width: what is wider explains what is narrower.
  public enum Width: Hashable, Sendable {
    /// Every repository on GitHub: `*`, `repo:*`, `repo:*/…` (TRUST-05).
    case everyOwner
    /// Owners whose names begin alike: `repo:acme*/…` (TRUST-06).
    case similarOwners
    /// Every repository of the owner: `repo:octo-org/*` (TRUST-07).
    case everyRepository
    /// Repositories whose names begin alike: `repo:octo-org/app*` (TRUST-08).
    case similarRepositories
    /// Every branch, tag, environment and pull request: `repo:octo-org/app:*` (TRUST-09).
    case everyContext
    /// At most some contexts of one repository.
    case narrow
  }

  public init(_ text: String) {
    self.text = text
    guard let rest = text.after("repo:") else {
      (owner, ownerID, repository, repositoryID, context) = (nil, nil, nil, nil, nil)
      return
    }
    let halves = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let names = halves[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    (owner, ownerID) = Self.named(names[0])
    (repository, repositoryID) = names.count > 1 ? Self.named(names[1]) : (nil, nil)
    context = halves.count > 1 ? halves[1] : nil
  }

  /// Whether the text holds a wildcard, were it compared by a Like operator.
  public var hasWildcard: Bool { Wildcard(text).isPattern }

  /// Whether an id is a wildcard, which gives up the protection ids are for (TRUST-16).
  public var hasWildcardID: Bool { Self.isWild(ownerID ?? "") || Self.isWild(repositoryID ?? "") }

  /// Whether owner and repository are spelled out, ids (if any) included.
  public var namesOneRepository: Bool {
    guard let owner, let repository, !owner.isEmpty, !repository.isEmpty else { return false }
    return !Self.isWild(owner) && !Self.isWild(repository) && !hasWildcardID
  }

  /// The value up to the context's colon.
  public var prefix: String {
    guard let context else { return text }
    return String(decoding: text.utf8.dropLast(context.utf8.count + 1), as: UTF8.self)
  }

  public var width: Width {
    guard let owner else { return widthOfOther }
    if owner.isEmpty || Self.startsWild(owner) { return .everyOwner }
    if Self.isWild(owner) { return .similarOwners }
    guard let repository else { return Self.isWild(ownerID ?? "") ? .everyRepository : .narrow }
    if Self.startsWild(repository) { return .everyRepository }
    if Self.isWild(repository) { return .similarRepositories }
    guard let context else { return Self.isWild(repositoryID ?? "") ? .similarRepositories : .narrow }
    let opensAll = context.contains("*") && context.allSatisfy { "*?:".contains($0) }
    return opensAll ? .everyContext : .narrow
  }

  /// A value in the form of a customised template, or one whose wildcard swallows `repo:` itself.
  private var widthOfOther: Width {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if Self.isWild(String(parts[0])) { return .everyOwner }
    return parts.count > 1 && Self.startsWild(String(parts[1])) ? .everyOwner : .narrow
  }

  private static func named(_ text: String) -> (String, String?) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return (parts[0], parts.count > 1 ? parts[1] : nil)
  }

  private static func isWild(_ text: String) -> Bool { text.contains("*") || text.contains("?") }
  private static func startsWild(_ text: String) -> Bool { text.hasPrefix("*") || text.hasPrefix("?") }
}

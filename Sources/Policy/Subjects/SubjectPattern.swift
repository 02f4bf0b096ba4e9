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

extension SubjectPattern {
  /// How a value stands to our repository.
  public enum Aim: Hashable, Sendable {
    /// It names our repository as its tokens do.
    case exact
    /// It names ours without ids, and the tokens carry ids.
    case withoutIDs
    /// It names ours with ids, and the tokens carry none.
    case withIDs
    /// It names ours with somebody else's ids.
    case wrongIDs
    /// It names ours in other letter case.
    case wrongCase
    /// It has our ids and an older name.
    case renamed
    /// A wildcard in the repository's part; `reaches` says whether our real subjects are among what it opens.
    case wide(reaches: Bool)
    /// It is about another repository.
    case elsewhere
  }

  public func aim(at format: SubjectFormat) -> Aim {
    guard let real = format.prefix else { return .elsewhere }
    if prefix.isSame(as: real) { return .exact }
    guard namesOneRepository, let owner, let repository else { return wideAim(at: format, real) }
    let sameNames = owner.isSame(as: format.owner) && repository.isSame(as: format.repository)
    let sameIgnoringCase =
      owner.lowercased() == format.owner.lowercased() && repository.lowercased() == format.repository.lowercased()
    let known = (format.ownerID.map(String.init), format.repositoryID.map(String.init))
    if !sameIgnoringCase {
      return repositoryID != nil && repositoryID == known.1 && ownerID == known.0 ? .renamed : .elsewhere
    }
    guard sameNames else { return .wrongCase }
    guard let ownerID, let repositoryID else { return .withoutIDs }
    let theirs = (known.0 ?? ownerID) != ownerID || (known.1 ?? repositoryID) != repositoryID
    return theirs || format.isImmutable ? .wrongIDs : .withIDs
  }

  private func wideAim(at format: SubjectFormat, _ real: String) -> Aim {
    guard hasWildcard else { return .elsewhere }
    if isOpen(to: real, ignoringCase: false) { return .wide(reaches: true) }
    let forms = [format.classicPrefix, format.immutablePrefix ?? "repo:\(format.owner)@1/\(format.repository)@1"]
    return forms.contains { isOpen(to: $0, ignoringCase: true) } ? .wide(reaches: false) : .elsewhere
  }

  /// Whether the pattern accepts some subject that begins with a repository's part.
  func isOpen(to prefix: String, ignoringCase: Bool) -> Bool {
    guard ignoringCase else { return Self.probes(prefix, context).contains(where: Wildcard(text).matches) }
    let folded = Wildcard(text.lowercased())
    return Self.probes(prefix, context).contains { folded.matches($0.lowercased()) }
  }

  /// One subject of each form, and one with the pattern's own context. Overlapping with `prefix:*` would be too
  /// generous: that star could stand for text with slashes and colons that no context has.
  private static func probes(_ prefix: String, _ context: String?) -> [String] {
    let own = context.map { $0.map { "*?".contains($0) ? "x" : String($0) }.joined() } ?? "x"
    return ["ref:refs/heads/x", "ref:refs/tags/x", "environment:x", "pull_request", own].map { "\(prefix):\($0)" }
  }
}

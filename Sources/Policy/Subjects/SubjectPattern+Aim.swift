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
    /// It names ours by an address: `repo:github.com/octo-org/app`.
    case pasted
    /// It has our repository's id and an older name or owner, or the name it had when the setup was written.
    case renamed
    /// A wildcard in the repository's part; `reaches` says whether our real subjects are among what it opens.
    case wide(reaches: Bool)
    /// It is about another repository.
    case elsewhere
  }

  /// - Parameter ignoringCase: the operator compares upper and lower case as one.
  public func aim(at format: SubjectFormat, ignoringCase: Bool = false) -> Aim {
    if ignoringCase { return SubjectPattern(text.lowercased()).aim(at: format.lowercased) }
    guard let real = format.prefix else { return .elsewhere }
    if prefix.isSame(as: real) { return .exact }
    if let plain = withoutAddress { return SubjectPattern(plain).aim(at: format) == .elsewhere ? .elsewhere : .pasted }
    guard namesOneRepository, let owner, let repository else { return wideAim(at: format, real) }
    let sameNames = owner.isSame(as: format.owner) && repository.isSame(as: format.repository)
    let known = (format.ownerID.map(String.init), format.repositoryID.map(String.init))
    if !names(SubjectFormat.Names(owner: format.owner, repository: format.repository)) {
      let isFormer = format.former.map(names) ?? false
      // A repository keeps its id when it is transferred; its owner's is another then.
      let hasOurIDs = repositoryID != nil && repositoryID == known.1 && ownerID != nil
      return hasOurIDs || (isFormer && ownerID == nil && repositoryID == nil) ? .renamed : .elsewhere
    }
    guard sameNames else { return .wrongCase }
    guard let ownerID, let repositoryID else { return .withoutIDs }
    let theirs = (known.0 ?? ownerID) != ownerID || (known.1 ?? repositoryID) != repositoryID
    return theirs || format.isImmutable ? .wrongIDs : .withIDs
  }

  /// Whether owner and repository are these, in whatever letter case.
  private func names(_ names: SubjectFormat.Names) -> Bool {
    owner?.lowercased() == names.owner.lowercased() && repository?.lowercased() == names.repository.lowercased()
  }

  /// The value with names in place of an address that was pasted into it (`repo:https://github.com/octo-org/app.git`,
  /// `repo:git@github.com:octo-org/app`); nil where there is none. No login has a dot, so a host is no owner.
  private var withoutAddress: String? {
    guard var rest = text.after("repo:").map({ Substring($0) }) else { return nil }
    for scheme in ["https://", "http://", "ssh://", "git@"] where rest.hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
    }
    guard let end = rest.firstIndex(where: { "/:".contains($0) }), rest[..<end].contains("."),
      !rest[..<end].contains(where: { "*?@".contains($0) })
    else { return nil }
    rest = rest[rest.index(after: end)...]
    let halves = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = halves[0].hasSuffix(".git") ? halves[0].dropLast(4) : halves[0]
    return "repo:\(name)" + (halves.count > 1 ? ":\(halves[1])" : "")
  }

  /// Whether a name can be an account's: letters, digits and hyphens, with an underscore where an enterprise manages
  /// its users (GitHub Docs, "Username considerations").
  static func isLogin(_ name: String) -> Bool {
    !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
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
  static func probes(_ prefix: String, _ context: String?) -> [String] {
    let own = context.map { $0.map { "*?".contains($0) ? "x" : String($0) }.joined() } ?? "x"
    return ["ref:refs/heads/x", "ref:refs/tags/x", "environment:x", "pull_request", own].map { "\(prefix):\($0)" }
  }
}

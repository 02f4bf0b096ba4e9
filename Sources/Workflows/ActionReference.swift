import YAML

/// What a `uses` names: an action, a reusable workflow or an image (GitHub Docs, "Workflow syntax for GitHub Actions").
public struct ActionReference: Hashable, Sendable {
  public enum Target: Hashable, Sendable {
    /// `OWNER/REPOSITORY/PATH@REF`; the path is empty for an action at the root.
    case repository(owner: String, name: String, path: String, ref: String)
    /// A folder or a workflow file of the same commit: `./.github/workflows/x.yml`.
    case local(path: String)
    /// `docker://IMAGE`
    case docker(image: String)
    /// An expression, or nothing GitHub knows.
    case unknown
  }

  public let target: Target
  public let text: WorkflowText

  init(_ text: WorkflowText) {
    self.text = text
    target = Self.target(text)
  }

  private static func target(_ text: WorkflowText) -> Target {
    guard let value = text.value else { return .unknown }
    if value.hasPrefix("docker://") { return .docker(image: String(value.dropFirst("docker://".count))) }
    if value.hasPrefix("./") { return .local(path: String(value.dropFirst(2))) }
    let halves = value.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let names =
      halves.first?.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init) ?? []
    guard halves.count == 2, let ref = halves.last, !ref.isEmpty, names.count >= 2, let owner = names.first,
      !owner.isEmpty, !names[1].isEmpty
    else { return .unknown }
    return .repository(owner: owner, name: names[1], path: names.count > 2 ? names[2] : "", ref: String(ref))
  }

  /// `actions/checkout` in small letters, without what stands below it; nil for what is in no repository.
  public var repository: String? {
    guard case .repository(let owner, let name, _, _) = target else { return nil }
    return "\(owner)/\(name)".lowercased()
  }

  public var ref: String? { if case .repository(_, _, _, let ref) = target { ref } else { nil } }

  /// Whether the same code is run each time: a full commit, an image's digest, or what comes with the file itself. Nil
  /// where it is not known.
  public var isPinned: Bool? {
    switch target {
    case .repository(_, _, _, let ref): Self.isCommit(ref)
    case .local: true
    case .docker(let image): image.contains("@sha256:")
    case .unknown: nil
    }
  }

  /// A commit's full name: SHA-1 or SHA-256.
  public static func isCommit(_ ref: String) -> Bool {
    (ref.utf8.count == 40 || ref.utf8.count == 64)
      && ref.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
      }
  }
}

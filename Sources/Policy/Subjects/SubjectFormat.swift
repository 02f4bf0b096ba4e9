/// How GitHub writes the `sub` claim for one repository, computed from what
/// `GET /repos/{owner}/{repo}/actions/oidc/customization/sub` and `GET /repos/{owner}/{repo}` say.
///
/// Sources: GitHub Docs, "OpenID Connect reference" and "Actions OIDC" REST endpoints. Since 15 July 2026 new,
/// renamed and transferred repositories write ids after both names (`repo:octo-org@1/app@2:…`).
public struct SubjectFormat: Hashable, Sendable {
  public var useDefault: Bool
  public var includeClaimKeys: [String]
  public var useImmutableSubject: Bool
  /// Whether the template is the organisation's, which the repository has adopted.
  public var followsOrganisation = false
  /// GitHub's own word on the repository's part (`repo:octo-org@1/app@2`); it wins over what we would compute.
  public var subClaimPrefix: String?
  /// Names as GitHub spells them: subjects are compared by letter case.
  public var owner: String
  public var ownerID: Int?
  public var repository: String
  public var repositoryID: Int?
  /// The names as the setup has them, where GitHub knows the repository by others since it was renamed.
  public var former: Names?

  public struct Names: Hashable, Sendable {
    let owner: String
    let repository: String

    public init(owner: String, repository: String) { (self.owner, self.repository) = (owner, repository) }
  }

  public init(
    useDefault: Bool = true, includeClaimKeys: [String] = [], useImmutableSubject: Bool,
    subClaimPrefix: String? = nil, owner: String, ownerID: Int?, repository: String, repositoryID: Int?
  ) {
    self.useDefault = useDefault
    self.includeClaimKeys = includeClaimKeys
    self.useImmutableSubject = useImmutableSubject
    self.subClaimPrefix = subClaimPrefix
    self.owner = owner
    self.ownerID = ownerID
    self.repository = repository
    self.repositoryID = repositoryID
  }

  /// Whether the subject follows a template of the repository or its organisation.
  public var isCustomised: Bool { !useDefault && !includeClaimKeys.isEmpty }

  /// Whether the repository's part carries ids.
  public var isImmutable: Bool {
    guard let subClaimPrefix else { return useImmutableSubject }
    return SubjectPattern(subClaimPrefix + ":*").repositoryID != nil
  }

  /// `repo:octo-org/app`, whatever the repository writes today.
  public var classicPrefix: String { "repo:\(owner)/\(repository)" }

  /// `repo:octo-org@1/app@2`, nil while an id is not known.
  public var immutablePrefix: String? {
    if isImmutable, let given = givenPrefix { return given }
    guard let ownerID, let repositoryID else { return nil }
    return "repo:\(owner)@\(ownerID)/\(repository)@\(repositoryID)"
  }

  /// The repository's part of the subject, nil while an id that belongs into it is not known.
  public var prefix: String? { givenPrefix ?? (useImmutableSubject ? immutablePrefix : classicPrefix) }

  private var givenPrefix: String? { subClaimPrefix.map { $0.hasSuffix(":") ? String($0.dropLast()) : $0 } }

  /// The same in small letters, for operators that compare without letter case.
  var lowercased: SubjectFormat {
    var format = self
    (format.owner, format.repository) = (owner.lowercased(), repository.lowercased())
    format.subClaimPrefix = subClaimPrefix?.lowercased()
    return format
  }

  /// The whole subject of a job.
  /// - Parameter claims: values of further claims a customised template may ask for (`job_workflow_ref`, …).
  public func subject(
    for context: SubjectContext, claims: [String: String] = [:]
  ) throws(SubjectError) -> String {
    guard let prefix else { throw .idsNotKnown }
    guard isCustomised else { return "\(prefix):\(context.text)" }
    let (parts, unknown) = parts(for: context, prefix, claims)
    let lacking = unknown.filter { lacks($0, context) }
    guard lacking.isEmpty else { throw .claimsLacking(lacking) }
    guard unknown.isEmpty else { throw .claimsNotKnown(unknown) }
    return parts.joined(separator: ":")
  }

  /// The subject of a job with `*` for what is not known of it; nil where not even that can be told.
  public func form(for context: SubjectContext) -> String? {
    guard let prefix, isCustomised else { return nil }
    let (parts, unknown) = parts(for: context, prefix, [:])
    return unknown.contains { lacks($0, context) } ? nil : parts.joined(separator: ":")
  }

  /// Whether a job for a context has no such claim at all.
  private func lacks(_ key: String, _ context: SubjectContext) -> Bool {
    if case .environment = context { return false }
    return key == "environment" || key == "environment_node_id"
  }

  /// The template filled in, key by key, and the keys that nobody told us the value of.
  private func parts(
    for context: SubjectContext, _ prefix: String, _ claims: [String: String]
  ) -> (parts: [String], unknown: [String]) {
    var parts: [String] = []
    var unknown: [String] = []
    let known = self.claims(for: context).merging(claims) { $1 }
    for key in includeClaimKeys {
      switch key {
      case "repo": parts.append(prefix)
      // `context` writes its own label: `environment:…`, `ref:…` or `pull_request`.
      case "context": parts.append(context.text)
      default:
        parts.append("\(key):\(known[key].map(SubjectContext.encoded) ?? "*")")
        if known[key] == nil { unknown.append(key) }
      }
    }
    return (parts, unknown)
  }

  /// The claims of a token that follow from the repository and the context alone.
  public func claims(for context: SubjectContext) -> [String: String] {
    var claims = ["repository": "\(owner)/\(repository)", "repository_owner": owner]
    claims["repository_id"] = repositoryID.map(String.init)
    claims["repository_owner_id"] = ownerID.map(String.init)
    switch context {
    case .branch(let name): (claims["ref"], claims["ref_type"]) = ("refs/heads/\(name)", "branch")
    case .tag(let name): (claims["ref"], claims["ref_type"]) = ("refs/tags/\(name)", "tag")
    case .environment(let name): claims["environment"] = name
    case .pullRequest: claims["event_name"] = "pull_request"
    }
    return claims
  }
}

/// What a job runs for. An environment wins over branch, tag and pull request.
public enum SubjectContext: Hashable, Sendable {
  case branch(String)
  case tag(String)
  case environment(String)
  case pullRequest

  /// The context's part of the subject.
  public var text: String {
    switch self {
    case .branch(let name): "ref:refs/heads/\(Self.encoded(name))"
    case .tag(let name): "ref:refs/tags/\(Self.encoded(name))"
    case .environment(let name): "environment:\(Self.encoded(name))"
    case .pullRequest: "pull_request"
    }
  }

  /// Reads the context's part of a subject; nil when it has none of the four forms or holds a wildcard.
  public init?(_ text: String) {
    guard !Wildcard(text).isPattern else { return nil }
    if text == "pull_request" {
      self = .pullRequest
    } else if let name = text.after("ref:refs/heads/") {
      self = .branch(Self.decoded(name))
    } else if let name = text.after("ref:refs/tags/") {
      self = .tag(Self.decoded(name))
    } else if let name = text.after("environment:") {
      self = .environment(Self.decoded(name))
    } else {
      return nil
    }
  }

  /// GitHub writes a colon inside a value as `%3A`, because colons part the subject.
  static func encoded(_ value: String) -> String {
    value.split(separator: ":", omittingEmptySubsequences: false).joined(separator: "%3A")
  }

  private static func decoded(_ value: String) -> String {
    var text = ""
    var rest = Substring(value)
    while let first = rest.first {
      if rest.hasPrefix("%3A") {
        text.append(":")
        rest = rest.dropFirst(3)
      } else {
        text.append(first)
        rest = rest.dropFirst()
      }
    }
    return text
  }
}

/// Why a subject cannot be computed.
public enum SubjectError: Error, Hashable, Sendable {
  /// The template asks for claims whose values nobody told us.
  case claimsNotKnown([String])
  /// The template asks for claims that a job for this context does not have.
  case claimsLacking([String])
  /// The repository writes ids and we do not have both.
  case idsNotKnown
}

extension String {
  /// What follows a prefix; nil without the prefix or when nothing follows.
  func after(_ prefix: String) -> String? {
    guard utf8.starts(with: prefix.utf8), utf8.count > prefix.utf8.count else { return nil }
    return String(decoding: utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }
}

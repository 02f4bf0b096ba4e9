import JSONDocument

/// What is wanted: the setup file as a value, defaults filled in.
///
/// It holds no secret and nothing that was seen in the account. Names that follow from the account and the
/// Region (the bucket's default name) are in `Context`, which knows both.
public struct Setup: Hashable, Sendable {
  /// What the file says, by key path; lists are arrays, maps are objects. Defaults are not in here.
  public private(set) var answers: [String: JSON]

  public init(_ answers: [String: JSON] = [:]) { self.answers = answers }

  /// The answer to one key, or its default.
  public subscript(path: String) -> JSON? {
    get { answers[path] ?? Setup.fallbacks[path] }
    set { answers[path] = newValue }
  }

  private static let fallbacks: [String: JSON] = {
    var values: [String: JSON] = [:]
    for key in SetupKey.all { if let text = key.fallback { values[key.path] = key.value(of: text) } }
    return values
  }()

  private func text(_ path: String) -> String { self[path]?.string ?? "" }
  private func map(_ path: String) -> [String: String]? {
    self[path]?.object.map { block in
      block.members.reduce(into: [:]) { $0[$1.name] = $1.value.string }
    }
  }
  private func list(_ path: String) -> [String] { self[path]?.strings ?? [] }

  /// The name of this setup; without an answer, the repository's own.
  public var name: String {
    guard text("name").isEmpty else { return text("name") }
    let letters = text("github.repository").lowercased().filter {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
    }
    return String(letters.drop { !$0.isLetter }.prefix(28))
  }
  public var account: String? { self["account"]?.string }
  public var region: String? { self["region"]?.string }
  public var tracks: Set<Track> { Set(list("tracks").compactMap(Track.init(rawValue:))) }

  public var owner: String { text("github.owner") }
  public var repository: String { text("github.repository") }
  /// `owner/repository`, as typed.
  public var fullName: String { owner + "/" + repository }
  /// The address of GitHub's API, when it is not the usual one.
  public var githubAPI: String? { self["github.api"]?.string }
  /// The host of GitHub's pages: `github.com`, `SUB.ghe.com`, or the server's own.
  public var githubHost: String {
    let host = githubAPI?.split(separator: "/").dropFirst().first.map(String.init) ?? "github.com"
    return host.hasPrefix("api.") ? String(host.dropFirst(4)) : host
  }
  public var branch: String? { self["github.branch"]?.string }
  public var environment: String { text("github.environment") }
  /// Who is asked before a deployment: logins, and teams as `owner/team`.
  public var reviewers: [String] { list("github.reviewers") }
  /// The repository's secrets that the workflows read, and the word for what each holds. Without an answer, those of the
  /// guides' workflows.
  public var secrets: [String: String] {
    map("access.secrets") ?? ["AWS_ROLE_ARN": "role", "SAGEMAKER_EXECUTION_ROLE_ARN": "execution-role"]
  }
  /// The repository's variables, and the word for what each holds, or the text itself.
  public var variables: [String: String] { map("access.variables") ?? [:] }

  public var issuer: String { text("access.issuer") }
  /// The issuer without its scheme, as IAM writes it in ARNs and condition keys.
  public var issuerHost: String {
    String(issuer.split(separator: "/", maxSplits: 1).last ?? "").drop { $0 == "/" }.description
  }
  public var audience: String { text("access.audience") }
  public var role: String { text("access.role") }
  /// The path under which roles are made, with a slash at either end.
  public var rolePath: String { text("access.role_path") }
  /// The ARN of the managed policy that bounds every role onramp makes, where roles have to come with one.
  public var boundary: String? { self["access.permissions_boundary"]?.string }
  /// What everything that onramp makes is tagged with, beside its own tag.
  public var tags: [String: String] {
    Dictionary(uniqueKeysWithValues: (self["tags"]?.object?.members ?? []).map { ($0.name, $0.value.string ?? "") })
  }
  public var subjects: [String] { list("access.subjects") }
  public var maxSession: Int { self["access.max_session"]?.integer ?? 3600 }
  public var executionRole: String? { self["access.execution_role"]?.string }

  public var domain: String? { self["project.domain"]?.string }
  public var bucket: String? { self["project.bucket"]?.string }
  /// The connection to GitHub: an ARN of either family, a name, or by mistake the bare id. Nil where none is named.
  public var connection: String? { self["project.connection"]?.string }
  public var prefix: String { text("project.prefix") }
  public var template: String { text("project.template") }
  /// The key of the template object: prefix and file name.
  public var templateKey: String { prefix + (template.split(separator: "/").last.map(String.init) ?? template) }

  /// The key of the trigger's package, at the bucket's root.
  public var lambdaKey: String { text("project.lambda_key") }

  /// The setup with answers as they are typed in a form; an empty text takes an answer back.
  public func answered(_ texts: [String: String]) -> Setup {
    var setup = self
    for (path, text) in texts {
      guard let key = SetupKey.at(path) else { continue }
      setup[path] = text.isEmpty ? nil : key.value(of: text)
    }
    return setup
  }

  /// The answers as they are typed in a form.
  public var texts: [String: String] { answers.compactMapValues(\.typed) }

  /// The answer to a key, or its default, as it is typed; empty without either, nil where there is no such key.
  public func text(at path: String) -> String? { SetupKey.at(path).map { self[$0.path]?.typed ?? "" } }

  /// The warnings that are accepted, by check, with the reason and the last day it counts.
  public var accepted: [String: (reason: String, until: String?)] {
    var accepted: [String: (reason: String, until: String?)] = [:]
    for block in self["accepted"]?.array ?? [] {
      guard let check = block["check"]?.string else { continue }
      accepted[check] = (block["reason"]?.string ?? "", block["until"]?.string)
    }
    return accepted
  }

  /// Why a check's warning is accepted, and until when; nil where it is not, or no longer on `day` (`2026-11-21`).
  public func acceptance(of check: CheckID, on day: String) -> (reason: String, until: String?)? {
    accepted[check.rawValue].flatMap { word in word.until.map { $0 >= day } ?? true ? word : nil }
  }

  /// The keys that must be answered before anything can be looked at, and are not.
  public var missing: [SetupKey] {
    let open = ["github.owner", "github.repository"].filter { text($0).isEmpty }
    // Without a name nothing made for this setup could be told from what is made for another.
    return (open.isEmpty && name.isEmpty ? ["name"] : open).compactMap(SetupKey.at)
  }

  /// Why the answers cannot stand together, or nil: one GitHub name with two values.
  public var contradiction: String? {
    for kind in ["secrets", "variables"] {
      guard let access = self["access.\(kind)"]?.object, let images = self["images.\(kind)"]?.object else { continue }
      for (name, value) in access.members where images[name] != nil && images[name] != value {
        return "access.\(kind) and images.\(kind) give \(name) two values"
      }
    }
    // (IAM User Guide, "Tags for AWS Identity and Access Management resources": case does not tell keys apart.)
    for (_, keys) in Dictionary(grouping: tags.keys.sorted(), by: { $0.lowercased() }) where keys.count > 1 {
      return "tags holds \(keys.joined(separator: " and ")), which are one tag to IAM"
    }
    return nil
  }
}

extension JSON {
  /// The value as it is typed in a form; nil for one that cannot be.
  fileprivate var typed: String? {
    switch self {
    case .string(let text): text
    case .number(let digits): digits
    case .bool(let flag): flag ? "true" : "false"
    case .array(let items) where strings.count == items.count: strings.joined(separator: ", ")
    default: nil
    }
  }
}

extension SetupKey {
  /// A typed text as the value the file would hold.
  public func value(of text: String) -> JSON {
    switch kind {
    case .text, .choice: .string(text)
    case .flag: .bool(text == "true")
    case .integer: .number(Int(text).map(String.init) ?? text)
    case .list: JSON(SetupKey.items(of: text))
    case .map, .blocks: .object(JSONObject())
    }
  }
}

extension Setup {
  /// The secret that holds the Lambda's token.
  public var tokenSecret: String { self["project.token_secret"]?.string ?? "" }
  /// The file that holds the secret's text, when one is named.
  public var tokenFile: String? { self["project.token_file"]?.string }
  /// Whether the secret may be read to judge what it holds.
  public var readsSecret: Bool { self["project.read_secret"]?.bool ?? true }
  /// The workflow that the Lambda starts.
  public var workflow: String { self["project.workflow"]?.string ?? "" }
}

import Transport

/// Where GitHub's interface is, who said so, and whose tokens go there.
///
/// A token goes to its own host, over TLS, or in the clear to this machine. A setup file comes with a repository: it may
/// name a host, but it alone never makes a token of another host go there.
public struct GitHubPlace: Hashable, Sendable {
  /// Who named the address.
  public enum Origin: Hashable, Sendable {
    case usual
    case setupFile
    /// The command line or the environment of whoever runs the program.
    case operators(String)

    var inWords: String {
      switch self {
      case .usual: "GitHub's own"
      case .setupFile: "github.api of the setup file"
      case .operators(let name): name
      }
    }
  }

  /// Without a final slash, such as `https://api.github.com`.
  public let base: String
  public let origin: Origin
  private let scheme: String
  private let authority: Substring

  public init(base: String = GitHubClient.defaultBase, origin: Origin = .usual) {
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    self.origin = origin
    let start = base.firstRange(of: "://")
    scheme = start.map { base[..<$0.lowerBound].lowercased() } ?? ""
    authority = base[(start?.upperBound ?? base.startIndex)...].prefix { !"/?#".contains($0) }
  }

  /// The address in use: of the command line, else of the setup file, else of the environment.
  public static func chosen(option: String?, setup: String?, environment: Environment) -> GitHubPlace {
    if let option { return GitHubPlace(base: option, origin: .operators("--github-api-url")) }
    if let setup { return GitHubPlace(base: setup, origin: .setupFile) }
    return environment["GITHUB_API_URL"].map { GitHubPlace(base: $0, origin: .operators("GITHUB_API_URL")) } ?? .init()
  }

  private var host: String { HTTPRequest(url: base).host.lowercased() }

  /// What to know before a token is used: where it goes when only a setup file says so.
  public var remarks: [String] {
    origin == .setupFile && !isGitHubs ? ["GitHub is asked at \(base), as the setup file says"] : []
  }

  /// The host by the name that `gh` knows it by: `github.com`, `SUB.ghe.com`, or an Enterprise Server's own.
  public var hostname: String {
    let isApart = host == "api.github.com" || host.hasPrefix("api.") && host.hasSuffix(".ghe.com")
    return isApart ? String(host.dropFirst(4)) : host
  }

  /// Whether GitHub itself runs it.
  private var isGitHubs: Bool { hostname == "github.com" || hostname.hasSuffix(".ghe.com") }

  private var isLoopback: Bool {
    let octets = host.split(separator: ".").map { UInt8($0) }
    return host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]"
      || octets.count == 4 && octets.first == 127
  }

  /// Why no token at all may be sent there; nil when one may.
  var problem: String? {
    if authority.contains("@") { return "\(origin.inWords) holds a user name: write the address without it" }
    let port = authority.dropFirst(host.count)
    let isPort = port.isEmpty || port.first == ":" && UInt16(port.dropFirst()) != nil
    guard scheme == "https" || scheme == "http", !host.isEmpty, isPort else {
      return "\(origin.inWords) is no https address"
    }
    guard scheme == "https" || isLoopback else {
      return "\(origin.inWords) is plain http to \(host): a token would be readable on the way; write https"
    }
    return nil
  }

  /// Whether somebody else than the setup file stands for the host: GitHub, the operator, or the operator's `gh`.
  func isVouchedFor(_ environment: Environment) -> Bool {
    if case .operators = origin { return true }
    return isGitHubs || environment["GH_HOST"]?.lowercased() == hostname || isPaired(environment)
  }

  /// Whether the environment names this host itself, as a runner of GitHub Actions does beside its token.
  private func isPaired(_ environment: Environment) -> Bool {
    environment["GITHUB_API_URL"].map { GitHubPlace(base: $0).host == host } ?? false
  }

  /// The variables whose token belongs to the host, in order.
  func variables(_ environment: Environment) -> [String] {
    let (usual, enterprise) = (["GH_TOKEN", "GITHUB_TOKEN"], ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"])
    guard problem == nil else { return [] }
    guard !isGitHubs else { return usual }
    guard isVouchedFor(environment) else { return [] }
    return enterprise + (isLoopback ? usual : isPaired(environment) ? ["GITHUB_TOKEN"] : [])
  }

  /// The host that `gh` is asked for. What the operator calls by another address may have a name of its own there.
  func login(_ environment: Environment) -> String {
    if case .operators = origin, !isGitHubs { return environment["GH_HOST"] ?? hostname }
    return hostname
  }
}

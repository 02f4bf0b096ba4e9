import Checklist

/// The address the setup gives for the issuer, beside the one GitHub writes into its tokens: STS compares them
/// letter by letter.
///
/// GitHub Docs, "OpenID Connect reference": `https://token.actions.githubusercontent.com`, an enterprise may add
/// its slug as a path; with data residency `https://token.actions.SUBDOMAIN.ghe.com`; on Enterprise Server
/// `https://HOST/_services/token`.
struct IssuerAddress: Hashable, Sendable {
  static let gitHub = "token.actions.githubusercontent.com"

  /// As the setup has it.
  let given: String
  /// As tokens have it.
  let needed: String

  init(_ setup: Setup) {
    given = setup.issuer
    let spelt = Self.spelt(setup.issuer)
    let expected = setup.githubAPI.flatMap(Self.expected)
    let isOfEnterprise = expected == "https://" + Self.gitHub && spelt.hasPrefix("https://\(Self.gitHub)/")
    needed = isOfEnterprise ? spelt : expected ?? spelt
  }

  var isRight: Bool { given == needed }

  var verdict: Verdict { .judged(given, isRight: isRight, needed: needed) }

  static func host(_ address: String) -> String { String(address.prefix { $0 != "/" }) }

  /// Scheme and host in small letters, no slash at the end.
  private static func spelt(_ issuer: String) -> String {
    var rest = Substring(issuer)
    for scheme in ["https://", "http://"] where rest.lowercased().hasPrefix(scheme) { rest.removeFirst(scheme.count) }
    while rest.last == "/" { rest.removeLast() }
    let host = rest.prefix { $0 != "/" }
    return "https://" + host.lowercased() + rest.dropFirst(host.count)
  }

  /// The issuer that belongs to an address of GitHub's interface; nil for one that is of no known form.
  private static func expected(_ api: String) -> String? {
    let address = spelt(api).dropFirst("https://".count)
    let host = Self.host(String(address))
    if host == "api.github.com" { return "https://" + gitHub }
    if host.hasPrefix("api."), host.hasSuffix(".ghe.com") { return "https://token.actions.\(host.dropFirst(4))" }
    return address == host + "/api/v3" ? "https://\(host)/_services/token" : nil
  }
}

extension Context {
  /// The audience of a sign-in in this partition: what the setup says, but never another partition's STS.
  /// The regional STS of China asks for its own (aws-actions/configure-aws-credentials, README).
  var audience: String {
    let china = "sts.amazonaws.com.cn"
    let usual = "sts.amazonaws.com"
    guard [china, usual].contains(setup.audience) else { return setup.audience }
    return partition == "aws-cn" ? china : usual
  }
}

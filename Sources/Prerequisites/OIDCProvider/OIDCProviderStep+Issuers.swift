import Basics
import Checklist
import JSONDocument

/// The other providers of the account that are GitHub's, were, or pretend to be.
extension OIDCProviderStep {
  /// The issuer of the time before GitHub's tokens were generally available.
  private static let former = "vstoken.actions.githubusercontent.com"

  func issuers(_ seen: Observation, _ context: Context) -> [Judgement] {
    [lookAlikes(seen, context), former(seen, context)] + others(seen, context)
  }

  private func lookAlikes(_ seen: Observation, _ context: Context) -> Judgement {
    let genuine = Set([IssuerAddress.gitHub, Self.former, IssuerAddress.host(context.setup.issuerHost).lowercased()])
    func isLookAlike(_ host: String) -> Bool {
      guard !genuine.contains(host) else { return false }
      return host.contains("githubusercontent") || genuine.contains { (1...3).contains(host.distance(to: $0)) }
    }
    let found = seen.all.value?.filter { isLookAlike(Self.host(of: $0).lowercased()) } ?? []
    return seen.all.judge("OIDC-02", on: found.first ?? context.providerARN, absent: .blocked(by: "OIDC-01")) { _ in
      found.isEmpty
        ? .holds(found: "no provider whose host resembles \(context.setup.issuerHost)")
        : .broken(found: found.map(Self.host).joined(separator: ", "), needed: context.setup.issuerHost)
    }
  }

  private func former(_ seen: Observation, _ context: Context) -> Judgement {
    let found = seen.all.value?.first { Self.host(of: $0).lowercased() == Self.former }
    return seen.all.and(seen.roles).judge(
      "OIDC-03", on: found ?? context.providerARN, absent: .blocked(by: "OIDC-01")
    ) { both in
      guard let found else { return .holds(found: "no provider for \(Self.former)") }
      let users = both.second.filter { $0.trusts(found) }.map(\.name)
      return .broken(
        found: "\(Self.former), trusted by \(users.listed(else: "no role"))",
        needed: context.setup.issuerHost)
    }
  }

  /// GitHub's issuer with and without an enterprise's own path: roles that trust one refuse the other's tokens.
  private func others(_ seen: Observation, _ context: Context) -> [Judgement] {
    let ours = IssuerAddress(context.setup).needed
    // Whose GitHub is another one may well have both.
    let isAsked = Self.isGitHub(String(ours.dropFirst("https://".count)))
    let look = seen.all.and(seen.roles).map { both in
      !isAsked
        ? []
        : both.first.filter { Self.isGitHub(Self.address(of: $0)) && "https://" + Self.address(of: $0) != ours }
          .map { arn in Other(arn: arn, users: both.second.filter { $0.trusts(arn) }.map(\.name)) }
    }
    func judge(_ check: CheckID, _ isMeant: (Other) -> Bool, _ good: String, _ needed: String) -> Judgement {
      let found = look.value?.filter(isMeant) ?? []
      return look.judge(check, on: found.first?.arn ?? context.providerARN, absent: .blocked(by: "OIDC-01")) { _ in
        found.isEmpty
          ? .holds(found: good) : .broken(found: found.map(\.inWords).joined(separator: ", "), needed: needed)
      }
    }
    return [
      judge(
        "OIDC-13", { $0.users.isEmpty }, "no provider of GitHub that no role trusts",
        "a role that trusts it, or no such provider"),
      judge(
        "OIDC-16", { !$0.users.isEmpty }, "no role trusts another of GitHub's issuers",
        "every role on \(context.setup.issuerHost)"),
    ]
  }

  private struct Other: Hashable {
    let arn: String
    let users: [String]
    var inWords: String {
      users.isEmpty
        ? OIDCProviderStep.address(of: arn)
        : "\(OIDCProviderStep.address(of: arn)), trusted by \(users.joined(separator: ", "))"
    }
  }

  static func isGitHub(_ address: String) -> Bool {
    !address.hasSuffix("/") && (address + "/").hasPrefix(IssuerAddress.gitHub + "/")
  }

  /// Host and path of a provider's issuer.
  static func address(of arn: String) -> String {
    arn.split(separator: "/", maxSplits: 1).dropFirst().first.map(String.init) ?? arn
  }

  /// The host of a provider, without the path an enterprise's own issuer has.
  private static func host(of arn: String) -> String { IssuerAddress.host(address(of: arn)) }
}

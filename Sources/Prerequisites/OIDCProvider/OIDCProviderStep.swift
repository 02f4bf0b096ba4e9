import Checklist
import JSONDocument

/// GitHub registered as an identity provider in IAM.
public struct OIDCProviderStep: Step {
  public struct Provider: Hashable, Sendable {
    let audiences: [String]
    let thumbprints: [String]
    let tags: [String: String]
    /// When it was made: it has no id, and its ARN is that of every provider for the issuer.
    let created: String?
  }

  public struct Observation: Hashable, Sendable {
    /// The ARNs of all providers of the account.
    let all: Look<[String]>
    let provider: Look<Provider>
    /// The trust policies of the account's roles: who uses which provider, with which audience.
    let roles: Look<[RoleTrust]>
    /// Who signed in lately, or tried to.
    let trail: Look<SignInTrail>
  }

  static let key: ItemKey = "oidc-provider/provider"
  static let audienceKey: ItemKey = "oidc-provider/audience"
  static let tagKey: ItemKey = "oidc-provider/tag"
  static let markKey: ItemKey = "oidc-provider/mark"
  /// Identity providers an account may have without a raised quota (IAM quotas).
  static let quota = 100

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let all = Self.providers(world)
    async let provider = Self.provider(world, context)
    async let roles = RoleTrust.all(world)
    async let trail = SignInTrail.look(world, context)
    return await Observation(all: all, provider: provider, roles: roles, trail: trail)
  }

  /// The ARNs of all providers of the account.
  static func providers(_ world: World) async -> Look<[String]> {
    await world.look(Call(.iam, "ListOpenIDConnectProviders")).reading {
      $0["OpenIDConnectProviderList"]?.array?.compactMap { $0["Arn"]?.string } ?? []
    }
  }

  /// The provider that the setup is about.
  static func provider(_ world: World, _ context: Context) async -> Look<Provider> {
    await world.look(
      Call(.iam, "GetOpenIDConnectProvider", ["OpenIDConnectProviderArn": .string(context.providerARN)]),
      absent: ["NoSuchEntity"]
    ).reading {
      Provider(
        audiences: $0["ClientIDList"]?.strings ?? [], thumbprints: $0["ThumbprintList"]?.strings ?? [],
        tags: $0.tags("Tags"), created: $0["CreateDate"]?.compact)
    }
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let issuer = IssuerAddress(context.setup)
    func judge(_ check: CheckID, _ verdict: ([String]) -> Verdict) -> Judgement {
      seen.all.judge(check, on: context.providerARN, absent: .blocked(by: "OIDC-01"), verdict)
    }
    let address = judge("OIDC-11") { _ in issuer.verdict }
    let room = judge("OIDC-14") { all in
      all.count < Self.quota || all.contains(context.providerARN)
        ? .holds(found: "\(all.count) providers of \(Self.quota)")
        : .broken(found: "\(all.count) providers", needed: "fewer than \(Self.quota), or a raised quota")
    }
    // With an address that no token names, nothing about its provider means anything.
    guard issuer.isRight else {
      let rest: [CheckID] = [
        "OIDC-01", "OIDC-04", "OIDC-05", "OIDC-06", "OIDC-07", "OIDC-09", "OIDC-10", "OIDC-12", "OIDC-15",
      ]
      return [address] + issuers(seen, context) + [room] + rest.map { judge($0) { _ in .blocked(by: "OIDC-11") } }
    }
    return [address] + provider(seen, context) + audiences(seen, context) + issuers(seen, context)
      + [issuerInUse(seen, context), room]
  }

  private func provider(_ seen: Observation, _ context: Context) -> [Judgement] {
    let arn = context.providerARN
    let twin = twin(seen, context)
    let provider = seen.provider
    return [
      provider.judge(
        "OIDC-01", on: arn,
        absent: twin == nil
          ? .broken(found: "no provider for \(context.setup.issuerHost)", needed: arn)
          : .blocked(by: "OIDC-09")
      ) { _ in .holds(found: arn) },
      seen.all.judge("OIDC-09", on: arn, absent: .blocked(by: "OIDC-01")) { _ in
        twin.map { .broken(found: $0, needed: arn) }
          ?? .holds(found: "no second spelling of \(context.setup.issuerHost)")
      },
      provider.judge("OIDC-07", on: arn, absent: .blocked(by: "OIDC-01")) {
        guard context.setup.issuerHost.hasPrefix(IssuerAddress.gitHub) else {
          return .skipped("of interest for GitHub's own issuer only")
        }
        return $0.thumbprints.isEmpty
          ? .holds(found: "no thumbprint")
          : .holds(found: "\($0.thumbprints.joined(separator: ", ")); AWS does not use it for this issuer")
      },
      provider.judge("OIDC-10", on: arn, absent: .blocked(by: "OIDC-01")) {
        guard let keeper = Self.keeper($0.tags) else { return .holds(found: "no tag of another tool") }
        return $0.audiences.contains(context.audience)
          ? .holds(found: "\(keeper); nothing to change")
          : .broken(found: keeper, needed: "audience \(context.audience), added where the provider is kept")
      },
      provider.judge("OIDC-15", on: arn, absent: .blocked(by: "OIDC-01")) {
        let marked = Self.marked($0, context)
        return marked.verdict(isMade: marked.isMade)
      },
    ]
  }

  private func audiences(_ seen: Observation, _ context: Context) -> [Judgement] {
    let arn = context.providerARN
    let (asked, right) = (context.setup.audience, context.audience)
    return [
      seen.provider.judge("OIDC-04", on: arn, absent: .blocked(by: "OIDC-01")) {
        .judged($0.audiences.listed(else: "no audience"), isRight: $0.audiences.contains(right), needed: right)
      },
      seen.provider.and(seen.roles).judge("OIDC-05", on: arn, absent: .blocked(by: "OIDC-01")) { both in
        let extra = Self.extras(both.first, both.second, context)
        return extra.isEmpty
          ? .holds(found: both.first.audiences.listed(else: "no audience"))
          : .broken(found: extra.joined(separator: ", "), needed: "only audiences that a role asks for")
      },
      seen.provider.judge("OIDC-06", on: arn, absent: .blocked(by: "OIDC-01")) { _ in
        .judged(asked, isRight: asked == right, needed: right)
      },
    ]
  }

  /// The audiences besides ours that no role's trust policy asks for.
  static func extras(_ provider: Provider, _ roles: [RoleTrust], _ context: Context) -> [String] {
    let users = roles.filter { $0.trusts(context.providerARN) }
    return provider.audiences.filter { audience in
      audience != context.audience && !users.contains { $0.audiences.contains(audience) }
    }
  }

  /// The provider, and which setups of onramp its tags name.
  static func marked(_ provider: Provider, _ context: Context) -> MarkedThing {
    let arn = context.providerARN
    return MarkedThing(
      key: markKey, resource: arn, tags: provider.tags,
      tagging: .each(.iam, "OpenIDConnectProvider", ["OpenIDConnectProviderArn": .string(arn)]), context: context,
      item: key, identity: provider.created, repairs: ["OIDC-15"])
  }

  /// Who keeps a provider as code, by its tags: what we change there is undone by the next run of that tool.
  static func keeper(_ tags: [String: String]) -> String? {
    let known = tags.sorted { $0.key < $1.key }.first { key, value in
      let name = key.lowercased().filter { $0.isLetter || $0 == ":" }
      return name == "aws:cloudformation:stackname" || ["terraform", "pulumi"].contains(name)
        || (["managedby", "provisionedby", "createdby"].contains(name)
          && ["terraform", "opentofu", "tofu", "cloudformation", "pulumi", "cdk", "crossplane"].contains {
            value.lowercased().hasPrefix($0)
          })
    }
    return known.map { "tag \($0.key)=\($0.value)" }
  }

  /// A provider for the same issuer in another spelling, while the exact one is not there.
  func twin(_ seen: Observation, _ context: Context) -> String? {
    guard seen.provider.isAbsent else { return nil }
    func plain(_ arn: String) -> String {
      var text = arn.lowercased()
      while text.hasSuffix("/") { text.removeLast() }
      return text
    }
    return seen.all.value?.first { $0 != context.providerARN && plain($0) == plain(context.providerARN) }
  }
}

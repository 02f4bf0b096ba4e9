import Checklist
import JSONDocument

/// GitHub registered as an identity provider in IAM.
public struct OIDCProviderStep: Step {
  public struct Provider: Hashable, Sendable {
    let audiences: [String]
    let tags: [String: String]
  }

  public struct Observation: Hashable, Sendable {
    /// The ARNs of all providers of the account.
    let all: Look<[String]>
    let provider: Look<Provider>
    /// Looked at for teardown only: the trust policies of the account's roles.
    let roles: Look<[RoleTrust]>?
    /// Looked at for teardown only: the role that goes before the provider, if onramp made it.
    let ownRole: IAMRole?
  }

  static let key: ItemKey = "oidc-provider/provider"
  static let audienceKey: ItemKey = "oidc-provider/audience"
  static let tagKey: ItemKey = "oidc-provider/tag"

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let all = Self.providers(world)
    async let provider = Self.provider(world, context)
    async let roles = context.purpose == .teardown ? RoleTrust.all(world) : nil
    async let ownRole = context.purpose == .teardown ? IAMRole.look(world, context.setup.role) : nil
    return await Observation(all: all, provider: provider, roles: roles, ownRole: ownRole)
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
    ).reading { Provider(audiences: $0["ClientIDList"]?.strings ?? [], tags: $0.tags("Tags")) }
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let arn = context.providerARN
    let twin = twin(seen, context)
    return [
      seen.provider.judge(
        "OIDC-01", on: arn,
        absent: twin == nil
          ? .broken(found: "no provider for \(context.setup.issuerHost)", needed: arn)
          : .blocked(by: "OIDC-09")
      ) { _ in .holds(found: arn) },
      lookAlikes(seen, context),
      seen.provider.judge("OIDC-04", on: arn, absent: .blocked(by: "OIDC-01")) {
        $0.audiences.contains(context.setup.audience)
          ? .holds(found: $0.audiences.joined(separator: ", "))
          : .broken(
            found: $0.audiences.isEmpty ? "no audience" : $0.audiences.joined(separator: ", "),
            needed: context.setup.audience)
      },
      seen.all.judge("OIDC-09", on: arn, absent: .blocked(by: "OIDC-01")) { _ in
        twin.map { .broken(found: $0, needed: arn) }
          ?? .holds(found: "no second spelling of \(context.setup.issuerHost)")
      },
      seen.provider.judge("OIDC-15", on: arn, absent: .blocked(by: "OIDC-01")) {
        let tag = context.ownership
        if context.owns($0.tags) { return .holds(found: "\(tag.key)=\(tag.value)") }
        guard context.ledger[OIDCProviderStep.key, arn]?.isCertainlyMade == true else {
          return .holds(found: "not made by onramp; used as it is")
        }
        return .broken(found: "no tag \(tag.key)", needed: "\(tag.key)=\(tag.value)")
      },
    ]
  }

  /// A provider for the same issuer in another spelling, while the exact one is not there.
  private func twin(_ seen: Observation, _ context: Context) -> String? {
    guard seen.provider.isAbsent else { return nil }
    func plain(_ arn: String) -> String {
      var text = arn.lowercased()
      while text.hasSuffix("/") { text.removeLast() }
      return text
    }
    return seen.all.value?.first { $0 != context.providerARN && plain($0) == plain(context.providerARN) }
  }

  private func lookAlikes(_ seen: Observation, _ context: Context) -> Judgement {
    let arn = context.providerARN
    let genuine = Set([
      "token.actions.githubusercontent.com", "vstoken.actions.githubusercontent.com", context.setup.issuerHost,
    ])
    func isLookAlike(_ host: String) -> Bool {
      guard !genuine.contains(host) else { return false }
      return host.contains("githubusercontent") || genuine.contains { (1...3).contains(host.distance(to: $0)) }
    }
    let found = seen.all.value?.filter { isLookAlike(OIDCProviderStep.host(of: $0).lowercased()) } ?? []
    return seen.all.judge("OIDC-02", on: found.first ?? arn, absent: .blocked(by: "OIDC-01")) { _ in
      found.isEmpty
        ? .holds(found: "no provider whose host resembles \(context.setup.issuerHost)")
        : .broken(
          found: found.map(OIDCProviderStep.host).joined(separator: ", "), needed: context.setup.issuerHost)
    }
  }

  /// The host of a provider, without the path an enterprise's own issuer has.
  private static func host(of arn: String) -> String {
    arn.split(separator: "/").dropFirst().first.map(String.init) ?? arn
  }

  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    let (setup, arn, tag) = (context.setup, context.providerARN, context.ownership)
    let tags: JSON = [["Key": .string(tag.key), "Value": .string(tag.value)]]
    func change(
      _ key: ItemKey, _ kind: Change.Kind, _ title: String, _ summary: String, _ call: Call, previous: JSON,
      wanted: JSON, undo: Call, repairs: [CheckID]
    ) -> Change {
      Change(
        key: key, step: "oidc-provider", kind: kind, resource: arn, title: title, summary: summary,
        madeByOnramp: kind == .create || seen.provider.value.map { context.owns($0.tags) } == true, calls: [call],
        previous: previous, wanted: wanted, undo: [undo], repairs: repairs)
    }
    if seen.provider.isAbsent {
      guard twin(seen, context) == nil else { return [] }
      return [
        change(
          OIDCProviderStep.key, .create, "Identity provider \(setup.issuerHost)",
          "IAM accepts GitHub's tokens for \(setup.audience)",
          Call(
            .iam, "CreateOpenIDConnectProvider",
            ["Url": .string(setup.issuer), "ClientIDList": [.string(setup.audience)], "Tags": tags]),
          previous: .null, wanted: ["url": .string(setup.issuer), "audiences": [.string(setup.audience)]],
          undo: Call(.iam, "DeleteOpenIDConnectProvider", ["OpenIDConnectProviderArn": .string(arn)]),
          repairs: ["OIDC-01", "OIDC-04", "OIDC-15"])
      ]
    }
    guard let provider = seen.provider.value else { return [] }
    var changes: [Change] = []
    if !provider.audiences.contains(setup.audience) {
      let input: JSONObject = ["OpenIDConnectProviderArn": .string(arn), "ClientID": .string(setup.audience)]
      changes.append(
        change(
          OIDCProviderStep.audienceKey, .update, "Audience of identity provider \(setup.issuerHost)",
          "adds \(setup.audience) to the audiences", Call(.iam, "AddClientIDToOpenIDConnectProvider", input),
          previous: JSON(provider.audiences), wanted: JSON(provider.audiences + [setup.audience]),
          undo: Call(.iam, "RemoveClientIDFromOpenIDConnectProvider", input), repairs: ["OIDC-04"]))
    }
    if !context.owns(provider.tags), context.ledger[OIDCProviderStep.key, arn]?.isCertainlyMade == true {
      changes.append(
        change(
          OIDCProviderStep.tagKey, .update, "Tag of identity provider \(setup.issuerHost)",
          "says that onramp made it for \(setup.name)",
          Call(.iam, "TagOpenIDConnectProvider", ["OpenIDConnectProviderArn": .string(arn), "Tags": tags]),
          previous: JSON(tags: provider.tags), wanted: JSON(tags: provider.tags.merging([tag.key: tag.value]) { $1 }),
          undo: Call(
            .iam, "UntagOpenIDConnectProvider",
            ["OpenIDConnectProviderArn": .string(arn), "TagKeys": [.string(tag.key)]]),
          repairs: ["OIDC-15"]))
    }
    return changes
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    guard let provider = seen.provider.value else { return [] }
    let arn = context.providerARN
    let title = "Identity provider \(context.setup.issuerHost)"
    func holding(
      _ ownership: Holding.Ownership, _ reason: String, _ action: Holding.Action = .keep, _ calls: [Call] = [],
      key: ItemKey = OIDCProviderStep.key, present: JSON = .null, afterwards: JSON = .null
    ) -> Holding {
      Holding(
        key: key, step: "oidc-provider", resource: arn, title: title, ownership: ownership, reason: reason,
        action: action, calls: calls, present: present, afterwards: afterwards, after: [GitHubRoleStep.roleKey])
    }
    let made = context.owns(provider.tags) || context.ledger[OIDCProviderStep.key, arn]?.isCertainlyMade == true
    guard made else {
      return [holding(.foreign, "not made by onramp")] + restoredAudience(provider, context, holding)
    }
    guard let roles = seen.roles?.value else {
      let reason = seen.roles?.obstacle?.inWords ?? "the account's roles were not looked at"
      return [holding(.ours, "stays: cannot tell who else trusts it (\(reason))")]
    }
    let goes = seen.ownRole.map { GitHubRoleStep().isMade($0, context) && GitHubRoleStep.isGoing($0, context) == .goes }
    let users = roles.filter { $0.trusts(arn) && !($0.arn == context.roleARN && goes == true) }
    guard users.isEmpty else {
      return [holding(.shared, "stays: trusted by role " + users.map(\.name).joined(separator: ", "))]
    }
    return [
      holding(
        .ours, context.reason(tags: provider.tags), .remove,
        [Call(.iam, "DeleteOpenIDConnectProvider", ["OpenIDConnectProviderArn": .string(arn)])],
        present: ["audiences": JSON(provider.audiences)])
    ]
  }

  /// In a provider that was there before, only the audience that onramp added goes.
  private func restoredAudience(
    _ provider: Provider, _ context: Context,
    _ holding: (
      Holding.Ownership, String, Holding.Action, [Call], ItemKey, JSON, JSON
    ) -> Holding
  ) -> [Holding] {
    let audience = context.setup.audience
    guard let item = context.ledger[OIDCProviderStep.audienceKey, context.providerARN],
      !item.previous.strings.contains(audience), provider.audiences.contains(audience)
    else { return [] }
    return [
      holding(
        .adopted, "onramp added the audience \(audience)", .restore,
        [
          Call(
            .iam, "RemoveClientIDFromOpenIDConnectProvider",
            ["OpenIDConnectProviderArn": .string(context.providerARN), "ClientID": .string(audience)])
        ],
        OIDCProviderStep.audienceKey, JSON(provider.audiences),
        JSON(provider.audiences.filter { $0 != audience }))
    ]
  }
}

import Checklist
import JSONDocument

extension OIDCProviderStep: HoldsOneThing {
  static func thing(_ context: Context) -> HeldThing {
    HeldThing(
      step: "oidc-provider", resource: context.providerARN, name: "identity provider \(context.setup.issuerHost)")
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    guard let provider = seen.provider.value else { return [] }
    let arn = context.providerARN
    let marked = Self.marked(provider.tags, context)
    guard marked.isMade(as: Self.key) else {
      return [holding(Self.key, context, "", .foreign, marked.whyForeign)]
        + [restoredAudience(provider, marked, context), marked.unmarking].compactMap(\.self)
    }
    guard let roles = seen.roles.value else {
      let reason = seen.roles.obstacle?.inWords ?? "the account's roles were not looked at"
      return [holding(Self.key, context, "", .ours, "stays: cannot tell who else trusts it (\(reason))")]
    }
    let users = roles.filter { $0.trusts(arn) }.map { Holding.User("role \($0.name)", resource: $0.arn) }
    return [
      holding(
        Self.key, context, "", .ours, context.reason(tags: provider.tags), .remove,
        [Call(.iam, "DeleteOpenIDConnectProvider", ["OpenIDConnectProviderArn": .string(arn)])],
        present: ["audiences": JSON(provider.audiences)]
      ).used(by: marked.others + users, handover: marked.handover)
    ]
  }

  /// In a provider that was there before, only the audience that onramp added goes.
  private func restoredAudience(_ provider: Provider, _ marked: MarkedThing, _ context: Context) -> Holding? {
    let audience = context.audience
    guard let item = context.ledger[Self.audienceKey, context.providerARN],
      !item.previous.strings.contains(audience), provider.audiences.contains(audience)
    else { return nil }
    return holding(
      Self.audienceKey, context, "Audience", .adopted, "onramp added the audience \(audience)", .restore,
      [
        Call(
          .iam, "RemoveClientIDFromOpenIDConnectProvider",
          ["OpenIDConnectProviderArn": .string(context.providerARN), "ClientID": .string(audience)])
      ], present: JSON(provider.audiences), afterwards: JSON(provider.audiences.filter { $0 != audience })
    ).used(by: marked.others)
  }
}

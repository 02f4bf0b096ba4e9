import Checklist
import JSONDocument

extension OIDCProviderStep {
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
    guard let roles = seen.roles.value else {
      let reason = seen.roles.obstacle?.inWords ?? "the account's roles were not looked at"
      return [holding(.ours, "stays: cannot tell who else trusts it (\(reason))")]
    }
    let role = seen.ownRole.map { GitHubRoleStep.keep($0, context) }
    let goes = role?.isMade == true && role?.whyItStays == nil
    let users = roles.filter { $0.trusts(arn) && !($0.arn == context.roleARN && goes) }
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
    let audience = context.audience
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

import Checklist
import JSONDocument
import Policy

extension OIDCProviderStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    IssuerAddress(context.setup).isRight ? thing(seen, context).changes : []
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] { thing(seen, context).holdings }

  private func thing(_ seen: Observation, _ context: Context) -> Thing {
    let marked = seen.provider.value.map { Self.marked($0, context) }
    let roles = seen.roles.value?.filter { $0.trusts(context.providerARN) } ?? []
    return Thing(
      step: "oidc-provider", resource: context.providerARN, name: "identity provider \(context.setup.issuerHost)",
      isMade: marked?.isMade ?? true, fate: fate(seen, marked, context),
      users: roles.map { Holding.User("role \($0.name)", resource: $0.arn) }, marked: marked,
      whole: whole(seen, context),
      parts: seen.provider.value.map { [audience($0, context), tag($0, context)] } ?? [])
  }

  private func fate(_ seen: Observation, _ marked: MarkedThing?, _ context: Context) -> Thing.Fate {
    guard let provider = seen.provider.value, let marked else { return .absent }
    guard marked.isMade else { return .others(because: marked.whyForeign) }
    guard seen.roles.value != nil else {
      let reason = seen.roles.obstacle?.inWords ?? "the account's roles were not looked at"
      return .stays(.ours, because: "cannot tell who else trusts it (\(reason))")
    }
    return .goes(because: context.reason(tags: provider.tags), [call("DeleteOpenIDConnectProvider", context)])
  }

  private func call(_ operation: String, _ context: Context, _ more: JSONObject = [:]) -> Call {
    let input: JSONObject = ["OpenIDConnectProviderArn": .string(context.providerARN)]
    return Call(.iam, operation, input.adding(more))
  }

  private func whole(_ seen: Observation, _ context: Context) -> Part {
    let issuer = JSON.string(context.setup.issuer)
    let audiences: JSON = [.string(context.audience)]
    let isWanted = seen.provider.isAbsent && twin(seen, context) == nil
    return Part(
      key: Self.key, name: "", present: seen.provider.value.map { ["audiences": JSON($0.audiences)] } ?? .null,
      set: { _, value in
        value.isNull
          ? call("DeleteOpenIDConnectProvider", context)
          : Call(
            .iam, "CreateOpenIDConnectProvider",
            ["Url": issuer, "ClientIDList": audiences, "Tags": JSON(tagList: context.tags)])
      },
      wish: !isWanted
        ? nil
        : Wish(
          value: ["url": issuer, "audiences": audiences],
          summary: "IAM accepts GitHub's tokens for \(context.audience)", repairs: ["OIDC-01", "OIDC-04", "OIDC-15"]))
  }

  /// In a provider that was there before, only the audience that onramp added goes.
  private func audience(_ provider: Provider, _ context: Context) -> Part {
    let audience = context.audience
    let item = context.ledger[Self.audienceKey, context.providerARN]
    let isAdded = item?.previous.strings.contains(audience) == false && provider.audiences.contains(audience)
    // What another tool keeps is changed there (OIDC-10).
    let isWanted = !provider.audiences.contains(audience) && Self.keeper(provider.tags) == nil
    return Part(
      key: Self.audienceKey, name: "Audience", present: JSON(provider.audiences),
      set: { _, value in
        let change = value.strings.contains(audience) ? "AddClientIDTo" : "RemoveClientIDFrom"
        return call(change + "OpenIDConnectProvider", context, ["ClientID": .string(audience)])
      },
      wish: !isWanted
        ? nil
        : Wish(
          value: JSON(provider.audiences + [audience]), summary: "adds \(audience) to the audiences",
          repairs: ["OIDC-04"]),
      withdrawal: isAdded ? .edited(JSON(provider.audiences.filter { $0 != audience })) : .nothing,
      reason: "onramp added the audience \(audience)")
  }

  private func tag(_ provider: Provider, _ context: Context) -> Part {
    let marked = Self.marked(provider, context)
    var part = marked.tagPart(Self.tagKey, "Tag")
    if marked.maker == nil, marked.isMade {
      part.wish = Wish(
        value: JSON(tags: context.tags.merging(provider.tags) { $1 }),
        summary: "says that onramp made it for \(context.setup.name)", repairs: ["OIDC-15"])
    }
    return part
  }
}

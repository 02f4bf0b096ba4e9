import Checklist
import JSONDocument

extension OIDCProviderStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    guard IssuerAddress(context.setup).isRight else { return [] }
    let (setup, arn, tag) = (context.setup, context.providerARN, context.ownership)
    let tags: JSON = [["Key": .string(tag.key), "Value": .string(tag.value)]]
    func change(
      _ key: ItemKey, _ kind: Change.Kind, _ title: String, _ summary: String, _ call: Call, previous: JSON,
      wanted: JSON, undo: Call, repairs: [CheckID]
    ) -> Change {
      Change(
        key: key, step: "oidc-provider", kind: kind, resource: arn, title: title, summary: summary,
        madeByOnramp: kind == .create || seen.provider.value.map { context.owns($0.tags) } == true, call: call,
        previous: previous, wanted: wanted, undo: .call(undo), repairs: repairs)
    }
    if seen.provider.isAbsent {
      guard twin(seen, context) == nil else { return [] }
      return [
        change(
          OIDCProviderStep.key, .create, "Identity provider \(setup.issuerHost)",
          "IAM accepts GitHub's tokens for \(context.audience)",
          Call(
            .iam, "CreateOpenIDConnectProvider",
            ["Url": .string(setup.issuer), "ClientIDList": [.string(context.audience)], "Tags": tags]),
          previous: .null, wanted: ["url": .string(setup.issuer), "audiences": [.string(context.audience)]],
          undo: Call(.iam, "DeleteOpenIDConnectProvider", ["OpenIDConnectProviderArn": .string(arn)]),
          repairs: ["OIDC-01", "OIDC-04", "OIDC-15"])
      ]
    }
    guard let provider = seen.provider.value else { return [] }
    let marked = Self.marked(provider.tags, context)
    var changes: [Change] = []
    // What another tool keeps is changed there (OIDC-10).
    let isKept = Self.keeper(provider.tags) != nil
    if !provider.audiences.contains(context.audience), !isKept {
      let input: JSONObject = ["OpenIDConnectProviderArn": .string(arn), "ClientID": .string(context.audience)]
      changes.append(
        change(
          OIDCProviderStep.audienceKey, .update, "Audience of identity provider \(setup.issuerHost)",
          "adds \(context.audience) to the audiences", Call(.iam, "AddClientIDToOpenIDConnectProvider", input),
          previous: JSON(provider.audiences), wanted: JSON(provider.audiences + [context.audience]),
          undo: Call(.iam, "RemoveClientIDFromOpenIDConnectProvider", input), repairs: ["OIDC-04"]))
    }
    if marked.maker == nil, marked.isMade(as: OIDCProviderStep.key) {
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
    return changes + [marked.marking(repairs: ["OIDC-15"])].compactMap(\.self)
  }
}

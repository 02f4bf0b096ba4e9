import Checklist
import JSONDocument
import Policy

extension GitHubRoleStep: HoldsOneThing {
  static func thing(_ context: Context) -> HeldThing {
    HeldThing(step: "github-role", resource: context.roleARN, name: "role \(context.setup.role)")
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    guard let role = seen.role.role.value else { return [] }
    guard isMade(seen.role, context) else {
      return [holding(Self.roleKey, context, "", .foreign, "not made by onramp")] + restored(role, seen, context)
    }
    let reason = context.reason(tags: role.tags)
    switch Self.isGoing(seen.role, context) {
    case .stays(let because): return [holding(Self.roleKey, context, "", .shared, "stays: \(because)")]
    case .goes:
      let policies = (seen.role.inline.value ?? [:]).keys.sorted().map { name in
        Call(.iam, "DeleteRolePolicy", ["RoleName": .string(context.setup.role), "PolicyName": .string(name)])
      }
      return [
        holding(
          Self.roleKey, context, "", .ours, reason, .remove,
          policies + [Call(.iam, "DeleteRole", ["RoleName": .string(context.setup.role)])],
          present: .string(role.trustPolicy.text))
      ]
    }
  }

  enum Fate: Hashable, Sendable {
    case goes
    case stays(String)
  }

  /// Whether teardown removes a role that onramp made: not while others use it for something else.
  static func isGoing(_ seen: IAMRole, _ context: Context) -> Fate {
    guard let inline = seen.inline.value, let attached = seen.attached.value else {
      return .stays("its policies could not be looked at")
    }
    let foreign = inline.keys.filter { $0 != policyName }.sorted() + attached.map(\.arn)
    return foreign.isEmpty ? .goes : .stays("others gave it \(foreign.joined(separator: ", "))")
  }

  /// In a role that was there before, everything onramp changed is put back; what others changed since stays.
  private func restored(_ role: IAMRole.Role, _ seen: Observation, _ context: Context) -> [Holding] {
    let items = context.ledger.all.filter { $0.resource == context.roleARN }
    return items.compactMap { item in
      switch item.key {
      case Self.trustKey: trust(item, role, seen, context)
      case Self.sessionKey: session(item, role, context)
      case Self.permissionsKey: inline(item, Self.policyName, seen, context)
      default: other(item, seen, context)
      }
    }
  }

  private func trust(_ item: Ledger.Item, _ role: IAMRole.Role, _ seen: Observation, _ context: Context) -> Holding? {
    guard let present = role.trustPolicy.document, let text = item.previous.string,
      let written = item.wanted.policy?.document, let previous = item.previous.policy?.document
    else { return nil }
    func restored(_ document: PolicyDocument, _ text: String) -> Holding {
      let intent = intent(seen, context)
      let unsafe = TrustPolicy.remarks(document, intent).filter { !$0.isForeign }.map { CheckID(rawValue: $0.check) }
      return holding(
        Self.trustKey, context, "Trust policy", .adopted, "onramp changed it", .restore,
        [
          Call(
            .iam, "UpdateAssumeRolePolicy",
            ["RoleName": .string(context.setup.role), "PolicyDocument": .string(text)])
        ],
        present: .string(role.trustPolicy.text), afterwards: .string(text), unsafe: unsafe)
    }
    switch TrustPolicy.withdrawn(present, written: written, previous: previous) {
    case .nothing: return nil
    case .impossible(let reason): return holding(Self.trustKey, context, "Trust policy", .adopted, "stays: \(reason)")
    // What nobody touched since goes back letter by letter.
    case .previous: return restored(previous, text)
    case .edited(let document): return restored(document, document.text)
    }
  }

  private func session(_ item: Ledger.Item, _ role: IAMRole.Role, _ context: Context) -> Holding? {
    guard let previous = item.previous.integer, let wanted = item.wanted.integer, role.maxSession == wanted else {
      return nil
    }
    return holding(
      Self.sessionKey, context, "Session length", .adopted, "onramp changed it", .restore,
      [Self.update(role, previous, context)], present: item.wanted, afterwards: item.previous, unsafe: ["TRUST-49"])
  }

  /// An inline policy returns to its text before, or goes; one that was edited since stays.
  private func inline(_ item: Ledger.Item, _ name: String, _ seen: Observation, _ context: Context) -> Holding? {
    let key: JSONObject = ["RoleName": .string(context.setup.role), "PolicyName": .string(name)]
    let present = seen.role.inline.value?[name]
    let previous = item.previous.policy
    guard present != previous else { return nil }
    let thing = "Inline policy \(name)"
    guard present.flatMap({ item.wanted.policy?.means($0) }) ?? (present == item.wanted.policy) else {
      return holding(item.key, context, thing, .adopted, "stays: it was edited since onramp wrote it")
    }
    var call = Call(.iam, "DeleteRolePolicy", key)
    if let previous {
      var put = key
      put["PolicyDocument"] = .string(previous.text)
      call = Call(.iam, "PutRolePolicy", put)
    }
    let excess = previous?.document.map { IdentityPolicy([$0]).remarks() }
    return holding(
      item.key, context, thing, .adopted, item.previous.isNull ? "onramp added it" : "onramp changed it", .restore,
      [call], present: present.map { .string($0.text) } ?? .null, afterwards: item.previous,
      unsafe: (excess ?? []).map { CheckID(rawValue: $0.check) })
  }

  private func other(_ item: Ledger.Item, _ seen: Observation, _ context: Context) -> Holding? {
    let name = item.key.rawValue
    if name.hasPrefix(Self.inlineKey("").rawValue) {
      return inline(item, String(name.dropFirst(Self.inlineKey("").rawValue.count)), seen, context)
    }
    guard name.hasPrefix(Self.attachedKey("").rawValue), let arn = item.previous.string,
      seen.role.attached.value?.contains(where: { $0.arn == arn }) == false
    else { return nil }
    return holding(
      item.key, context, "Managed policy", .adopted, "onramp detached \(arn)", .restore,
      [Call(.iam, "AttachRolePolicy", ["RoleName": .string(context.setup.role), "PolicyArn": .string(arn)])],
      afterwards: .string(arn), unsafe: ["PERM-03"])
  }
}

import Blueprints
import Checklist
import JSONDocument
import Policy

extension ExecutionRoleStep {
  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    guard let role = seen.role.role, let standing = role.role.value, let name = seen.role.named.value?.roleName else {
      return []
    }
    let place = Target(name: name, arn: standing.arn, made: isMade(seen, context))
    guard place.made else {
      // The domain's own role is the domain's; one that the setup names is worth a line.
      let named = seen.role.named.value == .bySetup(name)
      let foreign = named ? [holding(Self.roleKey, place, "", .foreign, "not made by onramp")] : []
      if context.ledger.isEmpty { return foreign + signed(role, place, context) }
      return foreign
        + context.ledger.all.filter { $0.resource == place.arn }.compactMap { item in
          item.key == Self.trustKey ? trust(item, standing, place) : inline(item, role, place)
        }
    }
    if let because = whyItStays(seen, role, context) {
      return [holding(Self.roleKey, place, "", .shared, "stays: \(because)")]
    }
    let policies = (role.inline.value ?? [:]).keys.sorted().map { place.inline($0, nil) }
    return [
      holding(
        Self.roleKey, place, "", .ours, context.reason(tags: standing.tags), .remove,
        policies + [Call(.iam, "DeleteRole", place.input())], present: .string(standing.trustPolicy.text))
    ]
  }

  /// Why teardown leaves a role that onramp made; nil when nobody else has a use for it.
  private func whyItStays(_ seen: Observation, _ role: IAMRole, _ context: Context) -> String? {
    guard let inline = role.inline.value, let attached = role.attached.value else {
      return "its policies could not be looked at"
    }
    guard let users = seen.users?.value else { return "it could not be seen which domains run as it" }
    guard users.isEmpty else { return "domain \(users.joined(separator: ", ")) runs as it" }
    let own = Set(Self.blueprint(context).parts.map(\.name))
    let foreign = inline.keys.filter { !own.contains($0) }.sorted() + attached.map(\.arn)
    return foreign.isEmpty ? nil : "others gave it \(foreign.joined(separator: ", "))"
  }

  private func holding(
    _ key: ItemKey, _ place: Target, _ thing: String, _ ownership: Holding.Ownership, _ reason: String,
    _ action: Holding.Action = .keep, _ calls: [Call] = [], present: JSON = .null, afterwards: JSON = .null,
    unsafe: [CheckID] = []
  ) -> Holding {
    Holding(
      key: key, step: "execution-role", resource: place.arn, title: Part(thing).title(of: "role \(place.name)"),
      ownership: ownership, reason: reason, action: action, calls: calls, present: present, afterwards: afterwards,
      unsafe: unsafe)
  }

  private func trust(_ item: Ledger.Item, _ role: IAMRole.Role, _ place: Target) -> Holding? {
    guard let present = role.trustPolicy.document, let text = item.previous.string,
      let written = item.wanted.policy?.document, let previous = item.previous.policy?.document
    else { return nil }
    func restored(_ text: String) -> Holding {
      holding(
        Self.trustKey, place, "Trust policy", .adopted, "onramp changed it", .restore, [place.trusting(text)],
        present: .string(role.trustPolicy.text), afterwards: .string(text), unsafe: ["EXE-09"])
    }
    switch TrustPolicy.withdrawn(present, written: written, previous: previous) {
    case .nothing: return nil
    case .impossible(let reason): return holding(Self.trustKey, place, "Trust policy", .adopted, "stays: \(reason)")
    case .previous: return restored(text)
    case .edited(let document): return restored(document.text)
    }
  }

  /// An inline policy returns to its text before, or goes; what others wrote into it since stays.
  private func inline(_ item: Ledger.Item, _ role: IAMRole, _ place: Target) -> Holding? {
    let prefix = Self.inlineKey("").rawValue
    guard item.key.rawValue.hasPrefix(prefix) else { return nil }
    let name = String(item.key.rawValue.dropFirst(prefix.count))
    let thing = "Inline policy \(name)"
    guard let policy = role.inline.value?[name], let present = policy.document,
      let written = item.wanted.policy?.document
    else { return nil }
    let previous = item.previous.policy?.document
    let statements = Withdrawal<[JSON]>.list(
      current: present.statements.map { .object($0.json) }, written: written.statements.map { .object($0.json) },
      previous: (previous?.statements ?? []).map { .object($0.json) }
    ) { $0.object.map { PolicyStatement($0).meaning } ?? $0 }
    let rest: String?
    switch statements {
    case .nothing: return nil
    case .impossible(let reason): return holding(item.key, place, thing, .adopted, "stays: \(reason)")
    case .previous: rest = item.previous.string
    case .edited(let left): rest = left.isEmpty ? nil : composed(present, left)
    }
    return holding(
      item.key, place, thing, .adopted, item.previous.isNull ? "onramp added it" : "onramp changed it", .restore,
      [place.inline(name, rest)], present: .string(policy.text), afterwards: rest.map { .string($0) } ?? .null)
  }

  /// Without a journal, what bears this setup's name in its Sid and was not edited since.
  private func signed(_ role: IAMRole, _ place: Target, _ context: Context) -> [Holding] {
    let blueprint = Self.blueprint(context)
    return blueprint.parts.compactMap { part in
      guard let policy = role.inline.value?[part.name], let document = policy.document else { return nil }
      let left = document.statements.filter { !blueprint.owns($0) }
      guard left.count < document.statements.count else { return nil }
      let rest = left.isEmpty ? nil : composed(document, left.map { .object($0.json) })
      return holding(
        Self.inlineKey(part.name), place, "Inline policy \(part.name)", .adopted, "its Sid names this setup", .restore,
        [place.inline(part.name, rest)], present: .string(policy.text), afterwards: rest.map { .string($0) } ?? .null)
    }
  }

  private func composed(_ document: PolicyDocument, _ statements: [JSON]) -> String {
    var document = document
    document.statements = statements.compactMap { $0.object.map(PolicyStatement.init) }
    return document.text
  }
}

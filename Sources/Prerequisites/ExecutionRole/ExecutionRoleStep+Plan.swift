import Blueprints
import Checklist
import JSONDocument
import Policy

extension ExecutionRoleStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] { thing(seen, context)?.changes ?? [] }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] { thing(seen, context)?.holdings ?? [] }

  private func thing(_ seen: Observation, _ context: Context) -> Thing? {
    guard let role = seen.role.role, let named = seen.role.named.value, let name = named.roleName,
      let arn = seen.role.arn(context)
    else { return nil }
    let blueprint = Self.blueprint(context)
    let keep = RoleKeep(
      step: "execution-role", name: name, arn: arn, seen: role, context: context,
      own: blueprint.parts.map { .inline($0.name) }, isSigned: blueprint.owns,
      unsafe: { part, _ in part == .trust ? ["EXE-09"] : [] })
    guard role.role.isAbsent else {
      let policies = role.inline.value.flatMap { inline in
        seen.role.allowed.value.map { granted(inline, $0.policies, keep, context) }
      }
      // The domain's own role is the domain's; one that the setup names is worth a line.
      return keep.thing(
        trusted(role, keep, context) + (policies ?? []), stays: Self.use(seen), isSpokenOf: named == .bySetup(name))
    }
    // A domain's own role that is gone is not made anew: nobody here knows what it was allowed.
    guard case .bySetup = named else { return nil }
    return keep.thing(making: making(context), granted([:], IdentityPolicy([]), keep, context))
  }

  /// Who runs as it, as a reason to leave it; nil when nobody does.
  private static func use(_ seen: Observation) -> String? {
    guard let users = seen.users?.value else { return "it could not be seen which domains run as it" }
    return users.isEmpty ? nil : "domain \(users.joined(separator: ", ")) runs as it"
  }

  private func making(_ context: Context) -> RoleKeep.Making {
    RoleKeep.Making(
      description: "SageMaker runs as this role for \(context.setup.fullName)",
      wish: Wish(
        value: .string(Self.trust(context).fresh.text),
        summary: "SageMaker may run as it; what its jobs read and write is still to be allowed",
        repairs: ["EXE-01", "EXE-09"]))
  }

  private func trusted(_ role: IAMRole, _ keep: RoleKeep, _ context: Context) -> [(RolePart, Wish)] {
    let trust = Self.trust(context)
    guard let document = role.role.value?.trustPolicy.document, !trust.isTrusted(by: document),
      let wanted = trust.repaired(document)
    else { return [] }
    return [
      (
        .trust,
        Wish(
          value: .string(wanted.text), summary: "sagemaker.amazonaws.com may assume it; every other statement stays",
          repairs: ["EXE-09"], confidence: keep.isMade ? .safe : .check)
      )
    ]
  }

  /// One change for each inline policy that lacks something or passes a role of another account.
  private func granted(
    _ inline: [String: StoredPolicy], _ policies: IdentityPolicy, _ keep: RoleKeep, _ context: Context
  ) -> [(RolePart, Wish)] {
    guard context.setup.tracks.contains(.project) else { return [] }
    let parts = Self.blueprint(context).parts
    let surroundings = Self.surroundings(keep.arn, context)
    var wanted: [String: (document: PolicyDocument, repairs: [CheckID])] = [:]
    for (name, policy) in inline {
      guard let document = policy.document, let own = Self.broughtHome(document, context) else { continue }
      wanted[name] = (own, ["EXE-07"])
    }
    // Judged as it will be once the copied policies name this account, so that one run repairs both.
    var lasting = policies.documents.map { document in Self.broughtHome(document, context) ?? document }
    for part in parts
    where part.needed.contains(where: { !IdentityPolicy(lasting).allowsEvery($0, also: surroundings) }) {
      let old = wanted[part.name]?.document ?? inline[part.name]?.document
      guard old != nil || inline[part.name] == nil else { continue }
      let document = (old ?? PolicyDocument()).with(part.statements)
      // Where a Deny stands in the way another Allow changes nothing.
      let helped = IdentityPolicy(lasting + [document])
      guard part.needed.allSatisfy({ helped.allowsEvery($0, also: surroundings) }) else { continue }
      lasting.append(document)
      wanted[part.name] = (document, (wanted[part.name]?.repairs ?? []) + [CheckID(rawValue: part.check)])
    }
    // What a copied policy breaks is repaired with it.
    for part in parts where wanted[part.name]?.repairs == ["EXE-07"] {
      if part.needed.contains(where: { !policies.allowsEvery($0, also: surroundings) }) {
        wanted[part.name]?.repairs.append(CheckID(rawValue: part.check))
      }
    }
    let order = parts.map(\.name)
    let rank = { (name: String) in order.firstIndex(of: name) ?? order.count }
    return wanted.sorted { (rank($0.key), $0.key) < (rank($1.key), $1.key) }.map { name, item in
      (
        .inline(name),
        Wish(
          value: .string(item.document.text), summary: summary(item.repairs), repairs: item.repairs,
          after: [Self.roleKey])
      )
    }
  }

  private func summary(_ repairs: [CheckID]) -> String {
    switch repairs.last {
    case "EXE-03": "may pass the launch role to CloudFormation"
    case "EXE-04": "may make and change the stacks of projects"
    case "EXE-05": "may read the tags of the templates"
    case "EXE-06": "may list and read the templates"
    default: "the launch role of this account instead of another's"
    }
  }

  /// The document with the launch role of this account in place of another account's; nil when it names none.
  static func broughtHome(_ document: PolicyDocument, _ context: Context) -> PolicyDocument? {
    let own = blueprint(context).launchRole
    let copied = rolesElsewhere(document, context).filter { $0.hasSuffix(":role/AmazonSageMakerProjectsLaunchRole") }
    guard !copied.isEmpty else { return nil }
    var document = document
    document.statements = document.statements.map { statement in
      guard statement.isAllow, statement.covers(action: "iam:PassRole"),
        statement.resources.contains(where: copied.contains)
      else { return statement }
      var statement = statement
      var resources: [String] = []
      for resource in statement.resources.map({ copied.contains($0) ? own : $0 }) where !resources.contains(resource) {
        resources.append(resource)
      }
      statement.json["Resource"] = resources.count == 1 ? .string(resources[0]) : JSON(resources)
      return statement
    }
    return document
  }
}

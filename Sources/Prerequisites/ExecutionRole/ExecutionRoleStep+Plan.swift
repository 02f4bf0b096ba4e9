import Blueprints
import Checklist
import JSONDocument
import Policy

extension ExecutionRoleStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] { thing(seen, context)?.changes ?? [] }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] { thing(seen, context)?.holdings ?? [] }

  static func keep(_ seen: Observation, _ context: Context) -> RoleKeep? {
    guard let role = seen.role.role, let name = seen.role.named.value?.roleName, let arn = seen.role.arn(context)
    else { return nil }
    let blueprint = blueprint(context)
    return RoleKeep(
      step: "execution-role", name: name, arn: arn, seen: role, context: context,
      own: blueprint.parts.map { .inline($0.name) }, bounding: "EXE-08", isSigned: blueprint.owns,
      hasOurSid: { part, statement in part != .trust && blueprint.names(statement) },
      isOthers: { part, statement in part != .trust && blueprint.isAnothers(statement) },
      unsafe: { part, _ in part == .trust ? ["EXE-09"] : [] })
  }

  private func thing(_ seen: Observation, _ context: Context) -> Thing? {
    guard let keep = Self.keep(seen, context), let role = seen.role.role, let named = seen.role.named.value,
      let name = named.roleName
    else { return nil }
    let policies = ProjectRights(seen: seen, role: role, arn: keep.arn, context: context).wishes()
    guard role.role.isAbsent else {
      // The domain's own role is the domain's; one that the setup names is worth a line.
      return keep.thing(
        trusted(seen, role, keep, context) + keep.bounded + policies, stays: Self.use(seen),
        isSpokenOf: named == .bySetup(name))
    }
    // A domain's own role that is gone is not made anew: nobody here knows what it was allowed.
    guard case .bySetup = named, keep.barrier(seen.role.boundary) == nil else { return nil }
    return keep.thing(making: making(seen, context), policies)
  }

  /// Who runs as it, as a reason to leave it; nil when nobody does.
  private static func use(_ seen: Observation) -> String? {
    guard let users = seen.users?.value else { return "it could not be seen which domains run as it" }
    return users.isEmpty ? nil : "domain \(users.joined(separator: ", ")) runs as it"
  }

  private func making(_ seen: Observation, _ context: Context) -> RoleKeep.Making {
    RoleKeep.Making(
      description: "SageMaker runs as this role for \(context.setup.fullName)",
      wish: Wish(
        value: .string(Self.trust(seen, context).fresh.text),
        summary: "SageMaker may run as it; what its jobs read and write is still to be allowed",
        repairs: ["EXE-01", "EXE-09"]))
  }

  private func trusted(
    _ seen: Observation, _ role: IAMRole, _ keep: RoleKeep, _ context: Context
  ) -> [(RolePart, Wish)] {
    let trust = Self.trust(seen, context)
    guard seen.isSourceIdentitySet.value != nil, let document = role.role.value?.trustPolicy.document,
      case .refused = trust.answer(of: document), let wanted = trust.repaired(document)
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
}

import Blueprints
import Checklist
import JSONDocument
import Policy

extension GitHubRoleStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    thing(seen, context).changes
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    thing(seen, context).holdings + switchHoldings(context)
  }

  static func keep(_ role: IAMRole, _ context: Context) -> RoleKeep {
    RoleKeep(
      step: "github-role", name: context.setup.role, arn: role.role.value?.arn ?? context.roleARN, seen: role,
      context: context, own: [.inline(policyName)], uses: [OIDCProviderStep.key], permissions: policyName,
      bounding: "PERM-10")
  }

  private func thing(_ seen: Observation, _ context: Context) -> Thing {
    let intent = intent(seen, context)
    var keep = Self.keep(seen.role, context)
    keep.othersTrust = { TrustPolicy.others(in: $0, intent) }
    keep.isOthers = { part, statement in part == .trust && TrustPolicy.isOthers(statement, intent) }
    keep.hasOurSid = { part, statement in part == .trust && TrustPolicy.isSigned(statement, intent) }
    keep.former = { former($0, seen.facts, intent, context) }
    keep.unsafe = { part, value in
      switch part {
      case .trust: value.policy?.document.map { Self.unsafe($0, intent) } ?? []
      case .session: ["TRUST-49"]
      case .inline:
        value.policy?.document.map { IdentityPolicy([$0]).remarks().map { CheckID(rawValue: $0.check) } } ?? []
      case .attached: ["PERM-03"]
      case .boundary: []
      }
    }
    // Without GitHub's word a trust policy would be a guess.
    let facts = TrustFacts(seen.facts, context)
    let canTrust =
      !facts.isGuess && facts.barrier == nil && !intent.subjects.isEmpty && IssuerAddress(context.setup).isRight
    if seen.role.role.isAbsent, !canTrust || keep.barrier(seen.boundary) != nil { return keep.thing([]) }
    let trust = canTrust ? trusted(seen, intent, keep, context).map { [(RolePart.trust, $0)] } ?? [] : []
    return keep.thing(
      making: seen.role.role.isAbsent ? making(intent, context) : nil,
      trust + session(seen, context) + keep.bounded + WorkflowRights(seen: seen, context: context).wishes())
  }

  private static func unsafe(_ document: PolicyDocument, _ intent: TrustIntent) -> [CheckID] {
    TrustPolicy.remarks(document, intent).filter { !$0.isForeign }.map { CheckID(rawValue: $0.check) }
  }

  private func making(_ intent: TrustIntent, _ context: Context) -> RoleKeep.Making {
    RoleKeep.Making(
      description: "GitHub Actions of \(context.setup.fullName) deploy to SageMaker", session: context.setup.maxSession,
      wish: Wish(
        value: .string(TrustPolicy.fresh(intent).text), summary: "workflows of \(context.setup.fullName) may assume it",
        repairs: ["TRUST-01", "TRUST-49"] + TrustCheck.all.map(\.id), after: [OIDCProviderStep.key]))
  }

  private func trusted(_ seen: Observation, _ intent: TrustIntent, _ keep: RoleKeep, _ context: Context) -> Wish? {
    guard let document = keep.seen.role.value?.trustPolicy.document else { return nil }
    // What no failing check names stays untouched.
    let broken = TrustReading(document, intent).broken
    guard !broken.isEmpty else { return nil }
    let wanted = TrustPolicy.repaired(document, intent)
    // IAM takes no document with a statement that tests no subject, whoever's it is.
    guard !wanted.means(document), TrustPolicy.refusedByIAM(wanted) == nil else { return nil }
    // Doors of others stay as they are, so what is wrong with them is still wrong afterwards.
    let remaining = Set(TrustReading(wanted, intent).broken)
    let repairs = broken.filter { !remaining.contains($0) }
    // Whether it is to be changed at all is decided without the trail, which no look before a write asks for.
    let isMeant = repairs.allSatisfy(context.accepts)
    return Wish(
      value: .string(wanted.text), summary: "accepts \(intent.subjects.joined(separator: " and "))",
      repairs: repairs + (!isMeant && isMended(seen, context, from: document, to: wanted) ? ["TRUST-51"] : []),
      confidence: document.statements.count > 1 || !keep.isMade ? .check : .safe)
  }

  /// Sessions as long as the setup asks for.
  private func session(_ seen: Observation, _ context: Context) -> [(RolePart, Wish)] {
    let wanted = context.setup.maxSession
    guard let role = seen.role.role.value, role.maxSession < wanted else { return [] }
    return [
      (
        .session,
        Wish(
          value: .number(String(wanted)), summary: "sessions of up to \(wanted) seconds", repairs: ["TRUST-49"])
      )
    ]
  }
}

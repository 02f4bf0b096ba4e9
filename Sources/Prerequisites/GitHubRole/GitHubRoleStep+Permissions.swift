import Blueprints
import Checklist
import JSONDocument
import Policy

/// What the role is allowed: too much, too little, and what stands in the way of changing it.
extension GitHubRoleStep {
  /// The table that is both granted and demanded.
  func blueprint(_ seen: Observation, _ context: Context) -> GitHubRolePermissions {
    GitHubRolePermissions(
      place: Place(partition: context.partition, account: context.account, region: context.region),
      executionRole: seen.executionRole.value.flatMap(\.self), templateBucket: context.bucket)
  }

  /// The policy that bounds the role; seen as nil where none does.
  func boundary(of role: Look<IAMRole.Role>, _ world: World) async -> Look<StoredPolicy?> {
    guard let value = role.value else { return role.map { _ in nil } }
    guard let arn = value.boundary else { return Look(role.source, .seen(nil)) }
    let policy = await IAMRole.document(of: arn, world)
    return Look(role.source + policy.source, policy.map { Optional($0) }.sight)
  }

  /// The versions of the attached policies that are the account's own; AWS's cannot be edited here anyway.
  func versions(of attached: Look<[IAMRole.Attached]>, _ world: World) async -> Look<[String: Int]> {
    guard let policies = attached.value else { return attached.map { _ in [:] } }
    var source = attached.source
    var counts: [String: Int] = [:]
    for policy in policies where !policy.arn.contains(":iam::aws:policy/") {
      let look = await world.look(
        Call(.iam, "ListPolicyVersions", ["PolicyArn": .string(policy.arn)]), absent: ["NoSuchEntity"]
      ).reading { $0["Versions"]?.array?.count }
      source += look.source
      if let obstacle = look.obstacle { return Look(source, .hidden(obstacle)) }
      counts[policy.arn] = look.value
    }
    return Look(source, .seen(counts))
  }

  func permissions(_ seen: Observation, _ context: Context) -> [Judgement] {
    excess(seen, context) + needs(seen, context) + edits(seen, context)
  }

  private func excess(_ seen: Observation, _ context: Context) -> [Judgement] {
    let attached = seen.role.attached.map { $0.map(\.arn) }
    let excess = seen.role.permissions.and(attached).map { $0.first.remarks(attached: $0.second) }
    let needed: KeyValuePairs<CheckID, String> = [
      "PERM-01": "iam:PassRole on \(blueprint(seen, context).passable)",
      "PERM-02": "a condition iam:PassedToService sagemaker.amazonaws.com",
      "PERM-03": "what the workflows use, on this setup's resources",
      "PERM-14": "arn:\(context.partition):sagemaker:\(context.region):\(context.account):… of the kinds in use",
    ]
    return needed.map { check, needed in
      excess.judge(check, on: context.roleARN, absent: .blocked(by: "TRUST-01")) { remarks in
        let found = remarks.filter { $0.check == check.rawValue }.flatMap(\.found)
        return found.isEmpty
          ? .holds(found: "no statement that wide")
          : .broken(
            found: found.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: ", "),
            needed: needed)
      }
    }
  }

  private func needs(_ seen: Observation, _ context: Context) -> [Judgement] {
    let required = blueprint(seen, context).required
    let bound = bound(seen)
    // A boundary allows nothing and takes away: what both allow is allowed.
    let policies = seen.role.permissions.and(bound)
    let lost = bound.and(seen.knownExecutionRole).judge(
      "PERM-10", on: context.roleARN, absent: .blocked(by: "TRUST-01")
    ) { both in
      guard let boundary = both.first else { return .holds(found: "no boundary") }
      let missing = required.filter { !boundary.allows($0) }
      let name = seen.role.role.value?.boundary ?? ""
      return missing.isEmpty
        ? .holds(found: name)
        : .broken(
          found: "\(name) does not allow \(missing.map(\.action).joined(separator: ", "))",
          needed: "a boundary that allows it on \(Self.resources(missing))")
    }
    return [lost]
      + RequiredPermission.Purpose.allCases.map { purpose in
        let needs = required.filter { $0.purpose == purpose }
        // Only what concerns the execution role has to wait until that role is known.
        let look = purpose == .passExecutionRole ? policies.and(seen.knownExecutionRole).map(\.first) : policies
        return look.judge(CheckID(rawValue: purpose.check), on: context.roleARN, absent: .blocked(by: "TRUST-01")) {
          guard !needs.isEmpty else { return .skipped("nothing of this kind is needed here") }
          let (own, boundary) = ($0.first, $0.second)
          let missing = needs.filter { !own.allows($0) }
          if missing.isEmpty, let boundary, needs.contains(where: { !boundary.allows($0) }) {
            return .blocked(by: "PERM-10")
          }
          return missing.isEmpty
            ? .holds(found: "\(needs.count) of \(needs.count) actions allowed")
            : .broken(
              found: "not allowed: " + own.inWords(missing.map(\.permission)),
              needed: "allowed on \(Self.resources(missing))")
        }
      }
  }

  private func edits(_ seen: Observation, _ context: Context) -> [Judgement] {
    let absent = Verdict.blocked(by: "TRUST-01")
    return [
      seen.role.inline.and(seen.knownExecutionRole).judge("PERM-12", on: context.roleARN, absent: absent) {
        guard let policy = $0.first[Self.policyName] else { return .holds(found: "no policy of onramp's") }
        let wanted = blueprint(seen, context).document
        guard drift(seen, context) else { return .holds(found: "\(Self.policyName) as onramp writes it") }
        let others = policy.document?.statements.filter { !wanted.statements.contains($0) } ?? []
        let words = others.map { $0.sid ?? $0.actions.joined(separator: ", ") }.joined(separator: "; ")
        return .broken(
          found: "\(Self.policyName): \(words.isEmpty ? "statements are missing" : words)",
          needed: "\(Self.policyName) as onramp writes it; what others need in a policy of its own")
      },
      seen.versions.judge("PERM-13", on: context.roleARN, absent: absent) { counts in
        let full = counts.filter { $0.value >= 5 }.keys.sorted()
        return full.isEmpty
          ? .holds(
            found: counts.isEmpty ? "no policy of the account's own" : counts.keys.sorted().joined(separator: ", "))
          : .broken(found: "\(full.joined(separator: ", ")): 5 versions", needed: "at most 4 versions")
      },
    ]
  }

  /// Whether the statements that onramp writes into its policy say something else than it would write today.
  func drift(_ seen: Observation, _ context: Context) -> Bool {
    guard seen.executionRole.obstacle == nil, let policy = seen.role.inline.value?[Self.policyName] else {
      return false
    }
    return policy.document.map { $0.with(blueprint(seen, context).document.statements).means($0) } != true
  }

  private func bound(_ seen: Observation) -> Look<IdentityPolicy?> {
    seen.boundary.reading { policy in
      guard let policy else { return Look(seen.boundary.source, .seen(nil)) }
      guard let document = policy.document else {
        return Look(seen.boundary.source, .hidden(.unreadable("the boundary")))
      }
      return Look(seen.boundary.source, .seen(IdentityPolicy([document])))
    }
  }

  private static func resources(_ missing: [RequiredPermission]) -> String {
    Set(missing.map(\.resource)).sorted().joined(separator: ", ")
  }
}

extension RequiredPermission {
  fileprivate var permission: Permission { Permission(action: action, resource: resource, context: context) }
}

extension IdentityPolicy {
  func allows(_ need: RequiredPermission) -> Bool {
    allows(action: need.action, resource: need.resource, context: ConditionContext(need.context))
  }
}

extension GitHubRoleStep.Observation {
  /// The execution role; seen as none where there is none to look at.
  fileprivate var knownExecutionRole: Look<String?> {
    executionRole.isAbsent ? Look(executionRole.source, .seen(nil)) : executionRole
  }
}

extension GitHubRolePermissions {
  /// The roles that workflows may pass, in words.
  fileprivate var passable: String { ([executionRole].compactMap(\.self) + [useRole]).joined(separator: ", ") }
}

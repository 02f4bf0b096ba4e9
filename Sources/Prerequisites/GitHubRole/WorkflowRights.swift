import Blueprints
import Checklist
import JSONDocument
import Policy

/// What the workflows' role is allowed: too much, too little, and what stands in the way of changing it.
struct WorkflowRights {
  let seen: GitHubRoleStep.Observation
  let context: Context

  /// The inline policy that holds what the workflows need.
  var policyName: String { GitHubRoleStep.policyName }

  /// The table that is both granted and demanded.
  var blueprint: GitHubRolePermissions {
    GitHubRolePermissions(
      place: Place(partition: context.partition, account: context.account, region: context.region),
      executionRole: seen.executionRole.value.flatMap(\.self), templateBucket: context.bucket)
  }

  /// The execution role; seen as none where there is none to look at.
  private var executionRole: Look<String?> {
    seen.executionRole.absent(as: nil)
  }

  func judgements() -> [Judgement] { excess() + needs() + edits() }

  private func judge<Value>(_ check: CheckID, _ look: Look<Value>, _ verdict: (Value) -> Verdict) -> Judgement {
    look.judge(check, on: seen.arn(context), absent: .blocked(by: "TRUST-01"), verdict)
  }

  private func excess() -> [Judgement] {
    let attached = seen.role.attached.map { $0.map(\.arn) }
    let excess = seen.role.permissions.and(attached).map { $0.first.remarks(attached: $0.second) }
    let needed: KeyValuePairs<CheckID, String> = [
      "PERM-01": "iam:PassRole on \(blueprint.passable)",
      "PERM-02": "a condition iam:PassedToService sagemaker.amazonaws.com",
      "PERM-03": "what the workflows use, on this setup's resources",
      "PERM-14": "arn:\(context.partition):sagemaker:\(context.region):\(context.account):… of the kinds in use",
    ]
    return needed.map { check, needed in
      judge(check, excess) { remarks in
        let found = remarks.filter { $0.check == check.rawValue }.flatMap(\.found)
        return found.isEmpty
          ? .holds(found: "no statement that wide")
          : .broken(
            found: found.distinct.listed(),
            needed: needed)
      }
    }
  }

  private func needs() -> [Judgement] {
    let required = blueprint.required
    // A boundary allows nothing and takes away: what both allow is allowed.
    let policies = seen.role.permissions.and(seen.boundary.bound)
    let unbounded = GitHubRoleStep.keep(seen.role, context).unbounded(seen.boundary)
    let lost = seen.boundary.bound.and(executionRole).judge(
      "PERM-10", on: seen.arn(context), absent: unbounded ?? .blocked(by: "TRUST-01")
    ) { both in
      if let unbounded { return unbounded }
      guard let boundary = both.first else { return .holds(found: "no boundary") }
      let missing = missing(required, boundary)
      let name = seen.role.role.value?.boundary ?? context.setup.boundary ?? ""
      guard missing.isEmpty else {
        return .broken(
          found: "\(name) does not allow \(missing.map(\.action).joined(separator: ", "))",
          needed: "a boundary that allows it on \(Self.resources(missing))")
      }
      return doubt(required, boundary) ?? .holds(found: name)
    }
    return [lost]
      + RequiredPermission.Purpose.allCases.map { purpose in
        let needs = required.filter { $0.purpose == purpose }
        // Only what concerns the execution role has to wait until that role is known.
        let look = purpose == .passExecutionRole ? policies.and(executionRole).map(\.first) : policies
        return judge(CheckID(rawValue: purpose.check), look) {
          guard !needs.isEmpty else { return .skipped("nothing of this kind is needed here") }
          let (own, boundary) = ($0.first, $0.second)
          let missing = missing(needs, own)
          guard missing.isEmpty else {
            return .broken(
              found: "not allowed: " + own.inWords(missing.map(\.permission), also: surroundings),
              needed: "allowed on \(Self.resources(missing))")
          }
          if let boundary, needs.contains(where: { decision($0, boundary) != .holds }) {
            return .blocked(by: "PERM-10")
          }
          return doubt(needs, own) ?? .holds(found: "\(needs.count) of \(needs.count) actions allowed")
        }
      }
  }

  /// What every request of the workflows brings.
  private var surroundings: ConditionContext {
    let role = seen.role.role.value
    return context.requests(of: seen.arn(context), role)
  }

  private func decision(_ need: RequiredPermission, _ policies: IdentityPolicy) -> Outcome {
    policies.decision(on: need.permission, also: surroundings).outcome
  }

  /// What is surely not allowed.
  func missing(_ needs: [RequiredPermission], _ policies: IdentityPolicy) -> [RequiredPermission] {
    needs.filter { decision($0, policies) == .fails }
  }

  private func doubt(_ needs: [RequiredPermission], _ policies: IdentityPolicy) -> Verdict? {
    needs.lazy.compactMap { policies.doubt($0.permission, also: surroundings) }.first.map {
      .hidden(.undecided($0))
    }
  }

  private func edits() -> [Judgement] {
    [
      judge("PERM-12", seen.role.inline.and(executionRole)) {
        guard let policy = $0.first[policyName] else { return .holds(found: "no policy of onramp's") }
        let ours = blueprint.document.statements
        // A text that is no policy is not as onramp writes it.
        guard policy.document.map({ $0.with(ours).means($0) }) != true else {
          return .holds(found: "\(policyName) as onramp writes it")
        }
        let others = policy.document?.statements.filter { !ours.contains($0) } ?? []
        let words = others.map { $0.sid ?? $0.actions.joined(separator: ", ") }.joined(separator: "; ")
        return .broken(
          found: "\(policyName): \(words.isEmpty ? "statements are missing" : words)",
          needed: "\(policyName) as onramp writes it; what others need in a policy of its own")
      },
      judge("PERM-13", seen.versions) { counts in
        let full = counts.filter { $0.value >= 5 }.keys.sorted()
        return full.isEmpty
          ? .holds(
            found: counts.keys.sorted().listed(else: "no policy of the account's own"))
          : .broken(found: "\(full.joined(separator: ", ")): 5 versions", needed: "at most 4 versions")
      },
    ]
  }

  private static func resources(_ missing: [RequiredPermission]) -> String {
    Set(missing.map(\.resource)).sorted().listed()
  }
}

extension GitHubRolePermissions {
  /// The roles that workflows may pass, in words.
  fileprivate var passable: String { ([executionRole].compactMap(\.self) + [useRole]).joined(separator: ", ") }
}

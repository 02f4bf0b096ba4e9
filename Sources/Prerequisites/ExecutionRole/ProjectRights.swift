import Blueprints
import Checklist
import JSONDocument
import Policy

/// What SageMaker projects need of the role that SageMaker runs as, and what it is allowed of that.
struct ProjectRights {
  let seen: ExecutionRoleStep.Observation
  let role: IAMRole
  let arn: String
  let context: Context

  var blueprint: ExecutionRolePermissions { ExecutionRoleStep.blueprint(context) }

  /// What every request of the role brings.
  var surroundings: ConditionContext {
    var surroundings = context.bucketRequests(context.requests(of: arn, role.role.value))
    if let tags = seen.templateTags.value { surroundings.setAll(of: "s3:ExistingObjectTag/", tags) }
    return surroundings
  }

  /// What the role named is allowed; absent where no such role is.
  private var allowed: Look<ExecutionRole.Allowed> {
    seen.role.named.and(role.role).and(seen.role.allowed).map(\.second)
  }

  func judge<Value>(
    _ check: CheckID, _ look: Look<Value>, absent: Verdict? = nil, _ verdict: (Value) -> Verdict
  ) -> Judgement {
    look.judge(check, on: arn, absent: absent ?? .blocked(by: "EXE-01"), verdict)
  }

  func judgements() -> [Judgement] {
    guard context.setup.tracks.contains(.project) else {
      return ExecutionRoleStep.projectChecks.map {
        Judgement($0, on: arn, lookedAt: seen.role.named.source, .skipped("this setup has no SageMaker project"))
      }
    }
    let parts = blueprint.parts
    let unbounded = ExecutionRoleStep.keep(seen, context)?.unbounded(seen.role.boundary)
    return parts.map(judge) + [
      passedElsewhere(),
      judge("EXE-08", allowed, absent: unbounded) { allowed in
        if let unbounded { return unbounded }
        guard let boundary = allowed.boundary else { return .holds(found: "no permissions boundary") }
        return bounded(parts.flatMap(\.needed), boundary, surroundings)
      },
      decrypting(),
    ]
  }

  private func judge(_ part: ExecutionRolePermissions.Part) -> Judgement {
    let check = CheckID(rawValue: part.check)
    let good = "\(part.needed.count) of \(part.needed.count) actions allowed"
    guard check == "EXE-06" else { return judge(check, allowed) { verdict(part.needed, $0, good) } }
    // A bucket that is not there yet counts as ours.
    let bucket = allowed.and(seen.bucket.owner.absent(as: .ours))
    if seen.bucket.barrier == "S3-02" {
      return judge(check, bucket) { _ in .blocked(by: "S3-02") }
    }
    // Reading objects is also for the bucket to refuse.
    return judge(check, bucket.and(seen.bucketPolicy.optional)) { all in
      reading(part.needed, all.first.first, all.second, good)
    }
  }

  /// Whether the role's policies allow it to read, and the bucket's policy lets it.
  private func reading(
    _ needed: [Permission], _ allowed: ExecutionRole.Allowed, _ bucket: StoredPolicy?, _ good: String
  ) -> Verdict {
    if let bucket, bucket.document == nil { return .blocked(by: "S3-17") }
    let denial = bucket?.document.flatMap { self.denial(of: needed, in: $0, surroundings) }
    if let denial, denial.isCertain {
      return .broken(
        found: "\(denial.words) in the bucket policy", needed: "\(Self.actions(needed)) not denied by the bucket")
    }
    let own = verdict(needed, allowed, good)
    // What the bucket may deny cannot be told; what the role lacks can.
    guard let denial, own == .holds(found: good) else { return own }
    return .hidden(.undecided("\(denial.words) in the bucket policy"))
  }

  /// Whether the role's policies allow what is needed, and its boundary leaves it.
  private func verdict(
    _ needed: [Permission], _ allowed: ExecutionRole.Allowed, _ good: String, _ wanted: String? = nil,
    of key: ConditionContext? = nil
  ) -> Verdict {
    let surroundings = key ?? surroundings
    let missing = needed.filter {
      allowed.policies.decision(on: $0, everywhere: true, also: surroundings).outcome == .fails
    }
    guard missing.isEmpty else {
      return .broken(
        found: "not allowed: " + allowed.policies.inWords(missing, everywhere: true, also: surroundings),
        needed: wanted ?? "allowed on " + Set(missing.map(\.resource)).sorted().listed())
    }
    if let boundary = allowed.boundary {
      let bounded = bounded(needed, boundary, surroundings)
      // What projects need of the boundary is one check's to say; what a key needs of it is not.
      if case .holds = bounded {} else { return key == nil ? .blocked(by: "EXE-08") : bounded }
    }
    return doubt(needed, allowed.policies, surroundings) ?? .holds(found: good)
  }

  /// What the boundary takes away.
  private func bounded(
    _ needed: [Permission], _ boundary: IdentityPolicy, _ surroundings: ConditionContext
  ) -> Verdict {
    let lost = needed.filter { boundary.decision(on: $0, everywhere: true, also: surroundings).outcome == .fails }
    let name = role.role.value?.boundary ?? ""
    guard lost.isEmpty else {
      return .broken(
        found: "\(name) does not allow \(Self.actions(lost))",
        needed: "allowed on " + Set(lost.map(\.resource)).sorted().listed())
    }
    return doubt(needed, boundary, surroundings) ?? .holds(found: name)
  }

  private func doubt(_ needed: [Permission], _ policy: IdentityPolicy, _ surroundings: ConditionContext) -> Verdict? {
    needed.lazy.compactMap { policy.doubt($0, everywhere: true, also: surroundings) }.first.map {
      .hidden(.undecided($0))
    }
  }

  /// The statement of a resource's policy that denies the role something, or may; nil where none does.
  private func denial(
    of needed: [Permission], in document: PolicyDocument, _ surroundings: ConditionContext
  ) -> (words: String, isCertain: Bool)? {
    let policy = ResourcePolicy(document)
    let found = needed.compactMap { permission in
      policy.denial(of: permission, to: arn, also: surroundings).map {
        (words: $0.inWords(permission.action), isCertain: $0.isCertain)
      }
    }
    return found.first(where: \.isCertain) ?? found.first
  }

  private static func actions(_ permissions: [Permission]) -> String {
    permissions.map(\.action).joined(separator: ", ")
  }

  /// A policy copied from another account passes a role of that account, which IAM never allows.
  private func passedElsewhere() -> Judgement {
    judge("EXE-07", seen.role.named.and(role.role).and(role.inline)) { all in
      let foreign = all.second.values.compactMap(\.document).flatMap { rolesElsewhere($0) }
      guard foreign.isEmpty else {
        return .broken(
          found: Set(foreign).sorted().joined(separator: ", "), needed: "roles of account \(context.account)")
      }
      if let odd = all.second.sorted(by: { $0.key < $1.key }).first(where: { $0.value.document == nil }) {
        return .hidden(.noPolicy("policy \(odd.key)"))
      }
      return .holds(found: "no role of another account is passed")
    }
  }

  /// The roles of other accounts that a document passes.
  func rolesElsewhere(_ document: PolicyDocument) -> [String] {
    document.statements.filter { $0.isAllow && $0.covers(action: "iam:PassRole") }.flatMap(\.resources).filter {
      Self.account(ofRole: $0).map { $0 != context.account } ?? false
    }
  }

  /// The account in the ARN of a role; nil where it is left open, and for everything else.
  private static func account(ofRole arn: String) -> String? {
    guard let arn = ARN(arn), arn.service == "iam", arn.resource.hasPrefix("role/"), arn.account.count == 12,
      arn.account.allSatisfy(\.isNumber)
    else { return nil }
    return arn.account
  }

  /// EXE-12: what is read from a bucket with a key of the customer's is decrypted by whoever reads it.
  private func decrypting() -> Judgement {
    let key = seen.key
    if seen.bucket.barrier == "S3-02" {
      return judge("EXE-12", allowed.and(seen.bucket.owner)) { _ in .blocked(by: "S3-02") }
    }
    if key.isAbsent {
      return judge("EXE-12", allowed.and(Look(key.source, .seen(true)))) { _ in
        .holds(found: "the bucket has no key of the customer's")
      }
    }
    return judge("EXE-12", allowed.and(key)) { both in
      let key = both.second
      guard key.state == "Enabled" else { return .blocked(by: "S3-14") }
      guard let policy = key.policy else { return .holds(found: "AWS manages the key \(key.arn)") }
      if let obstacle = policy.obstacle { return .hidden(obstacle) }
      return verdict(key.arn, policy.value?.document, both.first)
    }
  }

  /// In a key's policy the role itself is let in, or its account is and the role's own policies decide (AWS KMS
  /// developer guide, key policies).
  private func verdict(_ key: String, _ document: PolicyDocument?, _ allowed: ExecutionRole.Allowed) -> Verdict {
    let needed = Permission(action: "kms:Decrypt", resource: key)
    let wanted = "kms:Decrypt allowed on \(key)"
    guard let document else {
      return .broken(found: "a key policy that cannot be read", needed: wanted)
    }
    let surroundings = context.keyRequests(surroundings)
    let denial = self.denial(of: [needed], in: document, surroundings)
    if let denial, denial.isCertain {
      return .broken(found: "\(denial.words) in the key's policy", needed: wanted)
    }
    let grant = ResourcePolicy(document).grant(of: needed, to: arn, also: surroundings)
    let verdict: Verdict =
      switch grant {
      case .role: .holds(found: "the key's policy lets the role use \(key)")
      case nil: .broken(found: "the key's policy lets neither the role nor its account use it", needed: wanted)
      case .account:
        verdict([needed], allowed, "its policies allow kms:Decrypt on \(key)", wanted, of: surroundings)
      case .undecided(let statement):
        .hidden(
          .undecided(
            "the key's policy allows kms:Decrypt if "
              + statement.conditions.map(\.inWords).joined(separator: " and ")))
      }
    guard let denial, case .holds = verdict else { return verdict }
    return .hidden(.undecided("\(denial.words) in the key's policy"))
  }
}

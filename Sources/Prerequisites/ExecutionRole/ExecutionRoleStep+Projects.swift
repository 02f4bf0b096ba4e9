import Blueprints
import Checklist
import JSONDocument
import Policy

/// What SageMaker projects need of the role.
extension ExecutionRoleStep {
  func projects(_ seen: Observation, _ role: IAMRole, _ context: Context) -> [Judgement] {
    let arn = seen.role.arn(context) ?? ""
    guard context.setup.tracks.contains(.project) else {
      return Self.projectChecks.map {
        Judgement($0, on: arn, lookedAt: seen.role.named.source, .skipped("this setup has no SageMaker project"))
      }
    }
    let allowed = seen.role.named.and(role.role).and(seen.role.allowed).map(\.second)
    let surroundings = Self.surroundings(arn, context)
    let parts = Self.blueprint(context).parts
    return parts.map { part in
      judge(part, allowed, seen, arn, surroundings)
    } + [
      passedElsewhere(seen, role, arn, context),
      allowed.judge("EXE-08", on: arn, absent: .blocked(by: "EXE-01")) { allowed in
        guard let boundary = allowed.boundary else { return .holds(found: "no permissions boundary") }
        let lost = parts.flatMap(\.needed).filter { !boundary.allowsEvery($0, also: surroundings) }
        let name = role.role.value?.boundary ?? ""
        return lost.isEmpty
          ? .holds(found: name)
          : .broken(
            found: "\(name) does not allow \(Self.actions(lost))",
            needed: "allowed on " + Set(lost.map(\.resource)).sorted().joined(separator: ", "))
      },
      decrypting(seen, allowed, arn, context),
    ]
  }

  private func judge(
    _ part: ExecutionRolePermissions.Part, _ allowed: Look<ExecutionRole.Allowed>, _ seen: Observation, _ arn: String,
    _ surroundings: ConditionContext
  ) -> Judgement {
    let check = CheckID(rawValue: part.check)
    let missing = { (allowed: ExecutionRole.Allowed) in
      part.needed.filter { !allowed.policies.allowsEvery($0, also: surroundings) }
    }
    let verdict = { (allowed: ExecutionRole.Allowed) -> Verdict in
      let missing = missing(allowed)
      guard missing.isEmpty else {
        return .broken(
          found: "not allowed: " + allowed.policies.inWords(missing, everywhere: true, also: surroundings),
          needed: "allowed on " + Set(missing.map(\.resource)).sorted().joined(separator: ", "))
      }
      if let boundary = allowed.boundary, part.needed.contains(where: { !boundary.allowsEvery($0, also: surroundings) })
      {
        return .blocked(by: "EXE-08")
      }
      return .holds(found: "\(part.needed.count) of \(part.needed.count) actions allowed")
    }
    guard check == "EXE-06" else { return allowed.judge(check, on: arn, absent: .blocked(by: "EXE-01"), verdict) }
    let bucket = allowed.and(seen.bucket.known)
    if seen.bucket.barrier == "S3-02" {
      return bucket.judge(check, on: arn, absent: .blocked(by: "EXE-01")) { _ in .blocked(by: "S3-02") }
    }
    // Reading objects is also for the bucket to refuse.
    let policy: Look<StoredPolicy?> =
      seen.bucketPolicy.isAbsent ? Look(seen.bucketPolicy.source, .seen(nil)) : seen.bucketPolicy.map { .some($0) }
    return bucket.and(policy).judge(check, on: arn, absent: .blocked(by: "EXE-01")) { all in
      if let policy = all.second, policy.document == nil { return .blocked(by: "S3-17") }
      let denial = all.second?.document.flatMap { document in
        part.needed.lazy.compactMap {
          ResourcePolicy(document).denial(of: $0, to: arn, also: surroundings)
        }.first
      }
      if let denial {
        let name = denial.sid.map { "statement \($0)" } ?? "a statement"
        return .broken(
          found: "\(name) of the bucket policy denies it",
          needed: "\(Self.actions(part.needed)) not denied by the bucket")
      }
      return verdict(all.first.first)
    }
  }

  static func actions(_ permissions: [Permission]) -> String { permissions.map(\.action).joined(separator: ", ") }

  /// A policy copied from another account passes a role of that account, which IAM never allows.
  private func passedElsewhere(
    _ seen: Observation, _ role: IAMRole, _ arn: String, _ context: Context
  ) -> Judgement {
    seen.role.named.and(role.role).and(role.inline).judge("EXE-07", on: arn, absent: .blocked(by: "EXE-01")) { all in
      let foreign = all.second.values.compactMap(\.document).flatMap { Self.rolesElsewhere($0, context) }
      guard foreign.isEmpty else {
        return .broken(
          found: Set(foreign).sorted().joined(separator: ", "), needed: "roles of account \(context.account)")
      }
      if let odd = all.second.sorted(by: { $0.key < $1.key }).first(where: { $0.value.document == nil }) {
        return .hidden(.unreadable("policy \(odd.key)"))
      }
      return .holds(found: "no role of another account is passed")
    }
  }

  /// The roles of other accounts that a document passes.
  static func rolesElsewhere(_ document: PolicyDocument, _ context: Context) -> [String] {
    document.statements.filter { $0.isAllow && $0.covers(action: "iam:PassRole") }.flatMap(\.resources).filter {
      account(ofRole: $0).map { $0 != context.account } ?? false
    }
  }

  /// The account in the ARN of a role; nil where it is left open, and for everything else.
  private static func account(ofRole arn: String) -> String? {
    guard let arn = ARN(arn), arn.service == "iam", arn.resource.hasPrefix("role/"), arn.account.count == 12,
      arn.account.allSatisfy(\.isNumber)
    else { return nil }
    return arn.account
  }
}

extension Bucket {
  /// Whose it is; a bucket that is not there yet counts as ours.
  fileprivate var known: Look<Owner> { owner.isAbsent ? Look(owner.source, .seen(.ours)) : owner }
}

import Checklist
import Policy

extension ExecutionRoleStep {
  /// EXE-12: what is read from a bucket with a key of the customer's is decrypted by whoever reads it.
  func decrypting(
    _ seen: Observation, _ allowed: Look<ExecutionRole.Allowed>, _ arn: String, _ context: Context
  ) -> Judgement {
    let key = seen.key
    if seen.bucket.barrier == "S3-02" {
      return allowed.and(seen.bucket.owner).judge("EXE-12", on: arn, absent: .blocked(by: "EXE-01")) { _ in
        .blocked(by: "S3-02")
      }
    }
    if key.isAbsent {
      return allowed.and(Look(key.source, .seen(true))).judge("EXE-12", on: arn, absent: .blocked(by: "EXE-01")) { _ in
        .holds(found: "the bucket has no key of the customer's")
      }
    }
    return allowed.and(key).judge("EXE-12", on: arn, absent: .blocked(by: "EXE-01")) { both in
      let key = both.second
      guard key.state == "Enabled" else { return .blocked(by: "S3-14") }
      guard let policy = key.policy else { return .holds(found: "AWS manages the key \(key.arn)") }
      if let obstacle = policy.obstacle { return .hidden(obstacle) }
      return Self.verdict(key.arn, policy.value?.document, both.first, arn, context)
    }
  }

  /// In a key's policy the role itself is let in, or its account is and the role's own policies decide (AWS KMS
  /// developer guide, key policies).
  private static func verdict(
    _ key: String, _ document: PolicyDocument?, _ allowed: ExecutionRole.Allowed, _ arn: String, _ context: Context
  ) -> Verdict {
    let needed = Permission(action: "kms:Decrypt", resource: key)
    let surroundings = surroundings(arn, context)
    let wanted = "kms:Decrypt allowed on \(key)"
    guard let document else {
      return .broken(found: "a key policy that cannot be read", needed: wanted)
    }
    let policy = ResourcePolicy(document)
    if let denial = policy.denial(of: needed, to: arn, also: surroundings) {
      let name = denial.sid.map { "statement \($0)" } ?? "a statement"
      return .broken(found: "\(name) of the key's policy denies it", needed: wanted)
    }
    switch policy.grant(of: needed, to: arn, also: surroundings) {
    case .role: return .holds(found: "the key's policy lets the role use \(key)")
    case nil: return .broken(found: "the key's policy lets neither the role nor its account use it", needed: wanted)
    case .account:
      guard allowed.policies.allowsEvery(needed, also: surroundings) else {
        return .broken(
          found: "not allowed: " + allowed.policies.inWords([needed], everywhere: true, also: surroundings),
          needed: wanted)
      }
      if let boundary = allowed.boundary, !boundary.allowsEvery(needed, also: surroundings) {
        return .blocked(by: "EXE-08")
      }
      return .holds(found: "its policies allow kms:Decrypt on \(key)")
    }
  }
}

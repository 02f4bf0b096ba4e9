import Checklist
import JSONDocument
import Policy

/// The customer's key that encrypts the secret, and whom it lets decrypt.
struct SecretKey: Hashable, Sendable {
  /// As KMS calls it; `gone` where there is no such key any more.
  let state: String
  /// The key's own policy, the only one that lets anybody use it; nil where the key is not to be had anyway.
  let policy: Look<StoredPolicy>?

  /// Absent where Secrets Manager encrypts with a key of its own.
  static func look(_ secret: TokenSecret, _ world: World) async -> Look<SecretKey> {
    guard let key = secret.key else { return Look([], .absent) }
    let described = await world.look(Call(.kms, "DescribeKey", ["KeyId": .string(key)]), absent: ["NotFoundException"])
      .reading { $0["KeyMetadata"] }
    if described.isAbsent { return Look(described.source, .seen(SecretKey(state: "gone", policy: nil))) }
    guard let facts = described.value, let state = facts["KeyState"]?.string else {
      return Look(described.source, described.obstacle.map { .hidden($0) } ?? .absent)
    }
    guard state == "Enabled", facts["KeyManager"]?.string != "AWS" else {
      return Look(described.source, .seen(SecretKey(state: state, policy: nil)))
    }
    let id = facts["Arn"] ?? .string(key)
    let policy = await world.look(Call(.kms, "GetKeyPolicy", ["KeyId": id, "PolicyName": "default"]))
      .reading { $0["Policy"]?.string.map(world.policy) }
    return Look(described.source + policy.source, .seen(SecretKey(state: state, policy: policy)))
  }

  /// SEC-08: it has to be enabled, and to let the account or the Lambda's role decrypt.
  func judged(_ context: Context) -> Verdict {
    guard state == "Enabled" else { return .broken(found: "its key is \(state)", needed: "an enabled key") }
    guard let policy else { return .holds(found: "its key is enabled") }
    if let obstacle = policy.obstacle { return .hidden(obstacle) }
    let role = "AmazonSageMakerProjectsLambdaRole"
    let needed = "a key policy that lets the account \(context.account), or \(role), use kms:Decrypt"
    guard let document = policy.value?.document else {
      return .broken(found: "its key's policy cannot be read", needed: needed)
    }
    let mine = document.statements.filter { statement in
      statement.covers(action: "kms:Decrypt") && statement.principals.contains { Self.isMeant($0, role, context) }
    }
    if mine.contains(where: { $0.isDeny && $0.conditions.isEmpty }) {
      return .broken(found: "its key's policy refuses kms:Decrypt to \(role)", needed: needed)
    }
    let allowing = mine.filter(\.isAllow)
    guard !allowing.isEmpty else {
      return .broken(found: "its key's policy admits neither the account nor \(role)", needed: needed)
    }
    let isConditional = allowing.allSatisfy { !$0.conditions.isEmpty } || mine.contains { $0.isDeny }
    return .holds(
      found: "its key is enabled" + (isConditional ? "; it admits under conditions that only AWS can judge" : ""))
  }

  /// The account, whose own policies decide then, everybody, or the Lambda's role.
  private static func isMeant(_ principal: Principal, _ role: String, _ context: Context) -> Bool {
    let id = principal.id
    return principal.isEveryone || id == "*" || id == context.account
      || id == "arn:\(context.partition):iam::\(context.account):root"
      || id.hasPrefix("arn:\(context.partition):iam::\(context.account):role/") && id.hasSuffix("/" + role)
  }
}

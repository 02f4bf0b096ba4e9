import Blueprints
import Checklist
import JSONDocument
import Policy

/// Taking from the role what it has too much of.
extension GitHubRoleStep {
  /// Inline policies that give too much lose those statements and keep the others.
  func narrowed(_ seen: Observation, _ context: Context) -> [Change] {
    let scoped = blueprint(seen, context).document
    guard seen.executionRole.obstacle == nil else { return [] }
    return (seen.role.inline.value ?? [:]).sorted { $0.key < $1.key }.compactMap { name, present in
      guard let document = present.document else { return nil }
      guard let wanted = Self.narrowedIfChanged(document, to: scoped) else { return nil }
      let checks = Self.offences(document).subtracting(wanted.map(Self.offences) ?? [])
      let policy: JSONObject = ["PolicyName": .string(name)]
      func put(_ text: String) -> Call {
        var policy = policy
        policy["PolicyDocument"] = .string(text)
        return Call(.iam, "PutRolePolicy", input(context, policy))
      }
      return change(
        Self.inlineKey(name), wanted == nil ? .delete : .update, context, "Inline policy \(name)",
        wanted == nil ? "nothing but what is too wide stood in it: removed" : "loses what is too wide, keeps the rest",
        made: isMade(seen.role, context),
        wanted.map { put($0.text) } ?? Call(.iam, "DeleteRolePolicy", input(context, policy)),
        previous: .string(present.text), wanted: wanted.map { .string($0.text) } ?? .null, undo: put(present.text),
        repairs: checks.sorted { $0.rawValue < $1.rawValue }, after: [Self.permissionsKey], confidence: .check)
    }
  }

  /// A managed policy that gives everything is taken off the role; the policy itself stays.
  func detached(_ seen: Observation, _ context: Context) -> [Change] {
    guard seen.executionRole.obstacle == nil else { return [] }
    return (seen.role.attached.value ?? []).compactMap { policy in
      let document = policy.document.value?.document
      let checks = Set(IdentityPolicy(document.map { [$0] } ?? []).remarks(attached: [policy.arn]).map(\.check))
        .intersection(["PERM-01", "PERM-03"])
      // Whose policy it is can narrow it; only what gives the account away is taken off here.
      guard !checks.isEmpty else { return nil }
      let policyInput: JSONObject = ["PolicyArn": .string(policy.arn)]
      return change(
        Self.attachedKey(policy.arn), .delete, context, "Managed policy",
        "\(policy.arn) is detached; the policy itself stays", made: isMade(seen.role, context),
        Call(.iam, "DetachRolePolicy", input(context, policyInput)), previous: .string(policy.arn), wanted: .null,
        undo: Call(.iam, "AttachRolePolicy", input(context, policyInput)),
        repairs: checks.sorted().map { CheckID(rawValue: $0) },
        after: [Self.permissionsKey], confidence: .check)
    }
  }

  /// What is taken out of inline policies.
  private static let offences: Set = ["PERM-01", "PERM-02", "PERM-03", "PERM-14"]

  private static func offences(_ document: PolicyDocument) -> Set<CheckID> {
    Set(IdentityPolicy([document]).remarks().map(\.check).filter(offences.contains).map { CheckID(rawValue: $0) })
  }

  /// The document without what is too wide, nil when nothing of it is left.
  static func narrowed(_ document: PolicyDocument, to scoped: PolicyDocument) -> PolicyDocument? {
    narrowedIfChanged(document, to: scoped) ?? document
  }

  /// Nil when nothing in it is too wide; `.some(nil)` when nothing is left.
  private static func narrowedIfChanged(_ document: PolicyDocument, to scoped: PolicyDocument) -> PolicyDocument?? {
    switch IdentityPolicy.narrowed(document, to: scoped, for: offences) {
    case .unchanged: nil
    case .changed(let document): .some(document)
    case .empty: .some(nil)
    }
  }
}

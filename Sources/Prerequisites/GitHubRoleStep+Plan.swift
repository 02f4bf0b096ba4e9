import Blueprints
import Checklist
import JSONDocument
import Policy

extension GitHubRoleStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    let intent = intent(seen, context)
    // Without GitHub's word a trust policy would be a guess, and without the execution role half a permission.
    let canTrust =
      !TrustFacts(seen.facts, context).isGuess && !intent.subjects.isEmpty && IssuerAddress(context.setup).isRight
    if seen.role.role.isAbsent {
      return canTrust ? [created(intent, context)] + granted(seen, context, made: true) : []
    }
    guard let role = seen.role.role.value else { return [] }
    return (canTrust ? trusted(role, intent, seen, context) : [])
      + granted(seen, context, made: isMade(seen.role, context)) + narrowed(seen, context) + detached(seen, context)
  }

  private static let permissionRepairs: [CheckID] = [
    "PERM-04", "PERM-05", "PERM-06", "PERM-07", "PERM-08", "PERM-09",
  ]

  private func change(
    _ key: ItemKey, _ kind: Change.Kind, _ context: Context, _ thing: String, _ summary: String, made: Bool,
    _ call: Call, previous: JSON = .null, wanted: JSON, undo: Call, repairs: [CheckID], after: [ItemKey] = [],
    confidence: Confidence = .safe
  ) -> Change {
    Change(
      key: key, step: "github-role", kind: kind, resource: context.roleARN,
      title: Part(thing).title(of: "role \(context.setup.role)"),
      summary: summary, madeByOnramp: made, calls: [call], previous: previous, wanted: wanted, undo: [undo],
      repairs: repairs, after: after, confidence: confidence)
  }

  private func input(_ context: Context, _ more: JSONObject = [:]) -> JSONObject {
    var input: JSONObject = ["RoleName": .string(context.setup.role)]
    for member in more.members { input[member.name] = member.value }
    return input
  }

  private func created(_ intent: TrustIntent, _ context: Context) -> Change {
    let document = TrustPolicy.fresh(intent)
    let tag = context.ownership
    return change(
      Self.roleKey, .create, context, "", "workflows of \(context.setup.fullName) may assume it", made: true,
      Call(
        .iam, "CreateRole",
        input(
          context,
          [
            "AssumeRolePolicyDocument": .string(document.text),
            "Description": .string("GitHub Actions of \(context.setup.fullName) deploy to SageMaker"),
            "MaxSessionDuration": .number(String(context.setup.maxSession)),
            "Tags": JSON(tagList: [tag.key: tag.value]),
          ])),
      wanted: .string(document.text), undo: Call(.iam, "DeleteRole", input(context)),
      repairs: ["TRUST-01"] + TrustCheck.all.map(\.id), after: [OIDCProviderStep.key])
  }

  private func trusted(
    _ role: IAMRole.Role, _ intent: TrustIntent, _ seen: Observation, _ context: Context
  ) -> [Change] {
    guard let document = try? PolicyDocument(parsing: role.trustPolicy) else { return [] }
    // What no failing check names stays untouched.
    let broken = TrustReading(document, intent).broken
    guard !broken.isEmpty else { return [] }
    let wanted = TrustPolicy.repaired(document, intent)
    guard !wanted.means(document) else { return [] }
    // Doors of others stay as they are, so what is wrong with them is still wrong afterwards.
    let remaining = Set(TrustReading(wanted, intent).broken)
    let made = isMade(seen.role, context)
    return [
      change(
        Self.trustKey, .update, context, "Trust policy", "accepts \(intent.subjects.joined(separator: " and "))",
        made: made,
        Call(.iam, "UpdateAssumeRolePolicy", input(context, ["PolicyDocument": .string(wanted.text)])),
        previous: .string(role.trustPolicy), wanted: .string(wanted.text),
        undo: Call(.iam, "UpdateAssumeRolePolicy", input(context, ["PolicyDocument": .string(role.trustPolicy)])),
        repairs: broken.filter { !remaining.contains($0) },
        confidence: document.statements.count > 1 || !made ? .check : .safe)
    ]
  }

  /// The policy with what the workflows need, when something of it is not allowed yet.
  private func granted(_ seen: Observation, _ context: Context, made: Bool) -> [Change] {
    guard seen.executionRole.obstacle == nil else { return [] }
    let blueprint = blueprint(seen, context)
    let inline: [String: String]
    if seen.role.role.isAbsent {
      inline = [:]
    } else {
      guard let policies = seen.role.permissions.value, let texts = seen.role.inline.value else { return [] }
      // Judged as it will be once the wide statements are gone, so that one run repairs both.
      let lasting = IdentityPolicy(policies.documents.compactMap { Self.narrowed($0, to: blueprint.document) })
      let lacks = blueprint.required.contains {
        !lasting.allows(action: $0.action, resource: $0.resource, context: ConditionContext($0.context))
      }
      guard lacks else { return [] }
      inline = texts
    }
    let previous = inline[Self.policyName]
    let name: JSONObject = ["PolicyName": .string(Self.policyName)]
    var put = name
    put["PolicyDocument"] = .string(blueprint.document.text)
    var undo = Call(.iam, "DeleteRolePolicy", input(context, name))
    if let previous {
      var old = name
      old["PolicyDocument"] = .string(previous)
      undo = Call(.iam, "PutRolePolicy", input(context, old))
    }
    return [
      change(
        Self.permissionsKey, previous == nil ? .create : .update, context, "Permissions",
        "inline policy \(Self.policyName): what the workflows use", made: made,
        Call(.iam, "PutRolePolicy", input(context, put)), previous: previous.map { .string($0) } ?? .null,
        wanted: .string(blueprint.document.text), undo: undo, repairs: Self.permissionRepairs, after: [Self.roleKey])
    ]
  }

  /// Inline policies that give too much lose those statements and keep the others.
  private func narrowed(_ seen: Observation, _ context: Context) -> [Change] {
    let scoped = blueprint(seen, context).document
    guard seen.executionRole.obstacle == nil else { return [] }
    return (seen.role.inline.value ?? [:]).sorted { $0.key < $1.key }.compactMap { name, text in
      guard let document = try? PolicyDocument(parsing: text) else { return nil }
      let checks = Set(IdentityPolicy([document]).remarks().map { CheckID(rawValue: $0.check) })
        .intersection(["PERM-01", "PERM-03"])
      guard !checks.isEmpty, let wanted = Self.narrowedIfChanged(document, to: scoped) else { return nil }
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
        previous: .string(text), wanted: wanted.map { .string($0.text) } ?? .null, undo: put(text),
        repairs: ["PERM-01", "PERM-03"].filter(checks.contains), after: [Self.permissionsKey], confidence: .check)
    }
  }

  /// A managed policy that gives everything is taken off the role; the policy itself stays.
  private func detached(_ seen: Observation, _ context: Context) -> [Change] {
    guard seen.executionRole.obstacle == nil else { return [] }
    return (seen.role.attached.value ?? []).compactMap { policy in
      let document = policy.document.value.flatMap { try? PolicyDocument(parsing: $0) }
      let checks = Set(IdentityPolicy(document.map { [$0] } ?? []).remarks(attached: [policy.arn]).map(\.check))
        .intersection(["PERM-01", "PERM-03"])
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

  /// The document without what is too wide, nil when nothing of it is left.
  private static func narrowed(_ document: PolicyDocument, to scoped: PolicyDocument) -> PolicyDocument? {
    narrowedIfChanged(document, to: scoped) ?? document
  }

  /// Nil when nothing in it is too wide; `.some(nil)` when nothing is left.
  private static func narrowedIfChanged(_ document: PolicyDocument, to scoped: PolicyDocument) -> PolicyDocument?? {
    switch IdentityPolicy.narrowed(document, to: scoped, for: ["PERM-01", "PERM-03"]) {
    case .unchanged: nil
    case .changed(let document): .some(document)
    case .empty: .some(nil)
    }
  }
}

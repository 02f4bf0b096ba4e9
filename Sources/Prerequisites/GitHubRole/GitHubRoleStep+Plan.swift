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
      + session(role, seen, context) + granted(seen, context, made: isMade(seen.role, context))
      + narrowed(seen, context) + detached(seen, context)
  }

  private static let permissionRepairs: [CheckID] = [
    "PERM-04", "PERM-05", "PERM-06", "PERM-07", "PERM-08", "PERM-09",
    "PERM-12",
  ]

  func change(
    _ key: ItemKey, _ kind: Change.Kind, _ context: Context, _ thing: String, _ summary: String, made: Bool,
    _ call: Call, previous: JSON = .null, wanted: JSON, undo: Call, repairs: [CheckID], after: [ItemKey] = [],
    confidence: Confidence = .safe
  ) -> Change {
    Change(
      key: key, step: "github-role", kind: kind, resource: context.roleARN,
      title: Part(thing).title(of: "role \(context.setup.role)"),
      summary: summary, madeByOnramp: made, call: call, previous: previous, wanted: wanted, undo: .call(undo),
      repairs: repairs, after: after, confidence: confidence)
  }

  func input(_ context: Context, _ more: JSONObject = [:]) -> JSONObject {
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
      repairs: ["TRUST-01", "TRUST-49"] + TrustCheck.all.map(\.id), after: [OIDCProviderStep.key])
  }

  private func trusted(
    _ role: IAMRole.Role, _ intent: TrustIntent, _ seen: Observation, _ context: Context
  ) -> [Change] {
    guard let document = role.trustPolicy.document else { return [] }
    // What no failing check names stays untouched.
    let broken = TrustReading(document, intent).broken
    guard !broken.isEmpty else { return [] }
    let wanted = TrustPolicy.repaired(document, intent)
    // IAM takes no document with a statement that tests no subject, whoever's it is.
    guard !wanted.means(document), TrustPolicy.refusedByIAM(wanted) == nil else { return [] }
    // Doors of others stay as they are, so what is wrong with them is still wrong afterwards.
    let remaining = Set(TrustReading(wanted, intent).broken)
    let made = isMade(seen.role, context)
    return [
      change(
        Self.trustKey, .update, context, "Trust policy", "accepts \(intent.subjects.joined(separator: " and "))",
        made: made,
        Call(.iam, "UpdateAssumeRolePolicy", input(context, ["PolicyDocument": .string(wanted.text)])),
        previous: .string(role.trustPolicy.text), wanted: .string(wanted.text),
        undo: Call(.iam, "UpdateAssumeRolePolicy", input(context, ["PolicyDocument": .string(role.trustPolicy.text)])),
        repairs: broken.filter { !remaining.contains($0) },
        confidence: document.statements.count > 1 || !made ? .check : .safe)
    ]
  }

  /// The policy with what the workflows need, when something of it is not allowed yet.
  private func granted(_ seen: Observation, _ context: Context, made: Bool) -> [Change] {
    guard seen.executionRole.obstacle == nil else { return [] }
    let blueprint = blueprint(seen, context)
    let inline: [String: StoredPolicy]
    if seen.role.role.isAbsent {
      inline = [:]
    } else {
      guard let policies = seen.role.permissions.value, let present = seen.role.inline.value else { return [] }
      // Judged as it will be once the wide statements are gone, so that one run repairs both.
      let lasting = IdentityPolicy(policies.documents.compactMap { Self.narrowed($0, to: blueprint.document) })
      let lacks = blueprint.required.contains {
        !lasting.allows($0)
      }
      guard lacks || drift(seen, context) else { return [] }
      inline = present
    }
    let previous = inline[Self.policyName]?.text
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
        "\(previous == nil ? "a policy of its own beside what is there" : "inline policy"), \(Self.policyName): what the workflows use",
        made: made,
        Call(.iam, "PutRolePolicy", input(context, put)), previous: previous.map { .string($0) } ?? .null,
        wanted: .string(blueprint.document.text), undo: undo, repairs: Self.permissionRepairs, after: [Self.roleKey],
        confidence: previous == nil ? .safe : .check)
    ]
  }

  /// Sessions as long as the setup asks for.
  private func session(_ role: IAMRole.Role, _ seen: Observation, _ context: Context) -> [Change] {
    guard role.maxSession < context.setup.maxSession else { return [] }
    func update(_ seconds: Int) -> Call { Self.update(role, seconds, context) }
    return [
      change(
        Self.sessionKey, .update, context, "Session length", "sessions of up to \(context.setup.maxSession) seconds",
        made: isMade(seen.role, context), update(context.setup.maxSession),
        previous: .number(String(role.maxSession)), wanted: .number(String(context.setup.maxSession)),
        undo: update(role.maxSession), repairs: ["TRUST-49"])
    ]
  }

  /// The description goes along, so that it is kept whatever is made of its absence.
  static func update(_ role: IAMRole.Role, _ seconds: Int, _ context: Context) -> Call {
    var input: JSONObject = [
      "RoleName": .string(context.setup.role), "MaxSessionDuration": .number(String(seconds)),
    ]
    if let description = role.description { input["Description"] = .string(description) }
    return Call(.iam, "UpdateRole", input)
  }
}

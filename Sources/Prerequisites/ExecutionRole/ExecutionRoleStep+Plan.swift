import Blueprints
import Checklist
import JSONDocument
import Policy

extension ExecutionRoleStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    guard let role = seen.role.role, let name = seen.role.named.value?.roleName, let arn = seen.role.arn(context) else {
      return []
    }
    let place = Target(name: name, arn: arn, made: isMade(seen, context))
    if role.role.isAbsent {
      // A domain's own role that is gone is not made anew: nobody here knows what it was allowed.
      guard case .bySetup = seen.role.named.value else { return [] }
      return [created(place, context)] + granted([:], IdentityPolicy([]), place, context)
    }
    guard let standing = role.role.value else { return [] }
    var changes = trusted(standing, place, context)
    if let inline = role.inline.value, let allowed = seen.role.allowed.value {
      changes += granted(inline, allowed.policies, place, context)
    }
    return changes
  }

  /// The role that is changed.
  struct Target {
    let name: String
    let arn: String
    let made: Bool

    func input(_ more: JSONObject = [:]) -> JSONObject {
      var input: JSONObject = ["RoleName": .string(name)]
      for member in more.members { input[member.name] = member.value }
      return input
    }

    func trusting(_ text: String) -> Call {
      Call(.iam, "UpdateAssumeRolePolicy", input(["PolicyDocument": .string(text)]))
    }

    /// Writes an inline policy, or takes it away.
    func inline(_ policy: String, _ text: String?) -> Call {
      let name: JSONObject = ["PolicyName": .string(policy)]
      guard let text else { return Call(.iam, "DeleteRolePolicy", input(name)) }
      return Call(.iam, "PutRolePolicy", input(["PolicyName": .string(policy), "PolicyDocument": .string(text)]))
    }
  }

  /// Whether onramp made the role for this setup.
  func isMade(_ seen: Observation, _ context: Context) -> Bool {
    seen.role.role?.role.value.map { context.owns($0.tags) } == true
      || seen.role.arn(context).map { context.ledger[Self.roleKey, $0]?.isCertainlyMade == true } == true
  }

  private func created(_ place: Target, _ context: Context) -> Change {
    let document = Self.trust(context).fresh
    let tag = context.ownership
    return Change(
      key: Self.roleKey, step: "execution-role", kind: .create, resource: place.arn, title: "Role \(place.name)",
      summary: "SageMaker may run as it; what its jobs read and write is still to be allowed", madeByOnramp: true,
      call: Call(
        .iam, "CreateRole",
        place.input([
          "AssumeRolePolicyDocument": .string(document.text),
          "Description": .string("SageMaker runs as this role for \(context.setup.fullName)"),
          "Tags": JSON(tagList: [tag.key: tag.value]),
        ])), wanted: .string(document.text), undo: .call(Call(.iam, "DeleteRole", place.input())),
      repairs: ["EXE-01", "EXE-09"])
  }

  private func trusted(_ role: IAMRole.Role, _ place: Target, _ context: Context) -> [Change] {
    let trust = Self.trust(context)
    guard let document = role.trustPolicy.document, !trust.isTrusted(by: document),
      let wanted = trust.repaired(document)
    else { return [] }
    return [
      Change(
        key: Self.trustKey, step: "execution-role", kind: .update, resource: place.arn,
        title: Part("Trust policy").title(of: "role \(place.name)"),
        summary: "sagemaker.amazonaws.com may assume it; every other statement stays", madeByOnramp: place.made,
        call: place.trusting(wanted.text), previous: .string(role.trustPolicy.text), wanted: .string(wanted.text),
        undo: .call(place.trusting(role.trustPolicy.text)), repairs: ["EXE-09"], confidence: place.made ? .safe : .check
      )
    ]
  }

  /// One change for each inline policy that lacks something or passes a role of another account.
  private func granted(
    _ inline: [String: StoredPolicy], _ policies: IdentityPolicy, _ place: Target, _ context: Context
  ) -> [Change] {
    guard context.setup.tracks.contains(.project) else { return [] }
    let parts = Self.blueprint(context).parts
    let surroundings = Self.surroundings(place.arn, context)
    var wanted: [String: (document: PolicyDocument, repairs: [CheckID])] = [:]
    for (name, policy) in inline {
      guard let document = policy.document, let own = Self.broughtHome(document, context) else { continue }
      wanted[name] = (own, ["EXE-07"])
    }
    // Judged as it will be once the copied policies name this account, so that one run repairs both.
    var lasting = policies.documents.map { document in Self.broughtHome(document, context) ?? document }
    for part in parts
    where part.needed.contains(where: { !IdentityPolicy(lasting).allowsEvery($0, also: surroundings) }) {
      let old = wanted[part.name]?.document ?? inline[part.name]?.document
      guard old != nil || inline[part.name] == nil else { continue }
      var document = old ?? PolicyDocument()
      document.statements += part.statements
      // Where a Deny stands in the way another Allow changes nothing.
      let helped = IdentityPolicy(lasting + [document])
      guard part.needed.allSatisfy({ helped.allowsEvery($0, also: surroundings) }) else { continue }
      lasting.append(document)
      wanted[part.name] = (document, (wanted[part.name]?.repairs ?? []) + [CheckID(rawValue: part.check)])
    }
    // What a copied policy breaks is repaired with it.
    for part in parts where wanted[part.name]?.repairs == ["EXE-07"] {
      if part.needed.contains(where: { !policies.allowsEvery($0, also: surroundings) }) {
        wanted[part.name]?.repairs.append(CheckID(rawValue: part.check))
      }
    }
    let order = parts.map(\.name)
    let rank = { (name: String) in order.firstIndex(of: name) ?? order.count }
    return wanted.sorted { (rank($0.key), $0.key) < (rank($1.key), $1.key) }.map { name, item in
      let previous = inline[name]?.text
      return Change(
        key: Self.inlineKey(name), step: "execution-role", kind: previous == nil ? .create : .update,
        resource: place.arn, title: Part("Inline policy \(name)").title(of: "role \(place.name)"),
        summary: summary(item.repairs), madeByOnramp: place.made, call: place.inline(name, item.document.text),
        previous: previous.map { .string($0) } ?? .null, wanted: .string(item.document.text),
        undo: .call(place.inline(name, previous)), repairs: item.repairs, after: [Self.roleKey])
    }
  }

  private func summary(_ repairs: [CheckID]) -> String {
    switch repairs.last {
    case "EXE-03": "may pass the launch role to CloudFormation"
    case "EXE-04": "may make and change the stacks of projects"
    case "EXE-05": "may read the tags of the templates"
    case "EXE-06": "may list and read the templates"
    default: "the launch role of this account instead of another's"
    }
  }

  /// The document with the launch role of this account in place of another account's; nil when it names none.
  static func broughtHome(_ document: PolicyDocument, _ context: Context) -> PolicyDocument? {
    let own = blueprint(context).launchRole
    let copied = rolesElsewhere(document, context).filter { $0.hasSuffix(":role/AmazonSageMakerProjectsLaunchRole") }
    guard !copied.isEmpty else { return nil }
    var document = document
    document.statements = document.statements.map { statement in
      guard statement.isAllow, statement.covers(action: "iam:PassRole"),
        statement.resources.contains(where: copied.contains)
      else { return statement }
      var statement = statement
      var resources: [String] = []
      for resource in statement.resources.map({ copied.contains($0) ? own : $0 }) where !resources.contains(resource) {
        resources.append(resource)
      }
      statement.json["Resource"] = resources.count == 1 ? .string(resources[0]) : JSON(resources)
      return statement
    }
    return document
  }
}

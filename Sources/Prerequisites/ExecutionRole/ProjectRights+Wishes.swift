import Blueprints
import Checklist
import JSONDocument
import Policy

/// What the role is to be given for projects.
extension ProjectRights {
  /// One change for each inline policy that lacks something or passes a role of another account.
  func wishes() -> [(RolePart, Wish)] {
    // To a role that is still to be made everything is given.
    guard let inline = role.inline.absent(as: [:]).value,
      let policies = role.role.isAbsent ? IdentityPolicy([]) : seen.role.allowed.value?.policies
    else { return [] }
    guard context.setup.tracks.contains(.project) else { return [] }
    let (parts, surroundings) = (blueprint.parts, surroundings)
    func lacks(_ part: ExecutionRolePermissions.Part, _ policies: IdentityPolicy) -> Bool {
      part.needed.contains { policies.decision(on: $0, everywhere: true, also: surroundings).outcome == .fails }
    }
    var wanted: [String: (document: PolicyDocument, repairs: [CheckID], summary: String)] = [:]
    for (name, policy) in inline {
      guard let document = policy.document, let own = broughtHome(document) else { continue }
      wanted[name] = (own, ["EXE-07"], "the launch role of this account instead of another's")
    }
    // Judged as it will be once the copied policies name this account, so that one run repairs both; and without what
    // stands there for another setup, which takes it along when it goes.
    var lasting = policies.documents.map { document in
      var document = broughtHome(document) ?? document
      document.statements.removeAll(where: blueprint.isAnothers)
      return document
    }
    for part in parts where lacks(part, IdentityPolicy(lasting)) {
      let old = wanted[part.name]?.document ?? inline[part.name]?.document
      guard old != nil || inline[part.name] == nil else { continue }
      let document = (old ?? PolicyDocument()).with(part.statements)
      // Where a Deny stands in the way another Allow changes nothing.
      let helped = IdentityPolicy(lasting + [document])
      guard !lacks(part, helped) else { continue }
      lasting.append(document)
      let repairs = lacks(part, policies) ? [CheckID(rawValue: part.check)] : []
      wanted[part.name] = (document, (wanted[part.name]?.repairs ?? []) + repairs, summary(part.check))
    }
    // What a copied policy breaks is repaired with it.
    for part in parts where wanted[part.name]?.repairs == ["EXE-07"] {
      guard lacks(part, policies) else { continue }
      wanted[part.name]?.repairs.append(CheckID(rawValue: part.check))
      wanted[part.name]?.summary = summary(part.check)
    }
    let order = parts.map(\.name)
    let rank = { (name: String) in order.firstIndex(of: name) ?? order.count }
    return wanted.sorted { (rank($0.key), $0.key) < (rank($1.key), $1.key) }.map { name, item in
      (
        .inline(name),
        Wish(
          value: .string(item.document.text), summary: item.summary, repairs: item.repairs,
          after: [ExecutionRoleStep.roleKey])
      )
    }
  }

  private func summary(_ check: String) -> String {
    switch check {
    case "EXE-03": "may pass the launch role to CloudFormation"
    case "EXE-04": "may make and change the stacks of projects"
    case "EXE-05": "may read the tags of the templates"
    default: "may list and read the templates"
    }
  }

  /// The document with the launch role of this account in place of another account's; nil when it names none.
  private func broughtHome(_ document: PolicyDocument) -> PolicyDocument? {
    let own = blueprint.launchRole
    let copied = rolesElsewhere(document).filter { $0.hasSuffix(":role/AmazonSageMakerProjectsLaunchRole") }
    guard !copied.isEmpty else { return nil }
    var document = document
    document.statements = document.statements.map { statement in
      guard statement.isAllow, statement.covers(action: "iam:PassRole"),
        statement.resources.contains(where: copied.contains)
      else { return statement }
      var statement = statement
      let resources = statement.resources.map { copied.contains($0) ? own : $0 }.distinct
      statement.json["Resource"] = resources.count == 1 ? .string(resources[0]) : JSON(resources)
      return statement
    }
    return document
  }
}

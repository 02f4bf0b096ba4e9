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
    var wanted: [String: (document: PolicyDocument, repairs: [CheckID])] = [:]
    for (name, policy) in inline {
      guard let document = policy.document, let own = broughtHome(document) else { continue }
      wanted[name] = (own, ["EXE-07"])
    }
    // Judged as it will be once the copied policies name this account, so that one run repairs both.
    var lasting = policies.documents.map { document in broughtHome(document) ?? document }
    for part in parts
    where part.needed.contains(where: { !IdentityPolicy(lasting).allowsEvery($0, also: surroundings) }) {
      let old = wanted[part.name]?.document ?? inline[part.name]?.document
      guard old != nil || inline[part.name] == nil else { continue }
      let document = (old ?? PolicyDocument()).with(part.statements)
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
      (
        .inline(name),
        Wish(
          value: .string(item.document.text), summary: summary(item.repairs), repairs: item.repairs,
          after: [ExecutionRoleStep.roleKey])
      )
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

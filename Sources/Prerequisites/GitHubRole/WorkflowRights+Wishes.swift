import Blueprints
import Checklist
import JSONDocument
import Policy

/// What the role is to be given, and what is to be taken from it because it is too much.
extension WorkflowRights {
  private static let repairs: [CheckID] = [
    "PERM-04", "PERM-05", "PERM-06", "PERM-07", "PERM-08", "PERM-09",
    "PERM-12",
  ]

  func wishes() -> [(RolePart, Wish)] {
    // Without the execution role it would be half a permission.
    guard seen.executionRole.obstacle == nil else { return [] }
    let blueprint = blueprint
    let own = granted().map { [(RolePart.inline(policyName), $0)] } ?? []
    let inline = (seen.role.inline.value ?? [:]).sorted { $0.key < $1.key }
    let narrowed = inline.compactMap { name, policy -> (RolePart, Wish)? in
      guard name != policyName, let document = policy.document else { return nil }
      return narrowing(document, to: blueprint.document).map { (.inline(name), $0) }
    }
    return own + narrowed
      + (seen.role.attached.value ?? []).compactMap { policy in
        Self.detaching(policy).map { (.attached(policy.arn), $0) }
      }
  }

  /// The policy with what the workflows need, when something of it is not allowed yet, when its own statements were
  /// changed, or when others wrote into it what is too wide.
  private func granted() -> Wish? {
    let blueprint = blueprint
    var present: StoredPolicy?
    var document = PolicyDocument()
    var offences: Set<CheckID> = []
    if !seen.role.role.isAbsent {
      guard let policies = seen.role.permissions.value, let inline = seen.role.inline.value else { return nil }
      present = inline[policyName]
      let old = present?.document ?? document
      document = narrowed(old, to: blueprint.document) ?? PolicyDocument()
      offences = self.offences(old).subtracting(self.offences(document))
      // Judged as it will be once the wide statements are gone, so that one run repairs both.
      let lasting = IdentityPolicy(policies.documents.compactMap { narrowed($0, to: blueprint.document) })
      let wanted = document.with(blueprint.document.statements)
      let isRight = present != nil && wanted.means(old)
      let lacking = missing(blueprint.required, lasting)
      // Where a Deny stands in the way another Allow changes nothing.
      let helps = missing(blueprint.required, IdentityPolicy(lasting.documents + [wanted])).count < lacking.count
      guard !isRight, present != nil || helps else { return nil }
    }
    return Wish(
      value: .string(document.with(blueprint.document.statements).text),
      summary: (present == nil ? "a policy of its own beside what is there" : "inline policy")
        + ", \(policyName): what the workflows use",
      repairs: Self.repairs + offences.sorted { $0.rawValue < $1.rawValue }, after: [GitHubRoleStep.roleKey],
      confidence: present == nil ? .safe : .check)
  }

  /// An inline policy that gives too much loses those statements and keeps the others.
  private func narrowing(_ document: PolicyDocument, to scoped: PolicyDocument) -> Wish? {
    let wanted = narrowed(document, to: scoped)
    guard wanted != document else { return nil }
    let checks = offences(document).subtracting(wanted.map { self.offences($0) } ?? [])
    return Wish(
      value: wanted.map { .string($0.text) } ?? .null,
      summary: wanted == nil
        ? "nothing but what is too wide stood in it: removed" : "loses what is too wide, keeps the rest",
      repairs: checks.sorted { $0.rawValue < $1.rawValue }, after: [GitHubRoleStep.permissionsKey], confidence: .check)
  }

  /// A managed policy that gives everything is taken off the role; the policy itself stays.
  private static func detaching(_ policy: IAMRole.Attached) -> Wish? {
    let documents = [policy.document.value?.document].compactMap(\.self)
    // Whose policy it is can narrow it; only what gives the account away is taken off here.
    let checks = Set(IdentityPolicy(documents).remarks(attached: [policy.arn]).map(\.check))
      .intersection(["PERM-01", "PERM-03"])
    guard !checks.isEmpty else { return nil }
    return Wish(
      value: .null, summary: "\(policy.arn) is detached; the policy itself stays",
      repairs: checks.sorted().map { CheckID(rawValue: $0) }, after: [GitHubRoleStep.permissionsKey], confidence: .check
    )
  }

  /// What is taken out of inline policies: not what the setup file accepts.
  private var offences: Set<String> {
    Set(["PERM-01", "PERM-03"] + ["PERM-02", "PERM-14"].filter { !context.accepts(CheckID(rawValue: $0)) })
  }

  private func offences(_ document: PolicyDocument) -> Set<CheckID> {
    Set(IdentityPolicy([document]).remarks().map(\.check).filter(offences.contains).map { CheckID(rawValue: $0) })
  }

  /// The document without what is too wide, nil when nothing of it is left.
  private func narrowed(_ document: PolicyDocument, to scoped: PolicyDocument) -> PolicyDocument? {
    switch IdentityPolicy.narrowed(document, to: scoped, for: offences) {
    case .unchanged: document
    case .changed(let document): document
    case .empty: nil
    }
  }
}

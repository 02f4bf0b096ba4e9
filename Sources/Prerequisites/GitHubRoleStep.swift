import Blueprints
import Checklist
import JSONDocument
import Policy

/// The role that the repository's workflows assume: whom it trusts, and what it allows.
public struct GitHubRoleStep: Step {
  public struct Observation: Hashable, Sendable {
    let role: GitHubRole
    let facts: GitHubFacts
    /// The ARN of the role SageMaker runs as, which workflows pass on; nil when the setup has none.
    let executionRole: Look<String?>
  }

  static let roleKey: ItemKey = "github-role/role"
  static let trustKey: ItemKey = "github-role/trust"
  static let permissionsKey: ItemKey = "github-role/permissions"
  static func inlineKey(_ name: String) -> ItemKey { ItemKey(rawValue: "github-role/inline/\(name)") }
  static func attachedKey(_ arn: String) -> ItemKey { ItemKey(rawValue: "github-role/attached/\(arn)") }
  /// The inline policy that holds what the workflows need.
  static let policyName = "OnrampGitHubActions"

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let role = GitHubRole.look(world, context)
    async let facts = GitHubFacts.look(world, context.setup)
    async let executionRole = executionRole(world, context)
    return await Observation(role: role, facts: facts, executionRole: executionRole)
  }

  /// The execution role that the setup names, else the domain's own.
  private func executionRole(_ world: World, _ context: Context) async -> Look<String?> {
    if let name = context.setup.executionRole {
      return await world.look(Call(.iam, "GetRole", ["RoleName": .string(name)]), absent: ["NoSuchEntity"])
        .map { $0["Role"]?["Arn"]?.string }
    }
    guard context.setup.tracks.contains(.project) else { return Look([], .seen(nil)) }
    return await DomainChoice.look(world, context).domain.map(\.executionRole)
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let arn = context.roleARN
    let role = seen.role.role
    return [
      role.judge("TRUST-01", on: arn, absent: .broken(found: "no role \(context.setup.role)", needed: arn)) {
        .holds(found: $0.arn)
      }
    ] + trust(seen, context) + permissions(seen, context)
  }

  /// The checks of the trust policy, and whether each rests on what GitHub says about the repository.
  private static let trustChecks: [(check: CheckID, needsGitHub: Bool)] = [
    ("TRUST-03", false), ("TRUST-05", false), ("TRUST-06", false), ("TRUST-07", false), ("TRUST-08", false),
    ("TRUST-09", false), ("TRUST-11", false), ("TRUST-13", true), ("TRUST-17", true), ("TRUST-22", true),
    ("TRUST-27", false),
  ]

  private func trust(_ seen: Observation, _ context: Context) -> [Judgement] {
    let intent = TrustFacts(seen.facts, context).intent
    let document = seen.role.role.map { try? PolicyDocument(parsing: $0.trustPolicy) }
    let remarks = document.value.flatMap(\.self).map { TrustPolicy.remarks($0, intent) } ?? []
    let refused = document.value.flatMap(\.self).map { Self.refused($0, intent) } ?? []
    let github = seen.facts.repository.and(seen.facts.subject)
    return Self.trustChecks.map { check, needsGitHub in
      func verdict(_ document: PolicyDocument?) -> Verdict {
        guard let document else { return .broken(found: "a trust policy that cannot be read", needed: "a JSON policy") }
        // Whatever the reason, a role that refuses a wanted subject does not pass.
        let isExplained = remarks.contains { !$0.isForeign && Self.acceptance.contains($0.check) }
        if check == "TRUST-13", let first = refused.first, !isExplained {
          return .broken(found: first.reason, needed: refused.map(\.subject).joined(separator: ", "))
        }
        return Self.verdict(check, remarks, document, intent)
      }
      let absent = Verdict.blocked(by: "TRUST-01")
      guard needsGitHub else { return document.judge(check, on: context.roleARN, absent: absent, verdict) }
      if github.isAbsent, !document.isAbsent, document.obstacle == nil {
        return Judgement(check, on: context.roleARN, lookedAt: document.source + github.source, .blocked(by: "GH-01"))
      }
      return document.and(github).judge(check, on: context.roleARN, absent: absent) { verdict($0.first) }
    }
  }

  /// The checks that say themselves why a wanted subject is refused.
  private static let acceptance: Set<String> = ["TRUST-11", "TRUST-13", "TRUST-17", "TRUST-22"]

  /// The wanted subjects that the document refuses, and the deciding reason.
  static func refused(_ document: PolicyDocument, _ intent: TrustIntent) -> [(subject: String, reason: String)] {
    intent.subjects.compactMap { subject in
      let decision = TrustPolicy.evaluate(document, token: intent.token(subject: subject), provider: intent.provider)
      guard !decision.isAllowed else { return nil }
      switch decision.reason {
      case .refused(_, let test) where test.presented == nil && Token.exposedClaims.contains(test.claim):
        // A test of a claim that only a real token brings narrows on purpose.
        return nil
      case .refused(let statement, let test):
        let values = test.test.values.joined(separator: ", ")
        return (subject, "statement \(statement + 1): \(test.test.operatorName) \(test.test.key) \(values)")
      case .denied(let statement, _): return (subject, "statement \(statement + 1) denies it")
      case .otherPrincipal(let statement, let found):
        return (subject, "statement \(statement + 1) trusts \(found.map(\.id).joined(separator: ", "))")
      case .otherAction(let statement, let found):
        return (subject, "statement \(statement + 1) allows \(found.joined(separator: ", "))")
      case .nothingAllowed, .accepted: return (subject, "no statement allows it")
      }
    }
  }

  private static func verdict(
    _ check: CheckID, _ remarks: [TrustRemark], _ document: PolicyDocument, _ intent: TrustIntent
  ) -> Verdict {
    let said = remarks.filter { $0.check == check.rawValue }
    // A remark about one statement is about that statement's subjects; other repositories' are none of it.
    let statements = said.first { !$0.isForeign }?.statement.map { [document.statements[$0]] } ?? document.statements
    let subjects = PolicyDocument(statements: statements).subjects(of: intent.issuer)
    let standing = subjects.isEmpty ? "no condition on the subject" : subjects.joined(separator: ", ")
    guard let remark = said.first(where: { !$0.isForeign }) else {
      let foreign = said.isEmpty ? "" : "; a statement about other repositories is left as it is"
      return .holds(found: standing + foreign)
    }
    let own = said.filter { !$0.isForeign }
    let found = own.flatMap(\.found)
    let needed = Array(own.flatMap(\.needed).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } })
    return .broken(
      found: found.isEmpty ? standing : found.joined(separator: ", "),
      needed: needed.isEmpty
        ? (remark.check == "TRUST-27" ? intent.audience : intent.subjects.joined(separator: ", "))
        : needed.joined(separator: ", "))
  }

  // MARK: What the role allows

  /// The table that is both granted and demanded.
  func blueprint(_ seen: Observation, _ context: Context) -> GitHubRolePermissions {
    GitHubRolePermissions(
      place: Place(partition: context.partition, account: context.account, region: context.region),
      executionRole: seen.executionRole.value.flatMap(\.self), templateBucket: context.bucket)
  }

  private func permissions(_ seen: Observation, _ context: Context) -> [Judgement] {
    let arn = context.roleARN
    let absent = Verdict.blocked(by: "TRUST-01")
    let role = seen.role
    let policies = role.permissions
    let attached = role.attached.map { $0.map(\.arn) }
    let excess = policies.and(attached).map { $0.first.remarks(attached: $0.second) }
    let required = blueprint(seen, context).required
    var judgements = ["PERM-01", "PERM-03"].map { (check: CheckID) in
      excess.judge(check, on: arn, absent: absent) { remarks in
        let own = remarks.filter { $0.check == check.rawValue }
        return own.isEmpty
          ? .holds(found: "no statement that wide")
          : .broken(
            found: own.flatMap(\.found).joined(separator: ", "),
            needed: check == "PERM-01"
              ? "iam:PassRole on \(blueprint(seen, context).passable)"
              : "what the workflows use, on this setup's resources")
      }
    }
    judgements += RequiredPermission.Purpose.allCases.map { purpose in
      let needs = required.filter { $0.purpose == purpose }
      // Only what concerns the execution role has to wait until that role is known.
      let look = purpose == .passExecutionRole ? policies.and(seen.knownExecutionRole).map(\.first) : policies
      return look.judge(CheckID(rawValue: purpose.check), on: arn, absent: absent) { policies in
        guard !needs.isEmpty else { return .skipped("nothing of this kind is needed here") }
        let missing = needs.filter {
          !policies.allows(action: $0.action, resource: $0.resource, context: ConditionContext($0.context))
        }
        let resources = Set(missing.map(\.resource)).sorted().joined(separator: ", ")
        return missing.isEmpty
          ? .holds(found: "\(needs.count) of \(needs.count) actions allowed")
          : .broken(
            found: "not allowed: " + missing.map(\.action).joined(separator: ", "), needed: "allowed on \(resources)")
      }
    }
    return judgements
  }

  /// Whether onramp made the role for this setup.
  func isMade(_ seen: GitHubRole, _ context: Context) -> Bool {
    seen.role.value.map { context.owns($0.tags) } == true
      || context.ledger[Self.roleKey, context.roleARN]?.isCertainlyMade == true
  }
}

extension GitHubRoleStep.Observation {
  /// The execution role; seen as none where there is none to look at.
  fileprivate var knownExecutionRole: Look<String?> {
    executionRole.isAbsent ? Look(executionRole.source, .seen(nil)) : executionRole
  }
}

extension TrustPolicy.Judged {
  /// The name of the claim that was tested.
  fileprivate var claim: String { test.key.split(separator: ":").last.map(String.init) ?? "" }
}

extension PolicyDocument {
  /// The values of the document's tests of the subject.
  func subjects(of issuer: String) -> [String] {
    statements.flatMap(\.conditions).filter { $0.key.lowercased() == "\(issuer):sub".lowercased() }.flatMap(\.values)
  }
}

extension GitHubRolePermissions {
  /// The roles that workflows may pass, in words.
  var passable: String { ([executionRole].compactMap(\.self) + [useRole]).joined(separator: ", ") }
}

import Blueprints
import Checklist
import JSONDocument
import Policy

/// The role that the repository's workflows assume: whom it trusts, and what it allows.
public struct GitHubRoleStep: Step {
  public struct Observation: Hashable, Sendable {
    let role: IAMRole
    let facts: GitHubFacts
    /// The ARN of the role SageMaker runs as, which workflows pass on; nil when the setup has none.
    let executionRole: Look<String?>
    /// The ARNs of the account's providers, any of which a trust policy may name.
    let providers: Look<Set<String>>
    /// The audiences of our provider; none while it is not there.
    let audiences: Look<Set<String>>
    /// What the trust policy names on GitHub.
    let names: TrustNames
    /// The policy that bounds the role; nil when none does.
    let boundary: Look<StoredPolicy?>
    /// How many versions each attached policy of the account's own has.
    let versions: Look<[String: Int]>
    /// The roles of the account that trust some identity provider.
    let trusting: Look<[RoleTrust]>
    /// The workflow files, whose jobs show what the trust policy is asked.
    let files: Look<WorkflowFiles>
    /// Who signed in lately, or tried to.
    let trail: Look<SignInTrail>

    /// The role's ARN; of one that is still to be made, the ARN it will have.
    func arn(_ context: Context) -> String { role.role.value?.arn ?? context.roleARN }
  }

  static let roleKey: ItemKey = "github-role/role"
  static let trustKey: ItemKey = "github-role/trust"
  static let permissionsKey: ItemKey = "github-role/permissions"
  static let sessionKey: ItemKey = "github-role/session"
  static func inlineKey(_ name: String) -> ItemKey { ItemKey(rawValue: "github-role/inline/\(name)") }
  static func attachedKey(_ arn: String) -> ItemKey { ItemKey(rawValue: "github-role/attached/\(arn)") }
  /// The inline policy that holds what the workflows need.
  static let policyName = "OnrampGitHubActions"

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let role = IAMRole.look(world, context.setup.role, for: context.purpose)
    async let prepared: Void = TrustNames.prepare(world, context)
    async let facts = GitHubFacts.look(world, context.setup)
    async let executionRole = executionRole(world, context)
    async let providers = OIDCProviderStep.providers(world)
    async let provider = OIDCProviderStep.provider(world, context)
    // What the trust policy names does not wait for what the role is allowed.
    let (bare, seenFacts) = await (IAMRole.role(world, context.setup.role), facts)
    async let names = TrustNames.look(
      world, context, bare.value?.trustPolicy.document, TrustFacts(seenFacts, context).intent)
    async let trusting = RoleTrust.all(world)
    async let files = WorkflowFiles.look(world, context.setup, in: seenFacts.repository)
    async let trail = SignInTrail.look(world, context)
    async let boundary = IAMRole.boundary(of: bare, world, context)
    let seenRole = await role
    async let versions = versions(of: seenRole.attached, world)
    let audiences = await provider.map { Set($0.audiences) }
    await prepared
    return await Observation(
      role: seenRole, facts: seenFacts, executionRole: executionRole, providers: providers.map(Set.init),
      audiences: audiences.absent(as: []), names: names,
      boundary: boundary, versions: versions, trusting: trusting, files: files, trail: trail)
  }

  /// The execution role that the setup names, else the domain's own.
  private func executionRole(_ world: World, _ context: Context) async -> Look<String?> {
    if let name = context.setup.executionRole {
      let role = await world.look(Call(.iam, "GetRole", ["RoleName": .string(name)]), absent: ["NoSuchEntity"])
      // One that is not there yet is made by its own step, under this ARN.
      return role.isAbsent
        ? Look(role.source, .seen(context.roleARN(name))) : role.map { $0["Role"]?["Arn"]?.string }
    }
    guard context.setup.tracks.contains(.project) else { return Look([], .seen(nil)) }
    return await DomainChoice.look(world, context).domain.map(\.executionRole)
  }

  /// The versions of the attached policies that are the account's own; AWS's cannot be edited here anyway.
  private func versions(of attached: Look<[IAMRole.Attached]>, _ world: World) async -> Look<[String: Int]> {
    let own = attached.map { $0.map(\.arn).filter { !$0.contains(":iam::aws:policy/") } }
    return await world.all(of: own) { arn in
      await world.look(Call(.iam, "ListPolicyVersions", ["PolicyArn": .string(arn)]), absent: ["NoSuchEntity"])
        .reading { $0["Versions"]?.array?.count }
    }
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let arn = seen.arn(context)
    let role = seen.role.role
    // Where none can be made, the reason belongs beside what is missing.
    let barriers = [
      role.isAbsent ? TrustFacts(seen.facts, context).barrier : nil,
      Self.keep(seen.role, context).barrier(seen.boundary),
    ].compactMap(\.self)
    let missing = Verdict.broken(
      found: (["no role \(context.setup.role)"] + barriers.map(\.found)).joined(separator: "; "),
      needed: ([arn] + barriers.map(\.needed)).joined(separator: ", with "))
    return [
      role.judge("TRUST-01", on: arn, absent: missing) { .holds(found: $0.arn) },
      // It only informs: IAM learns of a use some hours late.
      role.judge("TRUST-50", on: arn, absent: .blocked(by: "TRUST-01")) { role in
        .holds(found: role.lastUsed.map { "last used on \($0.day)" } ?? "no use known: no workflow has signed in yet")
      },
      history(seen, context),
    ] + trust(seen, context) + names(seen, context) + workflows(seen, context)
      + WorkflowRights(seen: seen, context: context).judgements()
  }

  private func trust(_ seen: Observation, _ context: Context) -> [Judgement] {
    let intent = intent(seen, context)
    let document = seen.role.role.map(\.trustPolicy.document)
    let reading = document.value.flatMap(\.self).map { TrustReading($0, intent) }
    let github = seen.facts.repository.and(seen.facts.subject)
    return TrustCheck.all.map { check in
      var look = document
      // With an address that no token names, nobody could tell whose tokens the policy means.
      guard IssuerAddress(context.setup).isRight else {
        return look.judge(check.id, on: seen.arn(context), absent: .blocked(by: "TRUST-01")) { _ in
          .blocked(by: "OIDC-11")
        }
      }
      if check.has(.asksGitHub) {
        if github.isAbsent, !document.isAbsent, document.obstacle == nil {
          return Judgement(
            check.id, on: seen.arn(context), lookedAt: document.source + github.source, .blocked(by: "GH-01"))
        }
        look = document.and(github).map(\.first)
      }
      if check.id == "TRUST-17" { look = look.and(seen.files).map(\.first) }
      if check.has(.asksProviders) { look = document.and(seen.providers).and(seen.audiences).map(\.first.first) }
      // What is to be written is not known either, and no other check's to say.
      let missing = intent.uncertain.first.map { Verdict.hidden(.undecided($0.advice)) }
      let absent = check.has(.asksForAll) ? missing : nil
      return look.judge(check.id, on: seen.arn(context), absent: absent ?? .blocked(by: "TRUST-01")) { _ in
        if let reading {
          let verdict = reading.verdict(check)
          switch check.id {
          case "TRUST-13": return leftover(verdict, reading, seen, context)
          case "TRUST-17":
            guard case .holds = verdict, reading.broken.isEmpty else { return verdict }
            return refusedJob(seen, intent, context) ?? verdict
          default: return verdict
          }
        }
        // Nothing else can be said of a policy that is none, and one check says that.
        return check.id == TrustCheck.all[0].id
          ? .broken(found: "a trust policy that cannot be read", needed: "a JSON policy")
          : .blocked(by: TrustCheck.all[0].id)
      }
    }
  }

  /// What the trust policy should say, with everything that is known about the account.
  public func signIns(_ seen: Observation, _ context: Context) -> SignInTable? {
    SignInFacts(
      intent: intent(seen, context), own: seen.role.role, trusting: seen.trusting,
      isGitHubSeen: seen.facts.repository.and(seen.facts.subject).value != nil,
      jobs: seen.files.value == nil ? nil : jobs(seen, intent(seen, context), context), context: context
    ).table
  }

  func intent(_ seen: Observation, _ context: Context) -> TrustIntent {
    var intent = TrustFacts(seen.facts, context).intent
    intent.providers = seen.providers.value
    intent.audiences = seen.audiences.value ?? []
    return intent
  }
}

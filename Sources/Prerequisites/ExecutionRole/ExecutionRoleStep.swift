import Blueprints
import Checklist
import JSONDocument
import Policy

/// The role that SageMaker runs as: whom it trusts, and what it needs so that projects can be made from Studio.
public struct ExecutionRoleStep: Step {
  public struct Observation: Hashable, Sendable {
    let role: ExecutionRole
    /// Whether the domain's sessions carry the name of the user's profile.
    let isSourceIdentitySet: Look<Bool>
    let bucket: Bucket
    let bucketPolicy: Look<StoredPolicy>
    let key: Look<TemplateKey>
    /// The tags of the template; those it is uploaded with where it is not there yet.
    let templateTags: Look<[String: String]>
    /// Looked at for teardown only: the domains that run as the role.
    let users: Look<[String]>?
  }

  static let roleKey: ItemKey = "execution-role/role"
  static let trustKey: ItemKey = "execution-role/trust"
  static func inlineKey(_ name: String) -> ItemKey { ItemKey(rawValue: "execution-role/inline/\(name)") }
  /// The checks that speak of projects, which a setup without them does not ask for.
  static let projectChecks: [CheckID] = ["EXE-03", "EXE-04", "EXE-05", "EXE-06", "EXE-07", "EXE-08", "EXE-12"]

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let role = ExecutionRole.look(world, context)
    guard context.setup.tracks.contains(.project) else {
      let nothing = Look<Bucket.Owner>([], .absent)
      return await Observation(
        role: role, isSourceIdentitySet: Look([], .seen(false)),
        bucket: Bucket(owner: nothing, tags: nothing.map { _ in [:] }),
        bucketPolicy: Look([], .absent), key: Look([], .absent), templateTags: Look([], .absent),
        users: users(world, context))
    }
    async let domain = DomainChoice.look(world, context).domain
    async let bucket = Bucket.look(world, context)
    async let policy = Bucket.policy(world, context)
    async let key = TemplateKey.look(world, context)
    async let tags = VisibleTemplates.tags(of: context.setup.templateKey, world, context)
    return await Observation(
      role: role, isSourceIdentitySet: domain.map(\.isSourceIdentitySet).absent(as: false), bucket: bucket,
      bucketPolicy: policy, key: key, templateTags: tags.absent(as: [VisibleTemplates.tag: "true"]),
      users: users(world, context))
  }

  /// The domains of the Region that run as the role.
  private func users(_ world: World, _ context: Context) async -> Look<[String]>? {
    guard context.purpose == .teardown else { return nil }
    let (named, _) = await ExecutionRole.named(world, context)
    let ids = await DomainChoice.look(world, context).ids
    guard let name = named.value?.roleName else { return ids.map { _ in [] } }
    let roles = await world.all(of: ids) { id in
      await world.look(Call(.sagemaker, "DescribeDomain", ["DomainId": .string(id)])).map {
        $0["DefaultUserSettings"]?["ExecutionRole"]?.string?.split(separator: "/").last.map(String.init)
      }
    }
    return ids.and(roles).map { both in both.first.filter { both.second[$0] == name } }
  }

  // MARK: Judging

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let checks: [CheckID] = ["EXE-01", "EXE-09"] + Self.projectChecks
    let named = seen.role.named
    if named.value == .byNobody {
      return checks.map {
        Judgement($0, lookedAt: named.source, .skipped("the setup names no execution role and no domain"))
      }
    }
    guard let role = seen.role.role else {
      return checks.map { check in
        named.judge(check, absent: .blocked(by: seen.role.barrier)) { named in
          guard case .notByDomain(let id) = named, check == "EXE-01" else { return .blocked(by: "EXE-01") }
          return .broken(found: "domain \(id) names no execution role", needed: "a role in its default user settings")
        }
      }
    }
    let arn = seen.role.arn(context)
    let barrier = Self.keep(seen, context)?.barrier(seen.role.boundary)
    let missing = ["no role \(seen.role.named.value?.roleName ?? "")"] + [barrier?.found].compactMap(\.self)
    let wanted = [arn, barrier?.needed].compactMap(\.self)
    return [
      named.and(role.role).judge(
        "EXE-01", on: arn,
        absent: .broken(found: missing.joined(separator: "; "), needed: wanted.joined(separator: ", with "))
      ) {
        .holds(found: $0.second.arn)
      },
      named.and(role.role).and(seen.isSourceIdentitySet)
        .judge("EXE-09", on: arn, absent: .blocked(by: "EXE-01")) {
          trust($0.first.second, Self.trust(seen, context))
        },
    ] + ProjectRights(seen: seen, role: role, arn: arn ?? "", context: context).judgements()
  }

  /// What SageMaker does to the role, and what it brings (SageMaker Developer Guide, "Cross-service confused deputy
  /// prevention", "Turn on sourceIdentity"). Jobs, apps and endpoints each bring an ARN of their own.
  static func trust(_ seen: Observation, _ context: Context) -> ServiceTrust {
    let resources = "arn:\(context.partition):sagemaker:\(context.region):\(context.account):*"
    let known: [String: [String]] = [
      "aws:SourceAccount": [context.account], "aws:PrincipalIsAWSService": ["true"], "sts:ExternalId": [],
      "aws:MultiFactorAuthPresent": [], "aws:MultiFactorAuthAge": [], "aws:PrincipalOrgID": [],
    ]
    return ServiceTrust(
      service: "sagemaker.amazonaws.com",
      actions: ["sts:AssumeRole"] + (seen.isSourceIdentitySet.value == true ? ["sts:SetSourceIdentity"] : []),
      context: context.requests.adding(ConditionContext(known, forms: ["aws:SourceArn": [resources]])))
  }

  private func trust(_ role: IAMRole.Role, _ trust: ServiceTrust) -> Verdict {
    let deeds = trust.actions.joined(separator: " and ")
    let needed = "\(deeds) allowed to \(trust.service), without a condition it cannot meet"
    guard let document = role.trustPolicy.document else {
      return .broken(found: "a trust policy that cannot be read", needed: needed)
    }
    switch trust.answer(of: document) {
    case .trusted: return .holds(found: "trusts " + ServiceTrust.services(in: document).listed())
    case .refused(let reason): return .broken(found: reason, needed: needed)
    case .undecided(let reason): return .hidden(.undecided(reason))
    }
  }

  static func blueprint(_ context: Context) -> ExecutionRolePermissions {
    ExecutionRolePermissions(
      place: Place(partition: context.partition, account: context.account, region: context.region),
      bucket: context.bucket, prefix: context.setup.prefix, templateKey: context.setup.templateKey,
      setup: context.setup.name)
  }
}

import Blueprints
import Checklist
import JSONDocument
import Policy

/// The role that SageMaker runs as: whom it trusts, and what it needs so that projects can be made from Studio.
public struct ExecutionRoleStep: Step {
  public struct Observation: Hashable, Sendable {
    let role: ExecutionRole
    let bucket: Bucket
    let bucketPolicy: Look<StoredPolicy>
    let key: Look<TemplateKey>
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
        role: role, bucket: Bucket(owner: nothing, tags: nothing.map { _ in [:] }),
        bucketPolicy: Look([], .absent), key: Look([], .absent), users: users(world, context))
    }
    async let bucket = Bucket.look(world, context)
    async let policy = Bucket.policy(world, context)
    async let key = TemplateKey.look(world, context)
    return await Observation(
      role: role, bucket: bucket, bucketPolicy: policy, key: key, users: users(world, context))
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
    let missing = "no role \(seen.role.named.value?.roleName ?? "")"
    return [
      named.and(role.role).judge("EXE-01", on: arn, absent: .broken(found: missing, needed: arn ?? "")) {
        .holds(found: $0.second.arn)
      },
      named.and(role.role).judge("EXE-09", on: arn, absent: .blocked(by: "EXE-01")) { trust($0.second, context) },
    ] + ProjectRights(seen: seen, role: role, arn: arn ?? "", context: context).judgements()
  }

  /// What SageMaker brings when it assumes the role.
  static func trust(_ context: Context) -> ServiceTrust {
    ServiceTrust(
      service: "sagemaker.amazonaws.com",
      context: [
        "aws:SourceAccount": [context.account],
        "aws:SourceArn": [context.domainARN(context.setup.domain ?? "d-0a1b2c3d4e5f")],
      ])
  }

  private func trust(_ role: IAMRole.Role, _ context: Context) -> Verdict {
    let needed = "sagemaker.amazonaws.com may assume it"
    guard let document = role.trustPolicy.document else {
      return .broken(found: "a trust policy that cannot be read", needed: needed)
    }
    let found = "trusts " + ServiceTrust.services(in: document).listed(else: "no service")
    return .judged(found, isRight: Self.trust(context).isTrusted(by: document), needed: needed)
  }

  static func blueprint(_ context: Context) -> ExecutionRolePermissions {
    ExecutionRolePermissions(
      place: Place(partition: context.partition, account: context.account, region: context.region),
      bucket: context.bucket, prefix: context.setup.prefix, templateKey: context.setup.templateKey,
      setup: context.setup.name)
  }
}

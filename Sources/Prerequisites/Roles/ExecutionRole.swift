import Blueprints
import Checklist
import JSONDocument
import Policy

/// The role that SageMaker runs as: the one the setup names, else the domain's own.
struct ExecutionRole: Hashable, Sendable {
  enum Named: Hashable, Sendable {
    /// By the key `access.execution_role`: the role's name.
    case bySetup(String)
    /// By the domain: the role's ARN.
    case byDomain(String)
    /// The domain with this id names none.
    case notByDomain(String)
    /// The setup names none, and no domain is part of it.
    case byNobody
  }

  /// Absent when there is no domain to ask.
  let named: Look<Named>
  /// The check that says why there is no domain to ask.
  let barrier: CheckID
  /// The role as it stands; nil when nothing names one.
  let role: IAMRole?
  /// The policy that bounds the role; seen as nil where none does.
  let boundary: Look<StoredPolicy?>

  static func look(_ world: World, _ context: Context) async -> ExecutionRole {
    let (named, barrier) = await named(world, context)
    guard let name = named.value?.roleName else {
      return ExecutionRole(named: named, barrier: barrier, role: nil, boundary: named.none())
    }
    let role = await IAMRole.look(world, name, for: context.purpose)
    let boundary = await IAMRole.boundary(of: role.role, world, context)
    return ExecutionRole(named: named, barrier: barrier, role: role, boundary: boundary)
  }

  /// Who names the role, and how.
  static func named(_ world: World, _ context: Context) async -> (Look<Named>, barrier: CheckID) {
    if let name = context.setup.executionRole { return (Look(["the setup file"], .seen(.bySetup(name))), "DOM-01") }
    guard context.setup.tracks.contains(.project) else {
      return (Look(["the setup file"], .seen(.byNobody)), "DOM-01")
    }
    let choice = await DomainChoice.look(world, context)
    let named = choice.domain.map { domain in
      domain.executionRole.map { Named.byDomain($0) } ?? .notByDomain(domain.id)
    }
    return (named, choice.barrier(context))
  }

  /// The ARN of the role; where the setup names one that does not exist yet, the ARN it will have.
  func arn(_ context: Context) -> String? {
    switch named.value {
    case .bySetup(let name): role?.role.value?.arn ?? context.roleARN(name)
    case .byDomain(let arn): arn
    case .notByDomain, .byNobody, nil: nil
    }
  }

  /// What the role is allowed, with the policy that bounds it; hidden if a part of it is.
  var allowed: Look<Allowed> {
    guard let role else { return named.none() }
    return role.permissions.and(boundary.bound).map { Allowed(policies: $0.first, boundary: $0.second) }
  }

  /// What a role's own policies allow, and what bounds them.
  struct Allowed: Hashable, Sendable {
    let policies: IdentityPolicy
    let boundary: IdentityPolicy?
  }
}

extension ExecutionRole.Named {
  /// The name without its path: IAM takes only that, and `cut -d/ -f3` of the guides finds it under a path only.
  var roleName: String? {
    switch self {
    case .bySetup(let name): name
    case .byDomain(let arn): arn.split(separator: "/").last.map(String.init)
    case .notByDomain, .byNobody: nil
    }
  }
}

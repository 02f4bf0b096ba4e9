import Checklist
import JSONDocument
import Policy

/// A role as it stands: whom it trusts, and everything it is allowed.
///
/// Several steps look at roles, each at its own; equal calls are made once.
public struct IAMRole: Hashable, Sendable {
  /// The role itself.
  struct Role: Hashable, Sendable {
    let arn: String
    /// What policies name the role's sessions by (`AROA…`), and no other role has, not one of the same name either; nil
    /// where IAM does not say.
    var id: String?
    let trustPolicy: StoredPolicy
    let maxSession: Int
    let tags: [String: String]
    /// The ARN of the managed policy that bounds the role, if one does.
    let boundary: String?
    let description: String?
    /// When it was last used, in seconds since 1970; nil where IAM knows of no use in the last 400 days.
    let lastUsed: Double?
    /// When it was made, in seconds since 1970; nil where IAM does not say.
    var created: Double?
  }

  /// A managed policy that is attached to the role, with its version in force.
  struct Attached: Hashable, Sendable {
    let arn: String
    let document: Look<StoredPolicy>
  }

  let role: Look<Role>
  /// The inline policies by name.
  let inline: Look<[String: StoredPolicy]>
  let attached: Look<[Attached]>
  /// The names of the instance profiles that hold the role: IAM deletes none that one holds. Looked at for teardown
  /// only.
  var profiles: Look<[String]>?

  /// - Parameter name: the role's name, without its path.
  static func look(_ world: World, _ name: String, for purpose: Context.Purpose = .checkup) async -> IAMRole {
    async let role = role(world, name)
    async let inline = inlinePolicies(of: ["RoleName": .string(name)], world)
    async let attached = attachedPolicies(of: ["RoleName": .string(name)], world)
    async let profiles = purpose == .teardown ? profiles(of: name, world) : nil
    return await IAMRole(role: role, inline: inline, attached: attached, profiles: profiles)
  }

  private static func profiles(of name: String, _ world: World) async -> Look<[String]> {
    await world.look(Call(.iam, "ListInstanceProfilesForRole", ["RoleName": .string(name)]), absent: ["NoSuchEntity"])
      .reading { json in json["InstanceProfiles"]?.array?.compactMap { $0["InstanceProfileName"]?.string } ?? [] }
  }

  /// The role alone, without its policies.
  static func role(_ world: World, _ name: String) async -> Look<Role> {
    await world.look(Call(.iam, "GetRole", ["RoleName": .string(name)]), absent: ["NoSuchEntity"])
      .reading { Role($0, world) }
  }

  private static func inlinePolicies(of role: JSONObject, _ world: World) async -> Look<[String: StoredPolicy]> {
    let names = await world.look(Call(.iam, "ListRolePolicies", role), absent: ["NoSuchEntity"])
      .reading { $0["PolicyNames"]?.strings }
    return await world.all(of: names) { name in
      await world.look(
        Call(.iam, "GetRolePolicy", role.with("PolicyName", .string(name))), absent: ["NoSuchEntity"]
      ).reading { $0["PolicyDocument"]?.string.map(world.policy) }
    }
  }

  private static func attachedPolicies(of role: JSONObject, _ world: World) async -> Look<[Attached]> {
    let arns = await world.look(Call(.iam, "ListAttachedRolePolicies", role), absent: ["NoSuchEntity"])
      .reading { json in json["AttachedPolicies"]?.array?.compactMap { $0["PolicyArn"]?.string } }
    guard let value = arns.value else { return arns.map { _ in [] } }
    let documents = await world.each(value) { arn in await document(of: arn, world) }
    return Look(arns.source, .seen(documents.map { Attached(arn: $0.0, document: $0.1) }))
  }

  /// A managed policy, in the version that is in force.
  static func document(of arn: String, _ world: World) async -> Look<StoredPolicy> {
    let policy = await world.look(Call(.iam, "GetPolicy", ["PolicyArn": .string(arn)]), absent: ["NoSuchEntity"])
      .reading { $0["Policy"]?["DefaultVersionId"]?.string }
    guard let version = policy.value else { return policy.map { world.policy($0) } }
    return await world.look(
      Call(.iam, "GetPolicyVersion", ["PolicyArn": .string(arn), "VersionId": .string(version)]),
      absent: ["NoSuchEntity"]
    ).reading { $0["PolicyVersion"]?["Document"]?.string.map(world.policy) }
  }

  /// The policy that bounds a role; seen as nil where none does.
  ///
  /// Of a role that is still to be made it is the one that the setup wants for it; absent where that is not there.
  static func boundary(of role: Look<Role>, _ world: World, _ context: Context) async -> Look<StoredPolicy?> {
    if role.isAbsent, let wanted = context.setup.boundary {
      return await document(of: wanted, world).map { $0 }
    }
    guard let arn = role.value?.boundary else { return role.map { _ in nil } }
    let policy = await document(of: arn, world)
    return Look(role.source + policy.source, policy.optional.sight)
  }

  /// Everything the role is allowed; hidden if a part of it is or cannot be read, because the part may deny.
  var permissions: Look<IdentityPolicy> {
    inline.and(attached).reading { both in
      var parts = both.first.sorted { $0.key < $1.key }.map {
        (name: $0.key, policy: Look(inline.source, .seen($0.value)))
      }
      parts += both.second.map { (name: $0.arn, policy: $0.document) }
      var documents: [PolicyDocument] = []
      var names: [String] = []
      var source = inline.source + attached.source
      for (name, policy) in parts {
        source += policy.source.filter { !source.contains($0) }
        if let obstacle = policy.obstacle { return Look(source, .hidden(obstacle)) }
        guard let policy = policy.value else { continue }
        guard let document = policy.document else { return Look(source, .hidden(.noPolicy("policy \(name)"))) }
        documents.append(document)
        names.append(name)
      }
      return Look(source, .seen(IdentityPolicy(documents, names: names)))
    }
  }
}

extension Look<StoredPolicy?> {
  /// What a boundary leaves; hidden where its text is no policy.
  var bound: Look<IdentityPolicy?> {
    reading { policy in
      guard let policy else { return Look<IdentityPolicy?>(source, .seen(nil)) }
      let document = policy.document
      return Look<IdentityPolicy?>(
        source, document.map { .seen(IdentityPolicy([$0])) } ?? .hidden(.noPolicy("the boundary")))
    }
  }
}

extension Obstacle {
  /// A text that should be a policy and is none: what it allows or denies, nobody knows.
  static func noPolicy(_ policy: String) -> Obstacle {
    .unreadable("the text of \(policy) is no policy")
  }
}

extension IAMRole.Role {
  init?(_ json: JSON, _ world: World) {
    guard let role = json["Role"], let arn = role["Arn"]?.string,
      let trustPolicy = role["AssumeRolePolicyDocument"]?.string
    else { return nil }
    self.init(
      arn: arn, id: role["RoleId"]?.string, trustPolicy: world.policy(trustPolicy),
      maxSession: role["MaxSessionDuration"]?.integer ?? 3600,
      tags: role.tags("Tags"), boundary: role["PermissionsBoundary"]?["PermissionsBoundaryArn"]?.string,
      description: role["Description"]?.string, lastUsed: role["RoleLastUsed"]?["LastUsedDate"]?.seconds,
      created: role["CreateDate"]?.seconds)
  }
}

extension Look {
  /// Goes on looking with what was seen.
  func reading<Other>(_ next: (Value) -> Look<Other>) -> Look<Other> {
    switch sight {
    case .seen(let value): next(value)
    case .absent: Look<Other>(source, .absent)
    case .hidden(let obstacle): Look<Other>(source, .hidden(obstacle))
    }
  }
}

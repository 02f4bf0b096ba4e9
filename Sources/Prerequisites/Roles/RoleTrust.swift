import Checklist
import JSONDocument
import Policy

/// A role of the account and the text of its trust policy: enough to say who uses a provider.
public struct RoleTrust: Hashable, Sendable {
  let name: String
  let arn: String
  let trustPolicy: String

  /// All roles of the account.
  static func all(_ world: World) async -> Look<[RoleTrust]> {
    await world.look(Call(.iam, "ListRoles")).reading { json in
      json["Roles"]?.array?.compactMap { role in
        guard let name = role["RoleName"]?.string, let arn = role["Arn"]?.string else { return nil }
        return RoleTrust(name: name, arn: arn, trustPolicy: role["AssumeRolePolicyDocument"]?.string ?? "")
      }
    }
  }

  /// Whether the policy names the provider. A policy that cannot be read counts as naming it if its text
  /// does: in doubt a shared thing stays.
  func trusts(_ provider: String) -> Bool {
    trustPolicy.contains("\"\(provider)\"") || trustPolicy.contains("\"\(provider.replacingSlashes)\"")
  }

  /// The audiences the policy asks for, of whatever provider.
  var audiences: Set<String> {
    guard let document = try? PolicyDocument(parsing: trustPolicy) else { return [] }
    return Set(
      document.statements.flatMap(\.conditions).filter { $0.key.lowercased().hasSuffix(":aud") }.flatMap(\.values))
  }
}

extension String {
  /// JSON may write a slash with a backslash before it.
  fileprivate var replacingSlashes: String {
    split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/")
  }
}

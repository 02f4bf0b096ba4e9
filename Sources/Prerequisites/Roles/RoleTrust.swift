import Checklist
import JSONDocument
import Policy

/// A role of the account and its trust policy: enough to say who uses a provider.
public struct RoleTrust: Hashable, Sendable {
  let name: String
  let arn: String
  let trustPolicy: StoredPolicy

  /// The roles of the account that name a provider; the others, of which there can be many, use none.
  static func all(_ world: World) async -> Look<[RoleTrust]> {
    await world.look(Call(.iam, "ListRoles")).reading { json in
      json["Roles"]?.array?.compactMap { role in
        guard let name = role["RoleName"]?.string, let arn = role["Arn"]?.string,
          let text = role["AssumeRolePolicyDocument"]?.string, text.contains(":oidc-provider")
        else { return nil }
        return RoleTrust(name: name, arn: arn, trustPolicy: world.policy(text))
      }
    }
  }

  /// Whether the policy names the provider. A policy that cannot be read counts as naming it if its text
  /// does: in doubt a shared thing stays.
  func trusts(_ provider: String) -> Bool {
    trustPolicy.text.contains("\"\(provider)\"") || trustPolicy.text.contains("\"\(provider.replacingSlashes)\"")
  }

  /// The audiences the policy asks for, of whatever provider.
  var audiences: Set<String> {
    Set(
      (trustPolicy.document?.statements ?? []).flatMap(\.conditions).filter { $0.key.lowercased().hasSuffix(":aud") }
        .flatMap(\.values))
  }
}

extension String {
  /// JSON may write a slash with a backslash before it.
  fileprivate var replacingSlashes: String {
    split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/")
  }
}

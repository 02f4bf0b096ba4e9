import Checklist

/// The permission a call to GitHub needs, in the words of the token's settings page.
public enum GitHubPermission {
  /// `Actions: read` for the subject setting, `Secrets: write` for a secret; by GitHub's list of permissions of
  /// fine-grained tokens.
  public static func needed(for call: Call) -> String {
    if call.operation == CommitMutation.operation { return "Contents: write" }
    let words = call.operation.split(separator: " ", maxSplits: 1)
    let access = words.first == "GET" ? "read" : "write"
    let path = (words.last ?? "").split(separator: "/").filter { !$0.hasPrefix("{") }.dropFirst().map(String.init)
    let isOrganisations = words.last?.hasPrefix("/orgs/") == true
    let name =
      switch (path.first, path.dropFirst().first) {
      case ("actions", "oidc") where isOrganisations: "Organization administration"
      case ("actions", "secrets"), ("actions", "organization-secrets"): "Secrets"
      case ("actions", "variables"): "Variables"
      case ("actions", "permissions"): "Administration"
      case ("actions", "runners"): isOrganisations ? "Organization self-hosted runners" : "Administration"
      case ("actions", _): "Actions"
      case ("environments", "secrets"): "Environments"
      case ("environments", "variables"): "Environments"
      case ("environments", _): access == "read" ? "Actions" : "Administration"
      case ("contents", _), ("git", _), ("branches", _), ("commits", _): "Contents"
      case ("pulls", _): "Pull requests"
      case ("dispatches", _): "Contents"
      case ("teams", _) where isOrganisations: "Members"
      case ("collaborators", _), ("rules", _), (nil, _): "Metadata"
      default: "Administration"
      }
    return "\(name): \(access)"
  }
}

import Checklist
import JSONDocument

/// The permission a call to GitHub needs, in the words of the token's settings page.
public enum GitHubPermission {
  /// `Actions: read` for the subject setting, `Secrets: write` for a secret; by GitHub's list of permissions of
  /// fine-grained tokens.
  public static func needed(for call: Call) -> String {
    let words = call.operation.split(separator: " ", maxSplits: 1)
    let access = words.first == "GET" ? "read" : "write"
    let path = (words.last ?? "").split(separator: "/").filter { !$0.hasPrefix("{") }.dropFirst().map(String.init)
    let isOrganisations = words.last?.hasPrefix("/orgs/") == true
    let name =
      switch (path.first, path.dropFirst().first) {
      case ("actions", "oidc") where isOrganisations: "Organization administration"
      case ("actions", "secrets"): "Secrets"
      case ("actions", "variables"): "Variables"
      case ("actions", "permissions"): "Administration"
      case ("actions", _): "Actions"
      case ("environments", "secrets"): "Environments"
      case ("environments", "variables"): "Environments"
      case ("environments", _): access == "read" ? "Actions" : "Administration"
      case ("contents", _), ("git", _), ("branches", _), ("commits", _): "Contents"
      case ("pulls", _): "Pull requests"
      case ("dispatches", _): "Contents"
      case ("collaborators", _), (nil, _): "Metadata"
      default: "Administration"
      }
    return "\(name): \(access)"
  }
}

/// What GitHub could answer about a repository that does not exist; see `SampleAnswer` for AWS.
public enum SampleRepository {
  /// One object with the members that the answers about a repository have.
  public static func answer(to call: Call, choice: (_ place: String) -> UInt64) -> JSON {
    let names: [JSON] = [["name": "sample", "value": "sample", "id": 7, "login": "sample"]]
    let list = JSON.array(choice("list") % 3 == 0 ? [] : names)
    let parts = call.operation.split(separator: "/")
    // GitHub answers with a bare list where the last word is a plural of its own.
    if ["collaborators", "branches", "tags", "teams", "pulls"].contains(parts.last.map(String.init) ?? "") {
      return list
    }
    let name = call.input["repo"]?.string ?? "sample"
    return [
      "id": 7, "name": .string(choice("name") % 4 == 0 ? "renamed" : name), "full_name": .string("sample/\(name)"),
      "owner": [
        "login": .string(call.input["owner"]?.string ?? "sample"), "id": 5,
        "type": choice("owner") % 3 == 0 ? "User" : "Organization",
      ],
      "default_branch": .string(choice("branch") % 3 == 0 ? "trunk" : "main"),
      "private": .bool(choice("private") % 2 == 0), "enabled": .bool(choice("enabled") % 4 != 0),
      "allowed_actions": choice("allowed") % 2 == 0 ? "selected" : "all",
      "archived": .bool(choice("archived") % 4 == 0), "permissions": ["admin": true, "push": true, "pull": true],
      "use_default": .bool(choice("default") % 2 == 0),
      "include_claim_keys": choice("keys") % 2 == 0 ? ["repo", "context"] : [],
      "use_immutable_subject": .bool(choice("immutable") % 2 == 0),
      "total_count": .number(String(list.array?.count ?? 0)),
      "secrets": list, "variables": list, "environments": list, "protection_rules": list, "value": "sample",
      "key_id": "7", "key": "2Sg8iYjAxxmI2LvUXpJjkYrMxURPc8r+dB7TJyvvcCU=", "sha": "7", "content": "",
      "encoding": "base64",
      "plan": ["name": .string(choice("plan") % 2 == 0 ? "free" : "enterprise")],
    ]
  }
}

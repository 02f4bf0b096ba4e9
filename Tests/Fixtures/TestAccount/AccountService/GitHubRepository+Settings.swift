import Checklist
import JSONDocument

/// Secrets, variables and environments as they are listed and written.
extension GitHubRepository {
  mutating func settings(_ operation: String, _ call: Call) -> Answer? {
    guard repository != nil else { return .missing("NotFound") }
    let place = operation.replacing("/repos/{owner}/{repo}/", with: "")
    return switch place {
    case "GET actions/secrets": .success(Self.named("secrets", secrets))
    case "GET actions/organization-secrets":
      .success(Self.named("secrets", Dictionary(uniqueKeysWithValues: organisationSecrets.map { ($0, "") })))
    case "PUT actions/secrets/{secret_name}": write { $0.secrets[call.text("secret_name")] = "2026-11-28T12:00:00Z" }
    case "DELETE actions/secrets/{secret_name}": write { $0.secrets[call.text("secret_name")] = nil }
    case "POST actions/variables", "PATCH actions/variables/{name}":
      write { $0.variables[call.text("name")] = call.text("value") }
    case "DELETE actions/variables/{name}": write { $0.variables[call.text("name")] = nil }
    case "PUT environments/{environment_name}":
      write { repository in
        var rules = call.input
        for member in ["owner", "repo", "environment_name"] { rules[member] = nil }
        repository.rules[call.text("environment_name")] = .object(rules)
      }
    case "DELETE environments/{environment_name}": write { $0.rules[call.text("environment_name")] = nil }
    case "GET environments/{environment_name}/secrets":
      .success(Self.named("secrets", Dictionary(uniqueKeysWithValues: environmentSecrets.map { ($0, "") })))
    case "GET environments/{environment_name}/variables": .success(Self.named("variables", [:]))
    case "GET environments/{environment_name}/deployment-branch-policies":
      .success([
        "branch_policies": .array(
          patterns.enumerated().map { ["id": .number(String($0 + 1)), "name": .string($1), "type": "branch"] as JSON })
      ])
    case "POST environments/{environment_name}/deployment-branch-policies":
      write { $0.patterns.append(call.text("name")) }
    case "DELETE environments/{environment_name}/deployment-branch-policies/{branch_policy_id}":
      write { repository in
        let place = Int(call.text("branch_policy_id")) ?? 0
        repository.patterns = repository.patterns.enumerated().filter { $0.offset + 1 != place }.map(\.element)
      }
    default: nil
    }
  }

  private mutating func write(_ change: (inout GitHubRepository) -> Void) -> Answer {
    change(&self)
    return .success([:])
  }

  private static func named(_ member: String, _ found: [String: String]) -> JSON {
    let list = found.sorted { $0.key < $1.key }.map {
      ["name": .string($0.key), "created_at": .string($0.value), "updated_at": .string($0.value)] as JSON
    }
    return .object([member: .array(list)])
  }
}

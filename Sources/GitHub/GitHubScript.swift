import Checklist
import JSONDocument

/// Calls to GitHub as command lines of `gh`, which do exactly what sending them would.
public enum GitHubScript {
  /// The words of each command, and the files they read; nil when a call is none of GitHub's, or is filled
  /// only when it is sent: `gh` would be given a secret in the open.
  /// - Parameter seals: whether `gh` may be given what is to be sealed and is no secret.
  public static func render(
    _ calls: [Call], sealing seals: Bool = false
  ) -> (commands: [[String]], files: [String: String])? {
    var commands: [[String]] = []
    var files: [String: String] = [:]
    for call in calls {
      let words = call.operation.split(separator: " ")
      guard call.door == .github, words.count == 2, let method = words.first, let place = words.last else { return nil }
      if !call.blanks.isEmpty {
        guard seals, let command = sealing(call) else { return nil }
        commands.append(command)
        continue
      }
      if call.operation == CommitMutation.operation {
        guard let body = CommitMutation.body(call.input) else { return nil }
        let name = commands.isEmpty ? "commit.json" : "commit-\(commands.count + 1).json"
        files[name] = body.pretty + "\n"
        commands.append(["gh", "api", "graphql", "--input", name])
        continue
      }
      var body = call.input
      var parts: [String] = []
      for part in place.split(separator: "/") {
        guard part.hasPrefix("{") else {
          parts.append(String(part))
          continue
        }
        let name = String(part.dropFirst().dropLast())
        guard let value = body[name]?.string, Self.isPlain(value, isPath: name == "path") else { return nil }
        parts.append(value)
        body[name] = nil
      }
      var command = ["gh", "api", "--method", String(method), parts.joined(separator: "/")]
      if !body.isEmpty {
        let name = "\(parts.last ?? "body")\(commands.isEmpty ? "" : "-\(commands.count + 1)").json"
        files[name] = JSON.object(body).pretty + "\n"
        command += ["--input", name]
      }
      commands.append(command)
    }
    return commands.isEmpty ? nil : (commands, files)
  }

  /// Whether a value stands in an address as it is. A file's or a branch's path has slashes of its own.
  private static func isPlain(_ value: String, isPath: Bool) -> Bool {
    isPath
      ? value.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !["", ".", ".."].contains($0) }
      : !value.contains("/")
  }

  /// `gh` seals by itself what it is given.
  private static func sealing(_ call: Call) -> [String]? {
    guard call.operation == "PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}",
      case .sealedText(let text)? = call.blanks["encrypted_value"], let name = call.input["secret_name"]?.string,
      let owner = call.input["owner"]?.string, let repository = call.input["repo"]?.string
    else { return nil }
    return ["gh", "secret", "set", name, "--repo", "\(owner)/\(repository)", "--body", text]
  }
}

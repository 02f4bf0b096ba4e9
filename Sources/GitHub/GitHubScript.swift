import Checklist
import JSONDocument

/// Calls to GitHub as command lines of `gh`, which do exactly what sending them would.
public enum GitHubScript {
  /// The words of each command, and the files they read; nil when a call is none of GitHub's, or holds a
  /// secret: `gh` would be given it in the open.
  public static func render(_ calls: [Call]) -> (commands: [[String]], files: [String: String])? {
    var commands: [[String]] = []
    var files: [String: String] = [:]
    for call in calls {
      let words = call.operation.split(separator: " ")
      guard call.door == .github, !call.needsSecret, words.count == 2 else { return nil }
      var body = call.input
      var parts: [String] = []
      for part in words[1].split(separator: "/") {
        guard part.hasPrefix("{") else {
          parts.append(String(part))
          continue
        }
        let name = String(part.dropFirst().dropLast())
        guard let value = body[name]?.string, !value.contains("/") else { return nil }
        parts.append(value)
        body[name] = nil
      }
      var command = ["gh", "api", "--method", String(words[0]), parts.joined(separator: "/")]
      if !body.isEmpty {
        let name = "\(parts.last ?? "body")\(commands.isEmpty ? "" : "-\(commands.count + 1)").json"
        files[name] = JSON.object(body).pretty + "\n"
        command += ["--input", name]
      }
      commands.append(command)
    }
    return commands.isEmpty ? nil : (commands, files)
  }
}

import Checklist
import JSONDocument

/// Secrets of a repository and of its environments, which GitHub takes sealed.
public enum GitHubSecret {
  /// The call that reads the public key of the place where a call stores a secret: it stands beside the secrets.
  public static func keyCall(for call: Call) throws(Obstacle) -> Call {
    let suffix = "/{secret_name}"
    guard call.door == .github, call.operation.hasPrefix("PUT "), call.operation.hasSuffix("/secrets" + suffix) else {
      throw .unexpected("it stores no secret of a repository")
    }
    var input = call.input
    input["secret_name"] = nil
    for path in call.blanks.keys { input[path] = nil }
    return Call(.github, "GET " + call.operation.dropFirst(4).dropLast(suffix.count) + "/public-key", input)
  }
}

import Basics
import Glibc

/// The environment variables a run sees. A blank variable counts as unset, as in every AWS SDK.
///
/// It may hold keys and tokens, so printing or dumping it shows names only.
public struct Environment: Sendable, CustomStringConvertible, CustomReflectable {
  private let variables: [String: String]

  public init(_ variables: [String: String]) { self.variables = variables }

  public var description: String { variables.keys.sorted().joined(separator: " ") }
  public var customMirror: Mirror { Mirror(self, children: [:]) }

  public subscript(name: String) -> String? {
    guard let value = variables[name], !value.allSatisfy(\.isWhitespace) else { return nil }
    return value
  }

  /// Whether any variable with a name that begins so is set.
  public func holds(prefix: String) -> Bool { variables.keys.contains { $0.hasPrefix(prefix) && self[$0] != nil } }

  /// What another program is given of it: `NAME=value` each, in the order of the names.
  public func entries(without names: Set<String> = []) -> [String] {
    variables.filter { !names.contains($0.key) }.map { "\($0.key)=\($0.value)" }.sorted()
  }

  /// The process's own.
  public static func current() -> Environment {
    var variables: [String: String] = [:]
    var at = environ
    while let entry = at.pointee {
      let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      at += 1
    }
    for (name, value) in variables { hide(name, value) }
    return Environment(variables)
  }

  /// Makes known to all gates what a variable holds that must not be seen.
  private static func hide(_ name: String, _ value: String) {
    if secrets.contains(name) { Hiding.add(value) }
    let name = name.uppercased()
    if name.hasSuffix("_PROXY") || name.contains("_URL") || name.hasSuffix("_URI") { _ = Hiding.withoutUser(value) }
  }

  private static let secrets: Set = [
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN", "GH_TOKEN",
    "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
  ]
}

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

  /// The process's own.
  public static func current() -> Environment {
    var variables: [String: String] = [:]
    var at = environ
    while let entry = at.pointee {
      let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      at += 1
    }
    return Environment(variables)
  }
}

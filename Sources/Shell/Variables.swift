import Glibc

/// The environment variables of this process; a blank one counts as unset.
public struct Variables: Sendable {
  public static let current = Variables()

  public subscript(name: String) -> String? {
    guard let text = getenv(name).map({ String(cString: $0) }), !text.isEmpty else { return nil }
    return text
  }
}

import Foundation
import ScreenForm

/// The keys of the setup file by name, read from the source of their table.
struct SetupKeyNames {
  private let names: Set<String>

  /// Nil where no table is.
  init?(inSourceAt path: String) {
    guard let source = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    names = Set(source.matches(of: /SetupKey\(\s*"([a-z_.]+)"/).map { String($0.1) })
    if names.isEmpty { return nil }
  }

  func contains(_ name: String) -> Bool { names.contains(name) }

  /// The first name in braces that neither the setup nor the context knows. A context's name has no dot, a setup's has
  /// one, so that none hides another.
  func unknownPlaceholder(in text: String) -> String? {
    Placeholder.names(in: text).first { name in
      name.contains(".") ? !contains(name) : ContextName(rawValue: name) == nil
    }
  }
}

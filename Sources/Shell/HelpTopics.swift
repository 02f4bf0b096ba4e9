import Checklist
import JSONDocument
import SetupFile

/// The help that no command line parser knows: the setup file and its schema.
public enum HelpTopics {
  /// The text for `help setup-file`, with `--schema` the JSON Schema; nil for other arguments.
  public static func text(_ arguments: [String]) -> String? {
    guard arguments.starts(with: ["help", "setup-file"]) else { return nil }
    if arguments.contains("--schema") { return SetupFile.schema.pretty }
    let width = SetupKey.all.map(\.path.count).max() ?? 0
    let rows = SetupKey.all.map { key in
      key.path + String(repeating: " ", count: width - key.path.count + 2) + key.words
        + (key.standing.map { " (default: \($0))" } ?? "") + (key.reach == .whole ? "" : "; " + key.remark)
    }
    return (["The keys of onramp.yaml:", ""] + rows).joined(separator: "\n")
  }
}

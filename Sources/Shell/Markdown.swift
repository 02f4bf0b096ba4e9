import TextUI

/// Texts from outside in a Markdown document, where none of them may be read as markup.
enum Markdown {
  /// A text in a table, where a bar would end the cell.
  static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }

  /// A value of the account, as it stands: between more backticks than it has.
  static func inline(_ text: String) -> String {
    let marks = String(repeating: "`", count: longest(text) + 1)
    let pad = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return marks + pad + cleaned(text) + pad + marks
  }

  /// Lines as they stand, with an empty line after them.
  static func block(_ text: String) -> [String] {
    let marks = String(repeating: "`", count: max(3, longest(text) + 1))
    return [marks] + text.split(separator: "\n", omittingEmptySubsequences: false).map { cleaned(String($0)) } + [
      marks, "",
    ]
  }

  private static func longest(_ text: String) -> Int { text.split { $0 != "`" }.map(\.count).max() ?? 0 }
}

import JSONDocument

extension JSON {
  /// The document as an operator reads it: indented, a policy that is kept as text too; nothing has no lines.
  public var lines: [String] {
    if isNull { return [] }
    guard let text = string, let document = try? JSON(parsing: text), document.string == nil else {
      return pretty.split(separator: "\n").map(String.init)
    }
    return document.lines
  }
}

import JSONDocument

extension JSON {
  /// Two documents as lines fit to be laid side by side: indented, policies that are kept as text too, and the
  /// old one in the order of the new, because AWS reorders what it stores and an order is no difference.
  /// Nothing has no lines.
  public static func comparable(_ old: JSON, _ new: JSON) -> (old: [String], new: [String]) {
    let (before, after) = (old.unfolded, new.unfolded)
    return (before.ordered(like: after).lines, after.lines)
  }

  /// A document that is kept as text, as the document; anything else as it is.
  var unfolded: JSON {
    guard let text = string, let document = try? JSON(parsing: text), document.object != nil else { return self }
    return document
  }

  private var lines: [String] {
    if isNull { return [] }
    return (string ?? pretty).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The same document with its members in the order of another: AWS reorders what it stores, and an order
  /// is no difference.
  private func ordered(like other: JSON) -> JSON {
    switch (self, other) {
    case (.object(let mine), .object(let theirs)):
      let known = theirs.names.filter { mine[$0] != nil }
      let rest = mine.names.filter { theirs[$0] == nil }
      return .object(
        JSONObject((known + rest).map { ($0, (mine[$0] ?? .null).ordered(like: theirs[$0] ?? .null)) }))
    case (.array(let mine), .array(let theirs)):
      return .array(mine.enumerated().map { $0 < theirs.count ? $1.ordered(like: theirs[$0]) : $1 })
    default: return self
    }
  }
}

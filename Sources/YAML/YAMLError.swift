/// Why a text is not read, and where.
public struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The text is no YAML, or uses of it what is not read here.
    case syntax
    /// A key stands twice in one mapping; `earlier` is the first.
    case duplicateKey
    /// A limit is passed.
    case limit
  }

  public let kind: Kind
  /// From 1; the column in characters.
  public let line: Int
  public let column: Int
  public let words: String
  /// Where the other thing stands that this one does not go with.
  public let earlier: YAMLPlace?

  init(_ kind: Kind, line: Int, column: Int, _ words: String, earlier: YAMLPlace? = nil) {
    (self.kind, self.line, self.column, self.words, self.earlier) = (kind, line, column, words, earlier)
  }

  init(_ kind: Kind, _ place: YAMLPlace, _ words: String, earlier: YAMLPlace? = nil) {
    self.init(kind, line: place.line, column: place.column, words, earlier: earlier)
  }

  public var description: String { "\(line):\(column): \(words)" }
}

/// How much is read, so that no text can exhaust stack or memory.
public struct YAMLLimits: Hashable, Sendable {
  /// Of the text, in bytes of UTF-8.
  public var bytes = 1 << 20
  /// Sequences and mappings within one another.
  public var depth = 64
  /// Nodes, counting what an alias stands for each time it is used: a handful of aliases of aliases can mean more
  /// nodes than there is memory.
  public var nodes = 100_000

  public init() {}
}

/// A value of a YAML document, with the place where it is written.
///
/// Nothing is given a type while it is read: `on` and `08` are texts. Whoever asks for a number or a flag gets it by the
/// core schema of YAML 1.2 (yaml.org, "YAML Ain't Markup Language version 1.2", 10.3).
public struct YAMLNode: Hashable, Sendable {
  public enum Value: Hashable, Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    /// The entries in the order they are written; no key stands there twice.
    case mapping([YAMLEntry])
  }

  public let value: Value
  /// As a whole, such as `tag:yaml.org,2002:str` for `!!str`; nil where none is written.
  public let tag: String?
  /// The name the node can be referred to by.
  public let anchor: String?
  /// The name it is referred to by here: the value stands elsewhere, `place` is the alias's own.
  public let alias: String?
  /// Whether a sequence or mapping is written in brackets.
  public let isFlow: Bool
  /// All of it, with anchor and tag.
  public let place: YAMLPlace
  /// The value without anchor and tag. Empty, at the place's end, where nothing is written.
  public let content: YAMLPlace
}

/// A key and what stands behind it.
public struct YAMLEntry: Hashable, Sendable {
  /// A scalar, always.
  public let key: YAMLNode
  public let value: YAMLNode

  /// The key's text.
  public var name: String { key.text ?? "" }
}

/// Where something is written.
public struct YAMLPlace: Hashable, Sendable {
  /// From 1.
  public let line: Int
  /// In characters, from 1.
  public let column: Int
  /// In bytes of the text's UTF-8, from 0. Line breaks and comments behind it are not part of it.
  public let bytes: Range<Int>

  public init(line: Int, column: Int, bytes: Range<Int>) {
    (self.line, self.column, self.bytes) = (line, column, bytes)
  }
}

extension YAMLNode {
  public var scalar: YAMLScalar? { if case .scalar(let scalar) = value { scalar } else { nil } }
  /// The text of a scalar, whatever it looks like: `8`, `yes` and an empty one, too.
  public var text: String? { scalar?.text }
  public var items: [YAMLNode]? { if case .sequence(let items) = value { items } else { nil } }
  public var entries: [YAMLEntry]? { if case .mapping(let entries) = value { entries } else { nil } }

  /// Whether there is nothing behind a key, or what means nothing: `~`, `null`.
  public var isNull: Bool { typed == .null }
  public var bool: Bool? { if case .bool(let flag) = typed { flag } else { nil } }
  public var int: Int? { if case .int(let number) = typed { number } else { nil } }

  /// What is written behind a key of a mapping.
  public subscript(name: String) -> YAMLNode? { entry(name)?.value }

  public func entry(_ name: String) -> YAMLEntry? { entries?.first { $0.name == name } }

  /// A scalar's meaning by the core schema; nil for sequences and mappings.
  public var typed: YAMLScalar.Typed? {
    guard let scalar else { return nil }
    switch tag {
    case nil: return scalar.typed
    case "tag:yaml.org,2002:null"?, "tag:yaml.org,2002:bool"?, "tag:yaml.org,2002:int"?, "tag:yaml.org,2002:float"?:
      return YAMLScalar(text: scalar.text, style: .plain).typed
    default: return .text(scalar.text)
    }
  }
}

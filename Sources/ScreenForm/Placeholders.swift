/// What a screen's text may name in braces besides a key of the setup file: who and where, and what follows from several
/// answers.
public enum ContextName: String, CaseIterable, Sendable {
  case account, region, partition
  /// The bucket for templates; unnamed, it follows from account and Region.
  case bucket
  /// The key of the template object.
  case key
  /// The issuer as IAM writes it, without a scheme.
  case issuer
  /// The host of the AWS console.
  case console
}

/// The names in braces in a screen's texts: `{project.domain}`, a key of the setup file, or `{account}`, a `ContextName`.
public enum Placeholder {
  /// The names in a text, in their order.
  public static func names(in text: String) -> [String] {
    pieces(of: text).compactMap { if case .name(let name) = $0 { name } else { nil } }
  }

  /// The text with every name filled for which there is a value; others stay as they are.
  public static func fill(_ text: String, with value: (String) -> String?) -> String {
    pieces(of: text).map { piece in
      switch piece {
      case .text(let text): String(text)
      case .name(let name): value(name) ?? "{\(name)}"
      }
    }.joined()
  }

  private enum Piece {
    case text(Substring)
    case name(String)
  }

  /// A brace opens a placeholder only before a lower-case word, dotted perhaps, and a closing brace: JSON and HCL keep
  /// theirs.
  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{") {
      let inside = rest[rest.index(after: open)...]
      let name = inside.prefix { $0.isLowercase || $0 == "_" || $0 == "." }
      guard !name.isEmpty, inside[name.endIndex...].first == "}", rest[..<open].last != "$" else {
        pieces.append(.text(rest[...open]))
        rest = inside
        continue
      }
      pieces.append(.text(rest[..<open]))
      pieces.append(.name(String(name)))
      rest = inside[inside.index(after: name.endIndex)...]
    }
    return pieces + [.text(rest)]
  }
}

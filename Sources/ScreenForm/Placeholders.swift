/// The names that may stand in braces in a screen's texts.
public enum Placeholder: String, CaseIterable, Sendable {
  case account, region, partition, owner, repository, branch, environment, issuer, audience
  case role, bucket, prefix, key, domain, secret, console

  /// The braces of a text with what is wrong with each, as the unknown name.
  public static func unknown(in text: String) -> [String] {
    pieces(of: text).compactMap { piece in
      guard case .name(let name) = piece, Placeholder(rawValue: name) == nil else { return nil }
      return name
    }
  }

  /// The text with every placeholder filled.
  public static func fill(_ text: String, with value: (Placeholder) -> String) -> String {
    pieces(of: text).map { piece in
      switch piece {
      case .text(let text): String(text)
      case .name(let name): Placeholder(rawValue: name).map(value) ?? "{\(name)}"
      }
    }.joined()
  }

  private enum Piece {
    case text(Substring)
    case name(String)
  }

  /// A brace opens a placeholder only before a lower-case word and a closing brace: JSON and HCL keep theirs.
  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{") {
      let inside = rest[rest.index(after: open)...]
      let name = inside.prefix { $0.isLowercase || $0 == "_" }
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

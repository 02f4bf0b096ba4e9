/// A value in a policy, with the variables that may stand in it.
///
/// IAM User Guide, "IAM policy elements: Variables and tags": since language version 2012-10-17 `${key}` is replaced
/// by the request's value of a condition key that has one, `${key, 'text'}` by the text when it has none, and
/// `${*}`, `${?}`, `${$}` by that very character. In older versions all of this is plain text.
struct PolicyText: Hashable {
  enum Part: Hashable {
    case text(Substring)
    /// A character that is meant as itself.
    case literal(Unicode.Scalar)
    case variable(key: String, otherwise: String?)
  }

  let text: String
  let parts: [Part]

  init(_ text: String, readsVariables: Bool = true) {
    self.text = text
    guard readsVariables, text.utf8.contains(UInt8(ascii: "$")) else {
      parts = text.isEmpty && readsVariables ? [] : [.text(text[...])]
      return
    }
    var parts: [Part] = []
    var rest = text[...]
    while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
      if start.lowerBound > rest.startIndex { parts.append(.text(rest[..<start.lowerBound])) }
      parts.append(Self.variable(rest[start.upperBound..<end]))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { parts.append(.text(rest)) }
    self.parts = parts
  }

  private static func variable(_ name: Substring) -> Part {
    if ["*", "?", "$"].contains(name), let scalar = name.unicodeScalars.first { return .literal(scalar) }
    guard let comma = name.firstIndex(of: ",") else { return .variable(key: String(name), otherwise: nil) }
    let text = name[name.index(after: comma)...].drop { $0 == " " }
    guard text.count >= 2, text.first == "'", text.last == "'" else {
      return .variable(key: String(name), otherwise: nil)
    }
    return .variable(key: String(name[..<comma]), otherwise: String(text.dropFirst().dropLast()))
  }

  /// The keys of the variables, as written.
  var variables: [String] {
    parts.compactMap { if case .variable(let key, _) = $0 { key } else { nil } }
  }

  /// The pattern, with `*` and `?` of the policy as wildcards; what comes from the request is plain text.
  /// - Parameter unknown: what a variable stands for that the request does not fill; nil when that is undecided.
  func pieces(_ context: ConditionContext, unknown: (String) -> [Wildcard.Piece]?) -> [Wildcard.Piece]? {
    var pieces: [Wildcard.Piece] = []
    for part in parts {
      switch part {
      case .text(let text): pieces += text.unicodeScalars.map { $0 == "*" ? .run : $0 == "?" ? .one : .scalar($0) }
      case .literal(let scalar): pieces.append(.scalar(scalar))
      case .variable(let key, let otherwise):
        guard let value = Self.value(context.presented(key), otherwise) else {
          guard let more = unknown(key) else { return nil }
          pieces += more
          continue
        }
        pieces += value.unicodeScalars.map { .scalar($0) }
      }
    }
    return pieces
  }

  /// What stands for a variable; nil where that is not known. A key with several values cannot be one.
  private static func value(_ presented: ConditionContext.Presented, _ otherwise: String?) -> String? {
    guard case .values(let values) = presented else { return nil }
    return values.count == 1 ? values[0] : values.isEmpty ? otherwise : nil
  }

  /// The pattern with variables read as they are written.
  var plainPieces: [Wildcard.Piece] {
    text.unicodeScalars.map { $0 == "*" ? .run : $0 == "?" ? .one : .scalar($0) }
  }
}

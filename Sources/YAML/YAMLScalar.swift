/// A text in a YAML document, as it is meant: escapes, folds and quotes are gone.
public struct YAMLScalar: Hashable, Sendable {
  public enum Style: Hashable, Sendable { case plain, singleQuoted, doubleQuoted, literal, folded }

  public let text: String
  public let style: Style

  public init(text: String, style: Style) { (self.text, self.style) = (text, style) }

  /// What the core schema makes of a text.
  public enum Typed: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A whole number that is too large for it is a `float`.
    case int(Int)
    case float(Double)
    case text(String)
  }

  /// By the core schema of YAML 1.2: what has quotes is a text, and so are `yes`, `on` and `1_000`.
  public var typed: Typed {
    guard style == .plain else { return .text(text) }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case ".nan", ".NaN", ".NAN": return .float(.nan)
    default: return number ?? .text(text)
    }
  }

  private var number: Typed? {
    if let digits = digits(after: "0o") { return Int(digits, radix: 8).map(Typed.int) }
    if let digits = digits(after: "0x") { return Int(digits, radix: 16).map(Typed.int) }
    let bytes = Array(text.utf8)
    var rest = bytes[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
    if [".inf", ".Inf", ".INF"].contains(String(decoding: rest, as: UTF8.self)) {
      return .float(text.hasPrefix("-") ? -.infinity : .infinity)
    }
    let whole = rest.prefix { Self.isDigit($0) }
    rest = rest.dropFirst(whole.count)
    if rest.isEmpty { return whole.isEmpty ? nil : Int(text).map(Typed.int) ?? Double(text).map(Typed.float) }
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix { Self.isDigit($0) }
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    if let letter = rest.first, letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
      guard !rest.isEmpty else { return nil }
      rest = rest.drop { Self.isDigit($0) }
    }
    return rest.isEmpty ? Double(text).map(Typed.float) : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// What stands behind a prefix, where it is letters and digits only: `Int` takes a sign there, the schema does not.
  private func digits(after prefix: String) -> Substring? {
    guard text.hasPrefix(prefix), text.utf8.count > prefix.utf8.count else { return nil }
    let rest = text.dropFirst(prefix.count)
    return rest.first == "-" || rest.first == "+" ? nil : rest
  }
}

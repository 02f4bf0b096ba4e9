/// Why a text is no JSON document, and at which byte.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  public let reason: String
  /// Offset in UTF-8 bytes from the start of the text.
  public let offset: Int
  public var description: String { "\(reason) at byte \(offset)" }
}

extension JSON {
  /// Parses RFC 8259 JSON, strictly. Nesting is limited so that no answer can exhaust the stack, and the number of
  /// values so that none can exhaust memory: a value takes many times the bytes it is written in. Of members with the
  /// same name the last one counts, as in IAM and every AWS SDK.
  public init(parsing text: some Sequence<UInt8>, depth: Int = 128, values: Int = 200_000) throws(JSONError) {
    var parser = JSONParser(bytes: Array(text), limit: depth, valueLimit: values)
    self = try parser.document()
  }

  public init(parsing text: String, depth: Int = 128) throws(JSONError) {
    try self.init(parsing: text.utf8, depth: depth)
  }

  /// One step from a value to one inside it.
  public enum PathStep: Hashable, Sendable {
    case member(String)
    /// Counted from 0.
    case item(Int)
  }

  /// Where the value at a path stands in a text, in bytes of UTF-8; a member's place begins with its name. Nil where the
  /// text is no JSON or holds nothing there. Of members with the same name the last one counts, as in parsing.
  public static func place(of path: [PathStep], in text: String) -> Range<Int>? {
    var parser = JSONParser(bytes: Array(text.utf8), limit: 128, valueLimit: 200_000)
    do throws(JSONError) { _ = try parser.document(seeking: path) } catch { return nil }
    return parser.found
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  let limit: Int
  let valueLimit: Int
  var at = 0
  var values = 0
  /// Where the value stands that is sought.
  var found: Range<Int>?

  init(bytes: [UInt8], limit: Int, valueLimit: Int) {
    self.bytes = bytes
    self.limit = limit
    self.valueLimit = valueLimit
  }

  mutating func document(seeking path: [JSON.PathStep]? = nil) throws(JSONError) -> JSON {
    let value = try value(depth: 0, seeking: path?[...])
    skipBlanks()
    guard at == bytes.count else { throw failure("text after the document") }
    return value
  }

  private func failure(_ reason: String) -> JSONError { JSONError(reason: reason, offset: at) }
  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    at += 1
    return true
  }

  /// - Parameter path: the way from here to the value that is sought; nil where it is not in here.
  private mutating func value(depth: Int, seeking path: ArraySlice<JSON.PathStep>?) throws(JSONError) -> JSON {
    guard depth <= limit else { throw failure("nested deeper than \(limit)") }
    values += 1
    guard values <= valueLimit else { throw failure("more than \(valueLimit) values") }
    skipBlanks()
    let start = at
    let value = try plain(depth: depth, seeking: path)
    if path?.isEmpty == true { found = start..<at }
    return value
  }

  private mutating func plain(depth: Int, seeking path: ArraySlice<JSON.PathStep>?) throws(JSONError) -> JSON {
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth, seeking: path)
    case UInt8(ascii: "["): return try array(depth: depth, seeking: path)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some: return try number()
    case nil: throw failure("the text ends where a value should stand")
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    for byte in "\(text)".utf8 { guard take(byte) else { throw failure("not a JSON word") } }
    return value
  }

  private mutating func object(depth: Int, seeking path: ArraySlice<JSON.PathStep>?) throws(JSONError) -> JSON {
    at += 1
    var object = JSONObject()
    skipBlanks()
    if take(UInt8(ascii: "}")) { return .object(object) }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw failure("a member needs a quoted name") }
      let start = at
      let name = try string()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw failure("a colon is missing after a name") }
      let isSought = path?.first == .member(name)
      if isSought { found = nil }
      object[name] = try value(depth: depth + 1, seeking: isSought ? path?.dropFirst() : nil)
      if isSought, path?.count == 1 { found = start..<at }
      skipBlanks()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure("an object is not closed") }
    return .object(object)
  }

  private mutating func array(depth: Int, seeking path: ArraySlice<JSON.PathStep>?) throws(JSONError) -> JSON {
    at += 1
    var items: [JSON] = []
    skipBlanks()
    if take(UInt8(ascii: "]")) { return .array(items) }
    repeat {
      let isSought = path?.first == .item(items.count)
      items.append(try value(depth: depth + 1, seeking: isSought ? path?.dropFirst() : nil))
      skipBlanks()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure("an array is not closed") }
    return .array(items)
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = at
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    return .number(String(decoding: bytes[start..<at], as: UTF8.self))
  }

  private mutating func digits() throws(JSONError) {
    let start = at
    while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
    guard at > start else { throw failure("not a JSON value") }
  }

  private mutating func string() throws(JSONError) -> String {
    at += 1
    var content: [UInt8] = []
    while let byte = next {
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else { throw failure("a string is not UTF-8") }
        return text
      case UInt8(ascii: "\\"): try escape(into: &content)
      case 0..<0x20: throw failure("a control character stands in a string")
      default: content.append(byte)
      }
    }
    throw failure("a string is not closed")
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
    guard let byte = next else { throw failure("a string is not closed") }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content += Array(String(try escapedScalar()).utf8)
    default: throw failure("an unknown escape")
    }
  }

  /// A `\u` escape, both halves of a surrogate pair together; a lone half becomes U+FFFD.
  private mutating func escapedScalar() throws(JSONError) -> Character {
    let first = try hexadecimal()
    guard (0xD800..<0xDC00).contains(first) else { return Character(Unicode.Scalar(first) ?? "\u{FFFD}") }
    let here = at
    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      at = here
      return "\u{FFFD}"
    }
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second) else {
      at = here
      return "\u{FFFD}"
    }
    return Character(Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}")
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    guard at + 4 <= bytes.count, let text = String(validating: bytes[at..<at + 4], as: UTF8.self),
      text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let code = UInt32(text, radix: 16)
    else { throw failure("four hexadecimal digits are missing") }
    at += 4
    return code
  }
}

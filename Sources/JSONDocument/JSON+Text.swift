extension JSON {
  /// The document on one line, members in their own order.
  public var compact: String {
    var text = ""
    write(to: &text, style: .compact, depth: 0)
    return text
  }

  /// The document indented by two blanks, members in their own order, without a final line feed.
  public var pretty: String {
    var text = ""
    write(to: &text, style: .pretty, depth: 0)
    return text
  }

  /// The document on one line with sorted members: equal documents have equal canonical text.
  public var canonical: String {
    var text = ""
    write(to: &text, style: .canonical, depth: 0)
    return text
  }

  private enum Style { case compact, pretty, canonical }

  private func write(to text: inout String, style: Style, depth: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .number(let digits): text += digits
    case .string(let string): JSON.quote(string, into: &text)
    case .array(let items):
      JSON.enclose("[", "]", items, into: &text, style, depth) { item, text in
        item.write(to: &text, style: style, depth: depth + 1)
      }
    case .object(let object):
      let members = style == .canonical ? object.members.sorted { $0.name < $1.name } : object.members
      JSON.enclose("{", "}", members, into: &text, style, depth) { member, text in
        JSON.quote(member.name, into: &text)
        text += style == .pretty ? ": " : ":"
        member.value.write(to: &text, style: style, depth: depth + 1)
      }
    }
  }

  private static func enclose<Item>(
    _ open: String, _ close: String, _ items: [Item], into text: inout String, _ style: Style, _ depth: Int,
    _ body: (Item, inout String) -> Void
  ) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      if style == .pretty { text += "\n" + String(repeating: "  ", count: depth + 1) }
      body(item, &text)
    }
    if style == .pretty, !items.isEmpty { text += "\n" + String(repeating: "  ", count: depth) }
    text += close
  }

  private static func quote(_ string: String, into text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case let unseen where isUnseen(unseen):
        for unit in String(unseen).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// Whether a character moves the cursor, turns the direction of writing or has no width: nobody who reads the
  /// document on a screen would see it as it is.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7F).contains(scalar.value) { return false }
    return [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
  }
}

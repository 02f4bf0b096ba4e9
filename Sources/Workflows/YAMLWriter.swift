import YAML

/// Values as YAML text.
enum YAMLWriter {
  /// Lines of a block, without their ends.
  static func lines(_ entries: [EditValue.Entry], indent: Int, step: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    return entries.flatMap { entry in
      let key = margin + text(entry.name, like: .plain, inFlow: false) + ":"
      guard case .block(let inner) = entry.value else {
        return [key + " " + scalar(entry.value, like: .plain, inFlow: false)]
      }
      return inner.isEmpty ? [key + " {}"] : [key] + lines(inner, indent: indent + step, step: step)
    }
  }

  static func flow(_ name: String, _ value: EditValue, like style: YAMLScalar.Style) -> String {
    text(name, like: style, inFlow: true) + ": " + flow(value, like: style)
  }

  static func flow(_ value: EditValue, like style: YAMLScalar.Style = .plain) -> String {
    guard case .block(let entries) = value else { return scalar(value, like: style, inFlow: true) }
    return "{" + entries.map { flow($0.name, $0.value, like: style) }.joined(separator: ", ") + "}"
  }

  /// A scalar in a style, or in quotes where the style has no way to write it.
  static func scalar(_ value: EditValue, like style: YAMLScalar.Style, inFlow: Bool) -> String {
    switch value {
    case .flag(let flag): flag ? "true" : "false"
    case .text(let string): text(string, like: style, inFlow: inFlow)
    case .block: flow(value)
    }
  }

  private static func text(_ text: String, like style: YAMLScalar.Style, inFlow: Bool) -> String {
    let isOneLine = text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.generalCategory != .control && !["\u{2028}", "\u{2029}", "\u{FEFF}"].contains(scalar)
    }
    if !isOneLine || style == .doubleQuoted { return doubleQuoted(text) }
    if style != .singleQuoted, isPlain(text, inFlow: inFlow) { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
      YAMLScalar(text: text, style: .plain).typed == .text(text),
      // Readers of YAML 1.1 take these for flags.
      !["yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    else { return false }
    let isBeginning =
      first.properties.isAlphabetic || first.properties.numericType != nil || "./_$".unicodeScalars.contains(first)
    guard isBeginning, last != ":", last != " ", !text.contains(": "), !text.contains(" #") else { return false }
    return !inFlow || !text.contains { ",[]{}".contains($0) }
  }

  private static func doubleQuoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case let other
      where other.properties.generalCategory == .control || other.value == 0x2028 || other.value == 0x2029
        || other.value == 0xFEFF:
        let digits = String(other.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - min(4, digits.count)) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension YAMLNode {
  /// How a new key in brackets is written: with double quotes where all others are, so that a file that is JSON stays JSON.
  var keyStyle: YAMLScalar.Style {
    let keys = entries ?? []
    return !keys.isEmpty && keys.allSatisfy { $0.key.scalar?.style == .doubleQuoted } ? .doubleQuoted : .plain
  }
}

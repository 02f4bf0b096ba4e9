import Basics
import Checklist
import JSONDocument

/// Writes answers into a setup file and leaves the rest of it as it is: comments, order, blank lines.
///
/// What it wrote is read again before it counts: a file whose form it does not understand is refused rather
/// than spoilt.
public struct SetupWriter: Sendable {
  private var lines: [String]
  private let path: String

  /// The file's text with these answers in it; nil for an answer that goes.
  public static func text(
    _ text: String, path: String, answers: [String: JSON?]
  ) throws(SetupFile.Problems) -> String {
    let before = try SetupFile.parse(text, path: path)
    var wanted = before
    var writer = SetupWriter(
      lines: text.isEmpty
        ? ["version: 1"] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), path: path)
    if writer.lines.last == "" { writer.lines.removeLast() }
    // In the order of the keys, so that a new file reads like the contract.
    for key in SetupKey.all {
      guard let answer = answers[key.path], before.answers[key.path] != answer else { continue }
      wanted[key.path] = answer
      writer.put(key.path.split(separator: ".").map(String.init), answer)
    }
    let result = writer.lines.joined(separator: "\n") + "\n"
    var after = try SetupFile.parse(result, path: path)
    after["version"] = wanted.answers["version"]
    guard after == wanted else {
      throw SetupFile.Problems(all: [
        SetupFile.Problem(
          path: path, line: 1, column: 1, message: "this file is written in a way that only its author can edit")
      ])
    }
    return result
  }

  private mutating func put(_ parts: [String], _ answer: JSON?) {
    var range = lines.indices
    var indent = 0
    for (depth, part) in parts.enumerated() {
      let isLeaf = depth == parts.count - 1
      guard let line = line(of: part, in: range, indent: indent) else {
        guard let answer else { return }
        return insert(Array(parts[depth...]), answer, in: range, indent: indent)
      }
      let end = end(of: line, in: range, indent: indent)
      if isLeaf {
        let comment = end == line + 1 ? lines[line].trailingComment : ""
        lines.replaceSubrange(line..<end, with: answer.map { [entry(part, $0, indent) + comment] } ?? [])
        return
      }
      range = line + 1..<end
      indent = lines[range].first { !$0.isBlankOrComment }.map(\.indentation) ?? indent + 2
    }
  }

  private func line(of key: String, in range: Range<Int>, indent: Int) -> Int? {
    range.first { lines[$0].indentation == indent && lines[$0].trimmed.hasPrefix(key + ":") }
  }

  /// The line after the last one that belongs to the key.
  private func end(of line: Int, in range: Range<Int>, indent: Int) -> Int {
    var end = line + 1
    for next in line + 1..<max(range.upperBound, line + 1) {
      let text = lines[next]
      if text.isBlankOrComment { continue }
      guard text.indentation > indent || text.indentation == indent && text.trimmed.hasPrefix("- ") else { break }
      end = next + 1
    }
    return end
  }

  private mutating func insert(_ parts: [String], _ answer: JSON, in range: Range<Int>, indent: Int) {
    var new: [String] = []
    for (depth, part) in parts.enumerated() {
      let margin = indent + 2 * depth
      new.append(
        depth == parts.count - 1 ? entry(part, answer, margin) : String(repeating: " ", count: margin) + part + ":")
    }
    let last = range.last { !lines[$0].isBlankOrComment }.map { $0 + 1 } ?? range.lowerBound
    lines.insert(contentsOf: new, at: last)
  }

  private func entry(_ key: String, _ value: JSON, _ indent: Int) -> String {
    String(repeating: " ", count: indent) + key + ": " + yaml(value)
  }

  /// The value on one line. JSON is YAML, and quotes where it must; plain words need none.
  private func yaml(_ value: JSON) -> String {
    switch value {
    case .string(let text) where text.isPlainWord: text
    case .array(let items): "[" + items.map(yaml).joined(separator: ", ") + "]"
    default: value.compact
    }
  }
}

extension String {
  fileprivate var indentation: Int { prefix { $0 == " " }.count }
  /// The comment behind a value, with the blanks before it; empty when there is none.
  fileprivate var trailingComment: Substring {
    for match in matches(of: /\s+#/) {
      let before = self[..<match.range.lowerBound]
      let isInText = ["\"", "'"].contains { quote in before.count { $0 == quote } % 2 == 1 }
      if !isInText { return self[match.range.lowerBound...] }
    }
    return ""
  }
  fileprivate var isBlankOrComment: Bool { trimmed.isEmpty || trimmed.hasPrefix("#") }
  fileprivate var isPlainWord: Bool {
    guard first?.isLetter == true,
      !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(lowercased())
    else {
      return false
    }
    return unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_./@".unicodeScalars.contains(scalar))
    }
  }
}

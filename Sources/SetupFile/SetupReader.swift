import Basics
import Checklist
import JSONDocument
import YAML

/// Walks the YAML of a setup file against the table of keys.
struct SetupReader {
  let path: String
  var answers: [String: JSON] = [:]
  var problems: [SetupFile.Problem] = []

  init(path: String) { self.path = path }

  /// The blocks of the file: `github`, `images.github` …
  private static let blocks = Set(
    SetupKey.all.flatMap { key -> [String] in
      let parts = key.path.split(separator: ".").map(String.init)
      return (1..<max(parts.count, 1)).map { parts[..<$0].joined(separator: ".") }
    })

  mutating func read(_ root: YAMLNode) {
    guard let mapping = root.entries else {
      if root.isNull { return }
      complain(root, "a setup file is a block of keys, such as github: and project:")
      return
    }
    for entry in mapping { readEntry(entry.key, entry.value, in: "") }
  }

  private mutating func readEntry(_ name: YAMLNode, _ value: YAMLNode, in block: String) {
    let path = (block.isEmpty ? "" : block + ".") + (name.text ?? "?")
    if SetupReader.blocks.contains(path) {
      guard let mapping = value.entries else {
        if !value.isNull { complain(value, "\(path) is a block of keys") }
        return
      }
      for entry in mapping { readEntry(entry.key, entry.value, in: path) }
    } else if let key = SetupKey.at(path) {
      // A key with nothing behind it is a question not answered yet.
      guard !value.isNull else { return }
      let mistakes = problems.count
      answers[path] = self.value(of: key, value)
      if problems.count == mistakes, let answer = answers[path], let words = key.refusal(of: answer) {
        complain(place(of: key, name, value), "\(path) \(words)")
      }
    } else {
      complain(name, "unknown key \(path)" + suggestion(for: path))
    }
  }

  /// Where it stands what the build does not act on: the key as a whole, its value, or the first such item.
  private func place(of key: SetupKey, _ name: YAMLNode, _ value: YAMLNode) -> YAMLNode {
    guard case .only = key.reach else { return name }
    return value.items?.first { key.refusal(of: .string($0.text ?? "")) != nil } ?? value
  }

  private func suggestion(for path: String) -> String {
    let known = SetupKey.all.map(\.path) + SetupReader.blocks.sorted()
    guard let nearest = known.nearest(to: path), nearest.distance(to: path) <= max(3, path.count / 3) else { return "" }
    return "; the nearest known key is \(nearest)"
  }

  private mutating func value(of key: SetupKey, _ node: YAMLNode) -> JSON? {
    switch key.kind {
    case .text, .choice: return text(key, node)
    case .flag:
      guard let flag = node.bool else { return complain(node, "\(key.path) is true or false") }
      return .bool(flag)
    case .integer(let range):
      guard let number = node.int, range.contains(number) else {
        return complain(node, "\(key.path) is a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return .number(String(number))
    case .list: return list(key, node)
    case .map(let rule):
      guard let mapping = node.entries else { return complain(node, "\(key.path) is a block of names and values") }
      var object = JSONObject()
      for entry in mapping {
        let (name, value) = (entry.name, entry.value)
        guard let text = value.text else {
          complain(value, "\(key.path).\(name) is a text")
          continue
        }
        if let problem = rule.problem(with: name, text) { complain(value, "\(key.path).\(name) \(problem)") }
        object[name] = .string(text)
      }
      if object.count > rule.most { complain(node, "\(key.path) holds \(object.count); it is \(rule.words)") }
      return .object(object)
    case .blocks(let keys): return blocks(key, keys, node)
    }
  }

  private mutating func text(_ key: SetupKey, _ node: YAMLNode) -> JSON? {
    guard let scalar = node.scalar else { return complain(node, "\(key.path) is a text, not a list or a block") }
    let text = scalar.text
    // An empty answer is none, in the form and in the file.
    if text.isEmpty { return nil }
    // A number without quotes loses its leading zeros in many tools; an account id must not.
    if key.path == "account", scalar.style == .plain, text.first == "0" {
      return complain(node, "account is an account id: put its 12 digits in quotes")
    }
    if let problem = key.problem(with: text) { return complain(node, "\(key.path) is \"\(text)\"; it is \(problem)") }
    return .string(text)
  }

  private mutating func list(_ key: SetupKey, _ node: YAMLNode) -> JSON? {
    guard let items = node.items else { return complain(node, "\(key.path) is a list, such as [a, b]") }
    var texts: [String] = []
    for item in items {
      guard let text = item.text else {
        complain(item, "an item of \(key.path) is a text")
        continue
      }
      if let problem = key.problem(with: text) { complain(item, "\(key.path) holds \"\(text)\"; it is \(problem)") }
      texts.append(text)
    }
    return JSON(texts)
  }

  private mutating func blocks(_ key: SetupKey, _ keys: [SetupKey], _ node: YAMLNode) -> JSON? {
    guard let items = node.items else { return complain(node, "\(key.path) is a list of blocks") }
    var blocks: [JSON] = []
    for item in items {
      guard let mapping = item.entries else {
        complain(item, "an item of \(key.path) is a block")
        continue
      }
      var block = JSONObject()
      for entry in mapping {
        let (name, value) = (entry.key, entry.value)
        guard let known = keys.first(where: { $0.path == name.text }) else {
          let names = keys.map(\.path).joined(separator: ", ")
          complain(name, "unknown key \(key.path).\(name.text ?? "?"); known: \(names)")
          continue
        }
        block[known.path] = text(known, value)
      }
      for missing in keys where block[missing.path] == nil && missing.path != "until" {
        complain(item, "an item of \(key.path) needs \(missing.path)")
      }
      blocks.append(.object(block))
    }
    return .array(blocks)
  }

  @discardableResult
  private mutating func complain(_ node: YAMLNode, _ message: String) -> JSON? {
    problems.append(
      SetupFile.Problem(path: path, line: node.place.line, column: node.place.column, message: message))
    return nil
  }
}
